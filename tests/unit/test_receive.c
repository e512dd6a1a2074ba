/* SPDX-License-Identifier: MIT */
/* What the built-in peer does, as WSPRecv returns it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/code.h"
#include "tests/unit/opened.h"

static void refuses(SOCKET s, const char *layout, DWORD flags, int error)
{
	char bytes[256];
	struct outcome o = opened_receive(s, layout, flags, bytes);

	assert_string_equal(o.damage, "");
	assert_int_equal(o.word, OUTCOME_REFUSED);
	assert_int_equal(o.result, SOCKET_ERROR);
	assert_int_equal(o.error, error);
	assert_int_equal(o.bytes, 0);
	assert_int_equal(o.flags_out, 0);
}

/* clauses: B1 D2 C1 C4 */
static void pieces_of_a_stream_are_packed_and_end(void **state)
{
	struct opened o;
	char bytes[256];
	struct outcome r;

	(void)state;
	opened_get(&o, "tcp-listen:0", "send \"hel\"; send \"lo, world\"");
	r = opened_receive(o.end.socket, "3,0,4", 0, bytes);
	assert_int_equal(r.bytes, 7);
	assert_string_equal(bytes, "hello, ");
	assert_string_equal(r.source, "");
	assert_false(r.length_known);
	opened_expect(&o, OUTCOME_DATA, "world");
	opened_expect(&o, OUTCOME_GRACEFUL, "");
	opened_expect(&o, OUTCOME_GRACEFUL, "");
	assert_int_equal(opened_end(&o), 0);
}

/* clauses: C2 E15 */
static void an_empty_record_is_not_the_end(void **state)
{
	struct opened o;

	(void)state;
	opened_get(&o, "pair:seqpacket", "send \"a\"; empty; send \"b\"; empty");
	opened_expect(&o, OUTCOME_DATA, "a");
	opened_expect(&o, OUTCOME_EMPTY_MESSAGE, "");
	opened_expect(&o, OUTCOME_DATA, "b");
	opened_expect(&o, OUTCOME_EMPTY_MESSAGE, "");
	opened_expect(&o, OUTCOME_GRACEFUL, "");
	assert_int_equal(opened_end(&o), 0);
}

static void an_empty_datagram_is_a_message(void **state)
{
	struct opened o;

	(void)state;
	opened_get(&o, "udp-listen:127.0.0.1:0", "empty; send \"x\"");
	opened_expect(&o, OUTCOME_EMPTY_MESSAGE, "");
	opened_expect(&o, OUTCOME_DATA, "x");
	assert_int_equal(opened_end(&o), 0);
}

/* clauses: C3 E14 */
static void a_reset_is_told_and_told_again(void **state)
{
	static const char *const addresses[] = { "tcp-listen:127.0.0.1:0",
						 "pair:stream", "pair:seqpacket" };
	struct opened o;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		opened_get(&o, addresses[i], "rst");
		opened_expect(&o, OUTCOME_RESET, "");
		opened_expect(&o, OUTCOME_RESET, "");
		assert_int_equal(opened_end(&o), 0);
	}
}

/* clauses: C4 */
static void data_before_a_reset_of_tcp_is_received(void **state)
{
	struct opened o;

	(void)state;
	opened_get(&o, "tcp-listen:127.0.0.1:0", "send \"last words\"; rst");
	opened_expect(&o, OUTCOME_DATA, "last words");
	opened_expect(&o, OUTCOME_RESET, "");
	assert_int_equal(opened_end(&o), 0);
}

static void a_half_closed_peer_still_reads(void **state)
{
	struct opened o;

	(void)state;
	opened_get(&o, "tcp-listen:0", "send \"x\"; shutdown; read 3; hold");
	opened_expect(&o, OUTCOME_DATA, "x");
	opened_expect(&o, OUTCOME_GRACEFUL, "");
	assert_int_equal(receive_send(o.end.socket, "abc", 3), 0);
	opened_expect(&o, OUTCOME_GRACEFUL, "");
	assert_int_equal(opened_end(&o), 0);
}

/* clauses: F-OOB */
static void the_urgent_byte_comes_apart_from_the_rest(void **state)
{
	struct opened o;
	char bytes[256];
	struct outcome r;

	(void)state;
	opened_get(&o, "tcp-listen:0", "send \"ab\"; oob \"!\"; hold");
	r = opened_receive(o.end.socket, "10", MSG_OOB, bytes);
	assert_int_equal(r.word, OUTCOME_DATA);
	assert_string_equal(bytes, "!");
	assert_int_equal(r.flags_out, MSG_OOB);
	opened_expect(&o, OUTCOME_DATA, "ab");
	assert_int_equal(opened_end(&o), 0);
}

