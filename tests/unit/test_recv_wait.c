/* SPDX-License-Identifier: MIT */
/* Blocking receives: cancelled, called from a callback, timed out. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/wsp_fixture.h"

/* The blocking callback does this, and answers what it returns. */
static BOOL (*hook)(void);
static struct pair p;
static unsigned calls;

static BOOL CALLBACK run_hook(DWORD_PTR context)
{
	assert_int_equal(context, 77);
	calls++;
	return hook == NULL ? TRUE : hook();
}

static int name_hook(DWORD entry, LPBLOCKINGCALLBACK *callback, DWORD_PTR *context,
		     LPINT error)
{
	(void)entry;
	(void)error;
	*callback = run_hook;
	*context = 77;
	return 0;
}

static int start(void **state)
{
	const WSPUPCALLTABLE table = { .lpWPUQueryBlockingCallback = name_hook };

	(void)state;
	return WSPStartup(0x0202, NULL, NULL, table, NULL);
}

static void begin(enum plain_kind kind, BOOL (*with)(void))
{
	p = fixture_pair(kind);
	calls = 0;
	hook = with;
}

static BOOL cancel(void)
{
	int error = 0;

	assert_int_equal(WSPCancelBlockingCall(&error), 0);
	return FALSE;
}

static BOOL cancel_and_say_go_on(void)
{
	cancel();
	return TRUE;
}

static BOOL say_stop(void)
{
	return FALSE;
}

/* clauses: E3 A7 D1 D3 X7 */
static void a_callback_ends_its_own_call(void **state)
{
	BOOL (*const ways[])(void) = { cancel, cancel_and_say_go_on, say_stop };
	const enum plain_kind kinds[] = { PLAIN_TCP, PLAIN_SEQPACKET, PLAIN_UDP };

	(void)state;
	for (size_t i = 0; i < 9; i++) {
		begin(kinds[i / 3], ways[i % 3]);
		fixture_fails(p.s, 9, 0, WSAEINTR);
		assert_int_equal(calls, 1);
		plain_text(p.peer, "abc");
		fixture_data(p.s, 9, 0, "abc", 0);
		assert_int_equal(calls, 1);
		fixture_end(&p);
	}
}

/* clauses: A7 */
static void without_a_call_there_is_nothing_to_cancel(void **state)
{
	WSATHREADID me = { (HANDLE)(uintptr_t)pthread_self(), 0 };
	int error = 0;

	(void)state;
	assert_int_equal(WSPCancelBlockingCall(&error), SOCKET_ERROR);
	assert_int_equal(error, WSAEINVAL);
	error = 0;
	assert_int_equal(WSPCancelBlockingCallOf(&me, &error), SOCKET_ERROR);
	assert_int_equal(error, WSAEINVAL);
	error = 0;
	assert_int_equal(WSPCancelBlockingCallOf(NULL, &error), SOCKET_ERROR);
	assert_int_equal(error, WSAEFAULT);
}

static BOOL send_then_cancel(void)
{
	plain_text(p.peer, "def");
	plain_wait_bytes(p.near, 3);
	return cancel();
}

/* clauses: F-WAITALL X3 A7 E3 */
static void what_a_cancelled_receive_took_comes_again(void **state)
{
	const enum plain_kind kinds[] = { PLAIN_TCP, PLAIN_STREAM };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		DWORD waiting = 0, returned;
		struct got g = { .flags = MSG_WAITALL };
		WSABUF b = { 9, g.bytes };
		int error = 0;

		begin(kinds[i], send_then_cancel);
		plain_text(p.peer, "abc");
		plain_wait_bytes(p.near, 3);
		g.n = FIXTURE_UNTOUCHED;
		assert_int_equal(
			WSPRecv(p.s, &b, 1, &g.n, &g.flags, NULL, NULL, NULL, &error),
			SOCKET_ERROR);
		assert_int_equal(error, WSAEINTR);
		assert_int_equal(g.n, FIXTURE_UNTOUCHED);
		assert_int_equal(g.flags, MSG_WAITALL);
		assert_int_equal(WSPIoctl(p.s, FIONREAD, NULL, 0, &waiting,
					  sizeof waiting, &returned, NULL, NULL, NULL,
					  &error),
				 0);
		assert_int_equal(waiting, 6);
		fixture_nothing(p.s, 0, 0);
		fixture_data(p.s, 2, 0, "ab", 0);
		fixture_data(p.s, 9, MSG_PEEK, "cdef", 0);
		fixture_data(p.s, 4, MSG_WAITALL, "cdef", 0);
		fixture_end(&p);
	}
}

static BOOL receive_inside(void)
{
	struct pair q = fixture_pair(PLAIN_STREAM);
	int error = 0;

	/* Blocking: not even with data there. Other failures come first. */
	plain_text(q.peer, "q");
	fixture_fails(q.s, 1, 0, WSAEINPROGRESS);
	fixture_fails(q.s, 1, 0x100, WSAEINVAL);
	assert_int_equal(fixture_send(q.s, "q"), WSAEINPROGRESS);
	fixture_nonblocking(q.s, TRUE);
	fixture_data(q.s, 1, 0, "q", 0);
	fixture_fails(q.s, 1, 0, WSAEWOULDBLOCK);
	assert_int_equal(fixture_send(q.s, "q"), 0);
	assert_int_equal(WSPShutdown(q.s, SD_RECEIVE, &error), 0);
	fixture_nonblocking(q.s, FALSE);
	fixture_fails(q.s, 1, 0, WSAESHUTDOWN);
	fixture_end(&q);
	plain_text(p.peer, "abc");
	hook = NULL;
	return TRUE;
}

