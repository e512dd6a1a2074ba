/* SPDX-License-Identifier: MIT */
/* Very many overlapped receives, on one socket and on as many: all complete once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/overlap.h"

#define RECORD 8 /* bytes */

static struct pair p;
static unsigned told, wrong;

static void CALLBACK count(DWORD code, DWORD n, LPWSAOVERLAPPED o, DWORD flags)
{
	(void)o;
	told++;
	wrong += code != 0 || n != RECORD || flags != 0;
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
	told = wrong = 0;
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
		cmocka_unit_test(a_hundred_thousand_complete_in_their_order),
		cmocka_unit_test(ten_thousand_sockets_complete_once),
	};

	return cmocka_run_group_tests(tests, fixture_start, fixture_stop);
}
