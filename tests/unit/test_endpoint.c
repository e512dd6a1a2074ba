/* SPDX-License-Identifier: MIT */
/* Addresses come to life as far as asked for, each with its peer. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/code.h"
#include "tests/unit/kernel.h"
#include "tests/unit/opened.h"

static int connected(int port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr = { htonl(INADDR_LOOPBACK) },
				  .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
	return fd;
}

static int receive_error(const struct opened *o)
{
	char bytes[256];

	return opened_receive(o->end.socket, "10", 0, bytes).error;
}

/* clauses: S1 S2 */
static void every_address_that_is_served_gets_what_the_peer_sends(void **state)
{
	static const struct {
		const char *address;
		int family, type, protocol;
	} rows[] = {
		{ "tcp-listen:0", AF_INET, SOCK_STREAM, 0 },
		{ "tcp4-listen:127.0.0.1:0", AF_INET, SOCK_STREAM, 0 },
		{ "tcp6-listen:0", AF_INET6, SOCK_STREAM, 0 },
		{ "tcp-listen:[::1]:0", AF_INET6, SOCK_STREAM, 0 },
		{ "mptcp-listen:0", AF_INET, SOCK_STREAM, 262 },
		{ "sctp-listen:0", AF_INET, SOCK_STREAM, IPPROTO_SCTP },
		{ "udp-listen:0", AF_INET, SOCK_DGRAM, 0 },
		{ "udp6-listen:0", AF_INET6, SOCK_DGRAM, 0 },
		{ "udplite-listen:0", AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE },
		{ "unix-listen:@wsprecv-test-endpoint", AF_UNIX, SOCK_STREAM, 0 },
		{ "unix-dgram:@wsprecv-test-endpoint", AF_UNIX, SOCK_DGRAM, 0 },
		{ "seqpacket-listen:@wsprecv-test-endpoint", AF_UNIX, SOCK_SEQPACKET,
		  0 },
		{ "pair:stream", AF_UNIX, SOCK_STREAM, 0 },
		{ "pair:dgram", AF_UNIX, SOCK_DGRAM, 0 },
		{ "pair:seqpacket", AF_UNIX, SOCK_SEQPACKET, 0 },
	};
	struct opened o;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (!kernel_has(rows[i].family, rows[i].type, rows[i].protocol)) {
			print_message("# not on this kernel: %s\n", rows[i].address);
			continue;
		}
		opened_get(&o, rows[i].address, "send \"hello\"");
		assert_int_equal(o.end.info.iAddressFamily, rows[i].family);
		assert_int_equal(o.end.info.iSocketType, rows[i].type);
		opened_expect(&o, OUTCOME_DATA, "hello");
		assert_int_equal(opened_end(&o), 0);
	}
}

static void connecting_addresses_reach_a_listener(void **state)
{
	char text[64], bytes[2];
	struct opened o;
	int port, listener = kernel_listener(1, &port), fd;

	(void)state;
	/* localhost may be ::1 first, where nobody listens: the next address is tried. */
	static const char *const hosts[] = { "127.0.0.1", "localhost" };
	for (size_t i = 0; i < 2; i++) {
		snprintf(text, sizeof text, "tcp:%s:%d,nodelay", hosts[i], port);
		opened_get(&o, text, NULL);
		fd = accept(listener, NULL, NULL);
		snprintf(text, sizeof text, "127.0.0.1:%d", port);
		assert_string_equal(o.end.remote, text);
		assert_int_equal(write(fd, "x", 1), 1);
		opened_expect(&o, OUTCOME_DATA, "x");
		assert_int_equal(receive_send(o.end.socket, "y", 1), 0);
		assert_int_equal(read(fd, bytes, 2), 1);
		close(fd);
		opened_end(&o);
	}
	close(listener);
}

/* clauses: E2 E12 */
static void each_depth_stops_where_it_says(void **state)
{
	static const struct {
		const char *address;
		enum endpoint_depth depth;
		int error;
		bool named;
	} rows[] = {
		{ "tcp:127.0.0.1:9", ENDPOINT_SOCKET, WSAENOTCONN, false },
		{ "tcp:127.0.0.1:9", ENDPOINT_BOUND, WSAENOTCONN, true },
		{ "tcp-listen:0", ENDPOINT_SOCKET, WSAENOTCONN, false },
		{ "tcp-listen:0", ENDPOINT_BOUND, WSAENOTCONN, true },
		{ "tcp-listen:0", ENDPOINT_LISTENING, WSAENOTCONN, true },
		{ "udp-listen:0", ENDPOINT_SOCKET, WSAEINVAL, false },
		{ "udp:127.0.0.1:9", ENDPOINT_SOCKET, WSAEINVAL, false },
		{ "seqpacket:@nobody", ENDPOINT_BOUND, WSAENOTCONN, true },
	};
	struct opened o;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct endpoint_wish wish = opened_down_to(rows[i].depth);

		opened_get_wish(&o, rows[i].address, NULL, &wish);
		assert_int_equal(receive_error(&o), rows[i].error);
		assert_int_equal(o.end.local[0] != '\0', rows[i].named);
		assert_string_equal(o.end.remote, "");
		opened_end(&o);
	}
}

/* The listener's queue is full, so that the connect stays under way. clauses: E2 */
static void a_connect_can_be_caught_under_way(void **state)
{
	struct endpoint_wish wish = opened_down_to(ENDPOINT_CONNECTING);
	int port, listener = kernel_listener(0, &port), first = connected(port);
	struct opened o;
	char text[64];

	(void)state;
	snprintf(text, sizeof text, "tcp:127.0.0.1:%d", port);
	opened_get_wish(&o, text, NULL, &wish);
	assert_int_equal(receive_error(&o), WSAENOTCONN);
	opened_end(&o);
	close(first);
	close(listener);
}

