/* SPDX-License-Identifier: MIT */
/* TLS over a network in memory, whose pieces and room are chosen. */
#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/sim.h"
#include "net/tls.h"
#include "tests/unit/sim_world.h"
#include "tests/unit/tls_end.h"

#define LENGTH 100000

/* Two ends of a connection, TLS over each, and what is beneath. */
struct session {
	struct transport *ours, *theirs;
	struct transport *our_base, *their_base;
};

static void open_pair(struct session *s)
{
	const WSPTLS calls = { .trusting = 1 }, accepts = { .accepts = 1 };
	struct transport *ends[2];

	sim_world_connect(ends);
	s->our_base = ends[0];
	s->their_base = ends[1];
	s->ours = tls_end(ends[0], false, &calls);
	s->theirs = tls_end(ends[1], false, &accepts);
}

static int send_some(struct transport *t, const void *bytes, size_t n, size_t *sent)
{
	const struct iovec vec = { (void *)(uintptr_t)bytes, n };

	*sent = 0;
	return t->ops->send(t, &vec, 1, false, NULL, 0, sent);
}

static void shake(struct session *s)
{
	size_t n;
	int a = EAGAIN, b = EAGAIN;

	for (int i = 0; i < 20000 && (a == EAGAIN || b == EAGAIN); i++) {
		a = send_some(s->ours, "", 0, &n);
		b = send_some(s->theirs, "", 0, &n);
	}
	assert_int_equal(a, 0);
	assert_int_equal(b, 0);
	assert_int_equal(tls_end_state(s->ours).secure, 1);
	assert_int_equal(tls_end_state(s->theirs).secure, 1);
}

static void open_session(struct session *s)
{
	open_pair(s);
	shake(s);
}

static void close_session(struct session *s)
{
	s->ours->ops->close(s->ours, false);
	if (s->theirs != NULL)
		s->theirs->ops->close(s->theirs, false);
	sim_reset();
}

static void give(struct transport *t, const char *text)
{
	size_t sent;

	assert_int_equal(send_some(t, text, strlen(text), &sent), 0);
	assert_int_equal(sent, strlen(text));
}

/* clauses: D2 */
static void a_handshake_comes_through_in_pieces_of_a_byte(void **state)
{
	struct session s;
	struct arrival a;
	char got[8];

	(void)state;
	open_pair(&s);
	sim_cut(s.our_base, 1);
	sim_cut(s.their_base, 1);
	shake(&s);
	give(s.theirs, "hello");
	assert_int_equal(tls_end_receive(s.ours, got, sizeof got, false, &a), 0);
	assert_int_equal(a.placed, 5);
	assert_memory_equal(got, "hello", 5);
	close_session(&s);
}

/* clauses: B1 D2 */
static void what_has_no_room_below_goes_later_and_in_order(void **state)
{
	unsigned char *bytes = malloc(LENGTH), *got = malloc(LENGTH);
	size_t sent = 0, n, there = 0, full = 0;
	struct session s;
	struct arrival a;
	int native;

	(void)state;
	for (size_t i = 0; i < LENGTH; i++)
		bytes[i] = (unsigned char)(i % 251);
	open_session(&s);
	sim_room(s.our_base, 1000);
	do {
		native = send_some(s.theirs, bytes + sent, LENGTH - sent, &n);
		sent += n;
		full += native == EAGAIN;
		assert_true(native == 0 || native == EAGAIN);
		while (there < LENGTH &&
		       tls_end_receive(s.ours, got + there, LENGTH - there, false,
				       &a) == 0)
			there += a.placed;
	} while (native == EAGAIN || sent < LENGTH || there < LENGTH);
	assert_true(full > 50);
	assert_int_equal(there, LENGTH);
	assert_memory_equal(got, bytes, LENGTH);
	assert_true(tls_end_state(s.ours).records >= LENGTH / 16384);
	close_session(&s);
	free(bytes);
	free(got);
}

