/* SPDX-License-Identifier: MIT */
/* Controls, options, accepting, multicast, and an interface that goes down. */
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/wsp_fixture.h"

static int control(SOCKET s, DWORD code, void *in, DWORD in_n, void *out, DWORD out_n)
{
	DWORD returned = FIXTURE_UNTOUCHED;
	int error = 0;

	if (WSPIoctl(s, code, in, in_n, out, out_n, &returned, NULL, NULL, NULL,
		     &error) == 0) {
		assert_int_equal(returned, out_n);
		return 0;
	}
	assert_int_equal(returned, FIXTURE_UNTOUCHED);
	return error;
}

static DWORD waiting(SOCKET s)
{
	DWORD n = 0;

	assert_int_equal(control(s, FIONREAD, NULL, 0, &n, sizeof n), 0);
	return n;
}

static void what_waits_is_counted_held_or_not(void **state)
{
	const enum plain_kind kinds[] = { PLAIN_DGRAM, PLAIN_SEQPACKET };
	struct pair p = fixture_pair(PLAIN_STREAM);

	(void)state;
	assert_int_equal(waiting(p.s), 0);
	plain_text(p.peer, "abcde");
	assert_int_equal(waiting(p.s), 5);
	fixture_end(&p);

	for (size_t i = 0; i < 2; i++) {
		p = fixture_pair(kinds[i]);
		plain_text(p.peer, "abcde");
		plain_text(p.peer, "next");
		assert_int_equal(waiting(p.s), 5);
		fixture_data(p.s, 2, 0, "ab", MSG_PARTIAL);
		assert_int_equal(waiting(p.s), 3);
		fixture_data(p.s, 9, 0, "cde", 0);
		assert_int_equal(waiting(p.s), 4);
		fixture_end(&p);
	}

	/* Asking takes nothing away, a reset neither. */
	p = fixture_pair(PLAIN_SEQPACKET);
	plain_text(p.peer, "abc");
	fixture_reset(&p);
	waiting(p.s);
	assert_int_equal(waiting(p.s), 3);
	fixture_data(p.s, 9, 0, "abc", 0);
	fixture_fails(p.s, 9, 0, WSAECONNRESET);
	fixture_end(&p);

	p = fixture_pair_as(PLAIN_DGRAM, XP1_PSEUDO_STREAM, 0);
	plain_text(p.peer, "abcde");
	plain_text(p.peer, "next");
	fixture_data(p.s, 2, 0, "ab", 0);
	assert_int_equal(waiting(p.s), 7);
	fixture_end(&p);
}

static void rules_are_words(void **state)
{
	struct pair p = fixture_pair(PLAIN_STREAM);
	WSPRULE rule = { "abort", "" }, out;
	WSPRULEENTRY entry;

	(void)state;
	assert_int_equal(
		control(p.s, SIO_WSP_GET_RULE, &rule, sizeof rule, &out, sizeof out),
		0);
	assert_string_equal(out.value, "reset");
	fixture_rule(p.s, "profile", "windows");
	for (DWORD i = 0; WSPRuleEntry(i, &entry); i++) {
		snprintf(rule.name, sizeof rule.name, "%s", entry.name);
		assert_int_equal(control(p.s, SIO_WSP_GET_RULE, &rule, sizeof rule,
					 &out, sizeof out),
				 0);
		assert_string_equal(out.value, entry.windows);
		for (size_t v = 0; v < 4 && entry.values[v] != NULL; v++)
			fixture_rule(p.s, entry.name, entry.values[v]);
		fixture_rule(p.s, "profile", "spi");
		control(p.s, SIO_WSP_GET_RULE, &rule, sizeof rule, &out, sizeof out);
		assert_string_equal(out.value, entry.spi);
		fixture_rule(p.s, "profile", "windows");
	}
	strcpy(rule.name, "abort");
	strcpy(rule.value, "nonsense");
	assert_int_equal(control(p.s, SIO_WSP_SET_RULE, &rule, sizeof rule, NULL, 0),
			 WSAEINVAL);
	strcpy(rule.name, "nonsense");
	assert_int_equal(control(p.s, SIO_WSP_SET_RULE, &rule, sizeof rule, NULL, 0),
			 WSAEINVAL);
	memset(&rule, 'x', sizeof rule); /* not ended */
	assert_int_equal(control(p.s, SIO_WSP_SET_RULE, &rule, sizeof rule, NULL, 0),
			 WSAEINVAL);
	assert_int_equal(control(p.s, 12345, NULL, 0, NULL, 0), WSAEOPNOTSUPP);
	fixture_end(&p);
}

