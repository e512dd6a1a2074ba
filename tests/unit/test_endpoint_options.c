/* SPDX-License-Identifier: MIT */
/* Options, rules, flags and faults arrive at the socket that receives. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/code.h"
#include "tests/unit/opened.h"

static int64_t option_of(const struct opened *o, int level, int name)
{
	int value = -1, n = sizeof value, error;

	assert_int_equal(
		WSPGetSockOpt(o->end.socket, level, name, (CHAR *)&value, &n, &error),
		0);
	return value;
}

static void options_arrive_at_the_socket_that_receives(void **state)
{
	struct linger linger;
	int n = sizeof linger, error;
	struct opened o;

	(void)state;
	opened_get(&o,
		   "tcp-listen:0,rcvbuf=8k,keepalive,keepidle=7s,keepcnt=3,"
		   "user-timeout=1500ms,nodelay,linger=2s,sockopt=6:5:9",
		   "hold");
	assert_int_equal(option_of(&o, SOL_SOCKET, SO_RCVBUF), 8192);
	assert_int_equal(option_of(&o, SOL_SOCKET, SO_KEEPALIVE), 1);
	assert_int_equal(option_of(&o, IPPROTO_TCP, 4 /* TCP_KEEPIDLE */), 7);
	assert_int_equal(option_of(&o, IPPROTO_TCP, 5 /* TCP_KEEPINTVL */), 9);
	assert_int_equal(option_of(&o, IPPROTO_TCP, 6 /* TCP_KEEPCNT */), 3);
	assert_int_equal(option_of(&o, IPPROTO_TCP, 18 /* TCP_USER_TIMEOUT */), 1500);
	assert_int_equal(option_of(&o, IPPROTO_TCP, 1 /* TCP_NODELAY */), 1);
	assert_int_equal(WSPGetSockOpt(o.end.socket, SOL_SOCKET, SO_LINGER,
				       (CHAR *)&linger, &n, &error),
			 0);
	assert_int_equal(linger.l_onoff, 1);
	assert_int_equal(linger.l_linger, 2);
	opened_end(&o);
}

static void what_an_option_does_not_fit_is_told(void **state)
{
	(void)state;
	opened_fails("pair:stream,keepidle=3s", NULL, NULL, "option", WSAEOPNOTSUPP,
		     "cannot set keepidle: not supported by this socket");
	opened_fails("udp-listen:0,sockopt=0:9999:1", NULL, NULL, "option",
		     WSAENOPROTOOPT, "cannot set option 0:9999: no such socket option");
}

static void a_server_reuses_its_address(void **state)
{
	struct endpoint_wish wish = opened_down_to(ENDPOINT_BOUND);
	struct opened o;

	(void)state;
	opened_get_wish(&o, "tcp-listen:0", NULL, &wish);
	assert_int_equal(option_of(&o, SOL_SOCKET, SO_REUSEADDR), 1);
	opened_end(&o);
	opened_get_wish(&o, "tcp-listen:0,reuseaddr=0", NULL, &wish);
	assert_int_equal(option_of(&o, SOL_SOCKET, SO_REUSEADDR), 0);
	opened_end(&o);
}

static void a_group_is_joined_on_its_interface(void **state)
{
	struct in_addr loopback = { htonl(INADDR_LOOPBACK) };
	struct sockaddr_in group = { .sin_family = AF_INET };
	struct opened o;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	(void)state;
	opened_get(&o, "udp-listen:0,join=239.255.77.1@lo", NULL);
	group.sin_addr.s_addr = inet_addr("239.255.77.1");
	group.sin_port = htons((uint16_t)atoi(strrchr(o.end.local, ':') + 1));
	assert_int_equal(
		setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &loopback, sizeof loopback),
		0);
	assert_int_equal(sendto(fd, "x", 1, 0, (struct sockaddr *)&group, sizeof group),
			 1);
	opened_expect(&o, OUTCOME_DATA, "x");
	opened_end(&o);
	close(fd);
	opened_fails(
		"udp-listen:0,join=239.255.77.1@none9", NULL, NULL, "join", WSAENETDOWN,
		"cannot join 239.255.77.1: no interface is called none9: the network "
		"subsystem has failed");
}

