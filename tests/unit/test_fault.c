/* SPDX-License-Identifier: MIT */
/* Overlapped operations while the system refuses: memory, the set of descriptors, the
 * standby thread. Each call is made to fail, once or from then on: a clear code, nothing
 * that is pending lost, nothing leaked, no wait without an end.
 *
 * The linker leads these calls of the library here (the Makefile has the list). */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/overlap.h"

enum call {
	MALLOC,
	CALLOC,
	REALLOC,
	MMAP,
	EPOLL_CREATE,
	EPOLL_CTL,
	EPOLL_WAIT,
	EVENTFD,
	PTHREAD_CREATE,
	N_CALLS
};

static struct {
	enum call call;
	_Atomic unsigned
		left; /* calls until it strikes; 0: not armed, or it has struck */
	bool on;      /* it goes on failing */
	_Atomic unsigned struck;
} fault;

static bool strikes(enum call call)
{
	unsigned left = fault.left;

	if (fault.call != call || (left == 0 && !(fault.on && fault.struck)))
		return false;
	if (left > 1) {
		fault.left--;
		return false;
	}
	fault.left = 0;
	fault.struck++;
	return true;
}

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void *__real_mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset);
int __real_epoll_create1(int flags);
int __real_epoll_ctl(int set, int verb, int fd, struct epoll_event *event);
int __real_epoll_wait(int set, struct epoll_event *events, int n, int timeout);
int __real_eventfd(unsigned count, int flags);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*body)(void *), void *argument);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);
void *__wrap_mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset);
int __wrap_epoll_create1(int flags);
int __wrap_epoll_ctl(int set, int verb, int fd, struct epoll_event *event);
int __wrap_epoll_wait(int set, struct epoll_event *events, int n, int timeout);
int __wrap_eventfd(unsigned count, int flags);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*body)(void *), void *argument);

void *__wrap_malloc(size_t n)
{
	return strikes(MALLOC) ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return strikes(CALLOC) ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t n)
{
	return strikes(REALLOC) ? NULL : __real_realloc(p, n);
}

void *__wrap_mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
	return strikes(MMAP) ? MAP_FAILED
			     : __real_mmap(at, n, protection, flags, fd, offset);
}

static bool refused(enum call call, int native)
{
	if (!strikes(call))
		return false;
	errno = native;
	return true;
}

int __wrap_epoll_create1(int flags)
{
	return refused(EPOLL_CREATE, EMFILE) ? -1 : __real_epoll_create1(flags);
}

int __wrap_epoll_ctl(int set, int verb, int fd, struct epoll_event *event)
{
	/* To take away cannot fail. */
	if (verb != EPOLL_CTL_DEL && refused(EPOLL_CTL, ENOSPC))
		return -1;
	return __real_epoll_ctl(set, verb, fd, event);
}

int __wrap_epoll_wait(int set, struct epoll_event *events, int n, int timeout)
{
	return refused(EPOLL_WAIT, ENOMEM) ? -1
					   : __real_epoll_wait(set, events, n, timeout);
}

int __wrap_eventfd(unsigned count, int flags)
{
	return refused(EVENTFD, EMFILE) ? -1 : __real_eventfd(count, flags);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*body)(void *), void *argument)
{
	if (strikes(PTHREAD_CREATE))
		return EAGAIN;
	return __real_pthread_create(thread, attributes, body, argument);
}

#define N 6

static unsigned told, pending;

static void CALLBACK count(DWORD code, DWORD n, LPWSAOVERLAPPED o, DWORD flags)
{
	(void)n;
	(void)flags;
	told++;
	assert_true(code == 0 || code == WSAENOBUFS || code == WSA_OPERATION_ABORTED);
	assert_true(o->Internal != WSS_OPERATION_IN_PROGRESS);
}

static void post(struct overlap *r, SOCKET s, bool routine)
{
	WSABUF b = { 3, r->bytes };
	int error = 0;

	if (!routine)
		r->o.overlapped.hEvent = WPUCreateEvent(&error);
	r->result = WSPRecv(s, &b, 1, &r->n, &r->flags, &r->o.overlapped,
			    routine ? count : NULL, NULL, &r->error);
	if (r->result != 0)
		assert_true(r->error == WSA_IO_PENDING || r->error == WSAENOBUFS);
	if (routine && (r->result == 0 || r->error == WSA_IO_PENDING))
		pending++;
}

