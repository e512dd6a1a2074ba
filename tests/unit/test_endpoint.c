/* SPDX-License-Identifier: MIT */
/* Addresses come to life as far as asked for, and what goes wrong says where and why. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/code.h"
#include "tests/unit/opened.h"

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/wsprecv-endpoint-XXXXXX");
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

/* "unix-listen:/tmp/.../name": valid until the next call. */
static const char *with_path(const char *word, const char *name)
{
	static char text[128];

	snprintf(text, sizeof text, "%s:%s/%s", word, folder, name);
	return text;
}

static bool there_is(const char *name)
{
	char path[128];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	return access(path, F_OK) == 0;
}

/* A plain socket that listens on 127.0.0.1, and its port. */
static int served(int backlog, int *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t n = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(listen(fd, backlog), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &n), 0);
	*port = ntohs(at.sin_port);
	return fd;
}

static int connected(int port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr = { htonl(INADDR_LOOPBACK) },
				  .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
	return fd;
}

/* A plain Unix socket at a path of the folder; `listens`, or only bound. */
static int served_unix(int type, const char *name, bool listens)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, type, 0);

	snprintf(at.sun_path, sizeof at.sun_path, "%s/%s", folder, name);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
	if (listens)
		assert_int_equal(listen(fd, 1), 0);
	return fd;
}

static void fails(const char *address, const char *script,
		  const struct endpoint_wish *wish, const char *stage, int code,
		  const char *text)
{
	struct opened o;

	if (opened_try(&o, address, script, wish))
		fail_msg("%s was opened", address);
	assert_string_equal(o.error.stage, stage);
	assert_int_equal(o.error.code, code);
	assert_string_equal(o.error.text, text);
}

static struct endpoint_wish down_to(enum endpoint_depth depth)
{
	return (struct endpoint_wish){ .depth = depth };
}

static int receive_error(const struct opened *o)
{
	char bytes[256];

	return opened_receive(o->end.socket, "10", 0, bytes).error;
}

/* Whether this kernel has the protocol: an independent look. */
static bool kernel_has(int family, int type, int protocol)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6,
				    .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int fd = socket(family, type, protocol);
	bool has = fd >= 0;

	if (has && family == AF_INET6)
		has = bind(fd, (struct sockaddr *)&six, sizeof six) == 0;
	if (fd >= 0)
		close(fd);
	return has;
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

static void files_of_unix_sockets_are_there_only_while_open(void **state)
{
	static const char *const words[] = { "unix-listen", "unix-dgram",
					     "seqpacket-listen" };
	struct opened o;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		opened_get(&o, with_path(words[i], "s"), "send \"x\"");
		assert_true(there_is("s"));
		opened_expect(&o, OUTCOME_DATA, "x");
		assert_int_equal(opened_end(&o), 0);
		assert_false(there_is("s"));
	}
}

static void a_stale_file_is_replaced_a_live_one_is_not(void **state)
{
	static const struct {
		const char *word;
		int type;
	} rows[] = { { "unix-listen", SOCK_STREAM }, { "unix-dgram", SOCK_DGRAM } };
	struct endpoint_wish bound = down_to(ENDPOINT_BOUND);
	struct opened o;
	char text[300];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		int fd = served_unix(rows[i].type, "s", rows[i].type == SOCK_STREAM);

		snprintf(text, sizeof text,
			 "cannot bind to %s/s: something is there already, and it is "
			 "not "
			 "a socket that nobody uses any more",
			 folder);
		fails(with_path(rows[i].word, "s"), NULL, &bound, "bind", WSAEADDRINUSE,
		      text);
		assert_true(there_is("s"));
		close(fd);
		opened_get_wish(&o, with_path(rows[i].word, "s"), NULL, &bound);
		opened_end(&o);
		assert_false(there_is("s"));
	}
}

static void a_file_that_is_no_socket_stays(void **state)
{
	struct endpoint_wish bound = down_to(ENDPOINT_BOUND);
	struct opened o;
	char path[128];

	(void)state;
	snprintf(path, sizeof path, "%s/file", folder);
	close(open(path, O_CREAT | O_WRONLY, 0600));
	assert_false(opened_try(&o, with_path("unix-listen", "file"), NULL, &bound));
	assert_int_equal(o.error.code, WSAEADDRINUSE);
	assert_true(there_is("file"));
	assert_int_equal(unlink(path), 0);
}

