/* SPDX-License-Identifier: MIT */
/* Many threads on one socket: every byte once, and everybody hears of the end. */
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/wsp_fixture.h"

#define THREADS 4
#define MESSAGES 4000

static struct pair p;
static _Atomic unsigned seen[MESSAGES];
static _Atomic unsigned wrong;

static struct got receive(SOCKET s, size_t room, DWORD flags)
{
	struct got g = { .n = FIXTURE_UNTOUCHED, .flags = flags };
	WSABUF buffer = { (ULONG)room, g.bytes };

	g.result = WSPRecv(s, &buffer, 1, &g.n, &g.flags, NULL, NULL, NULL, &g.error);
	return g;
}

/* Messages are numbers. */
static void *take_messages(void *argument)
{
	(void)argument;
	for (;;) {
		struct got g = receive(p.s, 64, 0);
		unsigned number;

		if (g.result != 0) {
			wrong += g.error != WSAEDISCON;
			return NULL;
		}
		memcpy(&number, g.bytes, sizeof number);
		if (g.n != sizeof number || number >= MESSAGES)
			wrong++;
		else
			seen[number]++;
	}
}

static void run(pthread_t *threads, size_t n, void *(*body)(void *))
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, body, NULL), 0);
}

static void join(pthread_t *threads, size_t n)
{
	for (size_t i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
}

/* clauses: D5 C2 */
static void every_message_reaches_one_thread(void **state)
{
	pthread_t threads[THREADS];

	(void)state;
	p = fixture_pair(PLAIN_SEQPACKET);
	run(threads, THREADS, take_messages);
	for (unsigned i = 0; i < MESSAGES; i++)
		plain_send(p.peer, &i, sizeof i);
	fixture_close_peer(&p);
	join(threads, THREADS);
	assert_int_equal(wrong, 0);
	for (unsigned i = 0; i < MESSAGES; i++)
		assert_int_equal(seen[i], 1);
	fixture_end(&p);
}

static _Atomic unsigned long counts[256];

static void *take_bytes(void *argument)
{
	(void)argument;
	for (;;) {
		struct got g = receive(p.s, 100, 0);

		if (g.result != 0 || g.n == 0) {
			wrong += g.result != 0;
			return NULL;
		}
		for (DWORD i = 0; i < g.n; i++)
			counts[(unsigned char)g.bytes[i]]++;
	}
}

/* clauses: D2 C1 B1 */
static void every_byte_reaches_one_thread(void **state)
{
	const enum plain_kind kinds[] = { PLAIN_TCP, PLAIN_STREAM };
	char all[256];

	(void)state;
	for (size_t i = 0; i < sizeof all; i++)
		all[i] = (char)i;
	for (size_t k = 0; k < 2; k++) {
		pthread_t threads[THREADS];

		p = fixture_pair(kinds[k]);
		for (size_t i = 0; i < 256; i++)
			counts[i] = 0;
		run(threads, THREADS, take_bytes);
		for (unsigned i = 0; i < 500; i++)
			plain_send(p.peer, all, sizeof all);
		fixture_close_peer(&p);
		join(threads, THREADS);
		assert_int_equal(wrong, 0);
		for (size_t i = 0; i < 256; i++)
			assert_int_equal(counts[i], 500);
		fixture_end(&p);
	}
}

static _Atomic int codes[THREADS];
static atomic_uint next_code;

static void *take_one(void *argument)
{
	struct got g = receive(p.s, 9, 0);

	(void)argument;
	codes[next_code++] = g.result == 0 ? 0 : g.error;
	return NULL;
}

/* Until that many calls wait inside the provider: a wait can be cancelled, and is seen so
 * only by cancelling; the callback tells it without. */
static sem_t waits;

static BOOL CALLBACK on_wait(DWORD_PTR context)
{
	static _Thread_local unsigned calls;

	(void)context;
	if (calls++ == 0)
		sem_post(&waits);
	return TRUE;
}

static int name_hook(DWORD entry, LPBLOCKINGCALLBACK *callback, DWORD_PTR *context,
		     LPINT error)
{
	(void)entry;
	(void)error;
	*callback = on_wait;
	*context = 0;
	return 0;
}

static void start_waiting(pthread_t *threads)
{
	const WSPUPCALLTABLE table = { .lpWPUQueryBlockingCallback = name_hook };
	const WSPUPCALLTABLE none = { 0 };
	int error;

	sem_init(&waits, 0, 0);
	assert_int_equal(WSPStartup(0x0202, NULL, NULL, table, NULL), 0);
	next_code = 0;
	run(threads, THREADS, take_one);
	for (size_t i = 0; i < THREADS; i++)
		while (sem_wait(&waits) != 0)
			;
	assert_int_equal(WSPStartup(0x0202, NULL, NULL, none, NULL), 0);
	WSPCleanup(&error);
	WSPCleanup(&error);
}

static void all_got(int code)
{
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(codes[i], code);
}

/* clauses: C3 E14 */
static void a_reset_reaches_everybody_who_waits(void **state)
{
	const enum plain_kind kinds[] = { PLAIN_TCP, PLAIN_STREAM, PLAIN_SEQPACKET };

	(void)state;
	for (size_t k = 0; k < 3; k++) {
		pthread_t threads[THREADS];

		p = fixture_pair(kinds[k]);
		start_waiting(threads);
		fixture_reset(&p);
		join(threads, THREADS);
		all_got(WSAECONNRESET);
		fixture_end(&p);
	}
}

/* clauses: X9 P1 E7 */
static void a_close_ends_every_receive(void **state)
{
	const enum plain_kind kinds[] = { PLAIN_TCP, PLAIN_SEQPACKET, PLAIN_UDP };

	(void)state;
	for (size_t k = 0; k < 3; k++) {
		pthread_t threads[THREADS];

		p = fixture_pair(kinds[k]);
		start_waiting(threads);
		fixture_close(p.s);
		join(threads, THREADS);
		all_got(WSAENOTSOCK);
		assert_false(plain_is_open(p.near));
		fixture_close_peer(&p);
	}
}

static void the_last_cleanup_ends_every_receive(void **state)
{
	pthread_t threads[THREADS];

	p = fixture_pair(PLAIN_TCP);
	start_waiting(threads);
	fixture_stop(state);
	join(threads, THREADS);
	all_got(WSAENOTSOCK);
	assert_false(plain_is_open(p.near));
	fixture_start(state);
	fixture_close_peer(&p);
}

/* clauses: E3 A7 X7 */
static void another_thread_cancels_each_of_them(void **state)
{
	pthread_t threads[THREADS];
	int error;

	(void)state;
	p = fixture_pair(PLAIN_TCP);
	start_waiting(threads);
	for (size_t i = 0; i < THREADS; i++) {
		WSATHREADID id = { (HANDLE)(uintptr_t)threads[i], 0 };

		assert_int_equal(WSPCancelBlockingCallOf(&id, &error), 0);
	}
	join(threads, THREADS);
	all_got(WSAEINTR);
	plain_text(p.peer, "kept");
	fixture_data(p.s, 9, 0, "kept", 0);
	fixture_end(&p);
}

static atomic_bool over;

/* Takes bytes 0, 1, 2, ... whole by whole, cancelled all the time. */
static void *count_up(void *argument)
{
	unsigned char expected = 0;

	(void)argument;
	for (;;) {
		struct got g = receive(p.s, 7, MSG_WAITALL);

		if (g.result != 0) {
			if (g.error != WSAEINTR) {
				wrong++;
				break;
			}
			continue;
		}
		if (g.n == 0)
			break;
		for (DWORD i = 0; i < g.n; i++)
			wrong += (unsigned char)g.bytes[i] != expected++;
	}
	over = true;
	return NULL;
}

/* clauses: A7 X3 F-WAITALL */
static void cancels_that_race_with_data_lose_none(void **state)
{
	pthread_t thread;
	WSATHREADID id;
	int error;

	(void)state;
	p = fixture_pair(PLAIN_STREAM);
	over = false;
	wrong = 0;
	run(&thread, 1, count_up);
	id.ThreadHandle = (HANDLE)(uintptr_t)thread;
	for (unsigned i = 0; i < 5000; i++) {
		unsigned char byte = (unsigned char)i;

		plain_send(p.peer, &byte, 1);
		WSPCancelBlockingCallOf(&id, &error);
	}
	fixture_close_peer(&p);
	join(&thread, 1);
	assert_true(over);
	assert_int_equal(wrong, 0);
	fixture_end(&p);
}

static _Atomic SOCKET current;

static void *receive_from_whatever_is_there(void *argument)
{
	(void)argument;
	while (!over) {
		struct got g = receive(current, 9, 0);

		/* A handle is good or stale, and never somebody else's. */
		if (g.result == 0)
			wrong += g.n != 1 && g.n != 0;
		else
			wrong += g.error != WSAENOTSOCK;
	}
	return NULL;
}

/* clauses: P1 E7 X9 */
static void sockets_come_and_go_under_receives(void **state)
{
	pthread_t threads[THREADS];

	(void)state;
	over = false;
	wrong = 0;
	current = INVALID_SOCKET;
	run(threads, THREADS, receive_from_whatever_is_there);
	for (unsigned i = 0; i < 1000; i++) {
		struct pair q = fixture_pair(PLAIN_STREAM);

		current = q.s;
		plain_text(q.peer, "x");
		fixture_end(&q);
	}
	over = true;
	join(threads, THREADS);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_message_reaches_one_thread),
		cmocka_unit_test(every_byte_reaches_one_thread),
		cmocka_unit_test(a_reset_reaches_everybody_who_waits),
		cmocka_unit_test(a_close_ends_every_receive),
		cmocka_unit_test(the_last_cleanup_ends_every_receive),
		cmocka_unit_test(another_thread_cancels_each_of_them),
		cmocka_unit_test(cancels_that_race_with_data_lose_none),
		cmocka_unit_test(sockets_come_and_go_under_receives),
	};

	return cmocka_run_group_tests(tests, fixture_start, fixture_stop);
}
