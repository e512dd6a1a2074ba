/* SPDX-License-Identifier: MIT */
/* Clients with ways of their own to be told; and what else threads, sends and ends do to
 * operations that are pending. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/overlap.h"

static struct pair p;
static struct overlap first, second;
static _Atomic unsigned set, queued;
static DWORD_PTR context;
static LPWSAUSERAPC function;

static BOOL set_event(WSAEVENT event, LPINT error)
{
	(void)error;
	assert_ptr_equal(event, &set);
	set++;
	return TRUE;
}

static BOOL reset_event(WSAEVENT event, LPINT error)
{
	(void)error;
	assert_ptr_equal(event, &set);
	return TRUE;
}

/* Keeps the call, to be run by the test. */
static int queue_call(LPWSATHREADID id, LPWSAUSERAPC f, DWORD_PTR c, LPINT error)
{
	(void)error;
	assert_int_equal(id->Reserved, 77);
	function = f;
	context = c;
	queued++;
	return 0;
}

static void start(WSPUPCALLTABLE table)
{
	assert_int_equal(WSPStartup(0x0202, NULL, NULL, table, NULL), 0);
}

static void post_with_event_of_its_own(struct overlap *r)
{
	WSABUF b = { 9, r->bytes };

	memset(r, 0, sizeof *r);
	r->o.overlapped.hEvent = (WSAEVENT)&set;
	r->result = WSPRecv(p.s, &b, 1, NULL, &r->flags, &r->o.overlapped, NULL, NULL,
			    &r->error);
	assert_int_equal(r->error, WSA_IO_PENDING);
}

/* clauses: K3 K9 E17 */
static void events_of_the_clients_own_are_set(void **state)
{
	(void)state;
	start((WSPUPCALLTABLE){ .lpWPUSetEvent = set_event,
				.lpWPUResetEvent = reset_event });
	p = overlap_pair(PLAIN_TCP);
	set = 0;
	post_with_event_of_its_own(&first);
	post_with_event_of_its_own(&second);
	assert_int_equal(set, 0);
	plain_text(p.peer, "abc");
	while (set == 0)
		SleepEx(1, FALSE);
	assert_int_equal(first.o.overlapped.Internal, 0);
	/* The last cleanup tells in the client's way too. */
	fixture_stop(state);
	assert_int_equal(set, 2);
	assert_int_equal(second.o.overlapped.Internal, WSA_OPERATION_ABORTED);
	fixture_close_peer(&p);
}

static void CALLBACK tell(DWORD code, DWORD n, LPWSAOVERLAPPED o, DWORD flags)
{
	struct overlap *r = (struct overlap *)o;

	(void)flags;
	assert_int_equal(code, 0);
	r->told++;
	r->told_n = n;
	/* Another call of the same socket is "not now", and queued again (A3). */
	if (r == &first && context != 0) {
		LPWSAUSERAPC f = function;
		DWORD_PTR c = context;

		f(c);
		assert_int_equal(second.told, 0);
	}
}

static void post_with_id(struct overlap *r)
{
	WSATHREADID id = { (HANDLE)&queued, 77 };
	WSABUF b = { 1, r->bytes };

	memset(r, 0, sizeof *r);
	r->result = WSPRecv(p.s, &b, 1, NULL, &r->flags, &r->o.overlapped, tell, &id,
			    &r->error);
	memset(&id, 0xff, sizeof id);
	assert_int_equal(r->error, WSA_IO_PENDING);
}

/* clauses: A2 A3 P8 */
static void calls_are_queued_in_the_clients_own_way(void **state)
{
	LPWSAUSERAPC f;
	DWORD_PTR c;

	(void)state;
	start((WSPUPCALLTABLE){ .lpWPUQueueApc = queue_call });
	p = overlap_pair(PLAIN_TCP);
	queued = 0;
	post_with_id(&first);
	post_with_id(&second);
	plain_text(p.peer, "a");
	while (queued < 1)
		SleepEx(1, TRUE);
	f = function;
	c = context;
	plain_text(p.peer, "b");
	while (queued < 2)
		SleepEx(1, TRUE);
	f(c);
	assert_int_equal(first.told, 1);
	assert_int_equal(second.told, 0);
	assert_int_equal(queued, 3);
	c = context;
	context = 0;
	f(c);
	assert_int_equal(second.told, 1);
	fixture_end(&p);
	fixture_stop(state);
}

static void *post_and_end(void *unused)
{
	overlap_routine(&first, p.s, 9, 0);
	return unused;
}

/* The client has its own way, which is ours in the end. */
static int pass_on(LPWSATHREADID id, LPWSAUSERAPC f, DWORD_PTR c, LPINT error)
{
	queued++;
	return WPUQueueApc(id, f, c, error);
}

static int refuse(LPWSATHREADID id, LPWSAUSERAPC f, DWORD_PTR c, LPINT error)
{
	(void)id;
	(void)f;
	(void)c;
	*error = WSAENOBUFS;
	return SOCKET_ERROR;
}

static void end_thread_with_call_queued(__typeof__(WPUQueueApc) *queue)
{
	pthread_t thread;

	start((WSPUPCALLTABLE){ .lpWPUQueueApc = queue });
	p = overlap_pair(PLAIN_TCP);
	plain_text(p.peer, "abc");
	plain_wait_bytes(p.near, 3);
	assert_int_equal(pthread_create(&thread, NULL, post_and_end, NULL), 0);
	pthread_join(thread, NULL);
	/* Its routine is not run any more, and its WSAOVERLAPPED is free. */
	overlap_routine(&first, p.s, 9, 0);
	assert_int_equal(first.error, WSA_IO_PENDING);
	plain_text(p.peer, "def");
	overlap_told(&first, "def", 0);
	fixture_end(&p);
}

