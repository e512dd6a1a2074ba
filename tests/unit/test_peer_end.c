/* SPDX-License-Identifier: MIT */
/* The built-in peer ends a connection as its script says, or is ended itself. */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/played.h"

#define AN_HOUR 3600000000u
#define IPPROTO_MULTIPATH 262

static void hold_keeps_the_connection(void **state)
{
	SCRIPT(SEND("x"), STEP(HOLD));
	struct peer *p;
	int fd = played_tcp(script, LENGTH, &p);

	(void)state;
	peer_settle(p);
	played_takes(fd, "x");
	played_fails(fd, MSG_DONTWAIT, EAGAIN);
	played_ends(p, 0, 0);
	played_takes(fd, "");
	close(fd);
}

static void shutdown_ends_one_half_only(void **state)
{
	SCRIPT(SEND("x"), STEP(SHUTDOWN), SIZED(READ, 2), SEND("y"));
	struct peer *p;
	int fd = played_tcp(script, LENGTH, &p);

	(void)state;
	played_takes(fd, "x");
	played_takes(fd, "");
	assert_int_equal(send(fd, "ab", 2, MSG_NOSIGNAL), 2);
	peer_settle(p);
	played_ends(p, EPIPE, 3);
	close(fd);
}

static void rst_resets_tcp_after_the_data(void **state)
{
	SCRIPT(SIZED(PATTERN, 8000000), STEP(RST));
	static unsigned char bytes[100000];
	struct peer *p;
	int fd = played_tcp(script, LENGTH, &p);
	size_t got = 0;
	ssize_t n;

	(void)state;
	while ((n = recv(fd, bytes, sizeof bytes, 0)) > 0)
		got += (size_t)n;
	assert_int_equal(got, 8000000);
	assert_int_equal(n, -1);
	assert_int_equal(errno, ECONNRESET);
	played_ends(p, 0, 0);
	close(fd);
}

static void rst_resets_a_pair(void **state)
{
	SCRIPT(STEP(RST));
	struct peer *p;

	(void)state;
	for (int i = 0; i < 2; i++) {
		int fd = played_pair(i ? SOCK_SEQPACKET : SOCK_STREAM, script, LENGTH,
				     &p);

		played_fails(fd, 0, ECONNRESET);
		played_ends(p, 0, 0);
		close(fd);
	}
}

static void rst_says_where_it_cannot(void **state)
{
	SCRIPT(STEP(RST), SEND("x"));
	struct peer *p;
	int fd, sides[2];

	(void)state;
	fd = played_udp(script, LENGTH, &p);
	played_takes(fd, "x");
	played_ends(p, EOPNOTSUPP, 0);
	close(fd);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, sides), 0);
	p = peer_start(sides[1], script, LENGTH, NULL, 0);
	assert_non_null(p);
	played_takes(sides[0], "x");
	played_takes(sides[0], "");
	played_ends(p, EOPNOTSUPP, 0);
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
	played_fails(sides[0], 0, ECONNRESET);
	played_ends(p, 0, 0);
	close(sides[0]);
}

static void drop_leaves_what_we_send_unanswered(void **state)
{
	SCRIPT(SEND("x"), STEP(DROP), STEP(HOLD));
	struct peer *p;
	int fd = played_tcp(script, LENGTH, &p);
	unsigned limit = 1;
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	(void)state;
	peer_settle(p);
	played_takes(fd, "x");
	assert_int_equal(setsockopt(fd, IPPROTO_TCP, 18 /* TCP_USER_TIMEOUT */, &limit,
				    sizeof limit),
			 0);
	assert_int_equal(send(fd, "y", 1, 0), 1);
	assert_int_equal(poll(&wait, 1, -1), 1);
	played_fails(fd, 0, ETIMEDOUT);
	played_ends(p, 0, 0);
	close(fd);
}

static void nothing_can_be_sent_after_close(void **state)
{
	SCRIPT(SEND("x"), STEP(CLOSE), SEND("y"), STEP(HOLD));
	struct peer *p;
	int fd = played_tcp(script, LENGTH, &p);

	(void)state;
	played_takes(fd, "x");
	played_takes(fd, "");
	peer_settle(p);
	played_ends(p, EBADF, 2);
	close(fd);
}

static void closing_with_something_unread_is_a_reset(void **state)
{
	SCRIPT(SIZED(READ, 1), STEP(CLOSE));
	struct peer *p;
	int fd = played_tcp(script, LENGTH, &p);

	(void)state;
	assert_int_equal(send(fd, "abc", 3, 0), 3);
	played_fails(fd, 0, ECONNRESET);
	played_ends(p, 0, 0);
	close(fd);
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
			int fd = played_tcp(waits[i],
					    waits[i][1].verb == PEER_SEND ? 1 : 2, &p);

			if (settled)
				peer_settle(p);
			played_ends(p, 0, 0);
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
	played_ends(second, 0, 0);
	played_ends(first, 0, 0);
	close(listener);
}

/* Once its byte has been received, for a reset of many paths overtakes it. */
static void multipath_resets_and_ends_too(void **state)
{
	static const struct peer_step answered = { .verb = PEER_READ, .n = 1 };
	const struct peer_step scripts[2][3] = { { SEND("x"), answered, STEP(RST) },
						 { SEND("x"), answered, STEP(CLOSE) } };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct sockaddr_in at;
		int listener = played_listener(SOCK_STREAM, IPPROTO_MULTIPATH, &at), fd;
		struct peer *p;

		if (listener < 0)
			skip();
		p = played_connect(SOCK_STREAM, IPPROTO_MULTIPATH, &at, scripts[i], 3);
		fd = accept(listener, NULL, NULL);
		played_takes(fd, "x");
		assert_int_equal(write(fd, "y", 1), 1);
		if (i == 0)
			played_fails(fd, 0, ECONNRESET);
		else
			played_takes(fd, "");
		played_ends(p, 0, 0);
		close(fd);
		close(listener);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hold_keeps_the_connection),
		cmocka_unit_test(shutdown_ends_one_half_only),
		cmocka_unit_test(rst_resets_tcp_after_the_data),
		cmocka_unit_test(rst_resets_a_pair),
		cmocka_unit_test(rst_says_where_it_cannot),
		cmocka_unit_test(rst_needs_no_help_where_something_is_unread),
		cmocka_unit_test(drop_leaves_what_we_send_unanswered),
		cmocka_unit_test(nothing_can_be_sent_after_close),
		cmocka_unit_test(closing_with_something_unread_is_a_reset),
		cmocka_unit_test(a_peer_can_be_ended_in_every_wait),
		cmocka_unit_test(a_peer_can_be_ended_while_it_connects),
		cmocka_unit_test(multipath_resets_and_ends_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
