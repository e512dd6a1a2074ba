/* SPDX-License-Identifier: MIT */
/* Overlapped receives with events: begun, pending, completed, in their order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/overlap.h"

static const enum plain_kind kinds[] = { PLAIN_TCP,       PLAIN_TCP6,  PLAIN_STREAM,
					 PLAIN_SEQPACKET, PLAIN_DGRAM, PLAIN_UDP,
					 PLAIN_UDP6 };
#define N_KINDS (sizeof kinds / sizeof kinds[0])

/* clauses: E16 R3 R5 K2 K3 K7 B2 B3 D1 */
static void without_data_it_is_pending(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_KINDS; i++) {
		struct pair p = overlap_pair(kinds[i]);
		struct overlap r;

		overlap_event(&r, p.s, 9, 0);
		overlap_is_pending(&r);
		assert_false(overlap_event_is_set(&r));
		plain_text(p.peer, "hello");
		overlap_gets(&r, p.s, "hello", 0);
		assert_int_equal(r.n, FIXTURE_UNTOUCHED);
		fixture_end(&p);
	}
}

/* clauses: K1 R1 K3 K7 */
static void with_data_it_completes_and_is_told_all_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_KINDS; i++) {
		struct pair p = overlap_pair(kinds[i]);
		struct overlap r;

		plain_text(p.peer, "hello");
		plain_wait_bytes(p.near, 5);
		overlap_event(&r, p.s, 9, 0);
		assert_int_equal(r.result, 0);
		assert_int_equal(r.error, 0);
		assert_int_equal(r.n, 5);
		assert_int_equal(r.flags, 0);
		assert_true(overlap_event_is_set(&r));
		overlap_gets(&r, p.s, "hello", 0);
		fixture_end(&p);
	}
}

/* clauses: B4 K9 */
static void receives_are_filled_in_the_order_posted(void **state)
{
	struct pair p = overlap_pair(PLAIN_TCP);
	struct overlap r[3];

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		overlap_event(&r[i], p.s, 4, 0);
		overlap_is_pending(&r[i]);
	}
	plain_text(p.peer, "abcdefghij");
	overlap_gets(&r[2], p.s, "ij", 0);
	overlap_gets(&r[1], p.s, "efgh", 0);
	overlap_gets(&r[0], p.s, "abcd", 0);
	fixture_end(&p);
}

/* clauses: B4 */
static void a_synchronous_receive_does_not_overtake(void **state)
{
	struct pair p = overlap_pair(PLAIN_TCP);
	struct overlap r;

	(void)state;
	overlap_event(&r, p.s, 3, 0);
	overlap_is_pending(&r);
	fixture_nonblocking(p.s, TRUE);
	fixture_fails(p.s, 9, 0, WSAEWOULDBLOCK);
	fixture_nonblocking(p.s, FALSE);
	plain_text(p.peer, "abcdef");
	fixture_data(p.s, 9, 0, "def", 0);
	overlap_gets(&r, p.s, "abc", 0);
	fixture_end(&p);
}

/* clauses: K8 */
static void non_blocking_does_not_matter(void **state)
{
	struct pair p = overlap_pair(PLAIN_UDP);
	struct overlap r;

	(void)state;
	fixture_nonblocking(p.s, TRUE);
	overlap_event(&r, p.s, 9, 0);
	overlap_is_pending(&r);
	plain_text(p.peer, "x");
	overlap_gets(&r, p.s, "x", 0);
	fixture_end(&p);
}

/* clauses: K5 */
static void polling_says_incomplete_until_it_is_over(void **state)
{
	struct pair p = overlap_pair(PLAIN_TCP);
	struct overlap r;
	DWORD n = FIXTURE_UNTOUCHED, flags = FIXTURE_UNTOUCHED;
	int error = 0;

	(void)state;
	fixture_guard();
	overlap_event(&r, p.s, 9, 0);
	assert_false(WSPGetOverlappedResult(p.s, &r.o.overlapped, &n, FALSE, &flags,
					    &error));
	assert_int_equal(error, WSA_IO_INCOMPLETE);
	assert_int_equal(n, FIXTURE_UNTOUCHED);
	plain_text(p.peer, "abc");
	while (!WSPGetOverlappedResult(p.s, &r.o.overlapped, &n, FALSE, &flags, &error))
		assert_int_equal(error, WSA_IO_INCOMPLETE);
	assert_int_equal(n, 3);
	overlap_gets(&r, p.s, "abc", 0);
	assert_false(WSPGetOverlappedResult(p.s, &r.o.overlapped, NULL, FALSE, &flags,
					    &error));
	assert_int_equal(error, WSAEFAULT);
	fixture_end(&p);
	assert_false(WSPGetOverlappedResult(p.s, &r.o.overlapped, &n, FALSE, &flags,
					    &error));
	assert_int_equal(error, WSAENOTSOCK);
}

