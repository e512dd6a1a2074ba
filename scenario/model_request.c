/* SPDX-License-Identifier: MIT */
/* Requests by name, from the call to whatever ends them. */
#include <stdlib.h>
#include <string.h>

#include "base/same.h"
#include "scenario/model_parts.h"
#include "wspmore.h"

#define USUAL_SIZE 65536 /* bytes of the buffer where none is named */

static struct model_request *take(struct model *m)
{
	struct model_request *r = m->free_requests;
	unsigned char *bytes;
	size_t room;

	if (r == NULL) {
		r = calloc(1, sizeof *r);
		if (r == NULL)
			abort();
		return r;
	}
	m->free_requests = r->next;
	bytes = r->bytes;
	room = r->bytes_room;
	memset(r, 0, sizeof *r);
	r->bytes = bytes;
	r->bytes_room = room;
	return r;
}

/* Whether nothing will ever be told or asked of it again. */
static bool is_done_with(const struct model *m, const struct model_request *r)
{
	return r != m->meant && r->name.text[0] == '\0' && !r->in_line && !r->running &&
	       (r->sends ? r->refused || !r->pending || r->event == NULL
			 : r->refused || r->seen) &&
	       (!r->unsure || r->event == NULL) && /* which it may yet set */
	       r->own.guests == 0 && r->home.guests == 0 &&
	       (r->place == &r->home || r->place->tenant != r);
}

void model_request_release(struct model *m, struct model_request *r)
{
	struct model_request **at = &m->requests;

	if (!is_done_with(m, r))
		return;
	model_name_forget(m, r);
	model_upcalls_forget(m, r);
	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	if (r->handle != NULL && r->handle != &r->own)
		r->handle->guests--;
	if (r->place != &r->home)
		r->place->guests--;
	r->next = m->free_requests;
	m->free_requests = r;
}

struct model_request *model_request(const struct model *m, const char *name)
{
	struct model_request *r = m->requests;

	if (name[0] == '\0')
		return NULL;
	while (r != NULL && !text_is(r->name.text, name))
		r = r->next;
	return r;
}

/* What runs has the name that it was begun by, whoever was given that since. */
struct model_request *model_running(const struct model *m, const char *name)
{
	struct model_request *r = m->requests;

	while (r != NULL &&
	       !(r->running && name[0] != '\0' && text_is(r->called.text, name)))
		r = r->next;
	return r;
}

static void lay_out(struct model_request *r, const struct layout *l)
{
	uint64_t room = 0;

	if (l == NULL) {
		r->room = r->lengths[0] = USUAL_SIZE;
		r->n_lengths = 1;
		return;
	}
	r->n_lengths = l->n;
	for (size_t i = 0; i < l->n; i++) {
		room += l->buffers[i].length;
		if (i < MODEL_LENGTHS)
			r->lengths[i] = l->buffers[i].length;
	}
	r->room = room < MODEL_MOST ? room : MODEL_MOST;
}

static bool may_wait(const struct op *op, const struct model_socket *s,
		     const struct model_request *r)
{
	switch (op->mode) {
	case OP_MODE_BLOCKING:
		return true;
	case OP_MODE_NONBLOCKING:
		return false;
	case OP_MODE_AS_IS:
		break;
	case OP_MODE_EVENT:
	case OP_MODE_POLL:
	case OP_MODE_ROUTINE:
		if (r->ignored && s->rules[MODEL_RULE_NONOVERLAPPED] == 1)
			return true;
		break;
	}
	return !s->nonblocking;
}

/* The older one of the name is nobody's now. Who took it in a routine, while the call of
 * this one was under way, is the newer one. */
static void take_name(struct model *m, const struct op *op, struct model_request *r)
{
	struct model_request *old = model_request(m, r->called.text);

	if (old == NULL)
		return;
	if (m->busy == op && old->number > m->began) {
		memset(&r->name, 0, sizeof r->name);
		return;
	}
	model_name_lost(m, old);
	model_request_release(m, old);
}

/* The events and the WSAOVERLAPPED that are named, before it may take those names. */
static void find_places(struct model *m, const struct op *op, struct model_request *r,
			bool arguments)
{
	struct model_request *other = model_request(m, op->reuse.text);

	r->own.owner = r;
	if (op->event.text[0] != '\0')
		r->handle = model_event(m, &op->event);
	else if (op->mode == OP_MODE_EVENT)
		r->handle = &r->own;
	if (r->handle != NULL && r->handle != &r->own)
		r->handle->guests++;
	if (arguments && !r->routine)
		r->event = r->handle;
	r->place = other != NULL && op->mode >= OP_MODE_EVENT ? other->place : &r->home;
	if (r->place != &r->home)
		r->place->guests++;
}

void model_settle_in(struct model *m, struct model_request *r)
{
	struct model_request *old = r->place->tenant;

	r->place->tenant = r;
	if (old != NULL && old != r)
		model_request_release(m, old);
}

const struct model_request *model_waiting(const struct model_request *from,
					  const struct model_socket *s)
{
	while (from != NULL &&
	       !(from->s == s && from->sync && from->pending && !from->seen))
		from = from->next;
	return from;
}

