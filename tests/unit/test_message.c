/* SPDX-License-Identifier: MIT */
/* Receiving messages: whole, in parts, too large, empty, and the end. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/vec.h"
#include "spi/catalog.h"
#include "spi/socket.h"
#include "tests/unit/wsp_fixture.h"

static const enum plain_kind messages[] = { PLAIN_SEQPACKET, PLAIN_DGRAM, PLAIN_UDP,
					    PLAIN_UDP6 };
#define N_MESSAGES (sizeof messages / sizeof messages[0])

/* clauses: D5 T4 */
static void one_receive_is_one_message(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_MESSAGES; i++) {
		struct pair p = fixture_pair(messages[i]);

		plain_text(p.peer, "one");
		plain_text(p.peer, "");
		plain_text(p.peer, "three");
		fixture_data(p.s, 100, 0, "one", 0);
		fixture_data(p.s, 100, MSG_PEEK, "", 0);
		fixture_data(p.s, 100, 0, "", 0);
		fixture_data(p.s, 5, 0, "three", 0);
		assert_int_equal(fixture_look(p.s, 5, 0).error, WSAEWOULDBLOCK);
		fixture_end(&p);
	}
}

/* clauses: D6 F-PEEK F-PARTIAL T3 X2 */
static void the_rest_comes_in_as_many_parts_as_it_takes(void **state)
{
	const enum plain_kind kinds[] = { PLAIN_SEQPACKET, PLAIN_DGRAM, PLAIN_UDP };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct pair p = fixture_pair_as(kinds[i], XP1_PARTIAL_MESSAGE, 0);

		plain_text(p.peer, "abcdefg");
		plain_text(p.peer, "next");
		fixture_data(p.s, 2, MSG_PEEK, "ab", MSG_PARTIAL);
		fixture_data(p.s, 2, 0, "ab", MSG_PARTIAL);
		fixture_data(p.s, 2, MSG_PEEK, "cd", MSG_PARTIAL);
		fixture_data(p.s, 2, MSG_PARTIAL, "cd", MSG_PARTIAL);
		fixture_data(p.s, 9, MSG_PEEK, "efg", 0);
		fixture_data(p.s, 0, 0, "", MSG_PARTIAL);
		fixture_data(p.s, 1, 0, "e", MSG_PARTIAL);
		fixture_data(p.s, 2, MSG_PARTIAL, "fg", 0);
		fixture_data(p.s, 9, MSG_PARTIAL, "next", 0);
		fixture_end(&p);
	}
}

/* clauses: D7 E11 R6 D10 */
static void a_reliable_message_waits_for_room(void **state)
{
	const enum plain_kind kinds[] = { PLAIN_SEQPACKET, PLAIN_DGRAM, PLAIN_UDP };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct pair p = fixture_pair_as(kinds[i], XP1_GUARANTEED_DELIVERY,
						XP1_PARTIAL_MESSAGE);

		plain_text(p.peer, "abcdefg");
		plain_text(p.peer, "next");
		fixture_too_large(p.s, 3, MSG_PEEK, "abc");
		fixture_too_large(p.s, 3, 0, "abc");
		fixture_too_large(p.s, 0, 0, "");
		fixture_too_large(p.s, 6, MSG_PARTIAL, "abcdef");
		fixture_data(p.s, 9, MSG_PEEK, "abcdefg", 0);
		fixture_data(p.s, 7, 0, "abcdefg", 0);
		fixture_data(p.s, 4, 0, "next", 0);
		fixture_end(&p);
	}
}

