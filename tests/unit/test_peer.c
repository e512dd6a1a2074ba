/* SPDX-License-Identifier: MIT */
/* The built-in peer does what its script says, as plain sockets see it. */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/peer.h"

#define SEND(text) \
	{ \
		.verb = PEER_SEND, .data = (unsigned char *)(text), \
		.n = sizeof(text) - 1 \
	}
#define OOB(text) \
	{ \
		.verb = PEER_OOB, .data = (unsigned char *)(text), \
		.n = sizeof(text) - 1 \
	}
#define STRANGER(text) \
	{ \
		.verb = PEER_STRANGER, .data = (unsigned char *)(text), \
		.n = sizeof(text) - 1 \
	}
#define STEP(name) \
	{ \
		.verb = PEER_##name \
	}
#define SIZED(name, size) \
	{ \
		.verb = PEER_##name, .n = (size) \
	}
#define WAIT(microseconds) \
	{ \
		.verb = PEER_WAIT, .usec = (microseconds) \
	}
#define SCRIPT(...) static const struct peer_step script[] = { __VA_ARGS__ }
#define LENGTH (sizeof script / sizeof script[0])

#define AN_HOUR 3600000000u
#define IPPROTO_MULTIPATH 262

static int pair_with(int type, const struct peer_step *steps, size_t n, struct peer **p)
{
	int ends[2];

	assert_int_equal(socketpair(AF_UNIX, type, 0, ends), 0);
	*p = peer_start_pair(ends[1], dup(ends[0]), steps, n);
	assert_non_null(*p);
	return ends[0];
}

static struct sockaddr_in loopback(void)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
				     .sin_addr = { htonl(INADDR_LOOPBACK) } };
}

/* A socket of 127.0.0.1 that listens, or for datagrams is bound. */
static int served(int type, int protocol, struct sockaddr_in *at)
{
	socklen_t n = sizeof *at;
	int fd = socket(AF_INET, type, protocol);

	if (fd < 0)
		return -1;
	*at = loopback();
	assert_int_equal(bind(fd, (struct sockaddr *)at, sizeof *at), 0);
	if (type == SOCK_STREAM)
		assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)at, &n), 0);
	return fd;
}

static struct peer *connected_to(int type, int protocol, const struct sockaddr_in *at,
				 const struct peer_step *steps, size_t n)
{
	struct peer *p = peer_start_connect(AF_INET, type, protocol,
					    (const struct sockaddr *)at, sizeof *at,
					    steps, n);

	assert_non_null(p);
	return p;
}

static int tcp_with(const struct peer_step *steps, size_t n, struct peer **p)
{
	struct sockaddr_in at;
	int listener = served(SOCK_STREAM, 0, &at), fd;

	*p = connected_to(SOCK_STREAM, 0, &at, steps, n);
	fd = accept(listener, NULL, NULL);
	assert_true(fd >= 0);
	close(listener);
	return fd;
}

static int udp_with(const struct peer_step *steps, size_t n, struct peer **p)
{
	struct sockaddr_in at;
	int fd = served(SOCK_DGRAM, 0, &at);

	*p = connected_to(SOCK_DGRAM, 0, &at, steps, n);
	return fd;
}

static void takes(int fd, const char *what)
{
	char bytes[100];
	ssize_t n = recv(fd, bytes, sizeof bytes, 0);

	assert_int_equal(n, strlen(what));
	assert_memory_equal(bytes, what, strlen(what));
}

static void fails(int fd, int flags, int error)
{
	char byte;

	assert_int_equal(recv(fd, &byte, 1, flags), -1);
	assert_int_equal(errno, error);
}

static void ends(struct peer *p, int error, size_t step)
{
	size_t failed = 77;

	assert_int_equal(peer_end(p, &failed), error);
	assert_int_equal(failed, error != 0 ? step : 77);
}

