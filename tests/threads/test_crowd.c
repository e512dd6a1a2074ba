/* SPDX-License-Identifier: MIT */
/* Overlapped receives under threads: none lost, none told twice, every byte once. */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/overlap.h"

#define THREADS 4
#define EACH 500 /* receives of a thread */
#define RECORD 8 /* bytes: a number */

static struct pair p;
static _Atomic unsigned seen[THREADS * EACH];
static _Atomic unsigned wrong, told, cancelled;

static void start(pthread_t *threads, size_t n, void *(*body)(void *), void *argument)
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, body, argument), 0);
}

static void join(pthread_t *threads, size_t n)
{
	for (size_t i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
}

static void take_number(const char *bytes, DWORD n)
{
	uint64_t number;

	memcpy(&number, bytes, sizeof number);
	if (n != RECORD || number >= THREADS * EACH)
		wrong++;
	else
		seen[number]++;
}

/* Posts its receives three at a time, by events. */
static void *take_by_event(void *unused)
{
	struct overlap r[3];

	(void)unused;
	for (unsigned i = 0; i < EACH; i += 3) {
		unsigned n = EACH - i < 3 ? EACH - i : 3;

		for (unsigned k = 0; k < n; k++)
			overlap_event(&r[k], p.s, RECORD, 0);
		for (unsigned k = 0; k < n; k++) {
			DWORD got = 0, flags;
			int error;

			if (!WSPGetOverlappedResult(p.s, &r[k].o.overlapped, &got, TRUE,
						    &flags, &error))
				wrong++;
			take_number(r[k].bytes, got);
			wrong += !WPUCloseEvent(r[k].o.overlapped.hEvent, &error);
		}
	}
	return NULL;
}

static void CALLBACK take_in_routine(DWORD code, DWORD n, LPWSAOVERLAPPED o,
				     DWORD flags)
{
	struct overlap *r = (struct overlap *)o;

	(void)flags;
	wrong += code != 0;
	take_number(r->bytes, n);
	/* told is the count of what is left to receive */
	if (--r->told > 0) {
		unsigned left = r->told;

		overlap_with(r, p.s, RECORD, 0, take_in_routine);
		r->told = left;
	}
}

/* The routine posts the next one, to the end. */
static void *take_by_routine(void *unused)
{
	struct overlap r;

	(void)unused;
	overlap_with(&r, p.s, RECORD, 0, take_in_routine);
	r.told = EACH;
	while (r.told > 0)
		SleepEx(INFINITE, TRUE);
	return NULL;
}

/* Asks again and again, while others drive. */
static void *take_by_poll(void *unused)
{
	struct overlap r;

	(void)unused;
	for (unsigned i = 0; i < EACH; i++) {
		DWORD got = 0, flags;
		int error = 0;

		overlap_with(&r, p.s, RECORD, 0, NULL);
		while (!WSPGetOverlappedResult(p.s, &r.o.overlapped, &got, FALSE,
					       &flags, &error))
			if (error != WSA_IO_INCOMPLETE) {
				wrong++;
				return NULL;
			}
		take_number(r.bytes, got);
	}
	return NULL;
}

/* clauses: B4 K5 K9 A1 A4 X17 */
static void every_record_completes_one_receive(void **state)
{
	void *(*const ways[])(void *) = { take_by_event, take_by_routine,
					  take_by_poll };

	(void)state;
	for (size_t w = 0; w < 3; w++) {
		pthread_t threads[THREADS];

		memset((void *)seen, 0, sizeof seen);
		wrong = 0;
		p = overlap_pair(PLAIN_SEQPACKET);
		start(threads, THREADS, ways[w], NULL);
		for (uint64_t i = 0; i < THREADS * EACH; i++)
			plain_send(p.peer, &i, sizeof i);
		join(threads, THREADS);
		assert_int_equal(wrong, 0);
		for (size_t i = 0; i < THREADS * EACH; i++)
			assert_int_equal(seen[i], 1);
		fixture_end(&p);
	}
}

static atomic_bool over;

static void CALLBACK count(DWORD code, DWORD n, LPWSAOVERLAPPED o, DWORD flags)
{
	(void)n;
	(void)flags;
	told++;
	cancelled += code == WSA_OPERATION_ABORTED;
	wrong += code != 0 && code != WSA_OPERATION_ABORTED && code != WSAECONNRESET &&
		 code != WSAEDISCON;
	wrong += o->Internal == WSS_OPERATION_IN_PROGRESS;
}

/* Sockets that are closed, reset and shut down under what is pending, or whose thread
 * ends; counts what it has begun. */
static void *come_and_go(void *begun)
{
	for (unsigned i = 0; i < 150; i++) {
		struct overlap *r = calloc(4, sizeof *r);
		struct pair q = overlap_pair(i % 2 ? PLAIN_STREAM : PLAIN_SEQPACKET);
		unsigned mine = 0;
		int error;

		for (unsigned k = 0; k < 4; k++) {
			overlap_with(&r[k], q.s, RECORD, 0, count);
			mine += r[k].result == 0 || r[k].error == WSA_IO_PENDING;
			if (k == 1 && i % 3 == 0)
				plain_text(q.peer, "12345678abcdefgh");
			if (k == 2 && i % 5 == 0)
				WSPShutdown(q.s, SD_RECEIVE, &error);
		}
		*(_Atomic unsigned *)begun += mine;
		if (i % 4 == 0)
			fixture_close_peer(&q);
		fixture_end(&q);
		/* All of them have been told of, or will be now. */
		while (SleepEx(0, TRUE) == WAIT_IO_COMPLETION)
			;
		for (unsigned k = 0; k < 4; k++)
			if (r[k].result == 0 || r[k].error == WSA_IO_PENDING)
				while (__atomic_load_n(&r[k].o.overlapped.Internal,
						       __ATOMIC_ACQUIRE) ==
				       WSS_OPERATION_IN_PROGRESS)
					SleepEx(1, TRUE);
		while (SleepEx(1, TRUE) == WAIT_IO_COMPLETION)
			;
		free(r);
	}
	return NULL;
}

static void *drive(void *unused)
{
	(void)unused;
	while (!over)
		SleepEx(1, FALSE);
	return NULL;
}

/* clauses: E17 K9 A5 */
static void whatever_ends_it_is_told_once(void **state)
{
	pthread_t threads[THREADS], driver;
	_Atomic unsigned begun = 0;

	(void)state;
	wrong = told = cancelled = 0;
	over = false;
	start(&driver, 1, drive, NULL);
	start(threads, THREADS, come_and_go, (void *)&begun);
	join(threads, THREADS);
	over = true;
	join(&driver, 1);
	assert_int_equal(wrong, 0);
	assert_int_equal(told, begun);
	assert_true(cancelled > 0);
}

static struct pair shared[THREADS];
static _Atomic unsigned next_pair, begun_by_all;

static void CALLBACK count_own(DWORD code, DWORD n, LPWSAOVERLAPPED o, DWORD flags)
{
	count(code, n, o, flags);
	((struct overlap *)o)->told++;
}

/* Posts on its socket, one receive after the other, until the provider is gone. */
/* The socket may have been closed by the cleanup meanwhile. */
static void send_if_there(int fd, const char *text)
{
	ssize_t n = send(fd, text, strlen(text), MSG_NOSIGNAL);

	wrong += n < 0 && errno != EPIPE && errno != ECONNRESET;
}

static void *post_until_gone(void *unused)
{
	struct pair *q = &shared[next_pair++];
	struct overlap r;

	(void)unused;
	for (unsigned i = 0;; i++) {
		overlap_with(&r, q->s, RECORD, 0, count_own);
		if (r.result != 0 && r.error != WSA_IO_PENDING) {
			wrong += r.error != WSAENOTSOCK;
			return NULL;
		}
		begun_by_all++;
		if (i % 2)
			send_if_there(q->peer, "12345678");
		else if (i == 200)
			over = true;
		while (r.told == 0) {
			SleepEx(1, TRUE);
			if (i % 2 == 0 && r.told == 0 && i < 200)
				send_if_there(q->peer, "abcdefgh");
		}
	}
}

/* clauses: K9 E17 */
static void the_last_cleanup_is_told_to_all(void **state)
{
	pthread_t threads[THREADS];

	wrong = told = cancelled = 0;
	begun_by_all = next_pair = 0;
	over = false;
	for (size_t i = 0; i < THREADS; i++)
		shared[i] = overlap_pair(i % 2 ? PLAIN_STREAM : PLAIN_SEQPACKET);
	start(threads, THREADS, post_until_gone, NULL);
	while (!over)
		SleepEx(1, FALSE);
	assert_int_equal(fixture_stop(state), 0);
	join(threads, THREADS);
	assert_int_equal(fixture_start(state), 0);
	assert_int_equal(wrong, 0);
	assert_int_equal(told, begun_by_all);
	for (size_t i = 0; i < THREADS; i++)
		fixture_close_peer(&shared[i]);
}

static bool receive_one(SOCKET s)
{
	return fixture_recv(s, RECORD, 0).result == 0;
}

static void *post_and_leave(void *argument)
{
	struct overlap *r = argument;

	for (unsigned k = 0; k < 4; k++)
		overlap_with(&r[k], p.s, RECORD, 0, k % 2 ? count : NULL);
	return NULL;
}

/* clauses: A5 K9 */
static void threads_end_under_what_arrives(void **state)
{
	struct overlap *r = calloc(4 * 200, sizeof *r);
	size_t sent = 0, received = 0;

	(void)state;
	wrong = told = cancelled = 0;
	p = overlap_pair(PLAIN_SEQPACKET);
	for (size_t i = 0; i < 200; i++) {
		pthread_t thread;

		start(&thread, 1, post_and_leave, &r[4 * i]);
		plain_text(p.peer, "12345678");
		sent++;
		SleepEx(0, FALSE);
		join(&thread, 1);
	}
	for (size_t i = 0; i < 4 * 200; i++) {
		ULONG_PTR is = r[i].o.overlapped.Internal;

		assert_true(is == 0 || is == WSA_OPERATION_ABORTED);
		received += is == 0;
	}
	assert_int_equal(told, 0); /* their routines had nobody to run them */
	fixture_nonblocking(p.s, TRUE);
	while (receive_one(p.s))
		received++;
	assert_int_equal(received, sent);
	fixture_end(&p);
	free(r);
}

#define LOOKS 20000

/* clauses: K5 K7 */
static void a_look_does_not_undo_a_result(void **state)
{
	/* Asked through a socket of its own, so that the driver completes it. */
	struct pair other = overlap_pair(PLAIN_STREAM);
	pthread_t driver;
	struct overlap r;

	(void)state;
	p = overlap_pair(PLAIN_STREAM);
	over = false;
	start(&driver, 1, drive, NULL);
	for (unsigned i = 0; i < LOOKS; i++) {
		DWORD n = 0, flags;
		int error = 0;

		overlap_with(&r, p.s, RECORD, 0, NULL);
		plain_text(p.peer, "x");
		while (!WSPGetOverlappedResult(other.s, &r.o.overlapped, &n, FALSE,
					       &flags, &error))
			assert_int_equal(error, WSA_IO_INCOMPLETE);
		assert_int_equal(n, 1);
	}
	over = true;
	join(&driver, 1);
	fixture_end(&other);
	fixture_end(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_record_completes_one_receive),
		cmocka_unit_test(whatever_ends_it_is_told_once),
		cmocka_unit_test(the_last_cleanup_is_told_to_all),
		cmocka_unit_test(threads_end_under_what_arrives),
		cmocka_unit_test(a_look_does_not_undo_a_result),
	};

	return cmocka_run_group_tests(tests, fixture_start, fixture_stop);
}
