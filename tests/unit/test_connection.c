/* SPDX-License-Identifier: MIT */
/* Addresses, states and connections of sockets; strangers; the ends of circuits. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/wsp_fixture.h"

static SOCKET fresh(int family, int type)
{
	int error = 0;
	SOCKET s = WSPSocket(family, type, 0, NULL, 0, 0, &error);

	if (s == INVALID_SOCKET)
		fail_msg("WSPSocket: %d", error);
	return s;
}

static int connect_to(SOCKET s, const void *sa, int n)
{
	int error = 0;

	return WSPConnect(s, sa, n, NULL, NULL, NULL, NULL, &error) == 0 ? 0 : error;
}

static int send_to(SOCKET s, const char *text, const void *sa, int n)
{
	WSABUF b = { (ULONG)strlen(text), (CHAR *)(uintptr_t)text };
	DWORD sent;
	int error = 0;

	return WSPSendTo(s, &b, 1, &sent, 0, sa, n, NULL, NULL, NULL, &error) == 0
		       ? 0
		       : error;
}

static void name_of(SOCKET s, struct sockaddr_storage *sa, socklen_t *length)
{
	int n = sizeof *sa, error = 0;

	assert_int_equal(WSPGetSockName(s, (struct sockaddr *)sa, &n, &error), 0);
	*length = (socklen_t)n;
}

static int bind_loopback(SOCKET s, int family)
{
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	struct sockaddr_un local = { .sun_family = AF_UNIX };
	int error = 0, r;

	four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	six.sin6_addr = in6addr_loopback;
	if (family == AF_INET)
		r = WSPBind(s, (struct sockaddr *)&four, sizeof four, &error);
	else if (family == AF_INET6)
		r = WSPBind(s, (struct sockaddr *)&six, sizeof six, &error);
	else
		r = WSPBind(s, (struct sockaddr *)&local, sizeof(sa_family_t), &error);
	return r == 0 ? 0 : error;
}

/* clauses: E12 S1 S2 */
static void an_unbound_datagram_socket_cannot_receive(void **state)
{
	const int families[] = { AF_INET, AF_INET6, AF_UNIX };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		SOCKET s = fresh(families[i], SOCK_DGRAM);

		fixture_fails(s, 1, 0, WSAEINVAL);
		fixture_nonblocking(s, TRUE);
		fixture_fails(s, 1, 0, WSAEINVAL);
		assert_int_equal(bind_loopback(s, families[i]), 0);
		fixture_fails(s, 1, 0, WSAEWOULDBLOCK);
		assert_int_equal(bind_loopback(s, families[i]), WSAEINVAL);
		fixture_close(s);
	}
}

/* clauses: S2 S1 */
static void a_send_and_a_connect_bind_in_passing(void **state)
{
	const int families[] = { AF_INET, AF_INET6 };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct sockaddr_storage sa, own;
		socklen_t n, own_n;
		int other = plain_bound(families[i % 2], &sa, &n);
		SOCKET s = fresh(families[i % 2], SOCK_DGRAM);

		if (i < 2)
			assert_int_equal(send_to(s, "x", &sa, (int)n), 0);
		else
			assert_int_equal(connect_to(s, &sa, (int)n), 0);
		name_of(s, &own, &own_n);
		if (families[i % 2] == AF_INET)
			((struct sockaddr_in *)&own)->sin_addr.s_addr =
				htonl(INADDR_LOOPBACK);
		else
			((struct sockaddr_in6 *)&own)->sin6_addr = in6addr_loopback;
		plain_send_to(other, "answer", 6, &own, own_n);
		fixture_data(s, 9, 0, "answer", 0);
		fixture_close(s);
		close(other);
	}
}

/* clauses: E2 */
static void a_circuit_that_is_none_cannot_receive(void **state)
{
	const int families[] = { AF_INET, AF_INET6, AF_UNIX };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		SOCKET s = fresh(families[i], SOCK_STREAM);
		int error = 0;

		fixture_fails(s, 1, 0, WSAENOTCONN);
		assert_int_equal(bind_loopback(s, families[i]), 0);
		fixture_fails(s, 1, 0, WSAENOTCONN);
		assert_int_equal(WSPListen(s, 1, &error), 0);
		fixture_fails(s, 1, 0, WSAENOTCONN);
		fixture_fails(s, 1, MSG_PEEK, WSAENOTCONN);
		fixture_close(s);
	}
}