/* clauses: S1 */
static void a_bound_socket_tells_strangers_by_their_source(void **state)
{
	struct opened o;
	char bytes[256], first[160];
	struct outcome r;

	(void)state;
	opened_get(&o, "udp-listen:127.0.0.1:0", "send \"own\"; stranger \"other\"");
	r = opened_receive(o.end.socket, "10", 0, bytes);
	assert_string_equal(bytes, "own");
	assert_memory_equal(r.source, "127.0.0.1:", 10);
	memcpy(first, r.source, sizeof first);
	r = opened_receive(o.end.socket, "10", 0, bytes);
	assert_string_equal(bytes, "other");
	assert_memory_equal(r.source, "127.0.0.1:", 10);
	assert_string_not_equal(r.source, first);
	assert_int_equal(opened_end(&o), 0);
}

static void a_sender_without_a_name_is_unnamed(void **state)
{
	struct opened o;
	char bytes[256];
	struct outcome r;

	(void)state;
	opened_get(&o, "pair:dgram", "send \"x\"");
	r = opened_receive(o.end.socket, "10", 0, bytes);
	assert_string_equal(r.source, "unnamed");
	assert_int_equal(opened_end(&o), 0);
}

/* clauses: D6 */
static void the_rest_of_a_record_follows(void **state)
{
	struct opened o;
	char bytes[256];
	struct outcome r;

	(void)state;
	opened_get(&o, "pair:seqpacket", "send \"abcdef\"; hold");
	r = opened_receive(o.end.socket, "4", 0, bytes);
	assert_int_equal(r.word, OUTCOME_PARTIAL);
	assert_int_equal(r.flags_out, MSG_PARTIAL);
	assert_string_equal(bytes, "abcd");
	opened_expect(&o, OUTCOME_DATA, "ef");
	assert_int_equal(opened_end(&o), 0);
}

/* clauses: D7 E11 */
static void a_reliable_message_too_large_is_kept_whole(void **state)
{
	const struct endpoint_wish wish = { .depth = ENDPOINT_FULL,
					    .xp1_clear = XP1_PARTIAL_MESSAGE };
	struct opened o;
	char bytes[256];
	struct outcome r;

	(void)state;
	opened_get_wish(&o, "pair:seqpacket", "send \"abcdef\"; hold", &wish);
	r = opened_receive(o.end.socket, "4", 0, bytes);
	assert_string_equal(r.damage, "");
	assert_int_equal(r.word, OUTCOME_TOO_SMALL);
	assert_int_equal(r.error, WSAEMSGSIZE);
	assert_int_equal(r.bytes, 4);
	assert_true(r.length_known);
	assert_int_equal(r.length, 6);
	assert_int_equal(r.lost, 0);
	opened_expect(&o, OUTCOME_DATA, "abcdef");
	assert_int_equal(opened_end(&o), 0);
}

/* clauses: D8 R6 */
static void an_unreliable_message_too_large_is_cut(void **state)
{
	struct opened o;
	char bytes[256];
	struct outcome r;

	(void)state;
	opened_get(&o, "udp-listen:127.0.0.1:0", "send \"abcdef\"; send \"gh\"");
	r = opened_receive(o.end.socket, "1,2", 0, bytes);
	assert_string_equal(r.damage, "");
	assert_int_equal(r.word, OUTCOME_TRUNCATED);
	assert_string_equal(bytes, "abc");
	assert_int_equal(r.length, 6);
	assert_int_equal(r.lost, 3);
	opened_expect(&o, OUTCOME_DATA, "gh");
	assert_int_equal(opened_end(&o), 0);
}

/* clauses: E6 */
static void memory_that_cannot_be_written_is_refused_and_data_kept(void **state)
{
	static const char *const layouts[] = { "null:4",  "bad:4",   "ro:4",
					       "2,bad:4", "2,ro:4",  "2,null:4",
					       "half:4",  "2,half:9" };
	static const char *const addresses[] = { "pair:stream", "pair:seqpacket",
						 "udp-listen:127.0.0.1:0" };
	struct opened o;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		opened_get(&o, addresses[i], "send \"abcdef\"; hold");
		for (size_t k = 0; k < 6; k++)
			refuses(o.end.socket, layouts[k], 0, WSAEFAULT);
		opened_expect(&o, OUTCOME_DATA, "abcdef");
		assert_int_equal(opened_end(&o), 0);
	}
}

