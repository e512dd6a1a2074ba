/* SPDX-License-Identifier: MIT */
/* A receive that is posted and completes: its two outcomes, and what it must leave alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/code.h"
#include "scenario/posted.h"
#include "tests/unit/opened.h"

/* The receive of a test, its memory, and an endpoint whose peer sends when it is told to. */
static struct posted p;
static struct memory *memory;
static struct opened o;
static unsigned told;

static void count_told(struct posted *posted)
{
	assert_ptr_equal(posted, &p);
	told++;
}

static void begin(const char *address, const char *script, const char *layout)
{
	struct endpoint_wish wish = { .depth = ENDPOINT_FULL, .overlapped = true };
	const DWORD watch = WSP_WATCH_OVERLAPPED;
	DWORD n;
	int error = 0;

	wish.connect_peer = strncmp(address, "pair:", 5) != 0;
	opened_get_wish(&o, address, script, &wish);
	WSPIoctl(o.end.socket, SIO_WSP_WATCH, (LPVOID)(uintptr_t)&watch, sizeof watch,
		 NULL, 0, &n, NULL, NULL, NULL, &error);
	assert_int_equal(error, 0);
	memory = opened_memory(layout);
	memset(&p, 0, sizeof p);
	told = 0;
}

static void finish(void)
{
	opened_end(&o);
	memory_free(memory);
}

static void post(DWORD flags)
{
	posted_call(&p, o.end.socket, &o.end.info, memory, flags, WSA_INVALID_EVENT);
}

/* Lets the peer go on, and waits for what it brings about. */
static void complete(void)
{
	assert_int_equal(receive_send(o.end.socket, "x", 1), 0);
	while (!posted_look(&p, o.end.socket))
		SleepEx(1, FALSE);
}

/* clauses: R3 R5 K2 */
static void a_pending_one_has_two_outcomes(void **state)
{
	(void)state;
	begin("pair:stream", "read 1; send \"hello\"; hold", "3,10");
	post(MSG_PUSH_IMMEDIATE);
	assert_int_equal(p.state, POSTED_UNDERWAY);
	assert_int_equal(p.call.word, OUTCOME_PENDING);
	assert_int_equal(p.call.error, WSA_IO_PENDING);
	assert_int_equal(p.call.flags_in, MSG_PUSH_IMMEDIATE);
	assert_false(p.count_written || p.flags_written);
	assert_string_equal(p.call.damage, "");
	assert_false(posted_look(&p, o.end.socket));
	complete();
	assert_int_equal(p.state, POSTED_COMPLETED);
	assert_int_equal(p.completion.word, OUTCOME_DATA);
	assert_int_equal(p.completion.bytes, 5);
	assert_int_equal(p.completion.flags_out, 0);
	assert_int_equal(p.completion.error, 0);
	assert_string_equal(p.completion.damage, "");
	assert_true(p.looks >= 2);
	assert_int_equal(p.completed_at - p.posted_at, p.completion.elapsed);
	finish();
}

/* clauses: K1 */
static void one_that_completes_at_once_is_told_all_the_same(void **state)
{
	(void)state;
	begin("pair:seqpacket", "send \"abc\"; hold", "2");
	post(0);
	assert_int_equal(p.state, POSTED_UNDERWAY);
	assert_int_equal(p.call.result, 0);
	assert_int_equal(p.call.word, OUTCOME_PARTIAL);
	assert_true(p.count_written && p.flags_written);
	assert_int_equal(p.count, 2);
	assert_int_equal(p.flags, MSG_PARTIAL);
	assert_true(posted_look(&p, o.end.socket));
	assert_int_equal(p.completion.word, OUTCOME_PARTIAL);
	assert_int_equal(p.completion.bytes, 2);
	assert_int_equal(p.completion.flags_out, MSG_PARTIAL);
	assert_true(p.completion.length_known);
	assert_int_equal(p.completion.length, 3);
	assert_string_equal(p.completion.damage, "");
	finish();
}

/* clauses: R4 */
static void a_refused_one_is_over(void **state)
{
	(void)state;
	begin("pair:stream", "send \"abc\"; hold", "none");
	post(0);
	assert_int_equal(p.state, POSTED_REFUSED);
	assert_int_equal(p.call.word, OUTCOME_REFUSED);
	assert_int_equal(p.call.error, WSAEINVAL);
	assert_string_equal(p.call.damage, "");
	finish();
}

