/* SPDX-License-Identifier: MIT */
/* TLS of a peer that misbehaves: what it keeps and passes on, and that chance can be fixed. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/sim.h"
#include "net/tls.h"
#include "scenario/rogue_parts.h"
#include "scenario/tls_chance.h"
#include "tests/unit/sim_world.h"

struct both {
	struct transport *ours, *theirs;
	struct rogue *rogue;
};

static void begin(struct both *b)
{
	const WSPTLS calls = { .trusting = 1 };
	struct transport *ends[2];

	sim_world_connect(ends);
	assert_int_equal(rogue_over(ends[1], false, true, &b->rogue, &b->theirs), 0);
	assert_int_equal(tls_over(ends[0], &b->ours), 0);
	assert_int_equal(b->ours->ops->raw_set(b->ours, SOL_WSP_TLS,
					       SO_WSP_TLS_SETTINGS, &calls,
					       sizeof calls),
			 0);
}

static void end(struct both *b)
{
	b->ours->ops->close(b->ours, false);
	b->theirs->ops->close(b->theirs, false);
	sim_reset();
}

static int say(struct transport *t, const char *text)
{
	const struct iovec vec = { (void *)(uintptr_t)text, strlen(text) };
	size_t sent;

	return t->ops->send(t, &vec, 1, false, NULL, 0, &sent);
}

static int hear(struct transport *t, char got[64])
{
	struct iovec vec = { got, 63 };
	struct arrival a = { .vec = &vec, .n = 1 };
	int native = t->ops->recv(t, &a);

	got[a.placed] = '\0';
	return native;
}

static int play(struct both *b, enum peer_verb verb, size_t n)
{
	const struct peer_step step = { .verb = verb, .n = n };

	return rogue_play(b->rogue, &step);
}

static void shake(struct both *b)
{
	int a = EAGAIN, c = EAGAIN;

	for (int i = 0; i < 20 && (a == EAGAIN || c == EAGAIN); i++) {
		a = say(b->ours, "");
		c = play(b, PEER_HANDSHAKE, 0);
	}
	assert_int_equal(a, 0);
	assert_int_equal(c, 0);
}

/* All that the peer says in a session, as bytes; the caller frees. */
static unsigned char *recorded(uint64_t number, size_t *n)
{
	unsigned char *copy;
	struct both b;

	tls_chance_fix(0);
	begin(&b);
	tls_chance_fix(number);
	assert_int_equal(play(&b, PEER_GATHER, 0), 0);
	assert_int_equal(say(b.ours, ""), EAGAIN);
	assert_int_equal(play(&b, PEER_HANDSHAKE, 0), EAGAIN);
	*n = b.rogue->end;
	copy = malloc(*n);
	assert_non_null(copy);
	memcpy(copy, b.rogue->kept, *n);
	end(&b);
	tls_chance_free();
	return copy;
}

static void the_same_chance_gives_the_same_bytes(void **state)
{
	size_t n[3];
	unsigned char *said[3] = { recorded(1, &n[0]), recorded(1, &n[1]),
				   recorded(2, &n[2]) };

	(void)state;
	assert_true(n[0] > 500);
	assert_int_equal(n[0], n[1]);
	assert_memory_equal(said[0], said[1], n[0]);
	assert_true(n[0] != n[2] || memcmp(said[0], said[2], n[0]) != 0);
	for (int i = 0; i < 3; i++)
		free(said[i]);
}

/* clauses: X23 */
static void what_is_kept_goes_when_it_is_passed(void **state)
{
	struct both b;
	char got[64];

	(void)state;
	begin(&b);
	shake(&b);
	assert_int_equal(play(&b, PEER_GATHER, 0), 0);
	assert_int_equal(say(b.theirs, "one"), 0);
	assert_int_equal(say(b.theirs, "two"), 0);
	assert_int_equal(play(&b, PEER_PASS, 5), 0);
	assert_int_equal(hear(b.ours, got), EAGAIN);
	assert_int_equal(play(&b, PEER_PASS, 1000), 0);
	assert_int_equal(hear(b.ours, got), 0);
	assert_string_equal(got, "onetwo");
	assert_int_equal(say(b.theirs, "three"), 0);
	assert_int_equal(hear(b.ours, got), 0);
	assert_string_equal(got, "three");
	end(&b);
}

/* Each is encrypted with the keys of its time, and numbered: what follows keys that have
 * changed says so. clauses: X23 */
static void an_alert_has_its_name(void **state)
{
	static const struct {
		size_t number, updates;
		const char *text;
	} rows[] = { { 40, 0, "the peer's alert: handshake failure" },
		     { 42, 1, "the peer's alert: bad certificate" },
		     { 48, 3, "the peer's alert: unknown CA" } };
	socklen_t n = sizeof(WSPTLSSTATE);
	WSPTLSSTATE told;
	struct both b;
	char got[64];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		begin(&b);
		shake(&b);
		for (size_t k = 0; k < rows[i].updates; k++) {
			assert_int_equal(say(b.theirs, "x"), 0);
			assert_int_equal(play(&b, PEER_UPDATE, 0), 0);
		}
		assert_int_equal(play(&b, PEER_ALERT, rows[i].number), 0);
		assert_int_equal(say(b.theirs, "nothing behind it"), 0);
		if (rows[i].updates > 0)
			assert_int_equal(hear(b.ours, got), 0);
		assert_int_equal(hear(b.ours, got), ECONNABORTED);
		assert_int_equal(b.ours->ops->raw_get(b.ours, SOL_WSP_TLS,
						      SO_WSP_TLS_STATE, &told, &n),
				 0);
		assert_string_equal(told.text, rows[i].text);
		end(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_chance_gives_the_same_bytes),
		cmocka_unit_test(what_is_kept_goes_when_it_is_passed),
		cmocka_unit_test(an_alert_has_its_name),
	};

	return cmocka_run_group_tests(tests, sim_world_start, sim_world_stop);
}
