/* SPDX-License-Identifier: MIT */
/* DTLS over datagrams in memory, some of which are lost, doubled, or come in another order. */
#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/tls.h"
#include "tests/unit/sim_world.h"
#include "tests/unit/tls_end.h"

#define TRIES 200000
#define MESSAGES 200

/* A transport over another one that is in memory: what is sent may go wrong. */
struct wild {
	struct transport super;
	struct transport *under; /* owned */
	unsigned seed, percent;  /* how often something goes wrong */
	unsigned lost, late, doubled;
	unsigned char kept[2048]; /* goes behind the next one */
	size_t n_kept;
};

static struct wild *wild_of(struct transport *t)
{
	return (struct wild *)t;
}

static unsigned chance(struct wild *w)
{
	w->seed = w->seed * 1103515245u + 12345u;
	return (w->seed >> 16) % 100;
}

static int wild_recv(struct transport *t, struct arrival *a)
{
	return wild_of(t)->under->ops->recv(wild_of(t)->under, a);
}

static int send_below(struct wild *w, const void *bytes, size_t n)
{
	const struct iovec vec = { (void *)(uintptr_t)bytes, n };
	size_t sent;

	return w->under->ops->send(w->under, &vec, 1, false, NULL, 0, &sent);
}

static int wild_send(struct transport *t, const struct iovec *vec, size_t n, bool oob,
		     const struct sockaddr *to, socklen_t to_length, size_t *sent)
{
	struct wild *w = wild_of(t);
	bool wrong = chance(w) < w->percent;
	unsigned how = chance(w) % 3;
	int native = 0;

	(void)oob;
	(void)to;
	(void)to_length;
	assert_int_equal(n, 1);
	*sent = vec->iov_len;
	if (wrong && how == 0) {
		w->lost++;
		return 0;
	}
	if (wrong && how == 1 && w->n_kept == 0 && vec->iov_len <= sizeof w->kept) {
		w->late++;
		memcpy(w->kept, vec->iov_base, vec->iov_len);
		w->n_kept = vec->iov_len;
		return 0;
	}
	native = send_below(w, vec->iov_base, vec->iov_len);
	if (native == 0 && wrong && how == 2) {
		w->doubled++;
		native = send_below(w, vec->iov_base, vec->iov_len);
	}
	if (native == 0 && w->n_kept > 0)
		native = send_below(w, w->kept, w->n_kept);
	w->n_kept = 0;
	return native;
}

static int wild_name_of(struct transport *t, bool peer, struct sockaddr *sa,
			socklen_t *length)
{
	return wild_of(t)->under->ops->name_of(wild_of(t)->under, peer, sa, length);
}

static int wild_get(struct transport *t, enum transport_option o, int *value)
{
	return wild_of(t)->under->ops->get(wild_of(t)->under, o, value);
}

static int wild_ask(struct transport *t, enum transport_question q, int *answer)
{
	return wild_of(t)->under->ops->ask(wild_of(t)->under, q, answer);
}

static void wild_close(struct transport *t, bool abrupt)
{
	wild_of(t)->under->ops->close(wild_of(t)->under, abrupt);
	free(t);
}

static const struct transport_ops wild_ops = {
	.name = "wild",
	.recv = wild_recv,
	.send = wild_send,
	.name_of = wild_name_of,
	.ask = wild_ask,
	.get = wild_get,
	.close = wild_close,
};

struct session {
	struct transport *ends[2]; /* who calls, who is called */
	struct wild *wild[2];
};

/* The shortest time to ask again: at every attempt. */
static void open_pair(struct session *s, unsigned seed, unsigned percent)
{
	const WSPTLS settings[2] = { { .trusting = 1, .resend = 1 },
				     { .accepts = 1, .resend = 1 } };
	struct sockaddr_in at[2];
	struct transport *base[2] = { NULL, NULL };

	for (int i = 0; i < 2; i++) {
		socklen_t n = sizeof at[i];

		at[i] = (struct sockaddr_in){
			.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)
		};
		assert_int_equal(sim_open(AF_INET, SOCK_DGRAM, 0, &base[i]), 0);
		assert_int_equal(
			base[i]->ops->bind(base[i], (struct sockaddr *)&at[i], n), 0);
		assert_int_equal(base[i]->ops->name_of(base[i], false,
						       (struct sockaddr *)&at[i], &n),
				 0);
	}
	for (int i = 0; i < 2; i++) {
		assert_int_equal(base[i]->ops->connect(base[i],
						       (struct sockaddr *)&at[!i],
						       sizeof at[i]),
				 0);
		s->wild[i] = calloc(1, sizeof *s->wild[i]);
		assert_non_null(s->wild[i]);
		*s->wild[i] = (struct wild){ .super = { &wild_ops },
					     .under = base[i],
					     .seed = 2 * seed + (unsigned)i,
					     .percent = percent };
		s->ends[i] = tls_end(&s->wild[i]->super, true, &settings[i]);
	}
}