/* clauses: D8 E11 R6 X13 D10 */
static void an_unreliable_message_loses_its_rest(void **state)
{
	const enum plain_kind kinds[] = { PLAIN_SEQPACKET, PLAIN_DGRAM, PLAIN_UDP };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct pair p = fixture_pair_as(
			kinds[i], 0, XP1_GUARANTEED_DELIVERY | XP1_PARTIAL_MESSAGE);

		plain_text(p.peer, "abcdefg");
		plain_text(p.peer, "hi");
		plain_text(p.peer, "");
		plain_text(p.peer, "next");
		fixture_too_large(p.s, 3, MSG_PEEK, "abc");
		fixture_too_large(p.s, 3, 0, "abc");
		fixture_too_large(p.s, 0, 0, "");
		fixture_nothing(p.s, 0, 0);
		fixture_data(p.s, 9, 0, "next", 0);
		fixture_end(&p);
	}
}

/* clauses: C2 E15 X1 C4 */
static void the_end_of_a_circuit_is_no_empty_message(void **state)
{
	struct pair p = fixture_pair(PLAIN_SEQPACKET);

	(void)state;
	plain_text(p.peer, "x");
	plain_text(p.peer, "");
	fixture_close_peer(&p);
	fixture_data(p.s, 9, 0, "x", 0);
	fixture_nothing(p.s, 9, MSG_PEEK);
	fixture_nothing(p.s, 9, 0);
	fixture_fails(p.s, 9, MSG_PEEK, WSAEDISCON);
	fixture_fails(p.s, 9, 0, WSAEDISCON);
	fixture_fails(p.s, 0, 0, WSAEDISCON);
	fixture_fails(p.s, 9, MSG_PARTIAL, WSAEDISCON);
	fixture_end(&p);
}

/* clauses: C3 E14 */
static void records_before_a_reset_come_first(void **state)
{
	struct pair p = fixture_pair(PLAIN_SEQPACKET);

	(void)state;
	plain_text(p.peer, "one");
	plain_text(p.peer, "two");
	fixture_reset(&p);
	fixture_data(p.s, 9, 0, "one", 0);
	fixture_data(p.s, 9, 0, "two", 0);
	fixture_fails(p.s, 9, 0, WSAECONNRESET);
	fixture_fails(p.s, 9, 0, WSAECONNRESET);
	assert_int_equal(fixture_send(p.s, "x"), WSAECONNRESET);
	fixture_fails(p.s, 9, 0, WSAECONNRESET);
	fixture_end(&p);
}

/* clauses: E14 */
static void a_reset_that_nothing_follows_is_told(void **state)
{
	struct pair p = fixture_pair(PLAIN_SEQPACKET);

	(void)state;
	plain_text(p.peer, "one");
	fixture_fault(p.s, ECONNRESET, 1);
	fixture_data(p.s, 9, 0, "one", 0);
	fixture_fails(p.s, 9, 0, WSAECONNRESET);
	fixture_end(&p);
}

#define MANY 3000

/* clauses: B1 B2 D5 D6 D7 D8 F-PEEK */
static void more_buffers_than_the_kernel_takes(void **state)
{
	static char sent[MANY], got[MANY + 1];
	static WSABUF buffers[MANY];
	const enum plain_kind kinds[] = { PLAIN_SEQPACKET, PLAIN_DGRAM, PLAIN_UDP };
	const DWORD counts[] = { UIO_MAXIOV - 1, UIO_MAXIOV, UIO_MAXIOV + 1, 2000,
				 MANY };

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		sent[i] = (char)(i % 251);
		buffers[i] = (WSABUF){ 1, got + i };
	}
	for (size_t i = 0; i < 3 * 5 * 2; i++) {
		struct pair p = fixture_pair(kinds[i % 3]);
		DWORD count = counts[i / 3 % 5], n = 0, f = i < 15 ? MSG_PEEK : 0;
		int error = 0, r;

		plain_send(p.peer, sent, MANY);
		memset(got, '~', sizeof got);
		r = WSPRecv(p.s, buffers, count, &n, &f, NULL, NULL, NULL, &error);
		assert_int_equal(n, count);
		assert_memory_equal(got, sent, count);
		for (size_t k = count; k < sizeof got; k++)
			assert_int_equal(got[k], '~');
		if (count == MANY)
			assert_int_equal(r, 0);
		else if (kinds[i % 3] == PLAIN_UDP)
			assert_int_equal(error, WSAEMSGSIZE);
		else
			assert_int_equal(f, MSG_PARTIAL);
		fixture_end(&p);
	}
}