static void messages_keep_their_boundaries(void **state)
{
	SCRIPT(SEND("one"), STEP(EMPTY), SEND("three"));
	struct peer *p;
	int fd = pair_with(SOCK_SEQPACKET, script, LENGTH, &p);

	(void)state;
	takes(fd, "one");
	takes(fd, "");
	takes(fd, "three");
	ends(p, 0, 0);
	close(fd);
}

static void a_settled_peer_has_sent_all_and_closed(void **state)
{
	SCRIPT(SEND("ab"), SEND("cd"));
	struct peer *p;
	int fd = tcp_with(script, LENGTH, &p);
	char bytes[10];

	(void)state;
	peer_settle(p);
	assert_int_equal(recv(fd, bytes, sizeof bytes, MSG_DONTWAIT), 4);
	assert_memory_equal(bytes, "abcd", 4);
	assert_int_equal(recv(fd, bytes, sizeof bytes, MSG_DONTWAIT), 0);
	ends(p, 0, 0);
	close(fd);
}

static void hold_keeps_the_connection(void **state)
{
	SCRIPT(SEND("x"), STEP(HOLD));
	struct peer *p;
	int fd = tcp_with(script, LENGTH, &p);

	(void)state;
	peer_settle(p);
	takes(fd, "x");
	fails(fd, MSG_DONTWAIT, EAGAIN);
	ends(p, 0, 0);
	takes(fd, "");
	close(fd);
}

static void shutdown_ends_one_half_only(void **state)
{
	SCRIPT(SEND("x"), STEP(SHUTDOWN), SIZED(READ, 2), SEND("y"));
	struct peer *p;
	int fd = tcp_with(script, LENGTH, &p);

	(void)state;
	takes(fd, "x");
	takes(fd, "");
	assert_int_equal(send(fd, "ab", 2, MSG_NOSIGNAL), 2);
	peer_settle(p);
	ends(p, EPIPE, 3);
	close(fd);
}

static void a_settled_peer_has_answered_what_it_read(void **state)
{
	SCRIPT(SIZED(READ, 5), SEND("pong"), STEP(HOLD));
	struct peer *p;
	int fd = pair_with(SOCK_STREAM, script, LENGTH, &p);

	(void)state;
	peer_settle(p);
	fails(fd, MSG_DONTWAIT, EAGAIN);
	assert_int_equal(send(fd, "pi", 2, 0), 2);
	peer_settle(p);
	fails(fd, MSG_DONTWAIT, EAGAIN);
	assert_int_equal(send(fd, "ng!", 3, 0), 3);
	peer_settle(p);
	takes(fd, "pong");
	ends(p, 0, 0);
	close(fd);
}

static void read_ends_with_the_stream(void **state)
{
	SCRIPT(SIZED(READ, 1000), SEND("done"));
	struct peer *p;
	int fd = tcp_with(script, LENGTH, &p);

	(void)state;
	assert_int_equal(send(fd, "abc", 3, 0), 3);
	assert_int_equal(shutdown(fd, SHUT_WR), 0);
	takes(fd, "done");
	ends(p, 0, 0);
	close(fd);
}

static void a_pattern_fills_a_stream_beyond_its_buffers(void **state)
{
	SCRIPT(SIZED(PATTERN, 20000003));
	static unsigned char bytes[100000];
	struct peer *p;
	int fd = tcp_with(script, LENGTH, &p);
	size_t got = 0;
	ssize_t n;

	(void)state;
	peer_settle(p); /* it takes no more now, and that is settled too */
	while ((n = recv(fd, bytes, sizeof bytes, 0)) > 0)
		for (ssize_t i = 0; i < n; i++, got++)
			if (bytes[i] != got % 251)
				fail_msg("byte %zu is %d", got, bytes[i]);
	assert_int_equal(n, 0);
	assert_int_equal(got, 20000003);
	ends(p, 0, 0);
	close(fd);
}