/* clauses: E2 */
static void a_circuit_that_is_still_connecting_cannot_receive(void **state)
{
	struct sockaddr_storage sa;
	socklen_t n;
	int listener = plain_listener(AF_INET, SOCK_STREAM, &sa, &n, 0);
	SOCKET s[8];

	(void)state;
	/* The listener's queue fills up; the last handshakes get no answer. */
	for (size_t i = 0; i < 8; i++) {
		s[i] = fresh(AF_INET, SOCK_STREAM);
		fixture_nonblocking(s[i], TRUE);
		assert_int_equal(connect_to(s[i], &sa, (int)n), WSAEWOULDBLOCK);
	}
	fixture_fails(s[7], 1, 0, WSAENOTCONN);
	fixture_fails(s[7], 1, MSG_PEEK, WSAENOTCONN);
	for (size_t i = 0; i < 8; i++)
		fixture_close(s[i]);
	close(listener);
}

static void a_refused_connect_is_told_though_a_receive_asked_first(void **state)
{
	struct sockaddr_storage sa;
	socklen_t n;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	SOCKET s = fixture_adopt(fd);
	int error = 0, value = 0, size = sizeof value;

	(void)state;
	close(plain_listener(AF_INET, SOCK_STREAM, &sa, &n, 1));
	fixture_nonblocking(s, TRUE);
	assert_int_equal(connect_to(s, &sa, (int)n), WSAEWOULDBLOCK);
	fixture_fails(s, 1, 0, WSAENOTCONN);
	assert_int_equal(
		WSPGetSockOpt(s, SOL_SOCKET, SO_ERROR, (CHAR *)&value, &size, &error),
		0);
	assert_int_equal(value, WSAECONNREFUSED);
	assert_int_equal(
		WSPGetSockOpt(s, SOL_SOCKET, SO_ERROR, (CHAR *)&value, &size, &error),
		0);
	assert_int_equal(value, 0);
	fixture_nonblocking(s, FALSE);
	assert_int_equal(connect_to(s, &sa, (int)n), WSAECONNREFUSED);
	fixture_close(s);
}

/* clauses: S3 */
static void strangers_vanish(void **state)
{
	const int families[] = { AF_INET, AF_INET6, AF_UNIX };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct sockaddr_storage own, peer, other;
		socklen_t own_n, peer_n, other_n;
		SOCKET s = fresh(families[i], SOCK_DGRAM);
		int peer_fd = plain_bound(families[i], &peer, &peer_n);
		int other_fd = plain_bound(families[i], &other, &other_n);

		assert_int_equal(bind_loopback(s, families[i]), 0);
		name_of(s, &own, &own_n);
		plain_send_to(other_fd, "stranger", 8, &own, own_n);
		plain_send_to(other_fd, "", 0, &own, own_n);
		plain_send_to(peer_fd, "early", 5, &own, own_n);
		plain_send_to(other_fd, "again", 5, &own, own_n);
		/* As most programs do it: the whole structure. */
		assert_int_equal(connect_to(s, &peer, (int)peer_n), 0);
		if (families[i] != AF_UNIX) /* the kernel keeps Unix strangers out */
			plain_send_to(other_fd, "after", 5, &own, own_n);
		plain_send_to(peer_fd, "", 0, &own, own_n);
		plain_send_to(peer_fd, "late", 4, &own, own_n);
		fixture_data(s, 9, MSG_PEEK, "early", 0);
		fixture_data(s, 9, 0, "early", 0);
		fixture_data(s, 9, 0, "", 0);
		fixture_data(s, 9, 0, "late", 0);
		assert_int_equal(fixture_look(s, 9, 0).error, WSAEWOULDBLOCK);
		fixture_close(s);
		close(peer_fd);
		close(other_fd);
	}
}

/* clauses: S3 */
static void an_adopted_socket_has_one_peer_too(void **state)
{
	struct sockaddr_storage own, peer, other;
	socklen_t own_n, peer_n, other_n;
	int fd = plain_bound(AF_INET, &own, &own_n), error = 0;
	int peer_fd = plain_bound(AF_INET, &peer, &peer_n);
	int other_fd = plain_bound(AF_INET, &other, &other_n);
	SOCKET s;

	(void)state;
	plain_send_to(other_fd, "stranger", 8, &own, own_n);
	assert_int_equal(connect(fd, (struct sockaddr *)&peer, peer_n), 0);
	s = WSPSocketFromDescriptor(fd, NULL, 0, &error);
	assert_true(s != INVALID_SOCKET);
	plain_send_to(peer_fd, "peer", 4, &own, own_n);
	fixture_data(s, 9, 0, "peer", 0);
	fixture_close(s);
	close(peer_fd);
	close(other_fd);
}