/* clauses: T1 T4 */
static void flags_of_the_protocol_can_be_overridden(void **state)
{
	const struct endpoint_wish without = { .depth = ENDPOINT_FULL,
					       .xp1_set = XP1_PSEUDO_STREAM,
					       .xp1_clear = XP1_PARTIAL_MESSAGE };
	const struct endpoint_wish messages = { .depth = ENDPOINT_FULL,
						.xp1_set = XP1_MESSAGE_ORIENTED };
	struct opened o;

	(void)state;
	opened_get_wish(&o, "pair:seqpacket", "send \"ab\"; hold", &without);
	assert_true(o.end.info.dwServiceFlags1 & XP1_PSEUDO_STREAM);
	assert_false(o.end.info.dwServiceFlags1 & XP1_PARTIAL_MESSAGE);
	opened_expect(&o, OUTCOME_DATA, "ab");
	opened_end(&o);
	opened_fails("tcp:127.0.0.1:9", NULL, &messages, "socket", WSAEOPNOTSUPP,
		     "cannot make the socket: a byte stream has no boundaries that "
		     "XP1_MESSAGE_ORIENTED could keep");
}

static void rules_are_set_and_wrong_ones_told(void **state)
{
	struct endpoint_wish wish = { .depth = ENDPOINT_FULL,
				      .rules = { { "profile", "windows" },
						 { "nonoverlapped", "einval" } },
				      .n_rules = 2 };
	WSPRULE rule = { .name = "nonoverlapped" };
	struct opened o;
	DWORD n;
	int error;

	(void)state;
	opened_get_wish(&o, "pair:stream", NULL, &wish);
	assert_int_equal(WSPIoctl(o.end.socket, SIO_WSP_GET_RULE, &rule, sizeof rule,
				  &rule, sizeof rule, &n, NULL, NULL, NULL, &error),
			 0);
	assert_string_equal(rule.value, "einval");
	opened_end(&o);
	strcpy(wish.rules[1].value, "maybe");
	opened_fails(
		"tcp-listen:0", NULL, &wish, "option", WSAEINVAL,
		"cannot set rule nonoverlapped=maybe: an argument, or the state of the "
		"socket, does not fit the call");
}

/* clauses: E10 */
static void modes_and_limits_are_the_receiving_sockets(void **state)
{
	struct endpoint_wish wish = { .depth = ENDPOINT_FULL,
				      .nonblocking = true,
				      .connect_peer = true };
	struct opened o;

	(void)state;
	opened_get_wish(&o, "tcp-listen:0", NULL, &wish);
	opened_expect(&o, OUTCOME_WOULD_BLOCK, "");
	opened_end(&o);
	wish = (struct endpoint_wish){ .depth = ENDPOINT_FULL, .timeout = 1 };
	opened_get_wish(&o, "pair:stream", NULL, &wish);
	assert_int_equal(option_of(&o, SOL_SOCKET, SO_RCVTIMEO), 1);
	opened_expect(&o, OUTCOME_TIMEOUT, "");
	opened_end(&o);
	wish.timeout = 2001;
	opened_get_wish(&o, "pair:stream", NULL, &wish);
	assert_int_equal(option_of(&o, SOL_SOCKET, SO_RCVTIMEO), 3);
	opened_end(&o);
}

/* clauses: E1 */
static void faults_happen_to_the_receive_they_count(void **state)
{
	const struct endpoint_wish wish = { .depth = ENDPOINT_FULL,
					    .faults = { { ENETDOWN, 2 } },
					    .n_faults = 1 };
	struct opened o;
	char bytes[256];
	struct outcome r;

	(void)state;
	opened_get_wish(&o, "pair:stream", "send \"ab\"", &wish);
	r = opened_receive(o.end.socket, "1", 0, bytes);
	assert_string_equal(bytes, "a");
	r = opened_receive(o.end.socket, "1", 0, bytes);
	assert_int_equal(r.error, WSAENETDOWN);
	assert_int_equal(r.native, ENETDOWN);
	assert_int_equal(r.word, OUTCOME_ABORTED);
	opened_end(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_arrive_at_the_socket_that_receives),
		cmocka_unit_test(what_an_option_does_not_fit_is_told),
		cmocka_unit_test(a_server_reuses_its_address),
		cmocka_unit_test(a_group_is_joined_on_its_interface),
		cmocka_unit_test(flags_of_the_protocol_can_be_overridden),
		cmocka_unit_test(rules_are_set_and_wrong_ones_told),
		cmocka_unit_test(modes_and_limits_are_the_receiving_sockets),
		cmocka_unit_test(faults_happen_to_the_receive_they_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
