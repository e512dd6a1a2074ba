/* SPDX-License-Identifier: MIT */
/* What WSPRecv looks at before it receives: parameters, states, and their order. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/wsp_fixture.h"

static char *no_memory, *read_only;
#define REGION 65536

static int start(void **state)
{
	no_memory = mmap(NULL, REGION, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	read_only = mmap(NULL, REGION, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return no_memory == MAP_FAILED || read_only == MAP_FAILED ||
	       fixture_start(state) != 0;
}

/* A call with everything right, but for what the members say. */
struct call {
	SOCKET s;
	WSABUF array[2];
	LPWSABUF buffers;
	DWORD n_buffers;
	DWORD n, flags;
	LPDWORD count, lp_flags;
	char bytes[8];
};

static void all_right(struct call *c, SOCKET s)
{
	memset(c, 0, sizeof *c);
	c->s = s;
	c->array[0] = (WSABUF){ 8, c->bytes };
	c->buffers = c->array;
	c->n_buffers = 1;
	c->n = FIXTURE_UNTOUCHED;
	c->count = &c->n;
	c->lp_flags = &c->flags;
}

static int answer(struct call *c)
{
	int error = 0;
	DWORD flags = c->flags;
	int r = WSPRecv(c->s, c->buffers, c->n_buffers, c->count, c->lp_flags, NULL,
			NULL, NULL, &error);

	if (r == 0)
		return 0;
	assert_int_equal(r, SOCKET_ERROR);
	assert_int_equal(c->flags, flags);
	assert_int_equal(c->n, FIXTURE_UNTOUCHED);
	return error;
}

/* One thing that is wrong, in the order in which they are looked for. */
enum fault {
	NOT_A_SOCKET,
	NO_FLAGS,
	NO_COUNT,
	NO_BUFFERS,
	BAD_ARRAY,
	BAD_BUFFER,
	UNKNOWN_FLAG,
	WRONG_FLAG,
	NOT_CONNECTED,
	SHUT,
	RESET,
	NOTHING_THERE,
	N_FAULTS
};

static const int codes[N_FAULTS] = {
	[NOT_A_SOCKET] = WSAENOTSOCK,  [NO_FLAGS] = WSAEFAULT,
	[NO_COUNT] = WSAEFAULT,        [NO_BUFFERS] = WSAEINVAL,
	[BAD_ARRAY] = WSAEFAULT,       [BAD_BUFFER] = WSAEFAULT,
	[UNKNOWN_FLAG] = WSAEINVAL,    [WRONG_FLAG] = WSAEOPNOTSUPP,
	[NOT_CONNECTED] = WSAENOTCONN, [SHUT] = WSAESHUTDOWN,
	[RESET] = WSAECONNRESET,       [NOTHING_THERE] = WSAEWOULDBLOCK,
};

static void shut_receive(SOCKET s)
{
	int error = 0;

	assert_int_equal(WSPShutdown(s, SD_RECEIVE, &error), 0);
}

static void do_wrong(struct call *c, enum fault f)
{
	switch (f) {
	case NOT_A_SOCKET:
		c->s = 12;
		break;
	case NO_FLAGS:
		c->lp_flags = NULL;
		break;
	case NO_COUNT:
		c->count = NULL;
		break;
	case NO_BUFFERS:
		c->n_buffers = 0;
		break;
	case BAD_ARRAY:
		c->buffers = (LPWSABUF)(void *)no_memory;
		break;
	case BAD_BUFFER:
		c->array[0].buf = no_memory;
		break;
	case UNKNOWN_FLAG:
		c->flags |= 0x100;
		break;
	case WRONG_FLAG:
		c->flags |= MSG_WAITALL | MSG_PEEK;
		break;
	case NOT_CONNECTED:
	case SHUT:
	case RESET:
	case NOTHING_THERE:
	case N_FAULTS:
		break;
	}
}