/* clauses: S3 */
static void a_peer_may_be_named_in_other_ways(void **state)
{
	struct sockaddr_in any = { .sin_family = AF_INET };
	struct sockaddr_storage own, peer;
	struct sockaddr_un path = { .sun_family = AF_UNIX };
	socklen_t own_n, peer_n;
	SOCKET s = fresh(AF_INET, SOCK_DGRAM);
	int fd = plain_bound(AF_INET, &peer, &peer_n), error = 0;

	(void)state;
	/* The kernel takes 0.0.0.0 for this machine. */
	assert_int_equal(bind_loopback(s, AF_INET), 0);
	name_of(s, &own, &own_n);
	any.sin_port = ((struct sockaddr_in *)&peer)->sin_port;
	assert_int_equal(connect_to(s, &any, sizeof any), 0);
	plain_send_to(fd, "zero", 4, &own, own_n);
	fixture_data(s, 9, 0, "zero", 0);
	fixture_close(s);
	close(fd);

	/* A path, given with all the room there is behind it. */
	snprintf(path.sun_path, sizeof path.sun_path, "/tmp/wsp-%ld", (long)getpid());
	unlink(path.sun_path);
	s = fresh(AF_UNIX, SOCK_DGRAM);
	assert_int_equal(bind_loopback(s, AF_UNIX), 0);
	name_of(s, &own, &own_n);
	fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&path, sizeof path), 0);
	assert_int_equal(WSPConnect(s, (struct sockaddr *)&path,
				    (int)(offsetof(struct sockaddr_un, sun_path) +
					  strlen(path.sun_path)),
				    NULL, NULL, NULL, NULL, &error),
			 0);
	plain_send_to(fd, "path", 4, &own, own_n);
	fixture_data(s, 9, 0, "path", 0);
	fixture_close(s);
	close(fd);
	unlink(path.sun_path);
}

/* clauses: S3 D6 */
static void the_rest_of_a_strangers_message_vanishes(void **state)
{
	struct sockaddr_storage own, peer, other;
	socklen_t own_n, peer_n, other_n;
	SOCKET s = fresh(AF_UNIX, SOCK_DGRAM);
	int peer_fd = plain_bound(AF_UNIX, &peer, &peer_n);
	int other_fd = plain_bound(AF_UNIX, &other, &other_n);

	(void)state;
	assert_int_equal(bind_loopback(s, AF_UNIX), 0);
	name_of(s, &own, &own_n);
	plain_send_to(other_fd, "stranger", 8, &own, own_n);
	fixture_data(s, 3, 0, "str", MSG_PARTIAL);
	assert_int_equal(connect_to(s, &peer, (int)peer_n), 0);
	plain_send_to(peer_fd, "friend", 6, &own, own_n);
	fixture_data(s, 9, 0, "friend", 0);
	/* The rest of the peer's own message stays. */
	plain_send_to(peer_fd, "friend", 6, &own, own_n);
	fixture_data(s, 3, 0, "fri", MSG_PARTIAL);
	assert_int_equal(connect_to(s, &peer, (int)peer_n), 0);
	fixture_data(s, 9, 0, "end", 0);
	fixture_close(s);
	close(peer_fd);
	close(other_fd);
}

/* clauses: E14 X14 */
static void port_unreachable_is_told_once(void **state)
{
	const int families[] = { AF_INET, AF_INET6 };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct sockaddr_storage sa, live;
		socklen_t n, live_n;
		SOCKET s = fresh(families[i % 2], SOCK_DGRAM);
		int fd = plain_bound(families[i % 2], &live, &live_n);
		bool connected = i < 2;

		close(plain_bound(families[i % 2], &sa, &n));
		if (connected) {
			assert_int_equal(connect_to(s, &sa, (int)n), 0);
			assert_int_equal(fixture_send(s, "x"), 0);
			assert_int_equal(fixture_send(s, "x"), 0);
		} else {
			assert_int_equal(send_to(s, "x", &sa, (int)n), 0);
			assert_int_equal(send_to(s, "x", &live, (int)live_n), 0);
		}
		fixture_fails(s, 9, 0, WSAECONNRESET);
		if (!connected) {
			assert_int_equal(fixture_look(s, 9, 0).error, WSAEWOULDBLOCK);
			assert_int_equal(send_to(s, "x", &live, (int)live_n), 0);
		}
		fixture_close(s);
		close(fd);
	}
}

