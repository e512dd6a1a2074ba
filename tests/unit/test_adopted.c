/* SPDX-License-Identifier: MIT */
/* Sockets of the kernel as sockets of the provider: what they are, where, and their options. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "spi/capture.h"
#include "tests/unit/overlap.h"
#include "wsptls.h"

static SOCKET adopted(int fd, int protocol, int *error)
{
	WSAPROTOCOL_INFO wanted = { .iProtocol = protocol };
	SOCKET s = WSPSocketFromDescriptor(fd, &wanted, 0, error);

	if (s == INVALID_SOCKET)
		close(fd);
	return s;
}

/* clauses: S1 E12 P1 */
static void what_is_adopted_is_what_it_was(void **state)
{
	int error = 0;
	SOCKET s;

	fixture_start(state);
	s = adopted(socket(AF_INET, SOCK_DGRAM, 0), 0, &error);
	fixture_fails(s, 1, 0, WSAEINVAL);
	fixture_close(s);
	assert_true(adopted(socket(AF_INET, SOCK_DGRAM, 0), WSPPROTO_TLS, &error) ==
		    INVALID_SOCKET);
	assert_int_equal(error, WSAEPROTOTYPE);
	error = 0;
	assert_true(adopted(socket(AF_INET, SOCK_STREAM, 0), WSPPROTO_DTLS, &error) ==
		    INVALID_SOCKET);
	assert_int_equal(error, WSAEPROTOTYPE);
	error = 0;
	assert_true(WSPSocket(AF_INET, SOCK_RAW, 0, NULL, 0, 0, &error) ==
		    INVALID_SOCKET);
	assert_int_equal(error, WSAEPROTONOSUPPORT);
	error = 0;
	assert_true(WSPSocket(AF_INET, SOCK_DGRAM, 0, NULL, 0, 0x100, &error) ==
		    INVALID_SOCKET);
	assert_int_equal(error, WSAEINVAL);
	fixture_stop(state);
}

static void a_slot_is_used_again(void **state)
{
	SOCKET s, t;
	int error;

	fixture_start(state);
	s = WSPSocket(AF_INET, SOCK_DGRAM, 0, NULL, 0, 0, &error);
	fixture_close(s);
	t = WSPSocket(AF_INET, SOCK_DGRAM, 0, NULL, 0, 0, &error);
	assert_true(t != s);
	assert_int_equal(t & 0xffffff, s & 0xffffff);
	fixture_close(t);
	fixture_stop(state);
}

static void options_are_told_apart(void **state)
{
	struct linger off = { 7, 7 };
	int n = sizeof off, error = 0;
	SOCKET s;

	fixture_start(state);
	s = WSPSocket(AF_INET, SOCK_STREAM, 0, NULL, 0, 0, &error);
	assert_int_equal(
		WSPGetSockOpt(s, SOL_SOCKET, SO_LINGER, (CHAR *)&off, &n, &error), 0);
	assert_int_equal(off.l_onoff, 0);
	assert_int_equal(off.l_linger, 0);
	/* No bytes are no option, but can be read; a negative number of them cannot. */
	assert_int_equal(WSPSetSockOpt(s, IPPROTO_TCP, 1, (CHAR *)&off, 0, &error),
			 SOCKET_ERROR);
	assert_int_equal(error, WSAEINVAL);
	assert_int_equal(WSPSetSockOpt(s, IPPROTO_TCP, 1, (CHAR *)&off, -1, &error),
			 SOCKET_ERROR);
	assert_int_equal(error, WSAEFAULT);
	fixture_close(s);
	fixture_stop(state);
}

/* clauses: E17 */
static void a_cancelled_receive_has_no_details(void **state)
{
	DWORD on = WSP_WATCH_OVERLAPPED, n = 0;
	struct overlap r;
	struct pair p;
	int error;

	fixture_start(state);
	p = overlap_pair(PLAIN_TCP);
	assert_int_equal(WSPIoctl(p.s, SIO_WSP_WATCH, &on, sizeof on, NULL, 0, &n, NULL,
				  NULL, NULL, &error),
			 0);
	overlap_event(&r, p.s, 9, 0);
	r.o.details.arrived = TRUE;
	fixture_close(p.s);
	assert_int_equal(r.o.overlapped.Internal, WSA_OPERATION_ABORTED);
	assert_int_equal(r.o.details.arrived, FALSE);
	fixture_close_peer(&p);
	fixture_stop(state);
}

static void the_state_of_tls_has_its_length(void **state)
{
	char room[sizeof(WSPTLSSTATE) + 8];
	int n = sizeof room, error;
	SOCKET s;

	fixture_start(state);
	s = WSPSocket(AF_INET, SOCK_STREAM, WSPPROTO_TLS, NULL, 0, 0, &error);
	assert_int_equal(
		WSPGetSockOpt(s, SOL_WSP_TLS, SO_WSP_TLS_STATE, room, &n, &error), 0);
	assert_int_equal(n, sizeof(WSPTLSSTATE));
	fixture_close(s);
	fixture_stop(state);
}

/* clauses: E6 */
static void each_family_has_its_room(void **state)
{
	static const struct {
		int family, room;
	} rows[] = {
		{ AF_INET, 16 },  { AF_INET6, 28 }, { AF_UNIX, 110 },
		{ AF_VSOCK, 16 }, { AF_TIPC, 128 },
	};
	struct sockaddr_storage sa;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int n = rows[i].room;

		assert_int_equal(capture_address_room(rows[i].family,
						      (struct sockaddr *)&sa, &n),
				 0);
		n--;
		assert_int_equal(capture_address_room(rows[i].family,
						      (struct sockaddr *)&sa, &n),
				 WSAEFAULT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_adopted_is_what_it_was),
		cmocka_unit_test(a_slot_is_used_again),
		cmocka_unit_test(options_are_told_apart),
		cmocka_unit_test(a_cancelled_receive_has_no_details),
		cmocka_unit_test(the_state_of_tls_has_its_length),
		cmocka_unit_test(each_family_has_its_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