/* Of two wrongs the one that is looked for first is told. */
static void both(enum fault first, enum fault second)
{
	struct pair p = fixture_pair(PLAIN_STREAM);
	struct call c;
	SOCKET fresh;
	int error = 0;

	fresh = WSPSocket(AF_INET, SOCK_STREAM, 0, NULL, 0, 0, &error);
	fixture_nonblocking(p.s, TRUE);
	fixture_nonblocking(fresh, TRUE);
	if (second == RESET || first == RESET) {
		fixture_reset(&p);
		fixture_fails(p.s, 1, 0, WSAECONNRESET);
	}
	if (second == SHUT || first == SHUT)
		shut_receive(p.s);
	all_right(&c, first == NOT_CONNECTED || second == NOT_CONNECTED ? fresh : p.s);
	do_wrong(&c, second);
	do_wrong(&c, first);
	if (answer(&c) != codes[first])
		fail_msg("wrong %d before %d: %d", first, second, answer(&c));
	fixture_close(fresh);
	fixture_end(&p);
}

/* clauses: P10 P1 P3 P4 P5 E2 E6 E7 E8 E9 E10 E12 R2 R6 */
static void the_first_thing_wrong_is_the_answer(void **state)
{
	(void)state;
	fixture_guard();
	for (enum fault first = NOT_A_SOCKET; first < N_FAULTS; first++)
		for (enum fault second = first; second < N_FAULTS; second++)
			both(first, second);
}

/* clauses: P1 E7 */
static void numbers_that_are_no_sockets(void **state)
{
	const SOCKET numbers[] = { 0, 1, 2, 3, 4, 8, INVALID_SOCKET, 1u << 24, 123456 };
	struct pair p = fixture_pair(PLAIN_STREAM);
	struct call c;

	(void)state;
	fixture_guard();
	plain_text(p.peer, "kept");
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		all_right(&c, numbers[i]);
		assert_int_equal(answer(&c), WSAENOTSOCK);
	}
	all_right(&c, (SOCKET)p.near);
	assert_int_equal(answer(&c), WSAENOTSOCK);
	all_right(&c, p.s + 1);
	assert_int_equal(answer(&c), WSAENOTSOCK);
	all_right(&c, p.s + (1u << 24));
	assert_int_equal(answer(&c), WSAENOTSOCK);
	fixture_data(p.s, 9, 0, "kept", 0);
	fixture_end(&p);
	all_right(&c, p.s);
	assert_int_equal(answer(&c), WSAENOTSOCK);
}

/* clauses: P3 */
static void one_buffer_of_no_length_is_fine(void **state)
{
	struct pair p = fixture_pair(PLAIN_STREAM);
	struct call c;

	(void)state;
	fixture_guard();
	plain_text(p.peer, "abc");
	all_right(&c, p.s);
	c.array[0] = (WSABUF){ 0, NULL };
	assert_int_equal(answer(&c), 0);
	assert_int_equal(c.n, 0);
	all_right(&c, p.s);
	c.array[0] = (WSABUF){ 0, no_memory };
	assert_int_equal(answer(&c), 0);
	all_right(&c, p.s);
	c.array[0] = (WSABUF){ 0, NULL };
	c.array[1] = (WSABUF){ 3, c.bytes };
	c.n_buffers = 2;
	assert_int_equal(answer(&c), 0);
	assert_int_equal(c.n, 3);
	assert_memory_equal(c.bytes, "abc", 4);
	all_right(&c, p.s);
	c.buffers = NULL;
	c.n_buffers = 0;
	assert_int_equal(answer(&c), WSAEINVAL);
	fixture_end(&p);
}

/* clauses: E6 X12 R6 P4 P5 P2 */
static void bad_memory_is_an_answer_and_data_stays(void **state)
{
	const enum plain_kind kinds[] = { PLAIN_TCP, PLAIN_STREAM, PLAIN_SEQPACKET,
					  PLAIN_DGRAM, PLAIN_UDP };

	(void)state;
	fixture_guard();
	for (size_t i = 0; i < 5; i++) {
		struct pair p = fixture_pair(kinds[i]);
		char *bad[] = { NULL, (char *)16, no_memory, read_only,
				(char *)(uintptr_t)0x8000000000000000 };
		struct call c;

		plain_text(p.peer, "abcd");
		for (size_t k = 0; k < 5; k++) {
			all_right(&c, p.s);
			c.array[0].buf = bad[k];
			assert_int_equal(answer(&c), WSAEFAULT);
			all_right(&c, p.s);
			c.array[1] = (WSABUF){ 5, bad[k] };
			c.n_buffers = 2;
			assert_int_equal(answer(&c), WSAEFAULT);
			all_right(&c, p.s);
			c.count = (LPDWORD)(void *)bad[k];
			assert_int_equal(answer(&c), WSAEFAULT);
			all_right(&c, p.s);
			c.lp_flags = (LPDWORD)(void *)bad[k];
			assert_int_equal(answer(&c), WSAEFAULT);
			if (bad[k] == read_only)
				continue; /* an array may be read only */
			all_right(&c, p.s);
			c.buffers = (LPWSABUF)(void *)bad[k];
			assert_int_equal(answer(&c), WSAEFAULT);
			all_right(&c, p.s);
			c.buffers = (LPWSABUF)(void *)bad[k];
			c.n_buffers = 0xffffffff;
			assert_int_equal(answer(&c), WSAEFAULT);
		}
		all_right(&c, p.s);
		c.array[0] = (WSABUF){ 0xffffffff, c.bytes };
		assert_int_equal(answer(&c), WSAEFAULT);
		fixture_data(p.s, 9, 0, "abcd", 0);
		fixture_end(&p);
	}
}