/* clauses: K6 R4 */
static void one_that_is_in_use_is_refused(void **state)
{
	struct pair p = overlap_pair(PLAIN_TCP);
	struct overlap r;
	char other[4];
	WSABUF b = { sizeof other, other };
	DWORD n, flags = 0;
	int error = 0;

	(void)state;
	overlap_event(&r, p.s, 9, 0);
	assert_int_equal(
		WSPRecv(p.s, &b, 1, &n, &flags, &r.o.overlapped, NULL, NULL, &error),
		SOCKET_ERROR);
	assert_int_equal(error, WSAEINVAL);
	plain_text(p.peer, "abc");
	overlap_gets(&r, p.s, "abc", 0);
	fixture_end(&p);
}

/* clauses: E17 K9 R4 */
static void a_close_cancels_what_is_pending(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2 * N_KINDS; i++) {
		struct pair p = overlap_pair(kinds[i / 2]);
		bool windows = i % 2 != 0;
		bool stream = kinds[i / 2] <= PLAIN_STREAM;
		struct overlap r[2];

		if (windows)
			fixture_rule(p.s, "profile", "windows");
		overlap_event(&r[0], p.s, 9, 0);
		overlap_event(&r[1], p.s, 9, 0);
		fixture_close(p.s);
		for (size_t k = 0; k < 2; k++) {
			int error;

			assert_true(overlap_event_is_set(&r[k]));
			assert_int_equal(r[k].o.overlapped.Internal,
					 windows && stream ? WSAECONNABORTED
							   : WSA_OPERATION_ABORTED);
			assert_int_equal(r[k].o.overlapped.InternalHigh, 0);
			assert_true(WPUCloseEvent(r[k].o.overlapped.hEvent, &error));
		}
		fixture_close_peer(&p);
	}
}

/* clauses: K10 E9 */
static void a_shutdown_leaves_what_is_pending(void **state)
{
	struct pair p = overlap_pair(PLAIN_TCP);
	struct overlap r, late;
	int error = 0;

	(void)state;
	overlap_event(&r, p.s, 9, 0);
	assert_int_equal(WSPShutdown(p.s, SD_RECEIVE, &error), 0);
	overlap_event(&late, p.s, 9, 0);
	assert_int_equal(late.error, WSAESHUTDOWN);
	assert_false(overlap_event_is_set(&late));
	assert_true(WPUCloseEvent(late.o.overlapped.hEvent, &error));
	plain_text(p.peer, "late");
	overlap_gets(&r, p.s, "late", 0);
	fixture_end(&p);
}

/* clauses: K11 C1 C2 */
static void the_end_completes_everything_pending(void **state)
{
	const enum plain_kind circuits[] = { PLAIN_TCP, PLAIN_STREAM, PLAIN_SEQPACKET };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct pair p = overlap_pair(circuits[i]);
		struct overlap r[3];

		for (size_t k = 0; k < 3; k++)
			overlap_event(&r[k], p.s, 9, 0);
		plain_text(p.peer, "last");
		plain_shut(p.peer);
		overlap_gets(&r[0], p.s, "last", 0);
		for (size_t k = 1; k < 3; k++)
			if (circuits[i] == PLAIN_SEQPACKET)
				overlap_fails(&r[k], p.s, WSAEDISCON);
			else
				overlap_gets(&r[k], p.s, "", 0);
		fixture_end(&p);
	}
}

/* clauses: K11 C3 E14 */
static void a_reset_completes_everything_pending(void **state)
{
	const enum plain_kind circuits[] = { PLAIN_TCP, PLAIN_STREAM, PLAIN_SEQPACKET };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct pair p = overlap_pair(circuits[i]);
		struct overlap r[3];

		for (size_t k = 0; k < 3; k++)
			overlap_event(&r[k], p.s, 9, 0);
		fixture_reset(&p);
		for (size_t k = 0; k < 3; k++)
			overlap_fails(&r[k], p.s, WSAECONNRESET);
		fixture_fails(p.s, 9, 0, WSAECONNRESET);
		fixture_end(&p);
	}
}