/* clauses: D6 D7 */
static void a_large_record_loses_no_byte(void **state)
{
	const size_t size = 150000;
	char *sent = malloc(size), *got = calloc(1, size);
	struct pair p = fixture_pair(PLAIN_SEQPACKET);
	size_t at = 0;

	(void)state;
	assert_non_null(sent);
	assert_non_null(got);
	for (size_t i = 0; i < size; i++)
		sent[i] = (char)(i * 7 % 253);
	plain_send(p.peer, sent, size);
	for (DWORD flags = MSG_PARTIAL; flags != 0;) {
		WSABUF b = { 7919, got + at };
		DWORD n;
		int error = 0;

		if (b.len > size - at)
			b.len = (ULONG)(size - at);
		flags = 0;
		assert_int_equal(
			WSPRecv(p.s, &b, 1, &n, &flags, NULL, NULL, NULL, &error), 0);
		at += n;
	}
	assert_int_equal(at, size);
	assert_memory_equal(got, sent, size);
	free(sent);
	free(got);
	fixture_end(&p);
}

/* A transport that delivers what a script says: pieces of messages. */
struct scripted {
	struct transport super;
	const char *const
		*pieces; /* "abc+": more of the message follows; NULL: the end */
	size_t at;
	int ready; /* always readable */
};

static int scripted_recv(struct transport *t, struct arrival *a)
{
	struct scripted *s = (struct scripted *)t;
	const char *piece = s->pieces[s->at];
	size_t n = piece == NULL ? 0 : strcspn(piece, "+");

	if (piece != NULL && strcmp(piece, "wait") == 0) {
		s->at++;
		return EAGAIN;
	}
	a->ended = piece == NULL;
	a->more = piece != NULL && piece[n] == '+';
	a->length = n;
	a->placed = vec_scatter(a->vec, a->n, 0, piece, n);
	a->from_length = 0;
	if (piece != NULL && !a->peek)
		s->at++;
	return 0;
}

static int scripted_ask(struct transport *t, enum transport_question q, int *answer)
{
	(void)t;
	(void)q;
	*answer = 0;
	return 0;
}

static int scripted_watch(struct transport *t, struct source *s, unsigned want)
{
	return ready_watch(((struct scripted *)t)->ready, s,
			   want != 0 ? want | READY_OFTEN : 0);
}

static void scripted_close(struct transport *t, bool abrupt)
{
	(void)abrupt;
	close(((struct scripted *)t)->ready);
	free(t);
}

static const struct transport_ops scripted_ops = {
	.name = "scripted",
	.pieces = true,
	.recv = scripted_recv,
	.ask = scripted_ask,
	.watch = scripted_watch,
	.close = scripted_close,
};

static SOCKET scripted(const char *const *pieces, DWORD take)
{
	struct scripted *t = calloc(1, sizeof *t);
	WSAPROTOCOL_INFO info = *catalog_find(AF_UNIX, SOCK_SEQPACKET, 0);
	struct socket *so;
	SOCKET s;

	assert_non_null(t);
	t->super.ops = &scripted_ops;
	t->pieces = pieces;
	t->ready = eventfd(1, 0);
	info.dwServiceFlags1 &= ~take;
	so = socket_new(&t->super, &info);
	assert_non_null(so);
	so->state = SOCKET_CONNECTED;
	s = so->handle;
	socket_leave(so);
	return s;
}

static const char *const three[] = { "abc+", "wait", "def+", "gh", "next", NULL };