static void a_pattern_is_one_message(void **state)
{
	SCRIPT(SIZED(PATTERN, 60000), SIZED(PATTERN, 0));
	static unsigned char bytes[100000];
	struct peer *p;
	int fd = udp_with(script, LENGTH, &p);

	(void)state;
	assert_int_equal(recv(fd, bytes, sizeof bytes, 0), 60000);
	assert_int_equal(bytes[59999], 59999 % 251);
	assert_int_equal(recv(fd, bytes, sizeof bytes, 0), 0);
	ends(p, 0, 0);
	close(fd);
}

static void rst_resets_tcp_after_the_data(void **state)
{
	SCRIPT(SIZED(PATTERN, 8000000), STEP(RST));
	static unsigned char bytes[100000];
	struct peer *p;
	int fd = tcp_with(script, LENGTH, &p);
	size_t got = 0;
	ssize_t n;

	(void)state;
	while ((n = recv(fd, bytes, sizeof bytes, 0)) > 0)
		got += (size_t)n;
	assert_int_equal(got, 8000000);
	assert_int_equal(n, -1);
	assert_int_equal(errno, ECONNRESET);
	ends(p, 0, 0);
	close(fd);
}

static void rst_resets_a_pair(void **state)
{
	SCRIPT(STEP(RST));
	struct peer *p;

	(void)state;
	for (int i = 0; i < 2; i++) {
		int fd = pair_with(i ? SOCK_SEQPACKET : SOCK_STREAM, script, LENGTH,
				   &p);

		fails(fd, 0, ECONNRESET);
		ends(p, 0, 0);
		close(fd);
	}
}

static void rst_says_where_it_cannot(void **state)
{
	SCRIPT(STEP(RST), SEND("x"));
	struct peer *p;
	int fd, sides[2];

	(void)state;
	fd = udp_with(script, LENGTH, &p);
	takes(fd, "x");
	ends(p, EOPNOTSUPP, 0);
	close(fd);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, sides), 0);
	p = peer_start(sides[1], script, LENGTH, NULL, 0);
	assert_non_null(p);
	takes(sides[0], "x");
	takes(sides[0], "");
	ends(p, EOPNOTSUPP, 0);
	close(sides[0]);
}

static void rst_needs_no_help_where_something_is_unread(void **state)
{
	SCRIPT(STEP(RST));
	struct peer *p;
	int sides[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, sides), 0);
	assert_int_equal(send(sides[0], "x", 1, 0), 1);
	p = peer_start(sides[1], script, LENGTH, NULL, 0);
	assert_non_null(p);
	fails(sides[0], 0, ECONNRESET);
	ends(p, 0, 0);
	close(sides[0]);
}

static void oob_makes_the_last_byte_urgent(void **state)
{
	SCRIPT(SEND("ab"), OOB("cd!"), SEND("ef"));
	struct peer *p;
	int fd = tcp_with(script, LENGTH, &p);
	char byte = 0;

	(void)state;
	peer_settle(p);
	assert_int_equal(recv(fd, &byte, 1, MSG_OOB), 1);
	assert_int_equal(byte, '!');
	takes(fd, "abcd");
	takes(fd, "ef");
	ends(p, 0, 0);
	close(fd);
}

static void what_streams_and_messages_cannot_do_is_told(void **state)
{
	SCRIPT(STEP(EMPTY), SEND("x"));
	static const struct peer_step oob[] = { SEND("x"), OOB("!"), STEP(DROP) };
	struct peer *p;
	int fd = tcp_with(script, LENGTH, &p);

	(void)state;
	takes(fd, "x");
	ends(p, EINVAL, 0);
	close(fd);
	fd = udp_with(oob, 3, &p);
	peer_settle(p);
	assert_int_equal(peer_error(p, NULL), EOPNOTSUPP);
	ends(p, EOPNOTSUPP, 1);
	close(fd);
}