static WSPLASTRECEIVE last(SOCKET s)
{
	WSPLASTRECEIVE l;

	assert_int_equal(control(s, SIO_WSP_LAST_RECEIVE, NULL, 0, &l, sizeof l), 0);
	return l;
}

static void the_last_receive_is_told_while_watched(void **state)
{
	struct pair p = fixture_pair(PLAIN_UDP);
	BOOL on = TRUE;

	(void)state;
	assert_int_equal(control(p.s, SIO_WSP_WATCH, &on, sizeof on, NULL, 0), 0);
	plain_text(p.peer, "abcdef");
	plain_text(p.peer, "");
	fixture_too_large(p.s, 2, MSG_PEEK, "ab");
	assert_int_equal(last(p.s).messageLost, 0);
	fixture_too_large(p.s, 2, 0, "ab");
	assert_int_equal(last(p.s).messageLength, 6);
	assert_int_equal(last(p.s).messageLost, 4);
	assert_true(last(p.s).arrived && last(p.s).lengthKnown);
	assert_int_equal(last(p.s).fromLength, sizeof(struct sockaddr_in));
	fixture_data(p.s, 2, 0, "", 0);
	assert_true(last(p.s).arrived);
	assert_int_equal(last(p.s).messageLength, 0);
	fixture_look(p.s, 2, 0);
	assert_false(last(p.s).arrived);
	assert_int_equal(last(p.s).messageLength, 0);
	assert_int_equal(last(p.s).fromLength, 0);
	fixture_fault(p.s, ENETDOWN, 1);
	fixture_fails(p.s, 2, 0, WSAENETDOWN);
	assert_int_equal(last(p.s).nativeErrno, ENETDOWN);
	fixture_look(p.s, 2, 0);
	assert_int_equal(last(p.s).nativeErrno, 0);
	fixture_end(&p);
}

static void a_fault_strikes_the_nth_receive(void **state)
{
	struct pair p = fixture_pair(PLAIN_SEQPACKET);
	WSPFAULT wrong[] = { { 0, 1 }, { ENETDOWN, 0 }, { -1, 1 } };

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(control(p.s, SIO_WSP_FAULT, &wrong[i], sizeof wrong[i],
					 NULL, 0),
				 WSAEINVAL);
	fixture_fault(p.s, ENETDOWN, 2);
	fixture_fault(p.s, ENOBUFS, 3);
	plain_text(p.peer, "a");
	plain_text(p.peer, "b");
	fixture_data(p.s, 9, 0, "a", 0);
	fixture_fails(p.s, 9, 0, WSAENETDOWN);
	fixture_fails(p.s, 9, 0, WSAENOBUFS);
	fixture_data(p.s, 9, 0, "b", 0);
	fixture_end(&p);
}

static int get(SOCKET s, int option)
{
	int value = -1, n = sizeof value, error = 0;

	assert_int_equal(
		WSPGetSockOpt(s, SOL_SOCKET, option, (CHAR *)&value, &n, &error), 0);
	assert_int_equal(n, sizeof value);
	return value;
}

static int set(SOCKET s, int option, int value)
{
	int error = 0;

	return WSPSetSockOpt(s, SOL_SOCKET, option, (CHAR *)&value, sizeof value,
			     &error) == 0
		       ? 0
		       : error;
}