/* clauses: F-PEEK D10 */
static void a_look_sees_all_records_and_takes_nothing(void **state)
{
	struct session s;
	struct arrival a;
	char got[16];
	int waiting = 0;

	(void)state;
	open_session(&s);
	give(s.theirs, "ab");
	give(s.theirs, "cdef");
	assert_int_equal(tls_end_receive(s.ours, got, 4, true, &a), 0);
	assert_int_equal(a.placed, 4);
	assert_memory_equal(got, "abcd", 4);
	assert_int_equal(s.ours->ops->ask(s.ours, TRANSPORT_WAITING, &waiting), 0);
	assert_int_equal(waiting, 6);
	assert_int_equal(tls_end_receive(s.ours, got, sizeof got, false, &a), 0);
	assert_int_equal(a.placed, 6);
	assert_memory_equal(got, "abcdef", 6);
	assert_int_equal(tls_end_receive(s.ours, got, sizeof got, true, &a), EAGAIN);
	close_session(&s);
}

/* clauses: C1 C4 X23 */
static void close_notify_is_the_graceful_end(void **state)
{
	struct session s;
	struct arrival a;
	char got[16];

	(void)state;
	open_session(&s);
	give(s.theirs, "last");
	s.theirs->ops->close(s.theirs, false);
	s.theirs = NULL;
	assert_int_equal(tls_end_receive(s.ours, got, sizeof got, false, &a), 0);
	assert_int_equal(a.placed, 4);
	assert_false(a.ended);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(tls_end_receive(s.ours, got, sizeof got, false, &a),
				 0);
		assert_true(a.ended);
	}
	assert_int_equal(tls_end_state(s.ours).ending, WSPTLS_ENDING_GRACEFUL);
	close_session(&s);
}

/* The end or the reset of the connection itself, in the middle of a record. */
static void ends_with(void (*how)(struct session *s), int native,
		      enum wsptls_ending ending)
{
	struct session s;
	struct arrival a;
	char got[64];

	open_session(&s);
	sim_hold(s.our_base, true);
	give(s.theirs, "a record that comes whole");
	sim_hold(s.our_base, false);
	how(&s);
	assert_int_equal(tls_end_receive(s.ours, got, sizeof got, false, &a), 0);
	assert_int_equal(a.placed, 25);
	for (int i = 0; i < 2; i++)
		assert_int_equal(tls_end_receive(s.ours, got, sizeof got, false, &a),
				 native);
	assert_int_equal(tls_end_state(s.ours).ending, ending);
	close_session(&s);
}

static void cut(struct session *s)
{
	s->their_base->ops->shut_send(s->their_base);
}

static void reset(struct session *s)
{
	sim_break(tls_strip(s->theirs));
	s->theirs = NULL;
}

static void garbage(struct session *s)
{
	size_t sent;

	assert_int_equal(send_some(s->their_base,
				   "\x17\x03\x03\x00\x20"
				   "no record",
				   37 - 23, &sent),
			 0);
	s->their_base->ops->shut_send(s->their_base);
}

static void bad_record(struct session *s)
{
	char record[5 + 32] = "\x17\x03\x03\x00\x20";
	size_t sent;

	assert_int_equal(send_some(s->their_base, record, sizeof record, &sent), 0);
}

/* clauses: C3 E14 X23 */
static void ends_that_nobody_has_told_are_known_apart(void **state)
{
	(void)state;
	ends_with(cut, ECONNRESET, WSPTLS_ENDING_CUT);
	ends_with(garbage, ECONNRESET, WSPTLS_ENDING_CUT);
	ends_with(reset, ECONNRESET, WSPTLS_ENDING_BROKEN);
	ends_with(bad_record, ECONNABORTED, WSPTLS_ENDING_REFUSED);
}

static void who_is_refused_gets_an_alert_by_its_name(void **state)
{
	struct session s;
	struct arrival a;
	char got[64];

	(void)state;
	open_session(&s);
	bad_record(&s);
	assert_int_equal(tls_end_receive(s.ours, got, sizeof got, false, &a),
			 ECONNABORTED);
	assert_int_equal(tls_end_receive(s.theirs, got, sizeof got, false, &a),
			 ECONNABORTED);
	assert_int_equal(tls_end_state(s.theirs).ending, WSPTLS_ENDING_ALERT);
	assert_string_equal(tls_end_state(s.theirs).text,
			    "the peer's alert: bad record mac");
	close_session(&s);
}

