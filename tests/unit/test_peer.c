/* SPDX-License-Identifier: MIT */
/* The built-in peer sends and reads as its script says, as plain sockets see it. */
#include <errno.h>
#include <netinet/in.h>
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

static void messages_keep_their_boundaries(void **state)
{
	SCRIPT(SEND("one"), STEP(EMPTY), SEND("three"));
	struct peer *p;
	int fd = played_pair(SOCK_SEQPACKET, script, LENGTH, &p);

	(void)state;
	played_takes(fd, "one");
	played_takes(fd, "");
	played_takes(fd, "three");
	played_ends(p, 0, 0);
	close(fd);
}

static void a_settled_peer_has_sent_all_and_closed(void **state)
{
	SCRIPT(SEND("ab"), SEND("cd"));
	struct peer *p;
	int fd = played_tcp(script, LENGTH, &p);
	char bytes[10];

	(void)state;
	peer_settle(p);
	assert_int_equal(recv(fd, bytes, sizeof bytes, MSG_DONTWAIT), 4);
	assert_memory_equal(bytes, "abcd", 4);
	assert_int_equal(recv(fd, bytes, sizeof bytes, MSG_DONTWAIT), 0);
	played_ends(p, 0, 0);
	close(fd);
}

static void a_settled_peer_has_answered_what_it_read(void **state)
{
	SCRIPT(SIZED(READ, 5), SEND("pong"), STEP(HOLD));
	struct peer *p;
	int fd = played_pair(SOCK_STREAM, script, LENGTH, &p);

	(void)state;
	peer_settle(p);
	played_fails(fd, MSG_DONTWAIT, EAGAIN);
	assert_int_equal(send(fd, "pi", 2, 0), 2);
	peer_settle(p);
	played_fails(fd, MSG_DONTWAIT, EAGAIN);
	assert_int_equal(send(fd, "ng!", 3, 0), 3);
	peer_settle(p);
	played_takes(fd, "pong");
	played_ends(p, 0, 0);
	close(fd);
}

static void read_ends_with_the_stream(void **state)
{
	SCRIPT(SIZED(READ, 1000), SEND("done"));
	struct peer *p;
	int fd = played_tcp(script, LENGTH, &p);

	(void)state;
	assert_int_equal(send(fd, "abc", 3, 0), 3);
	assert_int_equal(shutdown(fd, SHUT_WR), 0);
	played_takes(fd, "done");
	played_ends(p, 0, 0);
	close(fd);
}

static void a_pattern_fills_a_stream_beyond_its_buffers(void **state)
{
	SCRIPT(SIZED(PATTERN, 20000003));
	static unsigned char bytes[100000];
	struct peer *p;
	int fd = played_tcp(script, LENGTH, &p);
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
	played_ends(p, 0, 0);
	close(fd);
}

static void a_pattern_is_one_message(void **state)
{
	SCRIPT(SIZED(PATTERN, 60000), SIZED(PATTERN, 0));
	static unsigned char bytes[100000];
	struct peer *p;
	int fd = played_udp(script, LENGTH, &p);

	(void)state;
	assert_int_equal(recv(fd, bytes, sizeof bytes, 0), 60000);
	assert_int_equal(bytes[59999], 59999 % 251);
	assert_int_equal(recv(fd, bytes, sizeof bytes, 0), 0);
	played_ends(p, 0, 0);
	close(fd);
}

static void a_drip_comes_byte_by_byte(void **state)
{
	SCRIPT({ .verb = PEER_DRIP, .data = (unsigned char *)"abc", .n = 3 });
	struct peer *p;
	int fd = played_pair(SOCK_SEQPACKET, script, LENGTH, &p);

	(void)state;
	played_takes(fd, "a");
	played_takes(fd, "b");
	played_takes(fd, "c");
	played_takes(fd, "");
	played_ends(p, 0, 0);
	close(fd);
}

static void assert_flooded(int fd, struct peer *p, size_t least)
{
	static unsigned char bytes[100000];
	size_t got = 0;
	ssize_t n;

	peer_settle(p);
	while ((n = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT)) > 0)
		for (ssize_t i = 0; i < n; i++, got++)
			if (bytes[i] != got % 251)
				fail_msg("byte %zu is %d", got, bytes[i]);
	assert_int_equal(n, -1);
	assert_int_equal(errno, EAGAIN);
	assert_in_range(got, least, SIZE_MAX);
	played_ends(p, 0, 0);
	close(fd);
}

