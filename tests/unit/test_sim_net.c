/* SPDX-License-Identifier: MIT */
/* Calls of the provider on a network in memory, as on the kernel's. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "net/network.h"
#include "tests/unit/sim_calls.h"

static const int families[] = { AF_INET, AF_INET6, AF_UNIX };

static void streams_of_all_families(void **state)
{
	int error = 0;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		calls_circuit(families[i], SOCK_STREAM);
		assert_int_equal(fixture_send(left, "there"), 0);
		fixture_data(right, 9, 0, "there", 0);
		assert_int_equal(fixture_send(right, "back"), 0);
		fixture_data(left, 2, 0, "ba", 0);
		fixture_data(left, 9, 0, "ck", 0);
		assert_int_equal(WSPShutdown(left, SD_SEND, &error), 0);
		fixture_nothing(right, 9, 0);
		assert_int_equal(fixture_send(right, "half"), 0);
		fixture_data(left, 9, 0, "half", 0);
		calls_end();
	}
}

/* clauses: C2 D6 */
static void records(void **state)
{
	(void)state;
	calls_circuit(AF_UNIX, SOCK_SEQPACKET);
	assert_int_equal(fixture_send(left, "abc"), 0);
	assert_int_equal(fixture_send(left, ""), 0);
	fixture_close(left);
	left = INVALID_SOCKET;
	fixture_data(right, 2, 0, "ab", MSG_PARTIAL);
	fixture_data(right, 2, 0, "c", 0);
	fixture_nothing(right, 9, 0);
	fixture_fails(right, 9, 0, WSAEDISCON);
	calls_end();
}

/* clauses: S2 S3 */
static void datagrams_of_all_families(void **state)
{
	struct place to, from, stranger;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		left = calls_bound(families[i], SOCK_DGRAM, &from);
		right = calls_bound(families[i], SOCK_DGRAM, &to);
		listener = calls_bound(families[i], SOCK_DGRAM, &stranger);
		assert_int_equal(calls_send_to(left, "hello", &to), 0);
		assert_int_equal(calls_send_to(left, "", &to), 0);
		calls_came_from(right, "hello", &from);
		calls_came_from(right, "", &from);
		assert_int_equal(calls_send_to(listener, "before", &to), 0);
		assert_int_equal(calls_send_to(left, "peer", &to), 0);
		assert_int_equal(calls_connect_to(right, &from), 0);
		calls_came_from(right, "peer", &from);
		assert_int_equal(calls_send_to(listener, "after", &to),
				 families[i] == AF_UNIX ? WSAEACCES : 0);
		assert_int_equal(fixture_send(right, "back"), 0);
		calls_came_from(left, "back", &to);
		assert_int_equal(fixture_look(right, 9, 0).error, WSAEWOULDBLOCK);
		calls_end();
	}
}

/* clauses: E14 */
static void nobody_is_there(void **state)
{
	struct place p;
	int code = 0, n = sizeof code, error = 0;

	(void)state;
	left = calls_bound(AF_INET, SOCK_STREAM, &p); /* does not listen */
	right = calls_opened(AF_INET, SOCK_STREAM);
	assert_int_equal(calls_connect_to(right, &p), WSAECONNREFUSED);
	fixture_nonblocking(right, TRUE);
	assert_int_equal(calls_connect_to(right, &p), WSAEWOULDBLOCK);
	assert_int_equal(
		WSPGetSockOpt(right, SOL_SOCKET, SO_ERROR, (CHAR *)&code, &n, &error),
		0);
	assert_int_equal(code, WSAECONNREFUSED);
	calls_end();
	left = calls_bound(AF_UNIX, SOCK_STREAM, &p);
	right = calls_opened(AF_UNIX, SOCK_STREAM);
	assert_int_equal(calls_connect_to(right, &p), WSAECONNREFUSED);
	calls_end();
	left = calls_bound(AF_INET, SOCK_DGRAM, &p);
	fixture_close(left);
	left = calls_opened(AF_INET, SOCK_DGRAM);
	right = calls_bound(AF_INET, SOCK_DGRAM, &p);
	fixture_close(right);
	right = INVALID_SOCKET;
	assert_int_equal(calls_send_to(left, "x", &p), 0);
	fixture_fails(left, 9, 0, WSAECONNRESET);
	assert_int_equal(fixture_look(left, 9, 0).error, WSAEWOULDBLOCK);
	calls_end();
}

