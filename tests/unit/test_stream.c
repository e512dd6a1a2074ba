/* SPDX-License-Identifier: MIT */
/* Receiving from byte streams, and from messages taken for one. */
#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/wsp_fixture.h"

static const enum plain_kind streams[] = { PLAIN_TCP, PLAIN_TCP6, PLAIN_STREAM };
#define N_STREAMS (sizeof streams / sizeof streams[0])

/* clauses: D2 D4 T1 */
static void a_single_byte_ends_the_wait(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_STREAMS; i++) {
		struct pair p = fixture_pair(streams[i]);

		plain_text(p.peer, "x");
		fixture_data(p.s, 10, 0, "x", 0);
		plain_text(p.peer, "abc");
		plain_text(p.peer, "de");
		plain_wait_bytes(p.near, 5);
		fixture_data(p.s, 4, 0, "abcd", 0);
		fixture_data(p.s, 4, 0, "e", 0);
		fixture_end(&p);
	}
}

/* clauses: C1 C4 */
static void the_end_comes_after_the_data_and_for_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_STREAMS; i++) {
		struct pair p = fixture_pair(streams[i]);

		plain_text(p.peer, "last");
		fixture_close_peer(&p);
		fixture_data(p.s, 10, 0, "last", 0);
		for (int k = 0; k < 3; k++)
			fixture_nothing(p.s, 10, 0);
		fixture_nothing(p.s, 10, MSG_PEEK);
		fixture_nothing(p.s, 10, MSG_WAITALL);
		fixture_end(&p);
	}
}

/* clauses: C3 E14 */
static void a_reset_comes_after_the_data_and_for_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_STREAMS; i++) {
		struct pair p = fixture_pair(streams[i]);

		plain_text(p.peer, "last");
		plain_wait_bytes(p.near, 4);
		fixture_reset(&p);
		fixture_data(p.s, 10, 0, "last", 0);
		fixture_fails(p.s, 10, 0, WSAECONNRESET);
		fixture_fails(p.s, 10, MSG_PEEK, WSAECONNRESET);
		assert_int_equal(fixture_send(p.s, "x"), WSAECONNRESET);
		assert_int_equal(fixture_send(p.s, "x"), WSAECONNRESET);
		fixture_fails(p.s, 10, 0, WSAECONNRESET);
		fixture_end(&p);
	}
}

/* clauses: F-PEEK */
static void a_peek_leaves_the_data(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_STREAMS; i++) {
		struct pair p = fixture_pair(streams[i]);

		plain_text(p.peer, "abcd");
		plain_wait_bytes(p.near, 4);
		fixture_data(p.s, 2, MSG_PEEK, "ab", 0);
		fixture_data(p.s, 9, MSG_PEEK, "abcd", 0);
		fixture_data(p.s, 3, 0, "abc", 0);
		fixture_data(p.s, 3, MSG_PEEK, "d", 0);
		fixture_data(p.s, 3, 0, "d", 0);
		fixture_end(&p);
	}
}

static WSABUF *bytes_apart(char *bytes, DWORD n)
{
	WSABUF *buffers = calloc(n, sizeof *buffers);

	assert_non_null(buffers);
	for (DWORD i = 0; i < n; i++)
		buffers[i] = (WSABUF){ 1, bytes + i };
	return buffers;
}

#define MANY 3000

/* clauses: B1 B2 F-PEEK D2 */
static void more_buffers_than_the_kernel_takes(void **state)
{
	static char sent[MANY], got[MANY + 1];
	WSABUF *buffers = bytes_apart(got, MANY);

	(void)state;
	for (size_t i = 0; i < MANY; i++)
		sent[i] = (char)(i % 251);
	for (size_t k = 0; k < N_STREAMS; k++) {
		struct pair p = fixture_pair(streams[k]);

		for (DWORD flags = MSG_PEEK;; flags = 0) {
			DWORD n = 0, f = flags;
			int error = 0;

			if (flags == MSG_PEEK)
				plain_send(p.peer, sent, MANY);
			plain_wait_bytes(p.near, MANY);
			memset(got, '~', sizeof got);
			assert_int_equal(WSPRecv(p.s, buffers, MANY, &n, &f, NULL, NULL,
						 NULL, &error),
					 0);
			assert_int_equal(n, MANY);
			assert_memory_equal(got, sent, MANY);
			if (flags == 0)
				break;
		}
		assert_int_equal(fixture_look(p.s, 1, 0).error, WSAEWOULDBLOCK);
		fixture_end(&p);
	}
	free(buffers);
}