static void close_session(struct session *s)
{
	for (int i = 0; i < 2; i++)
		s->ends[i]->ops->close(s->ends[i], false);
	sim_reset();
}

static int send_text(struct transport *t, const void *bytes, size_t n)
{
	const struct iovec vec = { (void *)(uintptr_t)bytes, n };
	size_t sent = 0;
	int native = t->ops->send(t, &vec, 1, false, NULL, 0, &sent);

	assert_int_equal(sent, native == 0 ? n : 0);
	return native;
}

/* Both look for messages too: who has finished answers those who have not heard of it. */
static void shake(struct session *s)
{
	int native[2] = { EAGAIN, EAGAIN };
	struct arrival a;
	char byte;

	for (int i = 0; i < TRIES && (native[0] == EAGAIN || native[1] == EAGAIN); i++)
		for (int k = 0; k < 2; k++) {
			native[k] = send_text(s->ends[k], "", 0);
			assert_int_equal(
				tls_end_receive(s->ends[k], &byte, 1, true, &a),
				EAGAIN);
		}
	assert_int_equal(native[0], 0);
	assert_int_equal(native[1], 0);
	assert_string_equal(tls_end_state(s->ends[0]).version, "DTLSv1.2");
}

static void a_handshake_outlives_loss_and_disorder(void **state)
{
	unsigned lost = 0, late = 0, doubled = 0;

	(void)state;
	for (unsigned seed = 1; seed <= 12; seed++) {
		struct session s;

		open_pair(&s, seed, 40);
		shake(&s);
		for (int i = 0; i < 2; i++) {
			lost += s.wild[i]->lost;
			late += s.wild[i]->late;
			doubled += s.wild[i]->doubled;
		}
		close_session(&s);
	}
	assert_true(lost > 5 && late > 5 && doubled > 5);
}

/* clauses: D3 D5 */
static void messages_come_whole_once_or_not_at_all(void **state)
{
	unsigned seen[MESSAGES] = { 0 }, number, came = 0, backwards = 0, last = 0;
	struct session s;
	struct arrival a;

	(void)state;
	open_pair(&s, 7, 40);
	shake(&s);
	for (unsigned i = 0; i < MESSAGES; i++) {
		assert_int_equal(send_text(s.ends[1], &i, sizeof i), 0);
		while (tls_end_receive(s.ends[0], &number, sizeof number, false, &a) ==
		       0) {
			assert_int_equal(a.placed, sizeof number);
			assert_true(number < MESSAGES);
			seen[number]++;
			came++;
			backwards += number < last;
			last = number;
		}
	}
	for (unsigned i = 0; i < MESSAGES; i++)
		assert_true(seen[i] <= 1);
	assert_true(came > MESSAGES / 2 && came < MESSAGES);
	assert_true(backwards > 0);
	assert_true(s.wild[1]->doubled > 0);
	close_session(&s);
}

/* clauses: D8 F-PEEK C2 */
static void a_message_that_is_too_long_is_cut(void **state)
{
	static char large[16385];
	struct session s;
	struct arrival a;
	char got[8];
	int waiting = 0;

	(void)state;
	open_pair(&s, 1, 0);
	shake(&s);
	assert_int_equal(send_text(s.ends[1], "a message", 9), 0);
	assert_int_equal(send_text(s.ends[1], "b", 1), 0);
	assert_int_equal(s.ends[0]->ops->ask(s.ends[0], TRANSPORT_WAITING, &waiting),
			 0);
	assert_int_equal(waiting, 9);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(tls_end_receive(s.ends[0], got, 3, i == 0, &a), 0);
		assert_int_equal(a.placed, 3);
		assert_int_equal(a.length, 9);
		assert_memory_equal(got, "a m", 3);
	}
	assert_int_equal(tls_end_receive(s.ends[0], got, 3, false, &a), 0);
	assert_int_equal(a.length, 1);
	assert_int_equal(send_text(s.ends[1], large, sizeof large), EMSGSIZE);
	assert_int_equal(send_text(s.ends[1], large, sizeof large - 1), 0);
	assert_int_equal(tls_end_receive(s.ends[0], got, 0, false, &a), 0);
	assert_int_equal(a.placed, 0);
	assert_int_equal(a.length, sizeof large - 1);
	assert_int_equal(s.ends[1]->ops->shut_send(s.ends[1]), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(tls_end_receive(s.ends[0], got, 3, false, &a), 0);
		assert_true(a.ended);
	}
	assert_int_equal(tls_end_state(s.ends[0]).ending, WSPTLS_ENDING_GRACEFUL);
	close_session(&s);
}