/* clauses: E4 X8 */
static void a_callback_may_call_but_not_block(void **state)
{
	(void)state;
	begin(PLAIN_TCP, receive_inside);
	fixture_data(p.s, 9, 0, "abc", 0);
	fixture_end(&p);
}

static BOOL close_it(void)
{
	fixture_close(p.s);
	return TRUE;
}

/* clauses: X9 P1 */
static void a_callback_may_close_the_socket(void **state)
{
	(void)state;
	begin(PLAIN_TCP, close_it);
	fixture_fails(p.s, 9, 0, WSAENOTSOCK);
	assert_false(plain_is_open(p.near));
	fixture_close_peer(&p);
}

static BOOL shut_it(void)
{
	int error = 0;

	assert_int_equal(WSPShutdown(p.s, SD_RECEIVE, &error), 0);
	plain_text(p.peer, "late");
	hook = NULL;
	return TRUE;
}

static void a_shutdown_leaves_the_receive_that_waits(void **state)
{
	(void)state;
	begin(PLAIN_TCP, shut_it);
	fixture_data(p.s, 9, 0, "late", 0);
	fixture_fails(p.s, 9, 0, WSAESHUTDOWN);
	fixture_end(&p);
}

static const char *const pieces[] = { "a", "bc", "def", "ghi" };

static BOOL next_piece(void)
{
	if (calls <= 4)
		plain_text(p.peer, pieces[calls - 1]);
	return TRUE;
}

/* clauses: F-WAITALL D1 */
static void all_of_it_comes_in_pieces(void **state)
{
	(void)state;
	begin(PLAIN_TCP, next_piece);
	fixture_data(p.s, 8, MSG_WAITALL, "abcdefgh", 0);
	fixture_data(p.s, 8, 0, "i", 0);
	fixture_end(&p);
}

static void a_time_out_leaves_the_connection_usable(void **state)
{
	const enum plain_kind kinds[] = { PLAIN_TCP, PLAIN_SEQPACKET, PLAIN_UDP };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		begin(kinds[i], NULL);
		fixture_timeout(p.s, 1);
		fixture_fails(p.s, 9, 0, WSAETIMEDOUT);
		fixture_fails(p.s, 9, MSG_PEEK, WSAETIMEDOUT);
		assert_true(calls > 0);
		plain_text(p.peer, "abc");
		fixture_data(p.s, 9, 0, "abc", 0);
		fixture_end(&p);
	}
}

static SOCKET listener_of(int type, struct sockaddr_storage *sa, socklen_t *n)
{
	return fixture_adopt(plain_listener(type == SOCK_STREAM ? AF_INET : AF_UNIX,
					    type, sa, n, 0));
}

/* clauses: E3 E4 A7 */
static void an_accept_is_cancelled(void **state)
{
	struct sockaddr_storage sa;
	socklen_t n;
	SOCKET s = listener_of(SOCK_STREAM, &sa, &n);
	int error = 0;

	(void)state;
	hook = cancel;
	assert_true(WSPAccept(s, NULL, NULL, NULL, 0, &error) == INVALID_SOCKET);
	assert_int_equal(error, WSAEINTR);
	fixture_close(s);
}

/* clauses: E3 A7 */
static void a_connect_to_a_full_listener_is_cancelled(void **state)
{
	struct sockaddr_storage sa;
	socklen_t n;
	int listener = plain_listener(AF_UNIX, SOCK_SEQPACKET, &sa, &n, 0);
	int first = plain_connect(AF_UNIX, SOCK_SEQPACKET, &sa, n), error = 0;
	SOCKET s = WSPSocket(AF_UNIX, SOCK_SEQPACKET, 0, NULL, 0, 0, &error);

	(void)state;
	assert_true(s != INVALID_SOCKET);
	hook = cancel;
	assert_int_equal(WSPConnect(s, (struct sockaddr *)&sa, (int)n, NULL, NULL, NULL,
				    NULL, &error),
			 SOCKET_ERROR);
	assert_int_equal(error, WSAEINTR);
	close(plain_accept(listener));
	assert_int_equal(WSPConnect(s, (struct sockaddr *)&sa, (int)n, NULL, NULL, NULL,
				    NULL, &error),
			 0);
	fixture_close(s);
	close(first);
	close(listener);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_callback_ends_its_own_call),
		cmocka_unit_test(without_a_call_there_is_nothing_to_cancel),
		cmocka_unit_test(what_a_cancelled_receive_took_comes_again),
		cmocka_unit_test(a_callback_may_call_but_not_block),
		cmocka_unit_test(a_callback_may_close_the_socket),
		cmocka_unit_test(a_shutdown_leaves_the_receive_that_waits),
		cmocka_unit_test(all_of_it_comes_in_pieces),
		cmocka_unit_test(a_time_out_leaves_the_connection_usable),
		cmocka_unit_test(an_accept_is_cancelled),
		cmocka_unit_test(a_connect_to_a_full_listener_is_cancelled),
	};

	return cmocka_run_group_tests(tests, start, fixture_stop);
}