/* clauses: D10 */
static void without_room_it_waits_for_data_and_takes_none(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_STREAMS; i++) {
		struct pair p = fixture_pair(streams[i]);

		assert_int_equal(fixture_look(p.s, 0, 0).error, WSAEWOULDBLOCK);
		plain_text(p.peer, "abc");
		fixture_nothing(p.s, 0, 0);
		fixture_nothing(p.s, 0, 0);
		fixture_nothing(p.s, 0, MSG_WAITALL);
		fixture_data(p.s, 3, 0, "abc", 0);
		fixture_reset(&p);
		fixture_fails(p.s, 0, 0, WSAECONNRESET);
		fixture_end(&p);
	}
}

/* clauses: T1 T2 X6 B1 D2 */
static void messages_taken_for_a_stream_are_joined(void **state)
{
	const struct {
		DWORD add, take;
	} ways[] = { { XP1_PSEUDO_STREAM, 0 }, { 0, XP1_MESSAGE_ORIENTED } };
	const enum plain_kind kinds[] = { PLAIN_SEQPACKET, PLAIN_DGRAM, PLAIN_UDP };

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		struct pair p = fixture_pair_as(kinds[i / 2], ways[i % 2].add,
						ways[i % 2].take);

		plain_text(p.peer, "");
		plain_text(p.peer, "a");
		plain_text(p.peer, "bcdef");
		plain_text(p.peer, "");
		plain_text(p.peer, "gh");
		fixture_data(p.s, 3, MSG_PEEK, "a", 0);
		fixture_data(p.s, 3, 0, "abc", 0);
		fixture_data(p.s, 2, MSG_PEEK, "de", 0);
		fixture_data(p.s, 4, MSG_PARTIAL, "defg", 0);
		fixture_nothing(p.s, 0, 0);
		fixture_data(p.s, 4, 0, "h", 0);
		assert_int_equal(fixture_look(p.s, 4, 0).error, WSAEWOULDBLOCK);
		if (kinds[i / 2] == PLAIN_SEQPACKET) {
			plain_text(p.peer, "");
			fixture_close_peer(&p);
			fixture_nothing(p.s, 4, 0);
			fixture_nothing(p.s, 4, 0);
		}
		fixture_end(&p);
	}
}

/* clauses: F-WAITALL X6 */
static void all_of_it_may_come_from_many_messages(void **state)
{
	struct pair p = fixture_pair_as(PLAIN_SEQPACKET, XP1_PSEUDO_STREAM, 0);

	(void)state;
	plain_text(p.peer, "ab");
	plain_text(p.peer, "cde");
	plain_text(p.peer, "fgh");
	fixture_data(p.s, 6, MSG_WAITALL, "abcdef", 0);
	fixture_data(p.s, 2, MSG_WAITALL, "gh", 0);
	fixture_end(&p);
}

/* clauses: E1 X3 D10 */
static void an_error_behind_data_waits_for_the_next_receive(void **state)
{
	const size_t rooms[] = { 5, 0 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct pair p = fixture_pair(PLAIN_TCP);

		fixture_fault(p.s, ENETDOWN, 2);
		plain_text(p.peer, "abc");
		fixture_close_peer(&p);
		fixture_data(p.s, 5, MSG_WAITALL, "abc", 0);
		fixture_fails(p.s, rooms[i], 0, WSAENETDOWN);
		fixture_nothing(p.s, 2, 0);
		fixture_end(&p);
	}
}

