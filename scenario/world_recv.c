/* SPDX-License-Identifier: MIT */
/* Receives of ours: one call of WSPRecv, overlapped or not. */
#include <string.h>

#include "scenario/receive.h"
#include "scenario/receive_parts.h"
#include "scenario/world_memory.h"
#include "scenario/world_parts.h"

static struct layout_buffer usual_buffer = { LAYOUT_PLAIN, 65536, false };
static const struct layout usual = { 1, &usual_buffer };

static void set_timeout(struct world *w, SOCKET s, uint64_t usec)
{
	DWORD milliseconds;
	int error = 0;

	if (!crew_simulates(w->crew))
		usec = (uint64_t)((double)usec * w->wish.time_scale);
	milliseconds = (DWORD)((usec + 999) / 1000);
	WSPSetSockOpt(s, SOL_SOCKET, SO_RCVTIMEO, (CHAR *)&milliseconds,
		      sizeof milliseconds, &error);
}

static void set_nonblocking(SOCKET s, bool on)
{
	DWORD value = on;

	world_control(s, FIONBIO, &value, sizeof value);
}

/* A call of another thread may wait already, with a time-out that is its own. */
void world_dress(struct world *w, const struct op *op, const struct world_socket *ws)
{
	set_timeout(w, ws->handle, op->timeout != 0 ? op->timeout : ws->timeout);
	if (op->mode == OP_MODE_BLOCKING || op->mode == OP_MODE_NONBLOCKING)
		set_nonblocking(ws->handle, op->mode == OP_MODE_NONBLOCKING);
}

void world_undress(struct world *w, const struct op *op, const struct world_socket *ws)
{
	if (op->timeout != 0)
		set_timeout(w, ws->handle, ws->timeout);
	if (op->mode == OP_MODE_BLOCKING || op->mode == OP_MODE_NONBLOCKING)
		set_nonblocking(ws->handle, ws->nonblocking);
}

static void on_routine(struct posted *p)
{
	struct world_request *r = p->context;
	struct world *w = r->world;
	char name[OP_NAME_MAX + 1]; /* which another may have by its end */

	if (member_current() != r->member)
		world_say_damage(w, r->name, "its routine ran on another thread");
	world_request_told(r);
	crew_enter(w->crew, &w->lock);
	memcpy(name, r->name, sizeof name);
	world_note_order(w, name);
	crew_leave(w->crew, &w->lock);
	if (w->wish.routine != NULL && !w->ending)
		w->wish.routine(w->wish.context, name);
}

static void call_overlapped(const struct op *op, struct world_request *r,
			    struct world_request *other)
{
	struct posted *p = &r->posted;

	p->nulls = op->nulls;
	p->bads = op->bads;
	p->nonoverlapped = r->socket->nonoverlapped;
	p->thread = r->member != NULL ? member_id(r->member) : NULL;
	p->from = op->from ? &r->source : NULL;
	p->reuse = other != NULL ? &other->posted : NULL;
	p->completed = op->mode == OP_MODE_ROUTINE ? on_routine : NULL;
	p->context = r;
	/* The completion may come, and be told, before this call has returned. */
	r->pending = true;
	posted_call(p, r->s, &r->socket->end.info, r->memory, op->flags, r->event);
	r->pending = p->state == POSTED_UNDERWAY;
}

static void take_memory(struct world *w, const struct op *op, struct world_request *r)
{
	r->layout = op->layout != NULL ? op->layout : &usual;
	crew_enter(w->crew, &w->lock);
	r->memory = world_memory_take(r->layout);
	crew_leave(w->crew, &w->lock);
}

/* A call that need not wait leaves its hook unused. */
static void set_hook(struct world *w, const struct world_request *r, enum op_hook hook,
		     bool both)
{
	crew_enter(w->crew, &w->lock);
	w->hook = hook;
	w->hook_both = both;
	w->hook_member = r->member;
	w->hook_socket = r->s;
	w->hooked = 0;
	crew_leave(w->crew, &w->lock);
}

static void set_source(struct world_request *r, const struct op *op)
{
	r->from_length = op->length != 0 ? (int)(op->length - 1) : (int)sizeof r->from;
	r->from_room = r->from_length;
	r->source.name = receive_pointer(&r->from, OP_POINTER_VALUE, op->nulls,
					 op->bads);
	r->source.length = receive_pointer(&r->from_length, OP_POINTER_LENGTH,
					   op->nulls, op->bads);
}

void world_recv(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	struct world_request *r, *other = NULL;

	if (ws == NULL)
		return;
	if (op->reuse.text[0] != '\0') { /* before this one may take the name */
		other = world_request(w, op->reuse.text);
		world_request_orphans(w);
	}
	r = world_request_new(w, op, ws);
	if (r != NULL)
		take_memory(w, op, r);
	if (r == NULL || r->memory == NULL) {
		tokens_word(out, "word", "no-memory");
		return;
	}
	if (op->from)
		set_source(r, op);
	if (op->hook != OP_HOOK_NONE)
		set_hook(w, r, op->hook, op->hook_both);
	world_dress(w, op, ws);
	if (r->overlapped)
		call_overlapped(op, r, other);
	else
		receive_with(r->s, r->memory, op->flags, op->nulls, op->bads,
			     op->from ? &r->source : NULL, &r->outcome);
	world_undress(w, op, ws);
	if (op->hook != OP_HOOK_NONE) {
		r->hooked = w->hooked;
		set_hook(w, r, OP_HOOK_NONE, false);
	}
	r->called = true;
	world_tell_receive(r, r->overlapped ? &r->posted.call : &r->outcome,
			   r->overlapped && r->posted.call.word == OUTCOME_PENDING,
			   out);
}
