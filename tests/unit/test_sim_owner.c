/* SPDX-License-Identifier: MIT */
/* What a simulation's owner does to the provider's sockets: lets wait, lose, break. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/un.h>

#include <cmocka.h>

#include "net/network.h"
#include "tests/unit/sim_calls.h"

static struct transport *peer; /* not the provider's */

static const int families[] = { AF_INET, AF_INET6, AF_UNIX };

static void accept_late(void)
{
	int error = 0;

	fixture_nonblocking(listener, TRUE); /* inside of a blocking call */
	right = WSPAccept(listener, NULL, NULL, NULL, 0, &error);
	assert_int_equal(error, 0);
}

static void connect_late(void)
{
	assert_int_equal(
		network_current()->open(calls_at.sa.ss_family, SOCK_STREAM, 0, &peer),
		0);
	peer->ops->connect(peer, (struct sockaddr *)&calls_at.sa,
			   (socklen_t)calls_at.n);
}

static void listeners_and_those_who_come_wait(void **state)
{
	SOCKET one;
	int error = 0;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		listener = calls_bound(families[i], SOCK_STREAM, &calls_at);
		assert_int_equal(WSPListen(listener, 0, &error), 0);
		sim_world_next = connect_late;
		left = WSPAccept(listener, NULL, NULL, NULL, 0, &error);
		assert_int_equal(error, 0);
		peer->ops->close(peer, false);
		fixture_nothing(left, 9, 0);
		fixture_close(left);
		one = calls_opened(families[i], SOCK_STREAM);
		assert_int_equal(calls_connect_to(one, &calls_at), 0);
		left = calls_opened(families[i], SOCK_STREAM);
		sim_world_next = accept_late;
		assert_int_equal(calls_connect_to(left, &calls_at), 0);
		fixture_close(one);
		calls_end();
	}
}

static void receive_late(void)
{
	assert_string_equal(fixture_look(right, 9, 0).bytes, "1234");
}

static void a_full_queue(void **state)
{
	struct place to;

	(void)state;
	right = calls_bound(AF_UNIX, SOCK_DGRAM, &to);
	assert_int_equal(network_current()->open(AF_UNIX, SOCK_DGRAM, 0, &peer), 0);
	peer->ops->connect(peer, (struct sockaddr *)&to.sa, (socklen_t)to.n);
	sim_room(sim_other(peer), 6);
	peer->ops->close(peer, false);
	left = calls_opened(AF_UNIX, SOCK_DGRAM);
	assert_int_equal(calls_send_to(left, "1234", &to), 0);
	sim_world_next = receive_late;
	assert_int_equal(calls_send_to(left, "5678", &to), 0);
	fixture_data(right, 9, 0, "5678", 0);
	calls_end();
	right = calls_bound(AF_INET, SOCK_DGRAM, &to);
	assert_int_equal(network_current()->open(AF_INET, SOCK_DGRAM, 0, &peer), 0);
	peer->ops->connect(peer, (struct sockaddr *)&to.sa, (socklen_t)to.n);
	sim_room(sim_other(peer), 6);
	peer->ops->close(peer, false);
	left = calls_opened(AF_INET, SOCK_DGRAM);
	assert_int_equal(calls_send_to(left, "1234", &to), 0);
	assert_int_equal(calls_send_to(left, "lost", &to), 0);
	fixture_data(right, 9, 0, "1234", 0);
	assert_int_equal(fixture_look(right, 9, 0).error, WSAEWOULDBLOCK);
	calls_end();
}

static void say(const char *text)
{
	struct iovec vec = { (void *)(uintptr_t)text, strlen(text) };
	size_t sent;

	assert_int_equal(peer->ops->send(peer, &vec, 1, false, NULL, 0, &sent), 0);
}

static int unsent(void)
{
	int n = -1;

	assert_int_equal(peer->ops->ask(peer, TRANSPORT_UNSENT, &n), 0);
	return n;
}

/* a is connected to the peer. */
static void to_peer(void)
{
	int error = 0;

	listener = calls_bound(AF_INET, SOCK_STREAM, &calls_at);
	assert_int_equal(WSPListen(listener, 2, &error), 0);
	connect_late();
	left = WSPAccept(listener, NULL, NULL, NULL, 0, &error);
	assert_int_equal(error, 0);
}