/* clauses: C3 */
static void resets(void **state)
{
	struct linger now = { .l_onoff = 1 };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		calls_circuit(families[i], SOCK_STREAM);
		assert_int_equal(fixture_send(right, "read"), 0);
		assert_int_equal(fixture_send(left, "unread"), 0);
		fixture_close(right);
		right = INVALID_SOCKET;
		fixture_data(left, 9, 0, "read", 0);
		fixture_fails(left, 9, 0, WSAECONNRESET);
		fixture_fails(left, 9, 0, WSAECONNRESET);
		calls_end();
	}
	calls_circuit(AF_INET, SOCK_STREAM);
	calls_set(left, SO_LINGER, &now, sizeof now);
	fixture_close(left);
	left = INVALID_SOCKET;
	fixture_fails(right, 9, 0, WSAECONNRESET);
	assert_int_equal(fixture_send(right, "x"), WSAECONNRESET);
	calls_end();
}

static int send_urgent(SOCKET s, const char *text)
{
	WSABUF buffer = { (ULONG)strlen(text), (CHAR *)(uintptr_t)text };
	DWORD n;
	int error = 0;

	WSPSend(s, &buffer, 1, &n, MSG_OOB, NULL, NULL, NULL, &error);
	return error;
}

/* clauses: F-OOB */
static void the_urgent_byte(void **state)
{
	int on = 1;

	(void)state;
	calls_circuit(AF_INET, SOCK_STREAM);
	assert_int_equal(fixture_send(left, "ab"), 0);
	assert_int_equal(send_urgent(left, "c!"), 0);
	assert_int_equal(fixture_send(left, "de"), 0);
	fixture_data(right, 9, MSG_OOB, "!", MSG_OOB);
	fixture_data(right, 9, 0, "abc", 0);
	fixture_data(right, 9, 0, "de", 0);
	calls_set(right, SO_OOBINLINE, &on, sizeof on);
	assert_int_equal(send_urgent(left, "x?"), 0);
	fixture_data(right, 9, 0, "x", 0);
	fixture_data(right, 9, 0, "?", 0);
	calls_end();
}

static void no_interface_has_groups(void **state)
{
	struct sockaddr_in group = { .sin_family = AF_INET, .sin_port = htons(9000) };
	int error = 0;

	(void)state;
	left = calls_opened(AF_INET, SOCK_DGRAM);
	group.sin_addr.s_addr = htonl(0xe0000101);
	assert_true(WSPJoinLeaf(left, (struct sockaddr *)&group, sizeof group, NULL,
				NULL, NULL, NULL, JL_BOTH, &error) == INVALID_SOCKET);
	assert_int_equal(error, WSAENETDOWN);
	assert_true(WSPSocket(AF_INET, SOCK_STREAM, IPPROTO_SCTP, NULL, 0, 0, &error) ==
		    INVALID_SOCKET);
	assert_int_equal(error, WSAEPROTONOSUPPORT);
	calls_end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(streams_of_all_families),
		cmocka_unit_test(records),
		cmocka_unit_test(datagrams_of_all_families),
		cmocka_unit_test(nobody_is_there),
		cmocka_unit_test(resets),
		cmocka_unit_test(the_urgent_byte),
		cmocka_unit_test(no_interface_has_groups),
	};

	return cmocka_run_group_tests(tests, sim_world_start, sim_world_stop);
}
