/* SPDX-License-Identifier: MIT */
/* Requests by name, from the call to whatever ends them. */
#include <stdlib.h>
#include <string.h>

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

void model_request_drop(struct model *m, struct model_request *r)
{
	struct model_request **at = &m->requests;

	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	r->next = m->free_requests;
	m->free_requests = r;
}

struct model_request *model_request(const struct model *m, const char *name)
{
	struct model_request *r = m->requests;

	if (name[0] == '\0')
		return NULL;
	while (r != NULL && strcmp(r->name.text, name) != 0)
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

static bool may_wait(const struct op *op, const struct model_request *r)
{
	const struct model_socket *s = r->s;

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

/* The older one of the name is nobody's now. */
static void take_name(struct model *m, struct model_request *r)
{
	struct model_request *old = model_request(m, r->name.text);

	if (old == NULL)
		return;
	r->elders = old->elders + 1;
	memset(&old->name, 0, sizeof old->name);
	if (!old->in_line && !old->running &&
	    (old->seen || old->refused || old->sends) && !old->pending)
		model_request_drop(m, old);
}

/* SO_RCVTIMEO is the socket's: what one call sets while it lasts is there for all. */
static bool others_are_timed(const struct model *m, const struct model_socket *s)
{
	for (const struct model_request *r = m->requests; r != NULL; r = r->next)
		if (r->s == s && r->sync && r->pending && r->timed && !r->seen)
			return true;
	return false;
}

struct model_request *model_request_new(struct model *m, const struct op *op,
					const char *inside)
{
	struct model_request *r = take(m);
	bool arguments = op->mode >= OP_MODE_EVENT &&
			 !(op->nulls & OP_POINTER_OVERLAPPED);

	r->name = op->as;
	r->thread = model_thread_of(m, op, inside);
	r->s = model_socket(m, &op->name);
	r->sends = op->verb == OP_DO_SEND;
	r->overlapped = arguments && r->s->overlapped;
	r->ignored = arguments && !r->s->overlapped;
	r->sync = !r->overlapped;
	r->blocking = r->sync && may_wait(op, r);
	r->routine = op->mode == OP_MODE_ROUTINE;
	r->listed = op->mode == OP_MODE_EVENT && op->event.text[0] == '\0';
	r->peek = (op->flags & MSG_PEEK) != 0;
	r->all = (op->flags & MSG_WAITALL) != 0;
	r->oob = (op->flags & MSG_OOB) != 0;
	r->timed = op->timeout != 0 || others_are_timed(m, r->s);
	r->part = (op->flags & MSG_PARTIAL) != 0;
	r->number = ++m->n_requests;
	r->hook_cancel = op->hook == OP_HOOK_CANCEL;
	r->window = m->window;
	lay_out(r, op->layout);
	if (arguments && !r->routine && op->event.text[0] != '\0')
		r->event = model_event(m, &op->event);
	else if (op->mode == OP_MODE_EVENT)
		r->event = &r->own;
	take_name(m, r);
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
		if (strcmp(r->thread.text, name.text) != 0 || !r->overlapped ||
		    r->exited)
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
	bool done = got->n > 0 && strcmp(got->at[0].text, "ok") == 0;
	struct model_request *r = m->requests;

	while (r != NULL && !(r->sync && r->pending && !r->seen && !r->sends &&
			      strcmp(r->thread.text, name.text) == 0))
		r = r->next;
	if (r == NULL && done && op->name.text[0] == '\0' && inside[0] == '\0') {
		model_object(m, "A7", "no blocking call is outstanding: WSAEINVAL");
		return;
	}
	if (r == NULL)
		return;
	if (!done && r->doom == NULL && r->s->known && !model_possibly(r))
		model_object(m, "A7", "that thread's blocking call is outstanding");
	if (!done)
		return;
	r->cancelled = true;
	model_doom(r, "A7");
	/* What it took meanwhile comes again (X3). */
}