/* An event or none: the receive is over now, and the event is set. */
static void end(struct overlap *r, SOCKET s)
{
	DWORD n, flags;
	int error = 0;

	if (r->result == 0 || r->error == WSA_IO_PENDING) {
		if (!WSPGetOverlappedResult(s, &r->o.overlapped, &n, TRUE, &flags,
					    &error))
			assert_int_equal(error, WSAENOBUFS);
		if (r->o.overlapped.hEvent != WSA_INVALID_EVENT)
			assert_true(overlap_event_is_set(r));
	}
	if (r->o.overlapped.hEvent != WSA_INVALID_EVENT)
		assert_true(WPUCloseEvent(r->o.overlapped.hEvent, &error));
}

static int adopt(struct pair *q, enum plain_kind kind)
{
	int ends[2], error = 0;

	plain_pair(kind, ends);
	q->near = ends[0];
	q->peer = ends[1];
	q->s = WSPSocketFromDescriptor(ends[0], NULL, WSA_FLAG_OVERLAPPED, &error);
	if (q->s == INVALID_SOCKET) {
		assert_int_equal(error, WSAENOBUFS);
		close(ends[0]);
		close(ends[1]);
	}
	return error;
}

static void *play(void *kind)
{
	struct overlap r[N];
	struct pair q;

	memset(r, 0, sizeof r);
	if (adopt(&q, *(enum plain_kind *)kind) != 0)
		return NULL;
	/* Every other one with a routine; the last two find data. */
	for (int i = 0; i < N; i++) {
		if (i == N - 2)
			for (int k = 0; k < N; k++)
				plain_text(q.peer, k == 1 ? "abcde" : "abc");
		post(&r[i], q.s, i % 2 != 0);
	}
	plain_shut(q.peer);
	for (int i = 0; i < N; i += 2)
		if (r[i].result == 0 || r[i].error == WSA_IO_PENDING ||
		    r[i].o.overlapped.hEvent != WSA_INVALID_EVENT)
			end(&r[i], q.s);
	fixture_end(&q);
	/* A thread that there was no memory for has no routines either. */
	for (int i = 0; i < 1000 && told < pending; i++)
		SleepEx(1, TRUE);
	return NULL;
}

static unsigned descriptors(void)
{
	unsigned n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += plain_is_open(fd);
	return n;
}

static unsigned run(enum call call, unsigned nth, bool on, enum plain_kind kind)
{
	const WSPUPCALLTABLE none = { 0 };
	unsigned before = descriptors();
	pthread_t thread;
	int error;

	told = pending = 0;
	assert_int_equal(WSPStartup(0x0202, NULL, NULL, none, NULL), 0);
	fault.call = call;
	fault.on = on;
	fault.struck = 0;
	fault.left = nth;
	/* A thread of its own, which the library has never seen. */
	assert_int_equal(__real_pthread_create(&thread, NULL, play, &kind), 0);
	pthread_join(thread, NULL);
	fault.left = 0;
	fault.on = false;
	WSPCleanup(&error);
	assert_int_equal(told, pending);
	assert_int_equal(descriptors(), before);
	return fault.struck;
}

/* clauses: K9 R3 R4 */
static void whatever_is_refused_nothing_pending_is_lost(void **state)
{
	static enum plain_kind kinds[] = { PLAIN_TCP, PLAIN_SEQPACKET };
	unsigned struck = 0;

	(void)state;
	for (enum call call = MALLOC; call < N_CALLS; call++)
		for (size_t k = 0; k < 2; k++)
			for (int on = 0; on < 2; on++)
				for (unsigned nth = 1;; nth++) {
					unsigned n = run(call, nth, on, kinds[k]);

					struck += n;
					if (n == 0 || nth == 60)
						break;
				}
	assert_true(struck > 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_is_refused_nothing_pending_is_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