static void what_is_on_its_way_is_unsent(void **state)
{
	struct transport *t;

	(void)state;
	to_peer();
	t = sim_other(peer);
	assert_ptr_equal(sim_other(t), peer);
	sim_hold(t, true);
	say("abc");
	say("defgh");
	assert_int_equal(unsent(), 8);
	assert_int_equal(fixture_look(left, 9, 0).error, WSAEWOULDBLOCK);
	assert_true(sim_pass(t));
	assert_int_equal(unsent(), 5);
	fixture_data(left, 9, 0, "abc", 0);
	peer->ops->shut_send(peer);
	assert_int_equal(unsent(), 6);
	sim_hold(t, false);
	assert_int_equal(unsent(), 0);
	fixture_data(left, 9, 0, "defgh", 0);
	fixture_nothing(left, 9, 0);
	peer->ops->close(peer, false);
	calls_end();
}

/* clauses: E5 E13 */
static void nobody_answers_any_more(void **state)
{
	(void)state;
	for (int keepalive = 0; keepalive < 2; keepalive++) {
		to_peer();
		say("data");
		sim_time_out(sim_other(peer), keepalive != 0);
		fixture_data(left, 9, 0, "data", 0);
		fixture_fails(left, 9, 0, keepalive ? WSAENETRESET : WSAECONNABORTED);
		fixture_fails(left, 9, 0, keepalive ? WSAENETRESET : WSAECONNABORTED);
		peer->ops->close(peer, false);
		calls_end();
	}
}

static void an_end_that_is_broken(void **state)
{
	struct transport *ends[2], *spare;
	struct arrival r = { .vec = NULL };

	(void)state;
	assert_int_equal(network_current()->pair(SOCK_SEQPACKET, ends, &spare), 0);
	assert_null(spare);
	sim_break(ends[0]);
	assert_int_equal(ends[1]->ops->recv(ends[1], &r), ECONNRESET);
	assert_int_equal(ends[1]->ops->recv(ends[1], &r), 0);
	assert_true(r.ended);
	ends[1]->ops->close(ends[1], false);
}

/* From 49152 to 65535, and then from the first again. */
static void ports_begin_again_behind_the_last(void **state)
{
	struct place p;

	(void)state;
	sim_reset();
	for (int i = 0; i <= 65535 - 49152 + 1; i++) {
		left = calls_bound(AF_INET, SOCK_STREAM, &p);
		calls_end();
	}
	assert_int_equal(ntohs(((struct sockaddr_in *)&p.sa)->sin_port), 49152);
}

static void the_same_ports_again(void **state)
{
	struct place p, q;
	struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "/nowhere/s" };
	int error = 0;

	(void)state;
	sim_reset();
	left = calls_bound(AF_INET, SOCK_STREAM, &p);
	right = calls_bound(AF_INET, SOCK_STREAM, &q);
	assert_int_equal(ntohs(((struct sockaddr_in *)&q.sa)->sin_port),
			 ntohs(((struct sockaddr_in *)&p.sa)->sin_port) + 1);
	calls_end();
	sim_reset();
	left = calls_bound(AF_INET, SOCK_STREAM, &q);
	calls_same(&p, &q);
	right = calls_opened(AF_INET, SOCK_STREAM);
	WSPBind(right, (struct sockaddr *)&p.sa, p.n, &error);
	assert_int_equal(error, WSAEADDRINUSE);
	calls_end();
	left = calls_opened(AF_UNIX, SOCK_DGRAM);
	right = calls_opened(AF_UNIX, SOCK_DGRAM);
	assert_int_equal(WSPBind(left, (struct sockaddr *)&un, sizeof un, &error), 0);
	WSPBind(right, (struct sockaddr *)&un, sizeof un, &error);
	assert_int_equal(error, WSAEADDRINUSE);
	assert_int_equal(network_current()->remove(un.sun_path), 0);
	assert_int_equal(network_current()->remove(un.sun_path), ENOENT);
	assert_int_equal(WSPBind(right, (struct sockaddr *)&un, sizeof un, &error), 0);
	calls_end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(listeners_and_those_who_come_wait),
		cmocka_unit_test(a_full_queue),
		cmocka_unit_test(what_is_on_its_way_is_unsent),
		cmocka_unit_test(nobody_answers_any_more),
		cmocka_unit_test(an_end_that_is_broken),
		cmocka_unit_test(ports_begin_again_behind_the_last),
		cmocka_unit_test(the_same_ports_again),
	};

	return cmocka_run_group_tests(tests, sim_world_start, sim_world_stop);
}
