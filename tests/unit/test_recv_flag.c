/* SPDX-License-Identifier: MIT */
/* Flags, and overlapped arguments on a socket that is not made for them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "base/flag.h"
#include "tests/unit/wsp_fixture.h"

static char *no_memory;

static int start(void **state)
{
	no_memory = mmap(NULL, 65536, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return no_memory == MAP_FAILED || fixture_start(state) != 0;
}

struct call {
	WSABUF array[1];
	LPWSABUF buffers;
	DWORD n, flags;
	LPDWORD count, lp_flags;
	char bytes[8];
};

static void all_right(struct call *c)
{
	memset(c, 0, sizeof *c);
	c->array[0] = (WSABUF){ 8, c->bytes };
	c->buffers = c->array;
	c->count = &c->n;
	c->lp_flags = &c->flags;
}

static BOOL routine_ran;

static void CALLBACK routine(DWORD error, DWORD n, LPWSAOVERLAPPED o, DWORD flags)
{
	(void)error;
	(void)n;
	(void)o;
	(void)flags;
	routine_ran = TRUE;
}

/* clauses: P7 R1 P8 */
static void without_an_overlapped_a_routine_means_nothing(void **state)
{
	struct pair p = fixture_pair(PLAIN_STREAM);
	WSATHREADID thread = { NULL, 0 };
	struct call c;
	int error = 0;

	(void)state;
	fixture_guard();
	plain_text(p.peer, "x");
	all_right(&c);
	assert_int_equal(WSPRecv(p.s, c.buffers, 1, c.count, c.lp_flags, NULL, routine,
				 &thread, &error),
			 0);
	assert_int_equal(c.n, 1);
	plain_text(p.peer, "y");
	assert_int_equal(WSPRecv(p.s, c.buffers, 1, c.count, c.lp_flags, NULL, routine,
				 (LPWSATHREADID)(void *)no_memory, &error),
			 0);
	assert_false(routine_ran);
	fixture_end(&p);
}

static WSAOVERLAPPED empty_overlapped(void)
{
	WSAOVERLAPPED o;

	memset(&o, 0x55, sizeof o);
	return o;
}

/* clauses: P6 P4 E12 X25 */
static void rule_nonoverlapped_ignores_refuses_or_fills(void **state)
{
	struct pair p = fixture_pair(PLAIN_STREAM);
	WSAOVERLAPPED o = empty_overlapped(), before = o;
	struct call c;
	int error = 0;

	(void)state;
	fixture_guard();
	all_right(&c);
	plain_text(p.peer, "x");
	assert_int_equal(
		WSPRecv(p.s, c.buffers, 1, NULL, c.lp_flags, &o, routine, NULL, &error),
		SOCKET_ERROR);
	assert_int_equal(error, WSAEFAULT);
	assert_int_equal(WSPRecv(p.s, c.buffers, 1, c.count, c.lp_flags, &o, routine,
				 NULL, &error),
			 0);
	assert_memory_equal(&o, &before, sizeof o);
	plain_text(p.peer, "x");
	assert_int_equal(WSPRecv(p.s, c.buffers, 1, c.count, c.lp_flags,
				 (LPWSAOVERLAPPED)(void *)no_memory, NULL, NULL,
				 &error),
			 0);
	fixture_nonblocking(p.s, TRUE);
	assert_int_equal(
		WSPRecv(p.s, c.buffers, 1, c.count, c.lp_flags, &o, NULL, NULL, &error),
		SOCKET_ERROR);
	assert_int_equal(error, WSAEWOULDBLOCK);
	fixture_rule(p.s, "nonoverlapped", "einval");
	plain_text(p.peer, "kept");
	assert_int_equal(
		WSPRecv(p.s, c.buffers, 1, NULL, c.lp_flags, &o, NULL, NULL, &error),
		SOCKET_ERROR);
	assert_int_equal(error, WSAEINVAL);
	fixture_data(p.s, 9, 0, "kept", 0);
	fixture_rule(p.s, "nonoverlapped", "sync");
	plain_text(p.peer, "abc");
	assert_int_equal(WSPRecv(p.s, c.buffers, 1, NULL, c.lp_flags,
				 (LPWSAOVERLAPPED)(void *)no_memory, NULL, NULL,
				 &error),
			 SOCKET_ERROR);
	assert_int_equal(error, WSAEFAULT);
	assert_int_equal(WSPRecv(p.s, c.buffers, 1, c.count, c.lp_flags, &o, routine,
				 NULL, &error),
			 0);
	assert_int_equal(c.n, 3);
	assert_int_equal(o.Internal, 0);
	assert_int_equal(o.InternalHigh, 3);
	assert_int_equal(o.Offset, before.Offset);
	assert_true(o.hEvent == before.hEvent);
	/* It waits although the socket is non-blocking: the time-out shows it. */
	fixture_timeout(p.s, 10);
	assert_int_equal(
		WSPRecv(p.s, c.buffers, 1, c.count, c.lp_flags, &o, NULL, NULL, &error),
		SOCKET_ERROR);
	assert_int_equal(error, WSAETIMEDOUT);
	assert_false(routine_ran);
	fixture_end(&p);
}

/* clauses: E8 F-WAITALL X10 E12 F-NUM */
static void flags_that_a_receive_cannot_have(void **state)
{
	struct pair stream = fixture_pair(PLAIN_TCP),
		    local = fixture_pair(PLAIN_STREAM),
		    records = fixture_pair(PLAIN_SEQPACKET),
		    udp = fixture_pair(PLAIN_UDP);
	const DWORD with[] = { MSG_OOB, MSG_PEEK, MSG_PARTIAL, MSG_PUSH_IMMEDIATE };
	DWORD known = 0;
	size_t n;
	const struct flag *table = flag_receive(&n);

	(void)state;
	fixture_guard();
	for (size_t i = 0; i < n; i++)
		known |= table[i].value;
	assert_int_equal(known, 0x802b);
	for (DWORD bit = 1; bit != 0; bit <<= 1)
		if (!(known & bit)) {
			fixture_fails(stream.s, 1, bit, WSAEINVAL);
			fixture_fails(udp.s, 1, bit | MSG_PEEK, WSAEINVAL);
		}
	for (size_t i = 0; i < 4; i++)
		fixture_fails(stream.s, 1, MSG_WAITALL | with[i], WSAEOPNOTSUPP);
	fixture_fails(records.s, 1, MSG_WAITALL, WSAEOPNOTSUPP);
	fixture_fails(udp.s, 1, MSG_WAITALL, WSAEOPNOTSUPP);
	fixture_nonblocking(stream.s, TRUE);
	fixture_fails(stream.s, 1, MSG_WAITALL, WSAEOPNOTSUPP);
	fixture_fails(local.s, 1, MSG_OOB, WSAEOPNOTSUPP);
	fixture_fails(records.s, 1, MSG_OOB, WSAEOPNOTSUPP);
	fixture_fails(udp.s, 1, MSG_OOB, WSAEOPNOTSUPP);
	fixture_end(&stream);
	fixture_end(&local);
	fixture_end(&records);
	fixture_end(&udp);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_an_overlapped_a_routine_means_nothing),
		cmocka_unit_test(rule_nonoverlapped_ignores_refuses_or_fills),
		cmocka_unit_test(flags_that_a_receive_cannot_have),
	};

	return cmocka_run_group_tests(tests, start, fixture_stop);
}