/* clauses: D10 B4 */
static void without_room_it_waits_for_data_and_takes_none(void **state)
{
	struct pair p = overlap_pair(PLAIN_TCP);
	struct overlap none, some;

	(void)state;
	overlap_event(&none, p.s, 0, 0);
	overlap_is_pending(&none);
	overlap_event(&some, p.s, 9, 0);
	plain_text(p.peer, "abc");
	overlap_gets(&none, p.s, "", 0);
	overlap_gets(&some, p.s, "abc", 0);
	fixture_end(&p);
}

/* clauses: D6 D9 T4 K2 X15 */
static void a_large_message_comes_in_parts(void **state)
{
	struct pair p = overlap_pair(PLAIN_SEQPACKET);
	struct overlap r[4];

	(void)state;
	for (size_t i = 0; i < 4; i++)
		overlap_event(&r[i], p.s, 3, i % 2 ? MSG_PARTIAL : 0);
	plain_text(p.peer, "abcdefgh");
	plain_text(p.peer, "ij");
	overlap_gets(&r[0], p.s, "abc", MSG_PARTIAL);
	assert_int_equal(r[0].o.overlapped.Internal, WSP_RECEIVE_PARTIAL);
	overlap_gets(&r[1], p.s, "def", MSG_PARTIAL);
	overlap_gets(&r[2], p.s, "gh", 0);
	overlap_gets(&r[3], p.s, "ij", 0);
	fixture_end(&p);
}

static void too_large(struct overlap *r, SOCKET s, const char *text)
{
	DWORD n = 0, flags = FIXTURE_UNTOUCHED;
	int error = 0;

	assert_false(
		WSPGetOverlappedResult(s, &r->o.overlapped, &n, TRUE, &flags, &error));
	assert_int_equal(error, WSAEMSGSIZE);
	assert_int_equal(n, strlen(text));
	assert_int_equal(flags, FIXTURE_UNTOUCHED);
	assert_memory_equal(r->bytes, text, n);
	assert_true(WPUCloseEvent(r->o.overlapped.hEvent, &error));
}

/* clauses: D7 D8 E11 X16 */
static void a_message_too_large_is_kept_or_lost(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct pair p = i == 0 ? overlap_pair_as(PLAIN_SEQPACKET, 0,
							 XP1_PARTIAL_MESSAGE)
				       : overlap_pair(PLAIN_UDP);
		struct overlap r[2];

		overlap_event(&r[0], p.s, 3, 0);
		overlap_event(&r[1], p.s, 9, 0);
		plain_text(p.peer, "abcdef");
		plain_text(p.peer, "next");
		too_large(&r[0], p.s, "abc");
		overlap_gets(&r[1], p.s, i == 0 ? "abcdef" : "next", 0);
		fixture_end(&p);
	}
}

/* clauses: F-PEEK R4 */
static void peeking_is_refused_or_takes_nothing(void **state)
{
	struct pair p = overlap_pair(PLAIN_TCP);
	struct overlap look, take;
	int error;

	(void)state;
	overlap_event(&look, p.s, 9, MSG_PEEK);
	assert_int_equal(look.error, WSAEOPNOTSUPP);
	assert_true(WPUCloseEvent(look.o.overlapped.hEvent, &error));
	fixture_rule(p.s, "peek", "allow");
	overlap_event(&look, p.s, 9, MSG_PEEK);
	overlap_event(&take, p.s, 9, 0);
	plain_text(p.peer, "abc");
	overlap_gets(&look, p.s, "abc", 0);
	overlap_gets(&take, p.s, "abc", 0);
	fixture_end(&p);
}

/* clauses: F-OOB */
static void the_urgent_byte_has_a_line_of_its_own(void **state)
{
	struct pair p = overlap_pair(PLAIN_TCP);
	struct overlap normal, urgent;

	(void)state;
	overlap_event(&urgent, p.s, 9, MSG_OOB);
	overlap_is_pending(&urgent);
	overlap_event(&normal, p.s, 9, 0);
	plain_text(p.peer, "abc");
	overlap_gets(&normal, p.s, "abc", 0);
	plain_urgent(p.peer, "!");
	overlap_gets(&urgent, p.s, "!", MSG_OOB);
	fixture_end(&p);
}