/* clauses: P3 */
static void no_buffers_are_refused_and_one_of_no_length_is_not(void **state)
{
	struct opened o;
	char bytes[256];
	struct outcome r;

	(void)state;
	opened_get(&o, "pair:stream", "send \"x\"; hold");
	refuses(o.end.socket, "none", 0, WSAEINVAL);
	r = opened_receive(o.end.socket, "null:0", 0, bytes);
	assert_int_equal(r.word, OUTCOME_DATA);
	assert_int_equal(r.bytes, 0);
	assert_true(r.zero_room);
	opened_expect(&o, OUTCOME_DATA, "x");
	assert_int_equal(opened_end(&o), 0);
}

/* clauses: P1 */
static void a_number_that_is_no_socket_gives_its_error(void **state)
{
	(void)state;
	opened_startup();
	refuses(INVALID_SOCKET, "10", 0, WSAENOTSOCK);
	refuses(0, "10", MSG_PEEK, WSAENOTSOCK);
	opened_cleanup();
}

static void what_the_call_was_given_is_in_the_outcome(void **state)
{
	struct opened o;
	char bytes[256];
	struct outcome r;

	(void)state;
	opened_get(&o, "pair:stream", "send \"xy\"; hold");
	r = opened_receive(o.end.socket, "1", MSG_PEEK, bytes);
	assert_int_equal(r.flags_in, MSG_PEEK);
	assert_int_equal(r.flags_out, 0);
	assert_int_equal(r.result, 0);
	assert_int_equal(r.error, 0);
	assert_int_equal(r.native, 0);
	assert_string_equal(bytes, "x");
	opened_expect(&o, OUTCOME_DATA, "xy");
	assert_int_equal(opened_end(&o), 0);
}

static void send_waits_for_a_slow_reader(void **state)
{
	static char bytes[3000000];
	struct endpoint_wish wish = { .depth = ENDPOINT_FULL };
	struct opened o;

	(void)state;
	for (int i = 0; i < 2; i++) {
		wish.nonblocking = i == 1;
		opened_get_wish(&o, "pair:stream",
				"wait 2ms; read 3000000; send \"got all\"", &wish);
		assert_int_equal(receive_send(o.end.socket, bytes, sizeof bytes), 0);
		peer_settle(o.end.peer);
		opened_expect(&o, OUTCOME_DATA, "got all");
		assert_int_equal(opened_end(&o), 0);
	}
}

static void send_tells_why_it_cannot(void **state)
{
	const struct endpoint_wish wish = { .depth = ENDPOINT_SOCKET };
	struct opened o;

	(void)state;
	opened_get_wish(&o, "tcp:127.0.0.1:9", NULL, &wish);
	assert_int_equal(receive_send(o.end.socket, "x", 1), WSAENOTCONN);
	assert_int_equal(opened_end(&o), 0);
	assert_int_equal(receive_send(INVALID_SOCKET, "x", 1), WSAENOTSOCK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_of_a_stream_are_packed_and_end),
		cmocka_unit_test(an_empty_record_is_not_the_end),
		cmocka_unit_test(an_empty_datagram_is_a_message),
		cmocka_unit_test(a_reset_is_told_and_told_again),
		cmocka_unit_test(data_before_a_reset_of_tcp_is_received),
		cmocka_unit_test(a_half_closed_peer_still_reads),
		cmocka_unit_test(the_urgent_byte_comes_apart_from_the_rest),
		cmocka_unit_test(a_bound_socket_tells_strangers_by_their_source),
		cmocka_unit_test(a_sender_without_a_name_is_unnamed),
		cmocka_unit_test(the_rest_of_a_record_follows),
		cmocka_unit_test(a_reliable_message_too_large_is_kept_whole),
		cmocka_unit_test(an_unreliable_message_too_large_is_cut),
		cmocka_unit_test(
			memory_that_cannot_be_written_is_refused_and_data_kept),
		cmocka_unit_test(no_buffers_are_refused_and_one_of_no_length_is_not),
		cmocka_unit_test(a_number_that_is_no_socket_gives_its_error),
		cmocka_unit_test(what_the_call_was_given_is_in_the_outcome),
		cmocka_unit_test(send_waits_for_a_slow_reader),
		cmocka_unit_test(send_tells_why_it_cannot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
