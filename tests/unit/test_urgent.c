/* SPDX-License-Identifier: MIT */
/* Out-of-band data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/wsp_fixture.h"

static BOOL at_mark(SOCKET s)
{
	BOOL mark = 55;
	DWORD returned = 0;
	int error = 0;

	assert_int_equal(WSPIoctl(s, SIOCATMARK, NULL, 0, &mark, sizeof mark, &returned,
				  NULL, NULL, NULL, &error),
			 0);
	assert_int_equal(returned, sizeof mark);
	return mark;
}

/* clauses: F-OOB X2 F-NUM F-PEEK */
static void the_urgent_byte_is_apart_from_the_data(void **state)
{
	const enum plain_kind kinds[] = { PLAIN_TCP, PLAIN_TCP6 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct pair p = fixture_pair(kinds[i]);

		assert_true(at_mark(p.s));
		plain_text(p.peer, "ab");
		plain_urgent(p.peer, "!");
		plain_text(p.peer, "cd");
		plain_wait_urgent(p.near);
		plain_wait_bytes(p.near, 2);
		assert_false(at_mark(p.s));
		fixture_nothing(p.s, 0, MSG_OOB);
		fixture_data(p.s, 9, MSG_OOB | MSG_PEEK, "!", MSG_OOB);
		fixture_data(p.s, 9, MSG_OOB, "!", MSG_OOB);
		assert_true(at_mark(p.s));
		assert_int_equal(fixture_look(p.s, 9, MSG_OOB).error, WSAEWOULDBLOCK);
		fixture_data(p.s, 2, 0, "ab", 0);
		fixture_data(p.s, 2, MSG_WAITALL, "cd", 0);
		fixture_end(&p);
	}
}

/* clauses: F-OOB */
static void one_before_any_data_is_no_data(void **state)
{
	struct pair p = fixture_pair(PLAIN_TCP);

	(void)state;
	plain_urgent(p.peer, "!");
	plain_wait_urgent(p.near);
	fixture_data(p.s, 9, MSG_OOB, "!", MSG_OOB);
	plain_text(p.peer, "data");
	fixture_data(p.s, 9, 0, "data", 0);
	fixture_end(&p);
}

/* clauses: F-OOB X5 C1 C3 C4 */
static void without_one_it_waits_until_the_end(void **state)
{
	struct pair p = fixture_pair(PLAIN_TCP);

	(void)state;
	plain_text(p.peer, "ab");
	assert_int_equal(fixture_look(p.s, 9, MSG_OOB).error, WSAEWOULDBLOCK);
	assert_int_equal(fixture_look(p.s, 0, MSG_OOB).error, WSAEWOULDBLOCK);
	fixture_timeout(p.s, 5);
	fixture_fails(p.s, 9, MSG_OOB, WSAETIMEDOUT);
	fixture_timeout(p.s, 0);
	plain_shut(p.peer);
	assert_int_equal(fixture_look(p.s, 9, MSG_OOB).error, WSAEWOULDBLOCK);
	fixture_data(p.s, 9, 0, "ab", 0);
	fixture_nothing(p.s, 9, MSG_OOB);
	fixture_nothing(p.s, 9, 0);
	fixture_end(&p);

	p = fixture_pair(PLAIN_TCP);
	fixture_reset(&p);
	fixture_fails(p.s, 9, MSG_OOB, WSAECONNRESET);
	fixture_fails(p.s, 9, MSG_OOB, WSAECONNRESET);
	fixture_end(&p);
}

/* clauses: E12 F-OOB */
static void inline_it_is_data(void **state)
{
	struct pair p = fixture_pair(PLAIN_TCP);
	int on = 1, error = 0;

	(void)state;
	assert_int_equal(WSPSetSockOpt(p.s, SOL_SOCKET, SO_OOBINLINE, (CHAR *)&on,
				       sizeof on, &error),
			 0);
	plain_urgent(p.peer, "!");
	plain_wait_bytes(p.near, 1);
	fixture_fails(p.s, 9, MSG_OOB, WSAEINVAL);
	assert_true(at_mark(p.s));
	fixture_data(p.s, 9, 0, "!", 0);
	fixture_end(&p);
}

/* clauses: F-OOB B1 */
static void more_buffers_than_the_kernel_takes(void **state)
{
	static WSABUF buffers[2000];
	static char bytes[2000];
	struct pair p = fixture_pair(PLAIN_TCP);
	DWORD n = 0, flags = MSG_OOB;
	int error = 0;

	(void)state;
	for (size_t i = 1; i < 2000; i++)
		buffers[i] = (WSABUF){ 1, bytes + i };
	plain_urgent(p.peer, "!");
	assert_int_equal(
		WSPRecv(p.s, buffers, 2000, &n, &flags, NULL, NULL, NULL, &error), 0);
	assert_int_equal(n, 1);
	assert_int_equal(bytes[1], '!');
	assert_int_equal(bytes[0] + bytes[2] + bytes[3], 0);
	fixture_end(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_urgent_byte_is_apart_from_the_data),
		cmocka_unit_test(one_before_any_data_is_no_data),
		cmocka_unit_test(without_one_it_waits_until_the_end),
		cmocka_unit_test(inline_it_is_data),
		cmocka_unit_test(more_buffers_than_the_kernel_takes),
	};

	return cmocka_run_group_tests(tests, fixture_start, fixture_stop);
}
