/* SPDX-License-Identifier: MIT */
/* Overlapped receives under threads: none lost, none told twice, every byte once. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

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

#define MANY 100000

/* clauses: B4 K9 */
static void a_hundred_thousand_complete_in_their_order(void **state)
{
	struct overlap *r = calloc(MANY, sizeof *r);
	unsigned char byte[1000];

	(void)state;
	p = overlap_pair(PLAIN_STREAM);
	for (size_t i = 0; i < MANY; i++) {
		WSABUF b = { 1, r[i].bytes };
		int error = 0;

		WSPRecv(p.s, &b, 1, NULL, &r[i].flags, &r[i].o.overlapped, NULL, NULL,
			&error);
		assert_int_equal(error, WSA_IO_PENDING);
	}
	for (size_t i = 0; i < MANY; i += sizeof byte) {
		DWORD n, flags;
		int error;

		for (size_t k = 0; k < sizeof byte; k++)
			byte[k] = (unsigned char)((i + k) % 251);
		plain_send(p.peer, byte, sizeof byte);
		assert_true(WSPGetOverlappedResult(p.s,
						   &r[i + sizeof byte - 1].o.overlapped,
						   &n, TRUE, &flags, &error));
	}
	for (size_t i = 0; i < MANY; i++) {
		assert_int_equal(r[i].o.overlapped.Internal, 0);
		assert_int_equal((unsigned char)r[i].bytes[0], i % 251);
	}
	fixture_end(&p);
	free(r);
}

static size_t n_sockets(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	return limit.rlim_cur >= 10100 ? 10000 : limit.rlim_cur - 100;
}

/* clauses: K9 E16 */
static void ten_thousand_sockets_complete_once(void **state)
{
	size_t n = n_sockets();
	struct overlap *r = calloc(n, sizeof *r);
	SOCKET *s = calloc(n, sizeof *s);
	struct sockaddr_storage *sa = calloc(n, sizeof *sa);
	socklen_t length = 0, sender_length;
	struct sockaddr_storage sender_sa;
	int sender = plain_bound(AF_INET, &sender_sa, &sender_length), error = 0;

	(void)state;
	told = wrong = cancelled = 0;
	for (size_t i = 0; i < n; i++) {
		s[i] = WSPSocketFromDescriptor(plain_bound(AF_INET, &sa[i], &length),
					       NULL, WSA_FLAG_OVERLAPPED, &error);
		overlap_with(&r[i], s[i], RECORD, 0, count);
		assert_int_equal(r[i].error, WSA_IO_PENDING);
	}
	for (size_t i = 0; i < n; i++)
		plain_send_to(sender, "12345678", RECORD, &sa[i], length);
	while (told < n)
		SleepEx(INFINITE, TRUE);
	assert_int_equal(told, n);
	assert_int_equal(wrong, 0);
	for (size_t i = 0; i < n; i++) {
		assert_memory_equal(r[i].bytes, "12345678", RECORD);
		fixture_close(s[i]);
	}
	assert_int_equal(SleepEx(0, TRUE), 0);
	close(sender);
	free(sa);
	free(s);
	free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_record_completes_one_receive),
		cmocka_unit_test(whatever_ends_it_is_told_once),
		cmocka_unit_test(a_look_does_not_undo_a_result),
		cmocka_unit_test(a_hundred_thousand_complete_in_their_order),
		cmocka_unit_test(ten_thousand_sockets_complete_once),
	};

	return cmocka_run_group_tests(tests, fixture_start, fixture_stop);
}