/* clauses: P9 */
static void the_code_is_written_where_it_can_be_and_only_then(void **state)
{
	LPINT bad[] = { NULL, (LPINT)(void *)no_memory, (LPINT)(void *)read_only };
	struct pair p = fixture_pair(PLAIN_STREAM);
	struct call c;
	int error = 4711;

	(void)state;
	fixture_guard();
	all_right(&c, 12);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(WSPRecv(12, c.buffers, 1, c.count, c.lp_flags, NULL,
					 NULL, NULL, bad[i]),
				 SOCKET_ERROR);
	plain_text(p.peer, "x");
	assert_int_equal(WSPRecv(p.s, c.buffers, 1, c.count, c.lp_flags, NULL, NULL,
				 NULL, &error),
			 0);
	assert_int_equal(error, 4711);
	fixture_end(&p);
}

/* clauses: B1 B2 X4 */
static void the_same_megabyte_four_thousand_times(void **state)
{
	const enum plain_kind kinds[] = { PLAIN_TCP, PLAIN_SEQPACKET, PLAIN_UDP };
	const DWORD n = 4097;
	char *megabyte = calloc(1, 1 << 20);
	WSABUF *array = calloc(n, sizeof *array);

	(void)state;
	fixture_guard();
	assert_non_null(megabyte);
	assert_non_null(array);
	for (DWORD i = 0; i < n; i++)
		array[i] = (WSABUF){ 1 << 20, megabyte };
	for (size_t i = 0; i < 3; i++) {
		struct pair p = fixture_pair(kinds[i]);
		struct call c;

		plain_text(p.peer, "abc");
		all_right(&c, p.s);
		c.buffers = array;
		c.n_buffers = n;
		megabyte[3] = '~';
		assert_int_equal(answer(&c), 0);
		assert_int_equal(c.n, 3);
		assert_memory_equal(megabyte, "abc~", 4);
		fixture_end(&p);
	}
	free(array);
	free(megabyte);
}

/* clauses: E9 */
static void shut_down_goes_before_the_end_and_data(void **state)
{
	const int ways[] = { SD_RECEIVE, SD_BOTH };

	(void)state;
	fixture_guard();
	for (size_t i = 0; i < 2; i++) {
		struct pair p = fixture_pair(PLAIN_TCP);
		int error = 0;

		plain_text(p.peer, "x");
		fixture_close_peer(&p);
		plain_wait(p.near);
		assert_int_equal(WSPShutdown(p.s, ways[i], &error), 0);
		fixture_fails(p.s, 1, 0, WSAESHUTDOWN);
		fixture_fails(p.s, 1, MSG_PEEK, WSAESHUTDOWN);
		fixture_end(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_thing_wrong_is_the_answer),
		cmocka_unit_test(numbers_that_are_no_sockets),
		cmocka_unit_test(one_buffer_of_no_length_is_fine),
		cmocka_unit_test(bad_memory_is_an_answer_and_data_stays),
		cmocka_unit_test(the_code_is_written_where_it_can_be_and_only_then),
		cmocka_unit_test(the_same_megabyte_four_thousand_times),
		cmocka_unit_test(shut_down_goes_before_the_end_and_data),
	};

	return cmocka_run_group_tests(tests, start, fixture_stop);
}