static void a_stranger_has_another_address(void **state)
{
	SCRIPT(SEND("own"), STRANGER("other"), SEND("own"));
	struct peer *p;
	int fd = udp_with(script, LENGTH, &p);
	struct sockaddr_in from[3];
	char bytes[10];

	(void)state;
	for (int i = 0; i < 3; i++) {
		socklen_t n = sizeof from[i];

		assert_int_equal(recvfrom(fd, bytes, sizeof bytes, 0,
					  (struct sockaddr *)&from[i], &n),
				 i == 1 ? 5 : 3);
	}
	assert_int_equal(from[0].sin_port, from[2].sin_port);
	assert_int_not_equal(from[0].sin_port, from[1].sin_port);
	ends(p, 0, 0);
	close(fd);
}

static void a_pair_has_no_strangers(void **state)
{
	SCRIPT(STRANGER("x"), SEND("y"));
	struct peer *p;
	int fd = pair_with(SOCK_DGRAM, script, LENGTH, &p);

	(void)state;
	takes(fd, "y");
	ends(p, EOPNOTSUPP, 0);
	close(fd);
}

static void a_stranger_waits_for_room(void **state)
{
	static struct peer_step script[100];
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	socklen_t n = sizeof at;
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	struct peer *p;

	(void)state;
	for (size_t i = 0; i < LENGTH; i++)
		script[i] = (struct peer_step)STRANGER("x");
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(sa_family_t)), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &n), 0);
	p = peer_start_connect(AF_UNIX, SOCK_DGRAM, 0, (struct sockaddr *)&at, n,
			       script, LENGTH);
	assert_non_null(p);
	peer_settle(p);
	for (size_t i = 0; i < LENGTH; i++)
		takes(fd, "x");
	peer_settle(p);
	ends(p, 0, 0);
	close(fd);
}

static void drop_leaves_what_we_send_unanswered(void **state)
{
	SCRIPT(SEND("x"), STEP(DROP), STEP(HOLD));
	struct peer *p;
	int fd = tcp_with(script, LENGTH, &p);
	unsigned limit = 1;
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	(void)state;
	peer_settle(p);
	takes(fd, "x");
	assert_int_equal(setsockopt(fd, IPPROTO_TCP, 18 /* TCP_USER_TIMEOUT */, &limit,
				    sizeof limit),
			 0);
	assert_int_equal(send(fd, "y", 1, 0), 1);
	assert_int_equal(poll(&wait, 1, -1), 1);
	fails(fd, 0, ETIMEDOUT);
	ends(p, 0, 0);
	close(fd);
}

static void nothing_can_be_sent_after_close(void **state)
{
	SCRIPT(SEND("x"), STEP(CLOSE), SEND("y"), STEP(HOLD));
	struct peer *p;
	int fd = tcp_with(script, LENGTH, &p);

	(void)state;
	takes(fd, "x");
	takes(fd, "");
	peer_settle(p);
	ends(p, EBADF, 2);
	close(fd);
}

static void closing_with_something_unread_is_a_reset(void **state)
{
	SCRIPT(SIZED(READ, 1), STEP(CLOSE));
	struct peer *p;
	int fd = tcp_with(script, LENGTH, &p);

	(void)state;
	assert_int_equal(send(fd, "abc", 3, 0), 3);
	fails(fd, 0, ECONNRESET);
	ends(p, 0, 0);
	close(fd);
}

static void a_refused_connect_is_told(void **state)
{
	SCRIPT(SEND("x"));
	struct sockaddr_in at;
	int listener = served(SOCK_STREAM, 0, &at);
	struct peer *p;

	(void)state;
	close(listener);
	p = connected_to(SOCK_STREAM, 0, &at, script, LENGTH);
	peer_settle(p);
	ends(p, ECONNREFUSED, PEER_CONNECTING);
}

static void a_peer_can_be_ended_in_every_wait(void **state)
{
	static const struct peer_step waits[][2] = {
		{ WAIT(AN_HOUR) },
		{ STEP(HOLD) },
		{ SIZED(READ, 1) },
		{ SIZED(PATTERN, 1u << 30), STEP(RST) },
		{ STEP(DROP), SIZED(PATTERN, 1u << 30) },
	};
	struct peer *p;

	(void)state;
	for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
		for (int settled = 0; settled < 2; settled++) {
			int fd = tcp_with(waits[i],
					  waits[i][1].verb == PEER_SEND ? 1 : 2, &p);

			if (settled)
				peer_settle(p);
			ends(p, 0, 0);
			close(fd);
		}
	}
}