/* clauses: E5 */
static void keep_alive_finds_the_circuit_dead(void **state)
{
	const struct {
		const char *value;
		int code;
	} rules[] = { { "netreset", WSAENETRESET }, { "timedout", WSAETIMEDOUT } };
	struct pair p[2];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		p[i] = fixture_pair(PLAIN_TCP);
		fixture_rule(p[i].s, "keepalive", rules[i].value);
		plain_keepalive(p[i].near);
		if (!plain_drop(p[i].peer))
			skip();
	}
	for (size_t i = 0; i < 2; i++) {
		fixture_fails(p[i].s, 9, 0, rules[i].code);
		fixture_fails(p[i].s, 9, 0, rules[i].code);
		assert_int_equal(fixture_send(p[i].s, "x"), rules[i].code);
		fixture_end(&p[i]);
	}
}

/* clauses: E13 */
static void data_that_nobody_acknowledges_ends_the_circuit(void **state)
{
	struct pair p = fixture_pair(PLAIN_TCP);

	(void)state;
	plain_user_timeout(p.near, 300);
	if (!plain_drop(p.peer))
		skip();
	assert_int_equal(fixture_send(p.s, "x"), 0);
	fixture_fails(p.s, 9, 0, WSAECONNABORTED);
	fixture_fails(p.s, 9, 0, WSAECONNABORTED);
	assert_int_equal(fixture_send(p.s, "x"), WSAECONNABORTED);
	fixture_end(&p);
}

/* clauses: E1 E5 E13 E14 */
static void faults_of_the_kernel_have_their_codes(void **state)
{
	const struct {
		int native, code;
		bool stays;
	} faults[] = {
		{ ENETDOWN, WSAENETDOWN, false },
		{ ENODEV, WSAENETDOWN, false },
		{ ENOBUFS, WSAENOBUFS, false },
		{ ENOMEM, WSAENOBUFS, false },
		{ ECONNRESET, WSAECONNRESET, true },
		{ EPIPE, WSAECONNRESET, true },
		{ ETIMEDOUT, WSAECONNABORTED, true },
		{ EHOSTUNREACH, WSAECONNABORTED, true },
		{ ECONNABORTED, WSAECONNABORTED, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
		struct pair p = fixture_pair(PLAIN_TCP);

		plain_text(p.peer, "abc");
		plain_wait_bytes(p.near, 3);
		fixture_fault(p.s, faults[i].native, 1);
		fixture_fails(p.s, 9, 0, faults[i].code);
		if (faults[i].stays) {
			fixture_fails(p.s, 9, 0, faults[i].code);
			assert_int_equal(fixture_send(p.s, "x"), faults[i].code);
		} else {
			fixture_data(p.s, 9, 0, "abc", 0);
		}
		fixture_end(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unbound_datagram_socket_cannot_receive),
		cmocka_unit_test(a_send_and_a_connect_bind_in_passing),
		cmocka_unit_test(a_circuit_that_is_none_cannot_receive),
		cmocka_unit_test(a_circuit_that_is_still_connecting_cannot_receive),
		cmocka_unit_test(
			a_refused_connect_is_told_though_a_receive_asked_first),
		cmocka_unit_test(strangers_vanish),
		cmocka_unit_test(an_adopted_socket_has_one_peer_too),
		cmocka_unit_test(a_peer_may_be_named_in_other_ways),
		cmocka_unit_test(the_rest_of_a_strangers_message_vanishes),
		cmocka_unit_test(port_unreachable_is_told_once),
		cmocka_unit_test(keep_alive_finds_the_circuit_dead),
		cmocka_unit_test(data_that_nobody_acknowledges_ends_the_circuit),
		cmocka_unit_test(faults_of_the_kernel_have_their_codes),
	};

	return cmocka_run_group_tests(tests, fixture_start, fixture_stop);
}
