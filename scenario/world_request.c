/* SPDX-License-Identifier: MIT */
/* Requests: receives and sends by name, from the call to the completion. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/text.h"
#include "scenario/world_memory.h"
#include "scenario/world_parts.h"
#include "ws2/event.h"

/* One of its own, or the one that is named. */
static bool make_event(struct world *w, const struct op *op, struct world_request *r)
{
	int error;

	if (op->event.text[0] != '\0') {
		r->event = world_event_handle(w, op->event.text);
		return true;
	}
	if (op->mode != OP_MODE_EVENT)
		return true;
	r->event = WPUCreateEvent(&error);
	r->own_event = true;
	return r->event != WSA_INVALID_EVENT;
}

/* A name goes to the newest that has it. */
static void take_name(struct world *w, struct world_request *r, const char *name)
{
	struct world_request *old;

	crew_enter(w->crew, &w->lock);
	if (name[0] != '\0')
		TAILQ_FOREACH (old, &w->requests, link)
			if (text_is(old->name, name))
				old->name[0] = '\0';
	memcpy(r->name, name, sizeof r->name);
	TAILQ_INSERT_HEAD(&w->requests, r, link);
	crew_leave(w->crew, &w->lock);
}

struct world_request *world_request_new(struct world *w, const struct op *op,
					struct world_socket *ws)
{
	struct world_request *r = calloc(1, sizeof *r);

	if (r == NULL)
		return NULL;
	r->world = w;
	r->s = ws->handle;
	r->socket = ws;
	r->mode = op->mode;
	r->sends = op->verb == OP_DO_SEND;
	r->member = member_current();
	if (r->member != NULL)
		memcpy(r->thread, member_name(r->member), sizeof r->thread);
	r->overlapped = op->mode == OP_MODE_EVENT || op->mode == OP_MODE_POLL ||
			op->mode == OP_MODE_ROUTINE;
	r->sending.request = r;
	if (!make_event(w, op, r)) {
		free(r);
		return NULL;
	}
	take_name(w, r, op->as.text);
	return r;
}

void world_request_free(struct world_request *r)
{
	int error;

	if (r->own_event)
		WPUCloseEvent(r->event, &error);
	if (r->memory != NULL)
		world_memory_give(r->memory, r->layout);
	free(r->sending.buffers);
	free(r->sending.bytes);
	free(r);
}

struct world_request *world_request(struct world *w, const char *name)
{
	struct world_request *r;

	crew_enter(w->crew, &w->lock);
	TAILQ_FOREACH (r, &w->requests, link)
		if (text_is(r->name, name))
			break;
	crew_leave(w->crew, &w->lock);
	return r;
}

/* K9: once. */
void world_request_told(struct world_request *r)
{
	if (r->told)
		world_say_damage(r->world, r->name, "indicated more than once");
	r->told = true;
}

static bool look_at_send(struct world_request *r)
{
	DWORD flags;
	int error = 0;

	if (!WSPGetOverlappedResult(r->s, &r->sending.overlapped, &r->sending.sent,
				    FALSE, &flags, &error)) {
		if (error == WSA_IO_INCOMPLETE)
			return false;
		r->sending.error = error == WSAENOTSOCK
					   ? (DWORD)r->sending.overlapped.Internal
					   : (DWORD)error;
		if (r->sending.error == WSS_OPERATION_IN_PROGRESS)
			return false;
	}
	return true;
}

/* Its thread has ended: no routine will tell, only what is in the WSAOVERLAPPED (A5). */
static bool is_orphan(const struct world_request *r)
{
	return r->member == NULL || crew_known(r->world->crew, r->thread) != r->member;
}

void world_request_orphans(struct world *w)
{
	struct world_request *r;

	crew_enter(w->crew, &w->lock);
	TAILQ_FOREACH (r, &w->requests, link)
		r->posted.orphan = r->mode == OP_MODE_ROUTINE && is_orphan(r);
	crew_leave(w->crew, &w->lock);
}

