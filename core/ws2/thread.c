/* SPDX-License-Identifier: MIT */
/* Threads: made, named, found, ended. */
#include "ws2/thread.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/heap.h"
#include "base/probe.h"

static pthread_mutex_t all_lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_HEAD(, thread) all = LIST_HEAD_INITIALIZER(all);
static DWORD_PTR last_number;
static void (*_Atomic at_end)(struct thread *t);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key; /* only to hear of the end of a thread */
static __attribute__((tls_model("initial-exec"))) _Thread_local struct thread *current;

static struct thread *make(HANDLE handle)
{
	struct thread *t = heap_zeroed(1, sizeof *t);

	if (t == NULL)
		return NULL;
	lock_init(&t->lock);
	atomic_init(&t->holds, 1);
	TAILQ_INIT(&t->calls);
	TAILQ_INIT(&t->deferred);
	LIST_INIT(&t->tasks);
	pthread_mutex_lock(&all_lock);
	t->id = (WSATHREADID){ handle != NULL ? handle : t, ++last_number };
	LIST_INSERT_HEAD(&all, t, link);
	pthread_mutex_unlock(&all_lock);
	return t;
}

struct thread *thread_new(void)
{
	return make(NULL);
}

static void on_end(void *value)
{
	current = value;
	thread_end(value);
	current = NULL;
}

static void make_key(void)
{
	pthread_key_create(&key, on_end);
}

struct thread *thread_current(void)
{
	struct thread *t = current;

	if (t != NULL)
		return t;
	pthread_once(&once, make_key);
	t = make((HANDLE)pthread_self());
	if (t == NULL)
		return NULL;
	if (pthread_setspecific(key, t) != 0) {
		thread_end(t);
		return NULL;
	}
	return current = t;
}

struct thread *thread_known(void)
{
	return current;
}

void thread_become(struct thread *t)
{
	current = t;
}

static bool is(const struct thread *t, const WSATHREADID *id)
{
	return t->id.ThreadHandle == id->ThreadHandle &&
	       (id->Reserved == 0 || t->id.Reserved == id->Reserved);
}

struct thread *thread_find(const WSATHREADID *id)
{
	struct thread *t = current;

	if (t != NULL && is(t, id)) {
		thread_hold(t);
		return t;
	}
	pthread_mutex_lock(&all_lock);
	LIST_FOREACH (t, &all, link)
		if (is(t, id))
			break;
	if (t != NULL)
		thread_hold(t);
	pthread_mutex_unlock(&all_lock);
	return t;
}

void thread_hold(struct thread *t)
{
	t->holds++;
}

void thread_drop(struct thread *t)
{
	if (--t->holds == 0)
		free(t);
}

void thread_at_end(void (*cancel)(struct thread *t))
{
	at_end = cancel;
}

static void drop_all(struct apcs *calls)
{
	struct apc *a;

	while ((a = TAILQ_FIRST(calls)) != NULL) {
		TAILQ_REMOVE(calls, a, link);
		a->drop(a);
	}
}

void thread_end(struct thread *t)
{
	void (*cancel)(struct thread *) = at_end;

	pthread_mutex_lock(&all_lock);
	LIST_REMOVE(t, link);
	pthread_mutex_unlock(&all_lock);
	lock_take(&t->lock);
	t->gone = true;
	lock_give(&t->lock);
	if (cancel != NULL)
		cancel(t);
	/* Nothing is added to these any more. */
	drop_all(&t->calls);
	drop_all(&t->deferred);
	thread_drop(t);
}

int WPUOpenCurrentThread(LPWSATHREADID lpThreadId, LPINT lpErrno)
{
	struct thread *t = thread_current();
	int code = t == NULL ? WSAENOBUFS : 0;

	if (!probe_write(lpThreadId, sizeof *lpThreadId))
		code = WSAEFAULT;
	if (code == 0) {
		*lpThreadId = t->id;
		return 0;
	}
	if (lpErrno != NULL)
		*lpErrno = code;
	return SOCKET_ERROR;
}

int WPUCloseThread(LPWSATHREADID lpThreadId, LPINT lpErrno)
{
	(void)lpThreadId;
	(void)lpErrno;
	return 0;
}