/* clauses: D8 R6 */
static void one_that_is_too_large_at_once_is_told_by_the_call(void **state)
{
	(void)state;
	begin("udp-listen:127.0.0.1:0", "send \"too long\"; hold", "4");
	post(0);
	assert_int_equal(p.state, POSTED_REFUSED);
	assert_int_equal(p.call.word, OUTCOME_TRUNCATED);
	assert_int_equal(p.call.bytes, 4);
	assert_true(p.call.length_known);
	assert_int_equal(p.call.length, 8);
	assert_int_equal(p.call.lost, 4);
	assert_true(p.count_written);
	assert_false(p.flags_written);
	assert_memory_equal(p.call.source, "127.0.0.1:", 10);
	finish();
}

/* clauses: A1 */
static void a_routine_tells_its_owner_once(void **state)
{
	(void)state;
	begin("pair:stream", "read 1; send \"hello\"; hold", "10");
	p.completed = count_told;
	post(0);
	assert_int_equal(receive_send(o.end.socket, "x", 1), 0);
	while (told == 0)
		SleepEx(1000, TRUE);
	assert_int_equal(p.state, POSTED_COMPLETED);
	assert_int_equal(p.completion.bytes, 5);
	assert_int_equal(SleepEx(0, TRUE), 0);
	assert_int_equal(told, 1);
	assert_false(p.again);
	finish();
}

/* clauses: E17 K7 */
static void a_closed_socket_is_read_in_the_overlapped(void **state)
{
	int error;

	(void)state;
	begin("pair:stream", "hold", "10");
	post(0);
	assert_int_equal(WSPCloseSocket(o.end.socket, &error), 0);
	while (!posted_look(&p, o.end.socket))
		SleepEx(1, FALSE);
	o.end.socket = INVALID_SOCKET;
	assert_int_equal(p.completion.word, OUTCOME_CANCELLED);
	assert_int_equal(p.completion.error, WSA_OPERATION_ABORTED);
	assert_int_equal(p.completion.bytes, 0);
	assert_string_equal(p.completion.damage, "");
	finish();
}

/* clauses: K7 */
static void a_success_with_flags_is_read_in_the_overlapped(void **state)
{
	int error;

	(void)state;
	begin("pair:seqpacket", "send \"abc\"; hold", "2");
	post(0);
	assert_int_equal(WSPCloseSocket(o.end.socket, &error), 0);
	assert_true(posted_look(&p, o.end.socket));
	o.end.socket = INVALID_SOCKET;
	assert_int_equal(p.completion.word, OUTCOME_PARTIAL);
	assert_int_equal(p.completion.bytes, 2);
	assert_string_equal(p.completion.damage, "");
	finish();
}

/* A wrong provider, played by the test: what is written while the receive is pending. */
static void is_damaged(void (*act)(void), const char *what)
{
	begin("pair:stream", "read 1; send \"abc\"; hold", "10,10");
	post(0);
	act();
	complete();
	assert_string_equal(p.completion.damage, what);
	finish();
}

static void write_the_count(void)
{
	p.count = 3;
}

static void write_the_flags(void)
{
	p.flags = MSG_PARTIAL;
}

static void write_the_offset(void)
{
	p.overlapped.overlapped.Offset = 0;
}

static void write_after_the_data(void)
{
	DWORD n;

	memory_buffers(memory, &n)[0].buf[3] = 'x';
}

static void write_nothing(void)
{
}

/* clauses: R5 B2 K7 */
static void what_is_written_while_it_is_pending_is_found(void **state)
{
	(void)state;
	is_damaged(write_nothing, "");
	is_damaged(write_the_count, "the byte count was written after the call");
	is_damaged(write_the_flags, "the flags were written after the call");
	is_damaged(write_the_offset, "Offset or OffsetHigh was written");
	is_damaged(write_after_the_data,
		   "buffer 0: the byte at offset 3 was written, 3 were reported");
}

static void it_can_be_posted_again(void **state)
{
	(void)state;
	begin("pair:stream", "read 1; send \"abc\"; read 1; send \"de\"; hold", "10");
	post(0);
	complete();
	assert_int_equal(p.completion.bytes, 3);
	post(0);
	assert_int_equal(p.call.word, OUTCOME_PENDING);
	complete();
	assert_int_equal(p.completion.bytes, 2);
	assert_string_equal(p.completion.damage, "");
	finish();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pending_one_has_two_outcomes),
		cmocka_unit_test(one_that_completes_at_once_is_told_all_the_same),
		cmocka_unit_test(a_refused_one_is_over),
		cmocka_unit_test(one_that_is_too_large_at_once_is_told_by_the_call),
		cmocka_unit_test(a_routine_tells_its_owner_once),
		cmocka_unit_test(a_closed_socket_is_read_in_the_overlapped),
		cmocka_unit_test(a_success_with_flags_is_read_in_the_overlapped),
		cmocka_unit_test(what_is_written_while_it_is_pending_is_found),
		cmocka_unit_test(it_can_be_posted_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
