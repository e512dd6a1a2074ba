/* SPDX-License-Identifier: MIT */
/* Completion routines, alertable waits, and threads that end. */
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

/* clauses: A1 A2 K2 K4 P8 X20 */
static void a_routine_runs_in_an_alertable_wait_alone(void **state)
{
	(void)state;
	p = overlap_pair(PLAIN_TCP);
	overlap_routine(&first, p.s, 9, 0);
	overlap_is_pending(&first);
	plain_text(p.peer, "abc");
	plain_wait_bytes(p.near, 3);
	SleepEx(0, FALSE);
	SleepEx(1, FALSE);
	while (first.o.overlapped.Internal == WSS_OPERATION_IN_PROGRESS)
		SleepEx(0, FALSE);
	assert_int_equal(first.told, 0);
	assert_int_equal(SleepEx(INFINITE, TRUE), WAIT_IO_COMPLETION);
	overlap_told(&first, "abc", 0);
	assert_int_equal(SleepEx(0, TRUE), 0);
	fixture_end(&p);
}

/* clauses: R1 K1 A1 */
static void what_completes_at_once_queues_its_routine(void **state)
{
	(void)state;
	p = overlap_pair(PLAIN_TCP);
	plain_text(p.peer, "abc");
	plain_wait_bytes(p.near, 3);
	overlap_routine(&first, p.s, 9, 0);
	assert_int_equal(first.result, 0);
	assert_int_equal(first.n, 3);
	assert_int_equal(first.told, 0);
	assert_int_equal(SleepEx(0, TRUE), WAIT_IO_COMPLETION);
	overlap_told(&first, "abc", 0);
	fixture_end(&p);
}

/* clauses: K4 */
static void with_a_routine_the_event_is_the_clients(void **state)
{
	int error;
	WSAEVENT event = WPUCreateEvent(&error);

	(void)state;
	p = overlap_pair(PLAIN_UDP);
	overlap_routine(&first, p.s, 9, 0);
	first.o.overlapped.hEvent = event;
	plain_text(p.peer, "abc");
	overlap_told(&first, "abc", 0);
	assert_int_equal(WSAWaitForMultipleEvents(1, &event, FALSE, 0, FALSE),
			 WSA_WAIT_TIMEOUT);
	assert_true(WPUCloseEvent(event, &error));
	assert_false(WPUCloseEvent(event, &error));
	assert_int_equal(error, WSA_INVALID_HANDLE);
	error = 0;
	assert_false(WPUSetEvent(event, &error));
	assert_int_equal(error, WSA_INVALID_HANDLE);
	error = 0;
	assert_false(WPUResetEvent(event, &error));
	assert_int_equal(error, WSA_INVALID_HANDLE);
	fixture_end(&p);
}

/* clauses: K5 */
static void nobody_may_wait_for_one_with_a_routine(void **state)
{
	DWORD n, flags;
	int error = 0;

	(void)state;
	p = overlap_pair(PLAIN_TCP);
	overlap_routine(&first, p.s, 9, 0);
	assert_false(WSPGetOverlappedResult(p.s, &first.o.overlapped, &n, TRUE, &flags,
					    &error));
	assert_int_equal(error, WSA_INVALID_PARAMETER);
	fixture_rule(p.s, "cancelled-wait", "wait");
	plain_text(p.peer, "abc");
	assert_true(WSPGetOverlappedResult(p.s, &first.o.overlapped, &n, TRUE, &flags,
					   &error));
	assert_int_equal(n, 3);
	assert_int_equal(first.told, 0); /* not alertable (A6) */
	overlap_told(&first, "abc", 0);
	fixture_end(&p);
}

static void CALLBACK post_next(DWORD code, DWORD n, LPWSAOVERLAPPED o, DWORD flags)
{
	struct overlap *r = (struct overlap *)o;

	(void)flags;
	assert_int_equal(code, 0);
	r->told++;
	r->told_n = n;
	/* A blocking call is refused here; posting, sending and closing are not. */
	fixture_fails(p.s, 1, 0, WSAEINPROGRESS);
	assert_int_equal(fixture_send(p.s, "x"), WSAEINPROGRESS);
	overlap_routine(&second, p.s, 9, 0);
}

/* clauses: A4 E4 X18 */
static void a_routine_may_post_but_not_block(void **state)
{
	(void)state;
	p = overlap_pair(PLAIN_STREAM);
	overlap_with(&first, p.s, 3, 0, post_next);
	plain_text(p.peer, "abcdef");
	overlap_await(&first);
	overlap_told(&second, "def", 0);
	fixture_end(&p);
}

static int depth, deepest;