static void options_are_read_back_as_set(void **state)
{
	const struct {
		int option, value;
	} options[] = { { SO_RCVBUF, 40000 },  { SO_SNDBUF, 50000 },
			{ SO_RCVTIMEO, 1234 }, { SO_SNDTIMEO, 4321 },
			{ SO_KEEPALIVE, 1 },   { SO_REUSEADDR, 1 },
			{ SO_OOBINLINE, 1 },   { SO_OOBINLINE, 0 } };
	struct pair p = fixture_pair(PLAIN_TCP);
	struct linger l = { 1, 7 }, back = { 0, 0 };
	int n = sizeof back, error = 0;

	(void)state;
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
		assert_int_equal(set(p.s, options[i].option, options[i].value), 0);
		assert_int_equal(get(p.s, options[i].option), options[i].value);
	}
	assert_int_equal(
		WSPSetSockOpt(p.s, SOL_SOCKET, SO_LINGER, (CHAR *)&l, sizeof l, &error),
		0);
	assert_int_equal(
		WSPGetSockOpt(p.s, SOL_SOCKET, SO_LINGER, (CHAR *)&back, &n, &error),
		0);
	assert_int_equal(back.l_onoff, 1);
	assert_int_equal(back.l_linger, 7);
	assert_int_equal(get(p.s, SO_TYPE), SOCK_STREAM);
	assert_int_equal(get(p.s, SO_ACCEPTCONN), 0);
	assert_int_equal(get(p.s, SO_ERROR), 0);
	assert_int_equal(set(p.s, SO_TYPE, 1), WSAENOPROTOOPT);
	assert_int_equal(set(p.s, 4711, 1), WSAENOPROTOOPT);
	n = 3;
	assert_int_equal(
		WSPGetSockOpt(p.s, SOL_SOCKET, SO_RCVBUF, (CHAR *)&back, &n, &error),
		SOCKET_ERROR);
	assert_int_equal(error, WSAEFAULT);
	assert_int_equal(n, 3);
	fixture_end(&p);
}

static int CALLBACK decide(LPWSABUF caller, LPWSABUF caller_data, LPQOS sqos,
			   LPQOS gqos, LPWSABUF callee, LPWSABUF callee_data, GROUP *g,
			   DWORD_PTR context)
{
	(void)caller_data;
	(void)sqos;
	(void)gqos;
	(void)callee_data;
	(void)g;
	assert_int_equal(caller->len, sizeof(struct sockaddr_in));
	assert_int_equal(callee->len, sizeof(struct sockaddr_in));
	return (int)context;
}

/* clauses: S2 C3 */
static void an_accept_takes_what_its_condition_wants(void **state)
{
	struct sockaddr_storage sa, from;
	socklen_t length;
	int listener = plain_listener(AF_INET, SOCK_STREAM, &sa, &length, 4);
	SOCKET s = fixture_adopt(listener), accepted;
	int error = 0, n = sizeof from, fd, r;
	char byte;

	(void)state;
	fixture_nonblocking(s, TRUE);
	assert_true(WSPAccept(s, NULL, NULL, NULL, 0, &error) == INVALID_SOCKET);
	assert_int_equal(error, WSAEWOULDBLOCK);
	fixture_nonblocking(s, FALSE);
	fd = plain_connect(AF_INET, SOCK_STREAM, &sa, length);
	assert_true(WSPAccept(s, NULL, NULL, decide, CF_REJECT, &error) ==
		    INVALID_SOCKET);
	assert_int_equal(error, WSAECONNREFUSED);
	plain_wait(fd);
	r = (int)recv(fd, &byte, 1, 0);
	assert_int_equal(r, -1);
	assert_int_equal(errno, ECONNRESET);
	close(fd);
	fixture_timeout(s, 2000);
	fixture_rule(s, "abort", "aborted");
	fd = plain_connect(AF_INET, SOCK_STREAM, &sa, length);
	/* Too little room is seen before anything is taken. */
	n = 3;
	assert_true(WSPAccept(s, (struct sockaddr *)&from, &n, decide, CF_ACCEPT,
			      &error) == INVALID_SOCKET);
	assert_int_equal(error, WSAEFAULT);
	n = sizeof from;
	accepted = WSPAccept(s, (struct sockaddr *)&from, &n, decide, CF_ACCEPT,
			     &error);
	assert_true(accepted != INVALID_SOCKET);
	assert_int_equal(n, sizeof(struct sockaddr_in));
	assert_int_equal(get(accepted, SO_RCVTIMEO), 2000);
	plain_text(fd, "hello");
	fixture_data(accepted, 9, 0, "hello", 0);
	fixture_close(accepted);
	fixture_close(s);
	close(fd);
}

