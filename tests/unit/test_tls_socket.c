/* SPDX-License-Identifier: MIT */
/* Sockets of the provider over TLS, where the one below has no room. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "net/lead.h"
#include "net/tls.h"
#include "spi/catalog.h"
#include "spi/open.h"
#include "tests/unit/sim_world.h"
#include "tests/unit/tls_end.h"
#include "tests/unit/wsp_fixture.h"

#define TRIES 1000

/* A socket and its peer, TLS between them. */
struct session {
	SOCKET s;
	struct transport *peer, *peer_base;
};

static int send_now(SOCKET s, size_t n, DWORD *sent)
{
	static char bytes[4096];
	WSABUF buffer = { (ULONG)n, bytes };
	int error = 0;

	*sent = 0;
	WSPSend(s, &buffer, 1, sent, 0, NULL, NULL, NULL, &error);
	return error;
}

static void open_session(struct session *x)
{
	const WSPTLS calls = { .trusting = 1 }, accepts = { .accepts = 1 };
	struct transport *ends[2];
	int error = 0, native = EAGAIN;
	DWORD n;
	size_t sent;

	sim_world_connect(ends);
	x->peer_base = ends[1];
	x->peer = tls_end(ends[1], false, &accepts);
	x->s = open_transport(tls_end(ends[0], false, &calls),
			      catalog_find(AF_INET, SOCK_STREAM, WSPPROTO_TLS), NULL, 0,
			      &error);
	assert_true(x->s != INVALID_SOCKET);
	fixture_nonblocking(x->s, TRUE);
	for (int i = 0; i < TRIES && (error != 0 || native != 0 || i < 4); i++) {
		error = send_now(x->s, 0, &n);
		native = x->peer->ops->send(x->peer, NULL, 0, false, NULL, 0, &sent);
	}
	assert_int_equal(error, 0);
	assert_int_equal(native, 0);
}

/* What the peer gets while nobody but the engine does anything for the socket. */
static size_t drain(struct session *x, size_t most, bool *ended)
{
	char bytes[4096];
	size_t got = 0;

	*ended = false;
	for (int i = 0; i < TRIES && got < most && !*ended; i++) {
		struct iovec vec = { bytes, sizeof bytes };
		struct arrival a = { .vec = &vec, .n = 1 };
		int native = x->peer->ops->recv(x->peer, &a);

		assert_true(native == 0 || native == EAGAIN);
		got += a.placed;
		*ended = a.ended;
		lead_turn();
	}
	return got;
}

static void end_peer(struct session *x)
{
	x->peer->ops->close(x->peer, false);
	sim_reset();
}

/* clauses: C1 C4 */
static void a_close_says_the_end_when_there_is_room_again(void **state)
{
	struct session x;
	bool ended;
	DWORD n;

	(void)state;
	open_session(&x);
	sim_room(x.peer_base, 130);
	assert_int_equal(send_now(x.s, 100, &n), 0);
	fixture_close(x.s);
	assert_true(lead_pending());
	assert_int_equal(drain(&x, 101, &ended), 100);
	assert_true(ended);
	assert_false(lead_pending());
	end_peer(&x);
}

/* clauses: C4 */
static void what_a_send_has_taken_goes_without_another_call(void **state)
{
	struct session x;
	bool ended;
	DWORD n;

	(void)state;
	open_session(&x);
	sim_room(x.peer_base, 50);
	assert_int_equal(send_now(x.s, 1000, &n), 0);
	assert_int_equal(n, 1000);
	assert_true(lead_pending());
	assert_int_equal(drain(&x, 1000, &ended), 1000);
	assert_false(lead_pending());
	assert_int_equal(send_now(x.s, 10, &n), 0);
	assert_false(lead_pending());
	fixture_close(x.s);
	end_peer(&x);
}

static void who_is_gone_is_owed_nothing(void **state)
{
	struct session x;
	DWORD n;

	(void)state;
	open_session(&x);
	sim_room(x.peer_base, 50);
	assert_int_equal(send_now(x.s, 1000, &n), 0);
	fixture_close(x.s);
	assert_true(lead_pending());
	sim_break(tls_strip(x.peer));
	lead_turn();
	assert_false(lead_pending());
	sim_reset();
}

/* clauses: C3 */
static void who_resets_owes_nothing(void **state)
{
	struct linger hard = { .l_onoff = 1 };
	struct session x;
	int error;
	DWORD n;

	(void)state;
	open_session(&x);
	sim_room(x.peer_base, 50);
	assert_int_equal(send_now(x.s, 1000, &n), 0);
	assert_int_equal(WSPSetSockOpt(x.s, SOL_SOCKET, SO_LINGER, (const char *)&hard,
				       sizeof hard, &error),
			 0);
	fixture_close(x.s);
	assert_false(lead_pending());
	end_peer(&x);
}

static void the_last_cleanup_waits_for_nobody(void **state)
{
	struct session x;
	DWORD n;

	open_session(&x);
	sim_room(x.peer_base, 50);
	assert_int_equal(send_now(x.s, 1000, &n), 0);
	fixture_close(x.s);
	assert_true(lead_pending());
	assert_int_equal(fixture_stop(state), 0);
	assert_false(lead_pending());
	assert_int_equal(fixture_start(state), 0);
	end_peer(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_close_says_the_end_when_there_is_room_again),
		cmocka_unit_test(what_a_send_has_taken_goes_without_another_call),
		cmocka_unit_test(who_is_gone_is_owed_nothing),
		cmocka_unit_test(who_resets_owes_nothing),
		cmocka_unit_test(the_last_cleanup_waits_for_nobody),
	};

	return cmocka_run_group_tests(tests, sim_world_start, sim_world_stop);
}