/* clauses: C2 C4 E14 */
static void nobody_is_there(void **state)
{
	struct session s;
	struct arrival a;
	char byte;

	(void)state;
	open_pair(&s, 1, 0);
	shake(&s);
	s.ends[1]->ops->close(s.ends[1], false);
	assert_int_equal(tls_end_receive(s.ends[0], &byte, 1, false, &a), 0);
	assert_true(a.ended);
	s.ends[0]->ops->close(s.ends[0], false);
	open_pair(&s, 1, 0);
	shake(&s);
	assert_int_equal(send_text(s.ends[1], "a", 1), 0);
	tls_strip(s.ends[1])->ops->close(&s.wild[1]->super, false);
	assert_int_equal(send_text(s.ends[0], "x", 1), 0);
	assert_int_equal(tls_end_receive(s.ends[0], &byte, 1, false, &a), 0);
	assert_int_equal(byte, 'a');
	for (int i = 0; i < 2; i++)
		assert_int_equal(tls_end_receive(s.ends[0], &byte, 1, false, &a),
				 ECONNREFUSED);
	s.ends[0]->ops->close(s.ends[0], false);
	sim_reset();
}

static struct transport *opened(const WSPTLS *settings)
{
	struct transport *base = NULL;

	assert_int_equal(sim_open(AF_INET, SOCK_DGRAM, 0, &base), 0);
	return tls_end(base, true, settings);
}

/* clauses: S2 */
static void a_listener_hears_more_than_one(void **state)
{
	const WSPTLS calls = { .trusting = 1, .resend = 1 }, none = { 0 };
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct transport *l = opened(&none), *callers[2], *called[2] = { NULL };
	socklen_t n = sizeof at;
	int on = 0, shaken = 0;
	struct arrival a;
	char got[8];

	(void)state;
	assert_int_equal(l->ops->bind(l, (struct sockaddr *)&at, n), 0);
	assert_int_equal(l->ops->name_of(l, false, (struct sockaddr *)&at, &n), 0);
	assert_int_equal(l->ops->listen(l, 1), 0);
	assert_int_equal(l->ops->get(l, TRANSPORT_ACCEPTCONN, &on), 0);
	assert_true(on);
	assert_int_equal(l->ops->accept(l, &called[0]), EAGAIN);
	for (int i = 0; i < 2; i++) {
		callers[i] = opened(&calls);
		assert_int_equal(
			callers[i]->ops->connect(callers[i], (struct sockaddr *)&at, n),
			EINPROGRESS);
	}
	/* What the second says first may come to the first's socket: he says it again. */
	for (int i = 0; i < TRIES && shaken != 15; i++)
		for (int k = 0; k < 2; k++) {
			if (send_text(callers[k], "", 0) == 0)
				shaken |= 1 << k;
			if (called[k] == NULL)
				l->ops->accept(l, &called[k]);
			else if (send_text(called[k], "", 0) == 0)
				shaken |= 4 << k;
		}
	assert_int_equal(shaken, 15);
	for (int k = 0; k < 2; k++)
		assert_int_equal(send_text(called[k], k == 0 ? "a" : "b", 1), 0);
	for (int k = 0; k < 2; k++) {
		assert_int_equal(
			tls_end_receive(callers[k], got, sizeof got, false, &a), 0);
		on |= got[0] == 'a' ? 2 : 4;
	}
	assert_int_equal(on, 7);
	for (int k = 0; k < 2; k++) {
		callers[k]->ops->close(callers[k], false);
		called[k]->ops->close(called[k], false);
	}
	l->ops->close(l, false);
	sim_reset();
}

int main(void)
{
	/* Whoever asks again does so by the clock of the machine. */
	const struct CMUnitTest timed[] = {
		cmocka_unit_test(a_handshake_outlives_loss_and_disorder),
		cmocka_unit_test(messages_come_whole_once_or_not_at_all),
	};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_that_is_too_long_is_cut),
		cmocka_unit_test(nobody_is_there),
		cmocka_unit_test(a_listener_hears_more_than_one),
	};

	return cmocka_run_group_tests(timed, NULL, NULL) +
	       cmocka_run_group_tests(tests, sim_world_start, sim_world_stop);
}