static void a_peer_can_be_ended_while_it_connects(void **state)
{
	SCRIPT(SEND("x"));
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	socklen_t n = sizeof at;
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	struct peer *first, *second;

	(void)state;
	assert_int_equal(bind(listener, (struct sockaddr *)&at, sizeof(sa_family_t)),
			 0);
	assert_int_equal(listen(listener, 0), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&at, &n), 0);
	first = peer_start_connect(AF_UNIX, SOCK_STREAM, 0, (struct sockaddr *)&at, n,
				   script, LENGTH);
	peer_settle(first); /* the queue of the listener is full now */
	second = peer_start_connect(AF_UNIX, SOCK_STREAM, 0, (struct sockaddr *)&at, n,
				    script, LENGTH);
	ends(second, 0, 0);
	ends(first, 0, 0);
	close(listener);
}

static void multipath_resets_and_ends_too(void **state)
{
	static const struct peer_step scripts[2][2] = { { SEND("x"), STEP(RST) },
							{ SEND("x"), STEP(CLOSE) } };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct sockaddr_in at;
		int listener = served(SOCK_STREAM, IPPROTO_MULTIPATH, &at), fd;
		struct peer *p;

		if (listener < 0)
			skip();
		p = connected_to(SOCK_STREAM, IPPROTO_MULTIPATH, &at, scripts[i], 2);
		fd = accept(listener, NULL, NULL);
		takes(fd, "x");
		if (i == 0)
			fails(fd, 0, ECONNRESET);
		else
			takes(fd, "");
		ends(p, 0, 0);
		close(fd);
		close(listener);
	}
}

static void each_verb_has_its_own_word(void **state)
{
	size_t n;
	const struct peer_verb_kind *verbs = peer_verbs(&n);

	(void)state;
	assert_int_equal(n, PEER_HOLD + 1);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(verbs[i].verb, i);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(verbs[i].word, verbs[k].word);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_keep_their_boundaries),
		cmocka_unit_test(a_settled_peer_has_sent_all_and_closed),
		cmocka_unit_test(hold_keeps_the_connection),
		cmocka_unit_test(shutdown_ends_one_half_only),
		cmocka_unit_test(a_settled_peer_has_answered_what_it_read),
		cmocka_unit_test(read_ends_with_the_stream),
		cmocka_unit_test(a_pattern_fills_a_stream_beyond_its_buffers),
		cmocka_unit_test(a_pattern_is_one_message),
		cmocka_unit_test(rst_resets_tcp_after_the_data),
		cmocka_unit_test(rst_resets_a_pair),
		cmocka_unit_test(rst_says_where_it_cannot),
		cmocka_unit_test(rst_needs_no_help_where_something_is_unread),
		cmocka_unit_test(oob_makes_the_last_byte_urgent),
		cmocka_unit_test(what_streams_and_messages_cannot_do_is_told),
		cmocka_unit_test(a_stranger_has_another_address),
		cmocka_unit_test(a_pair_has_no_strangers),
		cmocka_unit_test(a_stranger_waits_for_room),
		cmocka_unit_test(drop_leaves_what_we_send_unanswered),
		cmocka_unit_test(nothing_can_be_sent_after_close),
		cmocka_unit_test(closing_with_something_unread_is_a_reset),
		cmocka_unit_test(a_refused_connect_is_told),
		cmocka_unit_test(a_peer_can_be_ended_in_every_wait),
		cmocka_unit_test(a_peer_can_be_ended_while_it_connects),
		cmocka_unit_test(multipath_resets_and_ends_too),
		cmocka_unit_test(each_verb_has_its_own_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
