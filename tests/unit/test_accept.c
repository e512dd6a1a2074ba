/* SPDX-License-Identifier: MIT */
/* What WSPAccept asks and tells, and when WSPListen and WSPConnect cannot be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/wsp_fixture.h"

static SOCKET fresh(void)
{
	int error = 0;
	SOCKET s = WSPSocket(AF_INET, SOCK_STREAM, 0, NULL, 0, 0, &error);

	assert_true(s != INVALID_SOCKET);
	return s;
}

static int connect_to(SOCKET s, const void *sa, int n)
{
	int error = 0;

	return WSPConnect(s, sa, n, NULL, NULL, NULL, NULL, &error) == 0 ? 0 : error;
}

static int listen_on(SOCKET s)
{
	int error = 0;

	return WSPListen(s, 1, &error) == 0 ? 0 : error;
}

static void bind_loopback(SOCKET s, struct sockaddr_in *at)
{
	int n = sizeof *at, error = 0;

	*at = (struct sockaddr_in){ .sin_family = AF_INET };
	at->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(WSPBind(s, (struct sockaddr *)at, sizeof *at, &error), 0);
	assert_int_equal(WSPGetSockName(s, (struct sockaddr *)at, &n, &error), 0);
}

/* Both ends, as the condition was told them. */
struct told {
	struct sockaddr_in caller, callee;
	ULONG caller_length, callee_length;
};

static int CALLBACK look(LPWSABUF caller, LPWSABUF caller_data, LPQOS sqos, LPQOS gqos,
			 LPWSABUF callee, LPWSABUF callee_data, GROUP *g,
			 DWORD_PTR context)
{
	struct told *told = (struct told *)context;

	(void)caller_data;
	(void)sqos;
	(void)gqos;
	(void)callee_data;
	(void)g;
	told->caller_length = caller->len;
	told->callee_length = callee->len;
	memcpy(&told->caller, caller->buf, sizeof told->caller);
	memcpy(&told->callee, callee->buf, sizeof told->callee);
	return CF_ACCEPT;
}

static void the_condition_is_told_both_ends(void **state)
{
	SOCKET listener = fresh(), s = fresh(), accepted;
	struct sockaddr_in here, there;
	struct told told = { 0 };
	int n = sizeof there, error = 0;

	(void)state;
	bind_loopback(listener, &here);
	assert_int_equal(listen_on(listener), 0);
	bind_loopback(s, &there);
	assert_int_equal(connect_to(s, &here, sizeof here), 0);
	accepted = WSPAccept(listener, NULL, NULL, look, (DWORD_PTR)&told, &error);
	assert_true(accepted != INVALID_SOCKET);
	assert_int_equal(told.caller_length, sizeof told.caller);
	assert_int_equal(told.callee_length, sizeof told.callee);
	assert_int_equal(told.caller.sin_port, there.sin_port);
	assert_int_equal(told.callee.sin_port, here.sin_port);
	assert_int_equal(WSPGetPeerName(s, (struct sockaddr *)&there, &n, &error), 0);
	assert_int_equal(there.sin_port, here.sin_port);
	fixture_close(accepted);
	fixture_close(s);
	fixture_close(listener);
}

/* clauses: P1 */
static void nothing_comes_of_an_accept_that_fails(void **state)
{
	SOCKET s = fresh();
	int error = 0;

	(void)state;
	assert_true(WSPAccept(s, NULL, NULL, NULL, 0, &error) == INVALID_SOCKET);
	assert_int_equal(error, WSAEINVAL);
	fixture_close(s);
	assert_true(WSPAccept(s, NULL, NULL, NULL, 0, &error) == INVALID_SOCKET);
	assert_int_equal(error, WSAENOTSOCK);
}

static void who_is_connected_or_connecting_cannot_listen(void **state)
{
	struct sockaddr_storage sa;
	socklen_t n;
	int listener = plain_listener(AF_INET, SOCK_STREAM, &sa, &n, 0);
	SOCKET s[8];

	(void)state;
	assert_int_equal(listen_on(s[0] = fresh()), WSAEINVAL);
	fixture_close(s[0]);
	/* The listener's queue fills up; the last handshakes get no answer. */
	for (size_t i = 0; i < 8; i++) {
		s[i] = fresh();
		fixture_nonblocking(s[i], TRUE);
		assert_int_equal(connect_to(s[i], &sa, (int)n), WSAEWOULDBLOCK);
	}
	assert_int_equal(listen_on(s[7]), WSAEISCONN);
	fixture_fails(s[0], 1, 0, WSAEWOULDBLOCK); /* it is connected by now */
	assert_int_equal(listen_on(s[0]), WSAEISCONN);
	for (size_t i = 0; i < 8; i++)
		fixture_close(s[i]);
	close(listener);
}

static void a_name_must_be_there_and_have_a_family(void **state)
{
	struct sockaddr_in at;
	SOCKET s = fresh();

	(void)state;
	bind_loopback(s, &at);
	assert_int_equal(connect_to(s, NULL, sizeof at), WSAEFAULT);
	assert_int_equal(connect_to(s, &at, 1), WSAEFAULT);
	assert_int_equal(connect_to(s, &at, -1), WSAEFAULT);
	assert_int_equal(connect_to(s, &at, sizeof(struct sockaddr_storage) + 1),
			 WSAEFAULT);
	fixture_close(s);
}

/* No protocol here carries connect data: none is told. */
static void a_connect_brings_no_data_back(void **state)
{
	struct sockaddr_in at;
	SOCKET listener = fresh(), s = fresh();
	char room[8];
	WSABUF data = { sizeof room, room };
	int error = 0;

	(void)state;
	bind_loopback(listener, &at);
	assert_int_equal(listen_on(listener), 0);
	assert_int_equal(WSPConnect(s, (struct sockaddr *)&at, sizeof at, NULL, &data,
				    NULL, NULL, &error),
			 0);
	assert_int_equal(data.len, 0);
	fixture_close(s);
	fixture_close(listener);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_condition_is_told_both_ends),
		cmocka_unit_test(nothing_comes_of_an_accept_that_fails),
		cmocka_unit_test(who_is_connected_or_connecting_cannot_listen),
		cmocka_unit_test(a_name_must_be_there_and_have_a_family),
		cmocka_unit_test(a_connect_brings_no_data_back),
	};

	return cmocka_run_group_tests(tests, fixture_start, fixture_stop);
}
