/* SPDX-License-Identifier: MIT */
/* Sends of ours: one call of WSPSend or WSPSendTo. */
#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "scenario/endpoint_parts.h"
#include "scenario/receive_parts.h"
#include "scenario/world_name.h"

static void CALLBACK on_routine(DWORD error, DWORD bytes, LPWSAOVERLAPPED overlapped,
				DWORD flags)
{
	struct world_sending *sending = (struct world_sending *)overlapped;
	struct world_request *r = sending->request;
	struct world *w = r->world;
	char name[OP_NAME_MAX + 1]; /* which another may have by its end */

	(void)flags;
	sending->error = error;
	sending->sent = bytes;
	world_request_told(r);
	crew_enter(w->crew, &w->lock);
	memcpy(name, r->name, sizeof name);
	world_note_order(w, name);
	crew_leave(w->crew, &w->lock);
	if (w->wish.routine != NULL && !w->ending)
		w->wish.routine(w->wish.context, name);
}

/* Datagrams: where they go has to be said. (A pair has no names.) */
static bool is_unconnected(const struct world_socket *ws)
{
	const struct world_peer *p = &ws->peer;

	return p->type == SOCK_DGRAM && ws->end.remote[0] == '\0' &&
	       (p->to.n != 0 || p->family != AF_UNIX);
}

/* Its first send gave ours an address (S2): the peer can answer now. */
static int meet(struct world_socket *ws)
{
	struct world_peer *p = &ws->peer;

	if (p->t == NULL || p->to.n != 0 || !endpoint_name(ws->handle, false, &p->to))
		return 0;
	sockaddr_to_loopback((struct sockaddr *)&p->to.sa);
	return world_peer_meet(p);
}

/* The data in buffers of the sizes asked for, the last of which may be shorter; what is
 * left over is not sent. False: no memory. */
static bool cut(struct world_sending *sending, const struct op *op)
{
	const struct layout one = { .n = 1,
				    .buffers = &(struct layout_buffer){
					    .length = (uint32_t)op->n_data } };
	const struct layout *l = op->layout != NULL ? op->layout : &one;
	size_t at = 0;

	sending->bytes = malloc(op->n_data + 1);
	sending->buffers = calloc(l->n + 1, sizeof *sending->buffers);
	if (sending->bytes == NULL || sending->buffers == NULL)
		return false;
	if (op->n_data > 0)
		memcpy(sending->bytes, op->data, op->n_data);
	for (size_t i = 0; i < l->n; i++) {
		const struct layout_buffer *b = &l->buffers[i];
		size_t left = op->n_data - at, n = b->length < left ? b->length : left;

		if (b->kind == LAYOUT_NULL || b->kind == LAYOUT_BAD ||
		    b->kind == LAYOUT_HALF) {
			sending->buffers[i] = (WSABUF){ b->length, NULL };
			if (b->kind != LAYOUT_NULL)
				sending->buffers[i].buf = receive_pointer(
					NULL, OP_POINTER_ARRAY, 0, OP_POINTER_ARRAY);
			continue;
		}
		sending->buffers[i] = (WSABUF){ (ULONG)n, (CHAR *)sending->bytes + at };
		at += n;
	}
	sending->n = (DWORD)l->n;
	return true;
}

static void call(struct world_request *r, const struct op *op,
		 const struct world_call *to)
{
	const struct world_peer *p = &r->socket->peer;
	LPWSAOVERLAPPED o = r->overlapped ? &r->sending.overlapped : NULL;
	LPWSAOVERLAPPED_COMPLETION_ROUTINE routine = op->mode == OP_MODE_ROUTINE
							     ? on_routine
							     : NULL;
	bool unconnected = is_unconnected(r->socket);
	LPWSABUF array;
	LPDWORD count;

	r->sending.overlapped.hEvent = r->event;
	array = receive_pointer(r->sending.buffers, OP_POINTER_ARRAY, op->nulls,
				op->bads);
	count = receive_pointer(&r->sent, OP_POINTER_COUNT, op->nulls, op->bads);
	o = receive_pointer(o, OP_POINTER_OVERLAPPED, op->nulls, op->bads);
	if (op->place != NULL)
		WSPSendTo(r->s, array, r->sending.n, count, op->flags, to->name,
			  to->length, o, routine, NULL, &r->error);
	else if (unconnected && p->at.n != 0)
		WSPSendTo(r->s, array, r->sending.n, count, op->flags,
			  (const struct sockaddr *)&p->at.sa, (int)p->at.n, o, routine,
			  NULL, &r->error);
	else
		WSPSend(r->s, array, r->sending.n, count, op->flags, o, routine, NULL,
			&r->error);
}

void world_send(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	struct world_request *r;
	struct world_call to;

	if (ws == NULL || !world_place(w, op, &to, out))
		return;
	r = world_request_new(w, op, ws);
	if (r == NULL || !cut(&r->sending, op)) {
		tokens_word(out, "word", "no-memory");
		return;
	}
	r->pending = r->overlapped;
	world_dress(w, op, ws);
	call(r, op, &to);
	world_undress(w, op, ws);
	if (r->error == 0 && is_unconnected(ws))
		r->error = code_from_errno(meet(ws));
	r->pending = r->overlapped && (r->error == 0 || r->error == WSA_IO_PENDING);
	r->called = true;
	if (r->error == WSA_IO_PENDING)
		tokens_word(out, "word", "pending");
	else if (r->error == WSAEWOULDBLOCK) {
		tokens_word(out, "word", "would-block");
		world_code(out, r->error);
	} else if (r->error != 0)
		world_code(out, r->error);
	else
		tokens_number(out, "bytes", r->sent);
}
