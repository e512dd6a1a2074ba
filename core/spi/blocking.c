/* SPDX-License-Identifier: MIT */
/* Waiting in a blocking call. */
#include "spi/blocking.h"

#include <pthread.h>

#include "base/planted.h"
#include "spi/capture.h"
#include "spi/engine.h"
#include "spi/provider.h"

/* A callback that wants to be asked again is asked this often: it is how a program without
 * threads can cancel, and a signal lets it be asked at once. */
#define HOOK_PERIOD 20000 /* microseconds */

/* Every blocking call of the process, whichever thread makes it. */
static pthread_mutex_t registry_lock = PTHREAD_MUTEX_INITIALIZER;
static struct blocked *registry;

bool blocking_busy(void)
{
	const struct thread *me = thread_known();

	PLANT(BUSY_IN_HOOK, return me != NULL && me->running != NULL);
	PLANT(BUSY_IN_ROUTINE, return me != NULL && me->blocked != NULL);
	return me != NULL && (me->blocked != NULL || me->running != NULL);
}

void blocking_init(struct blocked *b)
{
	b->on = false;
}

static void take_off(struct blocked *b, struct socket *so)
{
	struct blocked **at;

	for (at = &so->blocked; *at != b; at = &(*at)->next_of_socket)
		;
	*at = b->next_of_socket;
	if (b->kind != N_TURNS)
		TAILQ_REMOVE(&so->turns[b->kind], &b->turn, link);
}

static int begin(struct blocked *b, struct socket *so, enum turn_kind kind,
		 unsigned want, DWORD limit)
{
	*b = (struct blocked){
		.thread = thread_current(),
		.turn = { .caller = &b->sleeper },
		.kind = kind,
		.want = want,
		.deadline = limit == 0 ? READY_FOREVER
				       : ready_now() + (uint64_t)limit * 1000,
	};
	PLANT(TIMEOUT_TENTH, if (limit != 0) b->deadline = ready_now() + limit * 100u);
	if (b->thread == NULL || lead_open() != 0)
		return WSAENOBUFS;
	lead_prepare(&b->sleeper);
	b->next_of_socket = so->blocked;
	so->blocked = b;
	if (kind != N_TURNS)
		TAILQ_INSERT_TAIL(&so->turns[kind], &b->turn, link);
	if (engine_watch(so) != 0) {
		take_off(b, so);
		return WSAENOBUFS;
	}
	b->on = true;
	b->thread->blocked = b;
	pthread_mutex_lock(&registry_lock);
	b->next = registry;
	registry = b;
	pthread_mutex_unlock(&registry_lock);
	return 0;
}

void blocking_fini(struct blocked *b, struct socket *so)
{
	struct blocked **at;

	if (!b->on)
		return;
	take_off(b, so);
	pthread_mutex_lock(&registry_lock);
	for (at = &registry; *at != b; at = &(*at)->next)
		;
	*at = b->next;
	pthread_mutex_unlock(&registry_lock);
	b->thread->blocked = NULL;
	b->on = false;
	if (so->handle == INVALID_SOCKET)
		return;
	if (b->kind != N_TURNS && !TAILQ_EMPTY(&so->turns[b->kind]))
		engine_serve(so, b->kind);
	/* Normal data may have waited for it to take the urgent byte. */
	if (b->kind == TURN_URGENT && !TAILQ_EMPTY(&so->turns[TURN_RECEIVE]))
		engine_serve(so, TURN_RECEIVE);
	if (b->kind == TURN_SEND)
		engine_sent(so);
	if (b->want != 0)
		engine_watch(so);
}

static bool cancelled(const struct blocked *b)
{
	bool is;

	pthread_mutex_lock(&registry_lock);
	is = b->cancelled;
	pthread_mutex_unlock(&registry_lock);
	return is;
}

/* Sleeps with the socket left to others; false: the callback said that the call was
 * cancelled, or should have been. */