static void connecting_addresses_reach_a_listener(void **state)
{
	char text[64], bytes[2];
	struct opened o;
	int port, listener = served(1, &port), fd;

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

static void a_record_socket_connects_to_a_path(void **state)
{
	int listener = served_unix(SOCK_SEQPACKET, "s", true), fd;
	struct opened o;
	char path[128];

	(void)state;
	opened_get(&o, with_path("seqpacket", "s"), NULL);
	fd = accept(listener, NULL, NULL);
	snprintf(path, sizeof path, "%s/s", folder);
	assert_string_equal(o.end.remote, path);
	assert_int_equal(write(fd, "x", 1), 1);
	opened_expect(&o, OUTCOME_DATA, "x");
	opened_end(&o);
	assert_true(there_is("s")); /* not ours to remove */
	close(fd);
	close(listener);
	assert_int_equal(unlink(path), 0);
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
		struct endpoint_wish wish = down_to(rows[i].depth);

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
	struct endpoint_wish wish = down_to(ENDPOINT_CONNECTING);
	int port, listener = served(0, &port), first = connected(port);
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
	fails("pair:stream,keepidle=3s", NULL, NULL, "option", WSAEOPNOTSUPP,
	      "cannot set keepidle: not supported by this socket");
	fails("udp-listen:0,sockopt=0:9999:1", NULL, NULL, "option", WSAENOPROTOOPT,
	      "cannot set option 0:9999: no such socket option");
}

static void a_server_reuses_its_address(void **state)
{
	struct endpoint_wish wish = down_to(ENDPOINT_BOUND);
	struct opened o;

	(void)state;
	opened_get_wish(&o, "tcp-listen:0", NULL, &wish);
	assert_int_equal(option_of(&o, SOL_SOCKET, SO_REUSEADDR), 1);
	opened_end(&o);
	opened_get_wish(&o, "tcp-listen:0,reuseaddr=0", NULL, &wish);
	assert_int_equal(option_of(&o, SOL_SOCKET, SO_REUSEADDR), 0);
	opened_end(&o);
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
	fails("udp-listen:0,join=239.255.77.1@none9", NULL, NULL, "join", WSAENETDOWN,
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
	fails("tcp:127.0.0.1:9", NULL, &messages, "socket", WSAEOPNOTSUPP,
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
	fails("tcp-listen:0", NULL, &wish, "option", WSAEINVAL,
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

static void a_refused_connect_says_where_and_why(void **state)
{
	int port, listener = served(1, &port);
	char address[64], text[128];

	(void)state;
	close(listener);
	snprintf(address, sizeof address, "tcp:127.0.0.1:%d", port);
	snprintf(text, sizeof text,
		 "cannot connect to 127.0.0.1:%d: connection refused", port);
	fails(address, NULL, NULL, "connect", WSAECONNREFUSED, text);
	snprintf(text, sizeof text, "cannot connect to %s/none: there is no such file",
		 folder);
	fails(with_path("unix", "none"), NULL, NULL, "connect", WSAECONNREFUSED, text);
}

static void an_address_in_use_or_elsewhere_is_told(void **state)
{
	int port, listener = served(1, &port);
	char address[64], text[128];

	(void)state;
	snprintf(address, sizeof address, "tcp-listen:127.0.0.1:%d", port);
	snprintf(text, sizeof text,
		 "cannot bind to 127.0.0.1:%d: another socket is bound to it", port);
	fails(address, NULL, NULL, "bind", WSAEADDRINUSE, text);
	close(listener);
	fails("udp-listen:192.0.2.1:0", NULL, NULL, "bind", WSAEADDRNOTAVAIL,
	      "cannot bind to 192.0.2.1:0: this machine does not have that address");
	snprintf(text, sizeof text, "cannot bind to %s/no/s: there is no such folder",
		 folder);
	fails(with_path("unix-listen", "no/s"), NULL, NULL, "bind", WSAEADDRNOTAVAIL,
	      text);
}

static void a_protocol_that_the_kernel_lacks_is_named(void **state)
{
	(void)state;
	if (kernel_has(AF_INET, SOCK_STREAM, IPPROTO_SCTP))
		skip();
	fails("sctp:127.0.0.1:9", NULL, NULL, "socket", WSAEPROTONOSUPPORT,
	      "cannot make the socket: this kernel has no SCTP (try: modprobe sctp)");
}

static void a_name_that_does_not_resolve_has_no_code(void **state)
{
	struct endpoint_wish wish = down_to(ENDPOINT_FULL);
	struct address address;
	struct endpoint_error error;
	struct endpoint end;
	struct diag d;

	(void)state;
	assert_true(address_parse("tcp4:127.0.0.1:9", &address, &d));
	strcpy(address.place.host, "::1"); /* no name server is asked about that */
	assert_false(endpoint_open(&address, &wish, &end, &error));
	assert_string_equal(error.stage, "resolve");
	assert_int_equal(error.code, 0);
	assert_int_equal(error.native, 0);
	assert_memory_equal(error.text, "cannot resolve ::1: ", 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_address_that_is_served_gets_what_the_peer_sends),
		cmocka_unit_test(files_of_unix_sockets_are_there_only_while_open),
		cmocka_unit_test(a_stale_file_is_replaced_a_live_one_is_not),
		cmocka_unit_test(a_file_that_is_no_socket_stays),
		cmocka_unit_test(connecting_addresses_reach_a_listener),
		cmocka_unit_test(a_record_socket_connects_to_a_path),
		cmocka_unit_test(each_depth_stops_where_it_says),
		cmocka_unit_test(a_connect_can_be_caught_under_way),
		cmocka_unit_test(the_port_that_was_chosen_is_told),
		cmocka_unit_test(options_arrive_at_the_socket_that_receives),
		cmocka_unit_test(what_an_option_does_not_fit_is_told),
		cmocka_unit_test(a_server_reuses_its_address),
		cmocka_unit_test(the_local_end_of_a_connector_can_be_chosen),
		cmocka_unit_test(a_bound_socket_can_have_one_peer_only),
		cmocka_unit_test(a_group_is_joined_on_its_interface),
		cmocka_unit_test(flags_of_the_protocol_can_be_overridden),
		cmocka_unit_test(rules_are_set_and_wrong_ones_told),
		cmocka_unit_test(modes_and_limits_are_the_receiving_sockets),
		cmocka_unit_test(faults_happen_to_the_receive_they_count),
		cmocka_unit_test(a_descriptor_is_adopted_or_left_alone),
		cmocka_unit_test(a_handle_is_used_as_it_stands_and_not_closed),
		cmocka_unit_test(a_peer_without_a_script_holds),
		cmocka_unit_test(a_step_that_fails_is_told_at_the_end),
		cmocka_unit_test(a_peer_connects_only_to_what_listens),
		cmocka_unit_test(a_refused_connect_says_where_and_why),
		cmocka_unit_test(an_address_in_use_or_elsewhere_is_told),
		cmocka_unit_test(a_protocol_that_the_kernel_lacks_is_named),
		cmocka_unit_test(a_name_that_does_not_resolve_has_no_code),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