/* clauses: A5 K6 */
static void a_call_that_is_queued_ends_with_its_thread(void **state)
{
	end_thread_with_call_queued(WPUQueueApc);
	fixture_stop(state);
	queued = 0;
	end_thread_with_call_queued(pass_on);
	fixture_stop(state);
	assert_int_equal(queued, 2);
	end_thread_with_call_queued(refuse);
	fixture_stop(state);
}

/* clauses: K6 X17 K5 */
static void a_routine_that_is_queued_owns_its_overlapped(void **state)
{
	DWORD n, flags = 0;
	WSABUF b = { 3, first.bytes };
	int error = 0;

	start((WSPUPCALLTABLE){ 0 });
	p = overlap_pair(PLAIN_TCP);
	plain_text(p.peer, "abcdef");
	plain_wait_bytes(p.near, 6);
	overlap_routine(&first, p.s, 3, 0);
	assert_int_equal(first.result, 0);
	assert_int_equal(WSPRecv(p.s, &b, 1, &n, &flags, &first.o.overlapped, NULL,
				 NULL, &error),
			 SOCKET_ERROR);
	assert_int_equal(error, WSAEINVAL);
	assert_false(WSPGetOverlappedResult(p.s, &first.o.overlapped, &n, TRUE, &flags,
					    &error));
	assert_int_equal(error, WSA_INVALID_PARAMETER);
	overlap_told(&first, "abc", 0);
	fixture_data(p.s, 9, 0, "def", 0);
	fixture_end(&p);
	fixture_stop(state);
}

/* clauses: E14 K11 X14 */
static void what_a_send_learns_reaches_what_is_pending(void **state)
{
	start((WSPUPCALLTABLE){ 0 });
	p = overlap_pair(PLAIN_STREAM);
	overlap_event(&first, p.s, 9, 0);
	plain_shut_read(p.peer);
	assert_int_equal(fixture_send(p.s, "x"), WSAECONNRESET);
	overlap_fails(&first, p.s, WSAECONNRESET);
	fixture_end(&p);
	fixture_stop(state);
}

/* clauses: C1 C4 A4 */
static void a_shutdown_waits_for_the_sends_before_it(void **state)
{
	static char big[4 << 20], got[4 << 20];
	WSABUF b = { sizeof big, big };
	DWORD moved = 0, flags;
	size_t at = 0, n;
	int error = 0;

	start((WSPUPCALLTABLE){ 0 });
	p = overlap_pair(PLAIN_STREAM);
	memset(big, 'x', sizeof big);
	memset(&first, 0, sizeof first);
	WSPSend(p.s, &b, 1, NULL, 0, &first.o.overlapped, NULL, NULL, &error);
	assert_int_equal(error, WSA_IO_PENDING);
	assert_int_equal(WSPShutdown(p.s, SD_SEND, &error), 0);
	assert_int_equal(fixture_send(p.s, "more"), WSAESHUTDOWN);
	do {
		SleepEx(0, TRUE);
		n = plain_read(p.peer, got, sizeof got);
		at += n;
	} while (n > 0);
	assert_int_equal(at, sizeof big);
	assert_true(WSPGetOverlappedResult(p.s, &first.o.overlapped, &moved, TRUE,
					   &flags, &error));
	assert_int_equal(moved, sizeof big);
	plain_text(p.peer, "still");
	fixture_data(p.s, 9, 0, "still", 0);
	fixture_end(&p);
	fixture_stop(state);
}

static void *receive_then_end(void *unused)
{
	/* The spill, before anything else of this thread's. */
	fixture_data(p.s, 1, 0, "r", 0);
	overlap_event(&second, p.s, 3, 0);
	return unused;
}

/* clauses: A5 D6 B4 */
static void the_end_of_a_thread_serves_others_with_all_it_needs(void **state)
{
	pthread_t thread;

	start((WSPUPCALLTABLE){ 0 });
	for (int i = 0; i < 50; i++) {
		int error;

		p = overlap_pair(PLAIN_SEQPACKET);
		plain_text(p.peer, "r");
		plain_wait_bytes(p.near, 1);
		assert_int_equal(pthread_create(&thread, NULL, receive_then_end, NULL),
				 0);
		pthread_join(thread, NULL);
		assert_int_equal(second.o.overlapped.Internal, WSA_OPERATION_ABORTED);
		assert_true(WPUCloseEvent(second.o.overlapped.hEvent, &error));
		overlap_event(&first, p.s, 3, 0);
		plain_text(p.peer, "abcde");
		overlap_gets(&first, p.s, "abc", MSG_PARTIAL);
		fixture_end(&p);
	}
	fixture_stop(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_of_the_clients_own_are_set),
		cmocka_unit_test(calls_are_queued_in_the_clients_own_way),
		cmocka_unit_test(a_call_that_is_queued_ends_with_its_thread),
		cmocka_unit_test(a_routine_that_is_queued_owns_its_overlapped),
		cmocka_unit_test(what_a_send_learns_reaches_what_is_pending),
		cmocka_unit_test(a_shutdown_waits_for_the_sends_before_it),
		cmocka_unit_test(the_end_of_a_thread_serves_others_with_all_it_needs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