static bool sleep_outside(struct blocked *b, DWORD entry)
{
	uint64_t until = b->deadline;
	LPBLOCKINGCALLBACK hook;
	DWORD_PTR context;

	if (provider_blocking_callback(entry, &hook, &context)) {
		uint64_t again = ready_now() + HOOK_PERIOD;

		if (!hook(context))
			return false;
		until = until < again ? until : again;
	}
	if (!cancelled(b))
		thread_wait(b->thread, &b->sleeper, until);
	thread_run(b->thread);
	return true;
}

/* A call whose thread ends in its callback, or in a routine. */
struct wait {
	struct blocked *b;
	struct socket *so;
};

static void abandon(void *wait)
{
	struct wait *w = wait;

	lock_take(&w->so->lock);
	blocking_fini(w->b, w->so);
	socket_leave(w->so);
}

static int wait_once(struct blocked *b, struct socket *so, SOCKET s)
{
	DWORD entry = so->info.dwCatalogEntryId;
	struct wait here = { b, so };
	volatile bool go_on;

	if (b->deadline != READY_FOREVER && ready_now() >= b->deadline)
		return WSAETIMEDOUT;
	/* Wakes come under the lock of the socket, or with `cancelled`, looked at next. */
	lead_prepare(&b->sleeper);
	socket_leave(so);
	pthread_cleanup_push(abandon, &here);
	go_on = sleep_outside(b, entry);
	pthread_cleanup_pop(0);
	lock_take(&so->lock);
	if (so->handle != s)
		return PLANTED(CLOSED_IS_CANCELLED) ? WSAEINTR : WSAENOTSOCK;
	return go_on && !cancelled(b) ? 0 : WSAEINTR;
}

static bool is_first(const struct blocked *b, const struct socket *so)
{
	return b->kind == N_TURNS || TAILQ_FIRST(&so->turns[b->kind]) == &b->turn;
}

int blocking_wait(struct blocked *b, struct socket *so, SOCKET s, enum turn_kind kind,
		  unsigned want, DWORD limit)
{
	int code = b->on ? 0 : begin(b, so, kind, want, limit);

	if (code != 0)
		return code;
	do
		code = wait_once(b, so, s);
	while (code == 0 && !is_first(b, so));
	return code;
}

void blocking_wake(struct socket *so)
{
	for (struct blocked *b = so->blocked; b != NULL; b = b->next_of_socket)
		lead_wake(&b->sleeper);
}

void blocking_wake_others(struct socket *so)
{
	for (struct blocked *b = so->blocked; b != NULL; b = b->next_of_socket)
		if (b->kind == N_TURNS)
			lead_wake(&b->sleeper);
}

unsigned blocking_wants(const struct socket *so)
{
	unsigned want = 0;

	for (const struct blocked *b = so->blocked; b != NULL; b = b->next_of_socket)
		want |= b->want;
	return want;
}

/* 0, or WSAEINVAL where that thread has no blocking call. */
static int cancel(const struct thread *t)
{
	bool found = false;

	pthread_mutex_lock(&registry_lock);
	for (struct blocked *b = registry; b != NULL; b = b->next) {
		if (b->thread != t)
			continue;
		b->cancelled = true;
		found = true;
		lead_wake(&b->sleeper);
	}
	pthread_mutex_unlock(&registry_lock);
	PLANT(NOTHING_TO_CANCEL, found = true);
	return found ? 0 : WSAEINVAL;
}

int WSPCancelBlockingCall(LPINT lpErrno)
{
	const struct thread *me = thread_known();

	return capture_answer(me != NULL ? cancel(me) : WSAEINVAL, lpErrno);
}

int WSPCancelBlockingCallOf(LPWSATHREADID lpThreadId, LPINT lpErrno)
{
	WSATHREADID id = { 0 };
	struct thread *t;
	int code = WSAEFAULT;

	if (lpThreadId == NULL || !capture_readable(lpThreadId, sizeof *lpThreadId))
		return capture_answer(code, lpErrno);
	id.ThreadHandle = lpThreadId->ThreadHandle;
	t = thread_find(&id);
	code = t != NULL ? cancel(t) : WSAEINVAL;
	if (t != NULL)
		thread_drop(t);
	return capture_answer(code, lpErrno);
}