static void a_flood_fills_a_stream(void **state)
{
	SCRIPT(STEP(FLOOD), STEP(HOLD));
	struct peer *p;
	int fd = played_pair(SOCK_STREAM, script, LENGTH, &p);

	(void)state;
	assert_flooded(fd, p, 100000);
	fd = played_tcp(script, LENGTH, &p);
	peer_settle(p);
	assert_flooded(fd, p, 100000);
}

static void a_flood_of_messages_ends_too(void **state)
{
	SCRIPT(STEP(FLOOD), STEP(HOLD));
	struct peer *p;
	int fd = played_pair(SOCK_SEQPACKET, script, LENGTH, &p), n = 0;
	char bytes[2000];

	(void)state;
	peer_settle(p);
	while (recv(fd, bytes, sizeof bytes, MSG_DONTWAIT) == 1024)
		n++;
	assert_int_equal(errno, EAGAIN);
	assert_in_range(n, 10, 10000);
	played_ends(p, 0, 0);
	close(fd);
	fd = played_udp(script, LENGTH, &p);
	peer_settle(p);
	played_ends(p, EOPNOTSUPP, 0);
	close(fd);
}

static void oob_makes_the_last_byte_urgent(void **state)
{
	SCRIPT(SEND("ab"), OOB("cd!"), SEND("ef"));
	struct peer *p;
	int fd = played_tcp(script, LENGTH, &p);
	char byte = 0;

	(void)state;
	peer_settle(p);
	assert_int_equal(recv(fd, &byte, 1, MSG_OOB), 1);
	assert_int_equal(byte, '!');
	played_takes(fd, "abcd");
	played_takes(fd, "ef");
	played_ends(p, 0, 0);
	close(fd);
}

static void what_streams_and_messages_cannot_do_is_told(void **state)
{
	SCRIPT(STEP(EMPTY), SEND("x"));
	static const struct peer_step oob[] = { SEND("x"), OOB("!"), STEP(DROP) };
	struct peer *p;
	int fd = played_tcp(script, LENGTH, &p);

	(void)state;
	played_takes(fd, "x");
	played_ends(p, EINVAL, 0);
	close(fd);
	fd = played_udp(oob, 3, &p);
	peer_settle(p);
	assert_int_equal(peer_error(p, NULL), EOPNOTSUPP);
	played_ends(p, EOPNOTSUPP, 1);
	close(fd);
}

static void a_stranger_has_another_address(void **state)
{
	SCRIPT(SEND("own"), STRANGER("other"), SEND("own"));
	struct peer *p;
	int fd = played_udp(script, LENGTH, &p);
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
	played_ends(p, 0, 0);
	close(fd);
}

static void a_pair_has_no_strangers(void **state)
{
	SCRIPT(STRANGER("x"), SEND("y"));
	struct peer *p;
	int fd = played_pair(SOCK_DGRAM, script, LENGTH, &p);

	(void)state;
	played_takes(fd, "y");
	played_ends(p, EOPNOTSUPP, 0);
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
		played_takes(fd, "x");
	peer_settle(p);
	played_ends(p, 0, 0);
	close(fd);
}

static void a_refused_connect_is_told(void **state)
{
	SCRIPT(SEND("x"));
	struct sockaddr_in at;
	int listener = played_listener(SOCK_STREAM, 0, &at);
	struct peer *p;

	(void)state;
	close(listener);
	p = played_connect(SOCK_STREAM, 0, &at, script, LENGTH);
	peer_settle(p);
	played_ends(p, ECONNREFUSED, PEER_CONNECTING);
}

static void each_verb_has_its_own_word(void **state)
{
	size_t n;
	const struct peer_verb_kind *verbs = peer_verbs(&n);

	(void)state;
	assert_int_equal(n, PEER_RAW + 1);
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
		cmocka_unit_test(a_settled_peer_has_answered_what_it_read),
		cmocka_unit_test(read_ends_with_the_stream),
		cmocka_unit_test(a_pattern_fills_a_stream_beyond_its_buffers),
		cmocka_unit_test(a_pattern_is_one_message),
		cmocka_unit_test(a_drip_comes_byte_by_byte),
		cmocka_unit_test(a_flood_fills_a_stream),
		cmocka_unit_test(a_flood_of_messages_ends_too),
		cmocka_unit_test(oob_makes_the_last_byte_urgent),
		cmocka_unit_test(what_streams_and_messages_cannot_do_is_told),
		cmocka_unit_test(a_stranger_has_another_address),
		cmocka_unit_test(a_pair_has_no_strangers),
		cmocka_unit_test(a_stranger_waits_for_room),
		cmocka_unit_test(a_refused_connect_is_told),
		cmocka_unit_test(each_verb_has_its_own_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
