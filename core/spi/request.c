/* SPDX-License-Identifier: MIT */
/* Making and freeing requests. */
#include "spi/request.h"

#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "base/planted.h"

/* The thread that the routine is for; held. */
static struct thread *thread_of(const struct overlapped *o)
{
	struct thread *t = NULL;

	if (o->thread != NULL)
		t = thread_find(o->thread);
	if (t == NULL) {
		/* None of ours: the client, who queues calls himself, knows it. */
		t = thread_current();
		if (t != NULL)
			thread_hold(t);
	}
	return t;
}

struct request *request_new(SOCKET s, enum turn_kind kind, const struct overlapped *o,
			    const struct capture *in, const struct sockaddr *to,
			    socklen_t to_length)
{
	size_t vec = (in->n + 1) * sizeof(struct iovec);
	struct request *q = heap_take(sizeof *q + vec + to_length);

	if (q == NULL)
		return NULL;
	*q = (struct request){
		.thread = thread_of(o),
		.s = s,
		.overlapped = o->at,
		.routine = o->routine,
		.event = o->routine == NULL ? o->at->hEvent : NULL,
		.to_length = to_length,
		.flags = in->flags,
		.kind = kind,
		.room = in->room,
		.n = in->n,
	};
	if (q->thread == NULL) {
		free(q);
		return NULL;
	}
	PLANT(EVENT_BESIDE_ROUTINE, q->event = o->at->hEvent);
	PLANT(PENDING_FIRST_BUFFER, if (q->n > 1) q->room = in->vec[0].iov_len);
	PLANT(PENDING_FIRST_BUFFER, q->n = q->n > 0);
	q->id = o->thread != NULL ? *o->thread : q->thread->id;
	memcpy(q->vec, in->vec, in->n * sizeof *in->vec);
	if (to_length > 0)
		memcpy((char *)q->vec + vec, to, to_length);
	return q;
}

void request_free(struct request *q)
{
	thread_drop(q->thread);
	free(q);
}

const struct sockaddr *request_to(const struct request *q)
{
	return q->to_length > 0 ? (const struct sockaddr *)&q->vec[q->n + 1] : NULL;
}
