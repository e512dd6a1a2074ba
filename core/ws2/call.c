/* SPDX-License-Identifier: MIT */
/* Calls queued to a thread (APCs): queued, run, put off, waited for. */
#include <stdlib.h>

#include "base/heap.h"
#include "base/probe.h"
#include "ws2/thread.h"

static void (*_Atomic at_wait)(struct thread *t);
static void (*_Atomic at_drop)(LPWSAUSERAPC function, DWORD_PTR context);

void thread_at_wait(void (*look)(struct thread *t))
{
	at_wait = look;
}

void thread_at_drop(void (*dropped)(LPWSAUSERAPC function, DWORD_PTR context))
{
	at_drop = dropped;
}

void thread_look(struct thread *me)
{
	void (*look)(struct thread *) = at_wait;
	struct thread_task *task;
	bool one;

	lock_take(&me->lock);
	task = LIST_FIRST(&me->tasks);
	one = task != NULL && LIST_NEXT(task, link) == NULL;
	lock_give(&me->lock);
	if (!one || look == NULL)
		return;
	lead_visit();
	look(me);
}

bool thread_queue(struct thread *t, struct apc *a)
{
	bool there;

	lock_take(&t->lock);
	there = !t->gone;
	if (there) {
		TAILQ_INSERT_TAIL(&t->calls, a, link);
		t->n_calls++;
		if (t->alert != NULL)
			lead_wake(t->alert);
	}
	lock_give(&t->lock);
	return there;
}

static struct apc *take(struct thread *me)
{
	struct apc *a;

	lock_take(&me->lock);
	a = TAILQ_FIRST(&me->calls);
	if (a != NULL) {
		TAILQ_REMOVE(&me->calls, a, link);
		me->n_calls--;
	}
	lock_give(&me->lock);
	return a;
}

static size_t n_queued(struct thread *me)
{
	size_t n;

	lock_take(&me->lock);
	n = me->n_calls;
	lock_give(&me->lock);
	return n;
}

void thread_defer(struct thread *me, struct apc *a)
{
	lock_take(&me->lock);
	TAILQ_INSERT_TAIL(&me->deferred, a, link);
	lock_give(&me->lock);
}

bool thread_run(struct thread *me)
{
	bool any = false;
	struct apc *a;

	for (size_t n = n_queued(me); n > 0 && (a = take(me)) != NULL; n--) {
		if (a->run(a))
			any = true;
		else
			thread_defer(me, a);
	}
	return any;
}

void thread_resume(struct thread *me)
{
	struct apcs some = TAILQ_HEAD_INITIALIZER(some);
	struct apc *a;

	lock_take(&me->lock);
	TAILQ_CONCAT(&some, &me->deferred, link);
	lock_give(&me->lock);
	while ((a = TAILQ_LAST(&some, apcs)) != NULL) {
		TAILQ_REMOVE(&some, a, link);
		if (a->again != NULL && a->again(a))
			continue;
		lock_take(&me->lock);
		TAILQ_INSERT_HEAD(&me->calls, a, link);
		me->n_calls++;
		lock_give(&me->lock);
	}
}

enum lead_end thread_wait(struct thread *me, struct sleeper *s, uint64_t until)
{
	enum lead_end end = LEAD_WOKEN;
	struct sleeper *outer;
	bool wait;

	thread_look(me);
	lock_take(&me->lock);
	outer = me->alert;
	wait = TAILQ_EMPTY(&me->calls);
	if (wait)
		me->alert = s;
	lock_give(&me->lock);
	if (!wait)
		return end;
	end = lead_wait(s, until);
	lock_take(&me->lock);
	me->alert = outer;
	lock_give(&me->lock);
	return end;
}

/* One of the client's own. */
struct user {
	struct apc apc;
	LPWSAUSERAPC function;
	DWORD_PTR context;
};

static bool run_user(struct apc *a)
{
	struct user u = *(struct user *)a;

	free(a);
	u.function(u.context);
	return true;
}

static void drop_user(struct apc *a)
{
	void (*dropped)(LPWSAUSERAPC, DWORD_PTR) = at_drop;
	struct user u = *(struct user *)a;

	free(a);
	if (dropped != NULL)
		dropped(u.function, u.context);
}

static int queue_user(struct thread *t, LPWSAUSERAPC function, DWORD_PTR context)
{
	struct user *u = heap_take(sizeof *u);

	if (u == NULL)
		return WSAENOBUFS;
	*u = (struct user){ { .run = run_user, .drop = drop_user }, function, context };
	if (thread_queue(t, &u->apc))
		return 0;
	free(u);
	return WSAEFAULT;
}

int WPUQueueApc(LPWSATHREADID lpThreadId, LPWSAUSERAPC lpfnUserApc, DWORD_PTR dwContext,
		LPINT lpErrno)
{
	struct thread *t = NULL;
	int code = WSAEFAULT;

	if (lpfnUserApc != NULL && lpThreadId != NULL &&
	    probe_read(lpThreadId, sizeof *lpThreadId))
		t = thread_find(lpThreadId);
	if (t != NULL) {
		code = queue_user(t, lpfnUserApc, dwContext);
		thread_drop(t);
	}
	if (code == 0)
		return 0;
	if (lpErrno != NULL)
		*lpErrno = code;
	return SOCKET_ERROR;
}