static void CALLBACK nest(DWORD code, DWORD n, LPWSAOVERLAPPED o, DWORD flags)
{
	(void)code;
	(void)n;
	(void)flags;
	depth++;
	deepest = depth > deepest ? depth : deepest;
	SleepEx(0, TRUE);
	SleepEx(1, TRUE);
	((struct overlap *)o)->told++;
	depth--;
}

/* clauses: A3 K9 */
static void routines_of_a_socket_do_not_nest(void **state)
{
	(void)state;
	p = overlap_pair(PLAIN_TCP);
	depth = deepest = 0;
	overlap_with(&first, p.s, 1, 0, nest);
	overlap_with(&second, p.s, 1, 0, nest);
	plain_text(p.peer, "ab");
	overlap_await(&first);
	overlap_await(&second);
	assert_int_equal(deepest, 1);
	assert_int_equal(first.told + second.told, 2);
	fixture_end(&p);
}

/* clauses: A6 D1 */
static void a_blocking_receive_runs_routines_if_it_waits(void **state)
{
	struct pair other = overlap_pair(PLAIN_TCP);

	(void)state;
	p = overlap_pair(PLAIN_TCP);
	plain_text(p.peer, "a");
	plain_wait_bytes(p.near, 1);
	overlap_routine(&first, p.s, 1, 0);
	/* It need not wait: no routine. */
	plain_text(other.peer, "b");
	plain_wait_bytes(other.near, 1);
	fixture_data(other.s, 9, 0, "b", 0);
	assert_int_equal(first.told, 0);
	fixture_timeout(other.s, 1);
	fixture_fails(other.s, 9, 0, WSAETIMEDOUT);
	assert_int_equal(first.told, 1);
	fixture_end(&other);
	fixture_end(&p);
}

/* clauses: E17 K9 A1 */
static void a_close_tells_the_routine(void **state)
{
	(void)state;
	p = overlap_pair(PLAIN_TCP);
	overlap_routine(&first, p.s, 9, 0);
	fixture_end(&p);
	assert_int_equal(first.told, 0);
	overlap_told_code(&first, WSA_OPERATION_ABORTED);
}

/* clauses: E11 R4 D8 X19 */
static void a_message_cut_at_once_is_told_by_the_rule(void **state)
{
	(void)state;
	p = overlap_pair(PLAIN_UDP);
	for (int windows = 0; windows < 2; windows++) {
		plain_text(p.peer, "abcdef");
		plain_wait_bytes(p.near, 6);
		if (windows)
			fixture_rule(p.s, "truncate", "routine");
		overlap_routine(&first, p.s, 3, 0);
		assert_int_equal(first.error, windows ? WSA_IO_PENDING : WSAEMSGSIZE);
		assert_int_equal(first.n, windows ? FIXTURE_UNTOUCHED : 3);
		if (windows)
			overlap_told_code(&first, WSAEMSGSIZE);
		else
			assert_int_equal(SleepEx(0, TRUE), 0);
		assert_int_equal(first.o.overlapped.Internal, WSAEMSGSIZE);
		assert_int_equal(first.o.overlapped.InternalHigh, 3);
	}
	assert_int_equal(first.told_n, 3);
	fixture_end(&p);
}

static void *post_and_end(void *with_routine)
{
	if (with_routine != NULL)
		overlap_routine(&first, p.s, 9, 0);
	else
		overlap_event(&first, p.s, 9, 0);
	return NULL;
}

/* clauses: A5 E17 */
static void the_end_of_a_thread_cancels_what_it_posted(void **state)
{
	(void)state;
	for (int routine = 0; routine < 2; routine++) {
		pthread_t thread;

		p = overlap_pair(PLAIN_TCP);
		assert_int_equal(pthread_create(&thread, NULL, post_and_end,
						routine ? &p : NULL),
				 0);
		pthread_join(thread, NULL);
		assert_int_equal(first.o.overlapped.Internal, WSA_OPERATION_ABORTED);
		assert_int_equal(SleepEx(0, TRUE), 0);
		assert_int_equal(first.told, 0);
		if (!routine)
			overlap_fails(&first, p.s, WSA_OPERATION_ABORTED);
		/* Nothing is lost to it. */
		plain_text(p.peer, "abc");
		fixture_data(p.s, 9, 0, "abc", 0);
		fixture_end(&p);
	}
}

static void *post_all_and_end(void *unused)
{
	(void)unused;
	overlap_event(&first, p.s, 9, MSG_WAITALL);
	return NULL;
}

/* clauses: X21 A5 F-WAITALL */
static void what_a_thread_had_taken_comes_again(void **state)
{
	pthread_t thread;
	int error;

	(void)state;
	p = overlap_pair(PLAIN_TCP);
	plain_text(p.peer, "abc");
	plain_wait_bytes(p.near, 3);
	assert_int_equal(pthread_create(&thread, NULL, post_all_and_end, NULL), 0);
	pthread_join(thread, NULL);
	assert_int_equal(first.error, WSA_IO_PENDING);
	assert_int_equal(first.o.overlapped.Internal, WSA_OPERATION_ABORTED);
	assert_int_equal(first.o.overlapped.InternalHigh, 0);
	assert_true(WPUCloseEvent(first.o.overlapped.hEvent, &error));
	fixture_data(p.s, 9, 0, "abc", 0);
	fixture_end(&p);
}