static void remember_local(void *context, const char *local)
{
	snprintf(context, 160, "%s", local);
}

static void the_port_that_was_chosen_is_told(void **state)
{
	char told[160] = "";
	struct endpoint_wish wish = { .depth = ENDPOINT_LISTENING,
				      .listening = remember_local,
				      .context = told };
	static const char *const addresses[] = { "tcp-listen:127.0.0.1:0",
						 "udp-listen:127.0.0.1:0" };
	struct opened o;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		opened_get_wish(&o, addresses[i], NULL, &wish);
		assert_memory_equal(told, "127.0.0.1:", 10);
		assert_true(atoi(told + 10) > 0);
		assert_string_equal(told, o.end.local);
		opened_end(&o);
	}
}

static void the_local_end_of_a_connector_can_be_chosen(void **state)
{
	struct opened o;

	(void)state;
	opened_get(&o, "udp:127.0.0.1:9,bind=127.0.0.2:0", NULL);
	assert_memory_equal(o.end.local, "127.0.0.2:", 10);
	assert_string_equal(o.end.remote, "127.0.0.1:9");
	opened_end(&o);
}

/* clauses: S3 */
static void a_bound_socket_can_have_one_peer_only(void **state)
{
	struct endpoint_wish wish = { .depth = ENDPOINT_FULL,
				      .connect_peer = true,
				      .timeout = 1 };
	struct opened o;

	(void)state;
	opened_get(&o, "udp-listen:127.0.0.1:0,connect=127.0.0.1:9", NULL);
	assert_string_equal(o.end.remote, "127.0.0.1:9");
	opened_end(&o);
	opened_get_wish(&o, "udp-listen:127.0.0.1:0,connect=127.0.0.1:9", "send \"x\"",
			&wish);
	assert_non_null(o.end.peer);
	opened_expect(&o, OUTCOME_TIMEOUT, "");
	opened_end(&o);
}

static void a_descriptor_is_adopted_or_left_alone(void **state)
{
	int ends[2], pipes[2];
	struct opened o;
	char text[64];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	snprintf(text, sizeof text, "fd:%d", ends[0]);
	opened_get(&o, text, NULL);
	assert_null(o.end.peer);
	assert_int_equal(write(ends[1], "x", 1), 1);
	opened_expect(&o, OUTCOME_DATA, "x");
	opened_end(&o);
	assert_int_equal(fcntl(ends[0], F_GETFD), -1);
	close(ends[1]);
	assert_int_equal(pipe(pipes), 0);
	snprintf(text, sizeof text, "fd:%d", pipes[0]);
	assert_false(opened_try(&o, text, NULL, NULL));
	assert_string_equal(o.error.stage, "adopt");
	assert_int_equal(o.error.code, WSAENOTSOCK);
	assert_int_equal(fcntl(pipes[0], F_GETFD), 0);
	close(pipes[0]);
	close(pipes[1]);
}

/* clauses: P1 E7 */
static void a_handle_is_used_as_it_stands_and_not_closed(void **state)
{
	struct opened real, same;
	char text[64];

	(void)state;
	opened_get(&same, "handle:12345", NULL);
	assert_int_equal(receive_error(&same), WSAENOTSOCK);
	opened_end(&same);
	opened_get(&real, "pair:stream", "send \"x\"; hold");
	snprintf(text, sizeof text, "handle:%llu", (unsigned long long)real.end.socket);
	opened_get(&same, text, NULL);
	opened_end(&same);
	opened_expect(&real, OUTCOME_DATA, "x");
	opened_end(&real);
}

static void a_peer_without_a_script_holds(void **state)
{
	struct endpoint_wish wish = { .depth = ENDPOINT_FULL, .nonblocking = true };
	struct opened o;

	(void)state;
	opened_get_wish(&o, "pair:stream", NULL, &wish);
	opened_expect(&o, OUTCOME_WOULD_BLOCK, "");
	assert_int_equal(opened_end(&o), 0);
}

static void a_step_that_fails_is_told_at_the_end(void **state)
{
	struct opened o;

	(void)state;
	opened_get(&o, "unix-listen:@wsprecv-test-endpoint", "rst");
	opened_expect(&o, OUTCOME_GRACEFUL, "");
	assert_int_equal(opened_end(&o), EOPNOTSUPP);
	opened_get(&o, "pair:stream", "empty; send \"x\"");
	opened_expect(&o, OUTCOME_DATA, "x");
	assert_int_equal(opened_end(&o), EINVAL);
}

static void a_peer_connects_only_to_what_listens(void **state)
{
	struct endpoint_wish wish = { .depth = ENDPOINT_FULL, .connect_peer = true };
	struct opened o;

	(void)state;
	assert_false(opened_try(&o, "tcp:127.0.0.1:9", NULL, &wish));
	assert_string_equal(o.error.stage, "peer");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_address_that_is_served_gets_what_the_peer_sends),
		cmocka_unit_test(connecting_addresses_reach_a_listener),
		cmocka_unit_test(each_depth_stops_where_it_says),
		cmocka_unit_test(a_connect_can_be_caught_under_way),
		cmocka_unit_test(the_port_that_was_chosen_is_told),
		cmocka_unit_test(the_local_end_of_a_connector_can_be_chosen),
		cmocka_unit_test(a_bound_socket_can_have_one_peer_only),
		cmocka_unit_test(a_descriptor_is_adopted_or_left_alone),
		cmocka_unit_test(a_handle_is_used_as_it_stands_and_not_closed),
		cmocka_unit_test(a_peer_without_a_script_holds),
		cmocka_unit_test(a_step_that_fails_is_told_at_the_end),
		cmocka_unit_test(a_peer_connects_only_to_what_listens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