static void garbage_instead_of_a_hello_is_no_handshake(void **state)
{
	struct session s;
	struct arrival a;
	char got[64];
	size_t sent;

	(void)state;
	open_pair(&s);
	assert_int_equal(send_some(s.our_base, "GET / HTTP/1.0\r\n\r\n", 18, &sent), 0);
	assert_int_equal(tls_end_receive(s.theirs, got, sizeof got, false, &a),
			 ECONNABORTED);
	assert_int_equal(tls_end_state(s.theirs).ending, WSPTLS_ENDING_HANDSHAKE);
	assert_string_equal(tls_end_state(s.theirs).text, "http request");
	assert_int_equal(send_some(s.theirs, "x", 1, &sent), ECONNABORTED);
	close_session(&s);
}

/* clauses: C4 */
static void an_end_that_was_asked_for_early_comes_after_the_handshake(void **state)
{
	struct session s;
	struct arrival a;
	char got[8];

	(void)state;
	open_pair(&s);
	s.ours->ops->shut_send(s.ours);
	shake(&s);
	assert_int_equal(tls_end_receive(s.theirs, got, sizeof got, false, &a), 0);
	assert_true(a.ended);
	give(s.theirs, "still");
	assert_int_equal(tls_end_receive(s.ours, got, sizeof got, false, &a), 0);
	assert_int_equal(a.placed, 5);
	close_session(&s);
}

/* One who calls `at`, where l listens; they talk, and the session's file is written. */
static bool calls(struct transport *l, struct sockaddr_in *at, const WSPTLS *settings)
{
	struct transport *base = NULL;
	struct session s;
	struct arrival a;
	bool resumed;
	char got[8];

	assert_int_equal(sim_open(AF_INET, SOCK_STREAM, 0, &base), 0);
	s.ours = tls_end(base, false, settings);
	assert_int_equal(
		s.ours->ops->connect(s.ours, (struct sockaddr *)at, sizeof *at),
		EINPROGRESS);
	assert_int_equal(l->ops->accept(l, &s.theirs), 0);
	shake(&s);
	give(s.theirs, "hello");
	assert_int_equal(tls_end_receive(s.ours, got, sizeof got, false, &a), 0);
	assert_int_equal(a.placed, 5);
	resumed = tls_end_state(s.ours).resumed != 0;
	assert_int_equal(tls_end_state(s.theirs).resumed, resumed);
	s.ours->ops->close(s.ours, false);
	s.theirs->ops->close(s.theirs, false);
	return resumed;
}

static void a_listener_takes_a_session_up_again(void **state)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	WSPTLS accepts = { 0 }, settings = { .trusting = 1 };
	struct transport *l = NULL;
	socklen_t n = sizeof at;
	int fd;

	(void)state;
	strcpy(settings.session, "/tmp/test_tls_XXXXXX");
	fd = mkstemp(settings.session);
	assert_true(fd >= 0);
	close(fd);
	for (uint16_t version = 0x0303; version <= 0x0304; version++) {
		accepts.least = accepts.most = version;
		assert_int_equal(sim_open(AF_INET, SOCK_STREAM, 0, &l), 0);
		l = tls_end(l, false, &accepts);
		at.sin_port = 0;
		assert_int_equal(l->ops->bind(l, (struct sockaddr *)&at, n), 0);
		assert_int_equal(l->ops->name_of(l, false, (struct sockaddr *)&at, &n),
				 0);
		assert_int_equal(l->ops->listen(l, 1), 0);
		assert_false(calls(l, &at, &settings));
		assert_true(calls(l, &at, &settings));
		assert_true(calls(l, &at, &settings));
		l->ops->close(l, false);
	}
	unlink(settings.session);
	sim_reset();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_handshake_comes_through_in_pieces_of_a_byte),
		cmocka_unit_test(what_has_no_room_below_goes_later_and_in_order),
		cmocka_unit_test(a_look_sees_all_records_and_takes_nothing),
		cmocka_unit_test(close_notify_is_the_graceful_end),
		cmocka_unit_test(ends_that_nobody_has_told_are_known_apart),
		cmocka_unit_test(who_is_refused_gets_an_alert_by_its_name),
		cmocka_unit_test(garbage_instead_of_a_hello_is_no_handshake),
		cmocka_unit_test(
			an_end_that_was_asked_for_early_comes_after_the_handshake),
		cmocka_unit_test(a_listener_takes_a_session_up_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