/* clauses: F-WAITALL C4 */
static void the_end_that_comes_with_data_is_noticed(void **state)
{
	(void)state;
	p = overlap_pair(PLAIN_TCP);
	overlap_routine(&first, p.s, 9, MSG_WAITALL);
	plain_text(p.peer, "abc");
	plain_shut(p.peer);
	overlap_told(&first, "abc", 0);
	fixture_data(p.s, 9, MSG_WAITALL, "", 0);
	fixture_end(&p);
}

static unsigned calls;

static void CALLBACK call(DWORD_PTR context)
{
	calls = calls * 10 + (unsigned)context;
}

static void *queue_two(void *id)
{
	int error = 0;

	assert_int_equal(WPUQueueApc(id, call, 1, &error), 0);
	assert_int_equal(WPUQueueApc(id, call, 2, &error), 0);
	return NULL;
}

/* clauses: A2 */
static void any_thread_may_queue_a_call(void **state)
{
	pthread_t thread;
	WSATHREADID me;
	int error = 0;

	(void)state;
	fixture_guard();
	assert_int_equal(WPUOpenCurrentThread(&me, &error), 0);
	assert_int_equal(pthread_create(&thread, NULL, queue_two, &me), 0);
	pthread_join(thread, NULL);
	assert_int_equal(calls, 0);
	assert_int_equal(SleepEx(0, TRUE), WAIT_IO_COMPLETION);
	assert_int_equal(calls, 12);
	assert_int_equal(WPUCloseThread(&me, &error), 0);
	me.Reserved = 12345678;
	assert_int_equal(WPUQueueApc(&me, call, 1, &error), SOCKET_ERROR);
	assert_int_equal(error, WSAEFAULT);
	assert_int_equal(WPUQueueApc(NULL, call, 1, &error), SOCKET_ERROR);
	assert_int_equal(error, WSAEFAULT);
}

static void CALLBACK sent(DWORD code, DWORD n, LPWSAOVERLAPPED o, DWORD flags)
{
	assert_int_equal(code, 0);
	assert_int_equal(flags, 0);
	((struct overlap *)o)->told++;
	((struct overlap *)o)->told_n = n;
}

/* clauses: A4 */
static void a_send_that_has_to_wait_is_pending(void **state)
{
	static char big[4 << 20], got[4 << 20];
	WSABUF b = { sizeof big, big };
	DWORD n = FIXTURE_UNTOUCHED;
	size_t at = 0;
	int error = 0;

	(void)state;
	p = overlap_pair(PLAIN_STREAM);
	for (size_t i = 0; i < sizeof big; i++)
		big[i] = (char)(i % 251);
	memset(&first, 0, sizeof first);
	assert_int_equal(
		WSPSend(p.s, &b, 1, &n, 0, &first.o.overlapped, sent, NULL, &error),
		SOCKET_ERROR);
	assert_int_equal(error, WSA_IO_PENDING);
	assert_int_equal(n, FIXTURE_UNTOUCHED);
	while (at < sizeof got) {
		if (first.told == 0)
			SleepEx(0, TRUE);
		at += plain_read(p.peer, got + at, sizeof got - at);
	}
	overlap_await(&first);
	assert_int_equal(first.told_n, sizeof big);
	assert_memory_equal(got, big, sizeof got);
	fixture_end(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_routine_runs_in_an_alertable_wait_alone),
		cmocka_unit_test(what_completes_at_once_queues_its_routine),
		cmocka_unit_test(with_a_routine_the_event_is_the_clients),
		cmocka_unit_test(nobody_may_wait_for_one_with_a_routine),
		cmocka_unit_test(a_routine_may_post_but_not_block),
		cmocka_unit_test(routines_of_a_socket_do_not_nest),
		cmocka_unit_test(a_blocking_receive_runs_routines_if_it_waits),
		cmocka_unit_test(a_close_tells_the_routine),
		cmocka_unit_test(a_message_cut_at_once_is_told_by_the_rule),
		cmocka_unit_test(the_end_of_a_thread_cancels_what_it_posted),
		cmocka_unit_test(what_a_thread_had_taken_comes_again),
		cmocka_unit_test(the_end_that_comes_with_data_is_noticed),
		cmocka_unit_test(any_thread_may_queue_a_call),
		cmocka_unit_test(a_send_that_has_to_wait_is_pending),
	};

	return cmocka_run_group_tests(tests, fixture_start, fixture_stop);
}
