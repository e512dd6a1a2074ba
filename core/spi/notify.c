/* SPDX-License-Identifier: MIT */
/* Indications. */
#include "spi/notify.h"

#include <stdlib.h>

#include "base/planted.h"
#include "spi/live.h"
#include "spi/provider.h"

/* The routines that a thread is in, the innermost first; on its stack. */
struct running {
	SOCKET s;
	struct running *outer;
};

static struct request *request_of_apc(struct apc *a)
{
	return (struct request *)((char *)a - offsetof(struct request, apc));
}

static bool is_in_routine_of(const struct thread *me, SOCKET s)
{
	PLANT(ROUTINES_NEST, return false);
	for (const struct running *r = me->running; r != NULL; r = r->outer)
		if (r->s == s)
			return true;
	return false;
}

/* The routine, unless one of the same socket is being run on this thread (A3). From here
 * on the WSAOVERLAPPED may be used again, by the routine itself too. */
static bool run(struct apc *a)
{
	struct request *q = request_of_apc(a);
	struct thread *me = thread_current();
	struct running here = { .s = q->s, .outer = me != NULL ? me->running : NULL };
	LPWSAOVERLAPPED_COMPLETION_ROUTINE routine = q->routine;
	LPWSAOVERLAPPED overlapped = q->overlapped;
	DWORD code = (DWORD)q->code, n = (DWORD)q->got, flags = q->flags;

	if (me != NULL && is_in_routine_of(me, q->s))
		return false;
	live_remove(q);
	request_free(q);
	PLANT(ROUTINE_FLAGS, flags = 0);
	if (me != NULL)
		me->running = &here;
	PLANT(ROUTINE_TWICE, routine(code, n, overlapped, flags));
	routine(code, n, overlapped, flags);
	if (me != NULL) {
		me->running = here.outer;
		thread_resume(me);
	}
	return true;
}

static void drop(struct apc *a)
{
	live_remove(request_of_apc(a));
	request_free(request_of_apc(a));
}

/* The function that WPUQueueApc is given (A2). */
static void CALLBACK provider_apc(DWORD_PTR context)
{
	struct apc *a = &((struct request *)context)->apc;

	if (!run(a))
		thread_defer(thread_current(), a);
}

void notify_dropped(LPWSAUSERAPC function, DWORD_PTR context)
{
	if (function == provider_apc)
		drop(&((struct request *)context)->apc);
}

/* By the client's own way, if it has one and it works. The request may be gone then. */
static bool queue_outside(struct apc *a)
{
	struct request *q = request_of_apc(a);
	WSATHREADID id = q->id;

	PLANT(WRONG_THREAD, id = thread_current()->id);
	return provider_queue_apc(&id, provider_apc, (DWORD_PTR)q);
}

static void queue(struct request *q)
{
	q->apc = (struct apc){ .run = run, .drop = drop, .again = queue_outside };
	if (queue_outside(&q->apc))
		return;
	/* A thread that has ended runs nothing more (A5). */
	if (!thread_queue(q->thread, &q->apc))
		drop(&q->apc);
}

/* Who waits for it is woken last: then the event is set already, and will not be set
 * when it serves the next operation (K3). */
static void tell(struct request *q)
{
	struct thread *t = q->thread;

	thread_hold(t);
	PLANT(EVENT_FIRST, if (q->event != NULL) provider_set_event(q->event));
	live_finish(q);
	if (q->routine != NULL) {
		queue(q);
	} else {
		PLANT(EVENT_NEVER, q->event = NULL);
		if (q->event != NULL)
			provider_set_event(q->event);
		PLANT(EVENT_TWICE, if (q->event != NULL) provider_set_event(q->event));
		live_remove(q);
		request_free(q);
	}
	t->untold--;
	thread_drop(t);
}

void notify(struct turns *finished)
{
	struct turn *t;

	while ((t = TAILQ_FIRST(finished)) != NULL) {
		TAILQ_REMOVE(finished, t, link);
		tell(request_of(t));
	}
}