bool model_is_turned(const struct model *m, const struct model_socket *s)
{
	const struct model_request *r = model_waiting(m->requests, s);

	while (r != NULL && !r->turned)
		r = model_waiting(r->next, s);
	return r != NULL;
}

/* SO_RCVTIMEO is the socket's: what one call sets while it lasts is there for all. */
static bool others_are_timed(const struct model *m, const struct model_socket *s)
{
	const struct model_request *r = model_waiting(m->requests, s);

	while (r != NULL && !r->timed)
		r = model_waiting(r->next, s);
	return r != NULL;
}

static void lower(uint64_t *limit, uint64_t to)
{
	if (to != 0 && (*limit == 0 || to < *limit))
		*limit = to;
}

/* As long as any that may be in force. */
static void set_limit(struct model *m, const struct op *op, struct model_request *r)
{
	struct model_request *q;

	r->limit = op->timeout != 0 ? op->timeout : r->s->timeout;
	r->since = m->busy == op ? m->busy_since : r->inside ? 0 : m->now;
	for (q = m->requests; q != NULL; q = q->next) {
		if (q->s != r->s || !q->sync || q->seen)
			continue;
		lower(&r->limit, q->limit);
		lower(&q->limit, r->limit);
	}
}

bool model_times_out(const struct model *m, const struct model_request *r)
{
	if (!r->timed && !r->s->timed)
		return false;
	return !m->exact || m->now == 0 || m->now - r->since >= r->limit;
}

struct model_request *model_request_new(struct model *m, const struct op *op,
					const char *inside)
{
	struct model_request *r = take(m);
	bool arguments = op->mode >= OP_MODE_EVENT &&
			 !(op->nulls & OP_POINTER_OVERLAPPED);

	r->name = r->called = op->as;
	r->thread = model_thread_of(m, op, inside);
	r->inside = inside[0] != '\0';
	r->cancelled = m->busy == op && m->cancelled;
	r->s = model_socket(m, &op->name);
	r->sends = op->verb == OP_DO_SEND;
	r->overlapped = arguments && r->s->overlapped;
	r->ignored = arguments && !r->s->overlapped;
	r->sync = !r->overlapped;
	r->blocking = r->sync && may_wait(op, model_as_called(m, op, r->s), r);
	r->routine = op->mode == OP_MODE_ROUTINE;
	r->by_event = op->mode == OP_MODE_EVENT;
	r->peek = (op->flags & MSG_PEEK) != 0;
	r->all = (op->flags & MSG_WAITALL) != 0;
	r->oob = (op->flags & MSG_OOB) != 0;
	r->timed = op->timeout != 0 || others_are_timed(m, r->s);
	set_limit(m, op, r);
	r->turned = op->mode == OP_MODE_BLOCKING || op->mode == OP_MODE_NONBLOCKING;
	r->part = (op->flags & MSG_PARTIAL) != 0;
	r->number = ++m->n_requests;
	r->hook_cancel = op->hook == OP_HOOK_CANCEL;
	r->window = m->window;
	lay_out(r, op->layout);
	find_places(m, op, r, arguments);
	take_name(m, op, r);
	r->next = m->requests;
	m->requests = r;
	return r;
}

void model_close(struct model *m, struct model_socket *s)
{
	for (struct model_request *r = m->requests; r != NULL; r = r->next) {
		if (r->s != s || r->seen || r->refused || r->sends)
			continue;
		r->closed = true;
		model_doom(r, r->sync ? "X9" : "E17");
	}
}

void model_exit(struct model *m, const struct op *op, const struct tokens *got)
{
	struct op_name name = model_plain(op->thread);

	if (!model_is_ok(got))
		return;

	for (struct model_request *r = m->requests; r != NULL; r = r->next) {
		if (!text_is(r->thread.text, name.text) || !r->overlapped || r->exited)
			continue;
		r->exited = true;
		if (!r->seen && !r->refused && !r->sends)
			model_doom(r, "A5");
	}
}

/* A7 and X7: by name another's call, without one the caller's own. */
void model_cancel(struct model *m, const struct op *op, const struct tokens *got,
		  const char *inside)
{
	struct op_name name = op->name.text[0] != '\0' ? model_plain(op->name)
						       : model_thread_of(m, op, inside);
	bool done = model_is_ok(got);
	struct model_request *r = m->requests;

	if (done)
		model_thread(m, &name)->waits_for = 0;

	while (r != NULL && !(r->sync && r->pending && !r->seen && !r->sends &&
			      text_is(r->thread.text, name.text)))
		r = r->next;
	if (r == NULL && done && op->name.text[0] == '\0' && inside[0] == '\0') {
		model_object(m, "A7", "no blocking call is outstanding: WSAEINVAL");
		return;
	}
	if (r == NULL) {
		m->cancelled = m->cancelled ||
			       (done && m->busy != NULL && m->busy != op &&
				text_is(model_plain(m->busy->thread).text, name.text));
		return;
	}
	if (!done && r->doom == NULL && r->s->known && !r->timed && !r->s->timed &&
	    !model_possibly(r))
		model_object(m, "A7", "that thread's blocking call is outstanding");
	if (!done)
		return;
	r->cancelled = true;
	model_doom(r, "A7");
	/* What it took meanwhile comes again (X3). */
}