/* clauses: D3 T4 D1 */
static void nothing_less_than_a_whole_message_ends_the_wait(void **state)
{
	const DWORD protocols[] = { 0, XP1_PARTIAL_MESSAGE,
				    XP1_PARTIAL_MESSAGE | XP1_GUARANTEED_DELIVERY };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		SOCKET s = scripted(three, protocols[i]);

		fixture_data(s, 20, MSG_PEEK, "abcdefgh", 0);
		fixture_data(s, 20, 0, "abcdefgh", 0);
		fixture_data(s, 20, 0, "next", 0);
		fixture_fails(s, 20, 0, WSAEDISCON);
		fixture_close(s);
	}
}

/* clauses: D9 T3 F-PARTIAL */
static void a_part_is_enough_where_it_is_asked_for(void **state)
{
	SOCKET s = scripted(three, 0);

	(void)state;
	fixture_data(s, 20, MSG_PARTIAL, "abc", MSG_PARTIAL);
	fixture_data(s, 2, MSG_PARTIAL, "de", MSG_PARTIAL);
	fixture_data(s, 20, MSG_PARTIAL, "f", MSG_PARTIAL);
	fixture_data(s, 20, MSG_PARTIAL, "gh", 0);
	fixture_data(s, 20, MSG_PARTIAL, "next", 0);
	fixture_close(s);
}

/* clauses: D6 D5 */
static void full_buffers_end_the_wait_for_a_message_in_pieces(void **state)
{
	SOCKET s = scripted(three, 0);

	(void)state;
	fixture_data(s, 4, 0, "abcd", MSG_PARTIAL);
	fixture_data(s, 3, 0, "efg", MSG_PARTIAL);
	fixture_data(s, 3, 0, "h", 0);
	fixture_data(s, 4, 0, "next", 0);
	fixture_close(s);
	s = scripted(three, XP1_PARTIAL_MESSAGE);
	fixture_too_large(s, 2, 0, "ab");
	fixture_too_large(s, 7, 0, "abcdefg");
	fixture_data(s, 8, 0, "abcdefgh", 0);
	fixture_data(s, 8, 0, "next", 0);
	fixture_close(s);
	s = scripted(three, XP1_PARTIAL_MESSAGE | XP1_GUARANTEED_DELIVERY);
	fixture_too_large(s, 4, 0, "abcd");
	fixture_data(s, 8, 0, "next", 0);
	fixture_close(s);
}

static void a_message_that_never_ends_is_no_message(void **state)
{
	static const char *const cut[] = { "abc+", NULL };
	SOCKET s = scripted(cut, 0);
	char bytes[9];
	WSABUF buffer = { sizeof bytes, bytes };
	DWORD n = FIXTURE_UNTOUCHED, flags = 0;
	int error = 0;

	(void)state;
	assert_int_equal(WSPRecv(s, &buffer, 1, &n, &flags, NULL, NULL, NULL, &error),
			 SOCKET_ERROR);
	assert_int_equal(error, WSAECONNABORTED);
	assert_int_equal(n, FIXTURE_UNTOUCHED);
	fixture_fails(s, 9, 0, WSAECONNABORTED);
	fixture_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_receive_is_one_message),
		cmocka_unit_test(the_rest_comes_in_as_many_parts_as_it_takes),
		cmocka_unit_test(a_reliable_message_waits_for_room),
		cmocka_unit_test(an_unreliable_message_loses_its_rest),
		cmocka_unit_test(the_end_of_a_circuit_is_no_empty_message),
		cmocka_unit_test(records_before_a_reset_come_first),
		cmocka_unit_test(a_reset_that_nothing_follows_is_told),
		cmocka_unit_test(more_buffers_than_the_kernel_takes),
		cmocka_unit_test(a_large_record_loses_no_byte),
		cmocka_unit_test(nothing_less_than_a_whole_message_ends_the_wait),
		cmocka_unit_test(a_part_is_enough_where_it_is_asked_for),
		cmocka_unit_test(full_buffers_end_the_wait_for_a_message_in_pieces),
		cmocka_unit_test(a_message_that_never_ends_is_no_message),
	};

	return cmocka_run_group_tests(tests, fixture_start, fixture_stop);
}