static bool seen_now(struct world_request *r)
{
	DWORD wait = crew_has_time(r->world->crew) ? 1 : 0;

	switch (r->mode) {
	case OP_MODE_ROUTINE:
		if (!is_orphan(r))
			return false;
		break;
	case OP_MODE_EVENT:
		if (event_state(r->event) != EVENT_NONE &&
		    WSAWaitForMultipleEvents(1, &r->event, FALSE, wait, FALSE) !=
			    WSA_WAIT_EVENT_0)
			return false;
		break;
	case OP_MODE_POLL:
	case OP_MODE_AS_IS:
	case OP_MODE_BLOCKING:
	case OP_MODE_NONBLOCKING:
		break;
	}
	return r->sends ? look_at_send(r) : posted_look(&r->posted, r->s);
}

bool world_request_over(struct world *w, struct world_request *r)
{
	(void)w;
	if (!r->called)
		return false;
	if (!r->pending || r->told)
		return true;
	if (!seen_now(r))
		return false;
	world_request_told(r);
	return true;
}

void world_request_wait(struct world *w, struct world_request *r)
{
	struct member *me = member_current();

	if (r->mode != OP_MODE_ROUTINE)
		return;
	member_will_wait(me);
	if (!crew_has_time(w->crew) && !crew_simulates(w->crew)) {
		SleepEx(0, TRUE);
		return;
	}
	while (r->pending && !r->told && !w->ending)
		SleepEx(crew_simulates(w->crew) ? INFINITE : 50, TRUE);
}

const char *world_request_thread(const struct world_request *r)
{
	return r->mode == OP_MODE_ROUTINE && r->called && r->pending && !r->told &&
			       !is_orphan(r)
		       ? r->thread
		       : NULL;
}

void world_request_tell(struct world *w, struct world_request *r, struct tokens *out)
{
	(void)w;
	if (r->sends && r->pending) {
		if (r->sending.error != 0)
			world_code(out, (int)r->sending.error);
		else
			tokens_number(out, "bytes", r->sending.sent);
	} else if (r->sends) {
		if (r->error != 0)
			world_code(out, r->error);
		else
			tokens_number(out, "bytes", r->sent);
	} else if (r->pending) {
		world_tell_receive(r, &r->posted.completion, false, out);
	} else {
		world_tell_receive(r, r->overlapped ? &r->posted.call : &r->outcome,
				   false, out);
	}
}

void world_result(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_request *r = world_request(w, op->name.text);
	WSAOVERLAPPED *o = NULL;
	DWORD n = 0, flags = 0;
	int error = 0;

	if (r == NULL) {
		world_unknown(op->name.text, out);
		return;
	}
	o = r->sends ? &r->sending.overlapped : posted_place(&r->posted);
	if (op->wait && member_current() != NULL)
		member_will_wait(member_current());
	if (!WSPGetOverlappedResult(r->s, o, &n, op->wait, &flags, &error)) {
		world_code(out, error);
		if (error == WSAEMSGSIZE)
			tokens_number(out, "bytes", n);
		return;
	}
	tokens_number(out, "bytes", n);
	if (flags != 0) {
		tokens_word(out, "flags", "flags");
		tokens_flags(out, "flags", flags);
	}
}

void world_overlapped(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_request *r = world_request(w, op->name.text);
	const WSAOVERLAPPED *o;
	char text[32];

	if (r == NULL) {
		world_unknown(op->name.text, out);
		return;
	}
	if (!crew_simulates(w->crew))
		crew_go_on(w->crew);
	o = r->sends ? &r->sending.overlapped : posted_place(&r->posted);
	snprintf(text, sizeof text, "0x%llx",
		 (unsigned long long)__atomic_load_n(&o->Internal, __ATOMIC_ACQUIRE));
	tokens_word(out, "Internal", arena_text(out->arena, text));
	tokens_number(out, "InternalHigh",
		      __atomic_load_n(&o->InternalHigh, __ATOMIC_RELAXED));
}