/* clauses: F-WAITALL C1 */
static void a_stream_that_ends_gives_all_it_had(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_STREAMS; i++) {
		struct pair p = fixture_pair(streams[i]);

		plain_text(p.peer, "abc");
		fixture_close_peer(&p);
		fixture_data(p.s, 9, MSG_WAITALL, "abc", 0);
		fixture_nothing(p.s, 9, MSG_WAITALL);
		fixture_end(&p);
	}
}

/* clauses: F-WAITALL X3 C3 */
static void a_reset_after_a_part_is_told_by_the_next_receive(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_STREAMS; i++) {
		struct pair p = fixture_pair(streams[i]);

		plain_text(p.peer, "abc");
		plain_wait_bytes(p.near, 3);
		fixture_reset(&p);
		fixture_data(p.s, 9, MSG_WAITALL, "abc", 0);
		fixture_fails(p.s, 9, MSG_WAITALL, WSAECONNRESET);
		fixture_end(&p);
	}
}

/* clauses: F-WAITALL X3 */
static void a_time_out_after_a_part_returns_the_part(void **state)
{
	struct pair p = fixture_pair(PLAIN_TCP);

	(void)state;
	fixture_timeout(p.s, 20);
	plain_text(p.peer, "abc");
	plain_wait_bytes(p.near, 3);
	fixture_data(p.s, 9, MSG_WAITALL, "abc", 0);
	fixture_fails(p.s, 9, MSG_WAITALL, WSAETIMEDOUT);
	plain_text(p.peer, "de");
	fixture_timeout(p.s, 0);
	fixture_data(p.s, 2, MSG_WAITALL, "de", 0);
	fixture_end(&p);
}

/* clauses: T1 F-PARTIAL */
static void MSG_PARTIAL_changes_nothing_on_a_stream(void **state)
{
	struct pair p = fixture_pair(PLAIN_STREAM);

	(void)state;
	plain_text(p.peer, "abc");
	fixture_data(p.s, 2, MSG_PARTIAL, "ab", 0);
	fixture_data(p.s, 2, MSG_PARTIAL | MSG_PUSH_IMMEDIATE, "c", 0);
	fixture_end(&p);
}

/* clauses: E14 C3 */
static void what_the_peer_sent_before_our_failed_send_is_received(void **state)
{
	const struct {
		const char *rule;
		int code;
	} rules[] = { { "reset", WSAECONNRESET }, { "aborted", WSAECONNABORTED } };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct pair p = fixture_pair(PLAIN_TCP);
		int error;

		fixture_rule(p.s, "abort", rules[i].rule);
		plain_text(p.peer, "bye");
		fixture_close_peer(&p);
		plain_wait_bytes(p.near, 3);
		while ((error = fixture_send(p.s, "x")) == 0)
			plain_wait(p.near);
		assert_int_equal(error, rules[i].code);
		fixture_data(p.s, 9, 0, "bye", 0);
		fixture_fails(p.s, 9, 0, rules[i].code);
		assert_int_equal(fixture_send(p.s, "x"), rules[i].code);
		fixture_fails(p.s, 9, 0, rules[i].code);
		fixture_end(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_single_byte_ends_the_wait),
		cmocka_unit_test(the_end_comes_after_the_data_and_for_good),
		cmocka_unit_test(a_reset_comes_after_the_data_and_for_good),
		cmocka_unit_test(a_peek_leaves_the_data),
		cmocka_unit_test(more_buffers_than_the_kernel_takes),
		cmocka_unit_test(without_room_it_waits_for_data_and_takes_none),
		cmocka_unit_test(messages_taken_for_a_stream_are_joined),
		cmocka_unit_test(all_of_it_may_come_from_many_messages),
		cmocka_unit_test(an_error_behind_data_waits_for_the_next_receive),
		cmocka_unit_test(a_stream_that_ends_gives_all_it_had),
		cmocka_unit_test(a_reset_after_a_part_is_told_by_the_next_receive),
		cmocka_unit_test(a_time_out_after_a_part_returns_the_part),
		cmocka_unit_test(MSG_PARTIAL_changes_nothing_on_a_stream),
		cmocka_unit_test(what_the_peer_sent_before_our_failed_send_is_received),
	};

	return cmocka_run_group_tests(tests, fixture_start, fixture_stop);
}