/* clauses: F-WAITALL */
static void all_of_it_comes_in_pieces(void **state)
{
	struct pair p = overlap_pair(PLAIN_TCP);
	struct overlap r;

	(void)state;
	plain_text(p.peer, "ab");
	plain_wait_bytes(p.near, 2);
	overlap_event(&r, p.s, 5, MSG_WAITALL);
	assert_int_equal(r.error, WSA_IO_PENDING);
	plain_text(p.peer, "cd");
	plain_text(p.peer, "ef");
	overlap_gets(&r, p.s, "abcde", 0);
	fixture_data(p.s, 9, 0, "f", 0);
	fixture_end(&p);
}

static void limit(SOCKET s, DWORD n)
{
	DWORD returned;
	int error = 0;

	assert_int_equal(WSPIoctl(s, SIO_WSP_SET_LIMIT, &n, sizeof n, NULL, 0,
				  &returned, NULL, NULL, NULL, &error),
			 0);
}

/* clauses: E10 R4 */
static void more_than_the_limit_are_refused(void **state)
{
	struct pair p = overlap_pair(PLAIN_TCP);
	struct overlap r[2], more;
	int error;

	(void)state;
	limit(p.s, 2);
	overlap_event(&r[0], p.s, 1, 0);
	overlap_event(&r[1], p.s, 1, 0);
	overlap_event(&more, p.s, 1, 0);
	assert_int_equal(more.error, WSAEWOULDBLOCK);
	assert_true(WPUCloseEvent(more.o.overlapped.hEvent, &error));
	fixture_rule(p.s, "too-many", "nobufs");
	overlap_event(&more, p.s, 1, 0);
	assert_int_equal(more.error, WSAENOBUFS);
	assert_true(WPUCloseEvent(more.o.overlapped.hEvent, &error));
	plain_text(p.peer, "ab");
	overlap_gets(&r[0], p.s, "a", 0);
	overlap_gets(&r[1], p.s, "b", 0);
	fixture_end(&p);
}

/* clauses: R4 E6 E12 */
static void a_call_that_fails_begins_nothing(void **state)
{
	struct pair p = overlap_pair(PLAIN_UDP);
	struct overlap r;
	int error;

	(void)state;
	overlap_event(&r, p.s, 9, MSG_OOB);
	assert_int_equal(r.error, WSAEOPNOTSUPP);
	assert_int_equal(r.o.overlapped.Internal, 0);
	assert_true(WPUCloseEvent(r.o.overlapped.hEvent, &error));
	plain_text(p.peer, "abc");
	fixture_data(p.s, 9, 0, "abc", 0);
	fixture_end(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_data_it_is_pending),
		cmocka_unit_test(with_data_it_completes_and_is_told_all_the_same),
		cmocka_unit_test(receives_are_filled_in_the_order_posted),
		cmocka_unit_test(a_synchronous_receive_does_not_overtake),
		cmocka_unit_test(non_blocking_does_not_matter),
		cmocka_unit_test(polling_says_incomplete_until_it_is_over),
		cmocka_unit_test(one_that_is_in_use_is_refused),
		cmocka_unit_test(a_close_cancels_what_is_pending),
		cmocka_unit_test(a_shutdown_leaves_what_is_pending),
		cmocka_unit_test(the_end_completes_everything_pending),
		cmocka_unit_test(a_reset_completes_everything_pending),
		cmocka_unit_test(without_room_it_waits_for_data_and_takes_none),
		cmocka_unit_test(a_large_message_comes_in_parts),
		cmocka_unit_test(a_message_too_large_is_kept_or_lost),
		cmocka_unit_test(peeking_is_refused_or_takes_nothing),
		cmocka_unit_test(the_urgent_byte_has_a_line_of_its_own),
		cmocka_unit_test(all_of_it_comes_in_pieces),
		cmocka_unit_test(more_than_the_limit_are_refused),
		cmocka_unit_test(a_call_that_fails_begins_nothing),
	};

	return cmocka_run_group_tests(tests, fixture_start, fixture_stop);
}