/* clauses: S2 */
static void joining_a_group_gives_an_address(void **state)
{
	struct sockaddr_in group = { .sin_family = AF_INET };
	struct sockaddr_storage sa;
	socklen_t length;
	int probe = plain_bound(AF_INET, &sa, &length), error = 0;
	SOCKET s = WSPSocket(AF_INET, SOCK_DGRAM, 0, NULL, 0, 0, &error);

	(void)state;
	group.sin_port = ((struct sockaddr_in *)&sa)->sin_port;
	close(probe);
	group.sin_addr.s_addr = htonl(0xeffffe01); /* 239.255.254.1 */
	if (WSPJoinLeaf(s, (struct sockaddr *)&group, sizeof group, NULL, NULL, NULL,
			NULL, JL_RECEIVER_ONLY, &error) != s) {
		print_message("the kernel refuses the group: %d\n", error);
		fixture_close(s);
		skip();
	}
	fixture_nonblocking(s, TRUE);
	fixture_fails(s, 9, 0, WSAEWOULDBLOCK);
	fixture_nonblocking(s, FALSE);
	probe = plain_bound(AF_INET, &sa, &length);
	group.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	memcpy(&sa, &group, sizeof group);
	plain_send_to(probe, "to the port", 11, &sa, sizeof group);
	fixture_data(s, 20, 0, "to the port", 0);
	close(probe);
	fixture_close(s);
}

#define NOT_ALLOWED 77

/* In a child with a network of its own. */
static int interface_goes_down(void)
{
	struct sockaddr_ll lo = { .sll_family = AF_PACKET };
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	struct got g = { .n = 0 };
	WSABUF buffer = { 100, g.bytes };
	int control_fd, fd, error = 0;
	SOCKET s;

	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0 && unshare(CLONE_NEWNET) != 0)
		return NOT_ALLOWED;
	control_fd = socket(AF_INET, SOCK_DGRAM, 0);
	fd = socket(AF_PACKET, SOCK_DGRAM, 0);
	lo.sll_ifindex = (int)if_nametoindex("lo");
	lo.sll_protocol = htons(ETH_P_ALL);
	if (fd < 0 || ioctl(control_fd, SIOCSIFFLAGS, &request) != 0 ||
	    bind(fd, (struct sockaddr *)&lo, sizeof lo) != 0)
		return NOT_ALLOWED;
	s = WSPSocketFromDescriptor(fd, NULL, 0, &error);
	if (s == INVALID_SOCKET)
		return 1;
	request.ifr_flags = 0;
	if (ioctl(control_fd, SIOCSIFFLAGS, &request) != 0)
		return NOT_ALLOWED;
	while (WSPRecv(s, &buffer, 1, &g.n, &g.flags, NULL, NULL, NULL, &error) == 0)
		g.flags = 0; /* what was on its way while it was up */
	return error == WSAENETDOWN ? 0 : 2;
}

/* clauses: E1 */
static void an_interface_that_goes_down_is_told(void **state)
{
	pid_t child = fork();
	int status = 0;

	(void)state;
	assert_true(child >= 0);
	if (child == 0)
		_exit(interface_goes_down());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NOT_ALLOWED) {
		print_message("no network namespace of its own is allowed here\n");
		skip();
	}
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_waits_is_counted_held_or_not),
		cmocka_unit_test(rules_are_words),
		cmocka_unit_test(the_last_receive_is_told_while_watched),
		cmocka_unit_test(a_fault_strikes_the_nth_receive),
		cmocka_unit_test(options_are_read_back_as_set),
		cmocka_unit_test(an_accept_takes_what_its_condition_wants),
		cmocka_unit_test(joining_a_group_gives_an_address),
		cmocka_unit_test(an_interface_that_goes_down_is_told),
	};

	return cmocka_run_group_tests(tests, fixture_start, fixture_stop);
}
