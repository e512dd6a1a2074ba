/* SPDX-License-Identifier: MIT */
/* Descriptors and memory that are not there, and a set that does not work: what is half
 * made is given back, and nothing that is pending is lost. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/heap.h"
#include "net/lead.h"
#include "net/network.h"
#include "tests/unit/overlap.h"

/* Open descriptors, but for the one that is read here; `set`: the one of the set, if any. */
static unsigned descriptors(int *set)
{
	DIR *all = opendir("/proc/self/fd");
	struct dirent *one;
	unsigned n = 0;

	assert_non_null(all);
	while ((one = readdir(all)) != NULL) {
		char what[64] = { 0 };

		n++;
		if (readlinkat(dirfd(all), one->d_name, what, sizeof what - 1) > 0 &&
		    strcmp(what, "anon_inode:[eventpoll]") == 0)
			*set = atoi(one->d_name);
	}
	closedir(all);
	return n;
}

/* clauses: R4 */
static void nothing_pends_without_descriptors(void **state)
{
	struct rlimit limit, none;
	struct overlap r;
	struct pair p;

	assert_int_equal(fixture_start(state), 0);
	p = overlap_pair(PLAIN_TCP);
	getrlimit(RLIMIT_NOFILE, &limit);
	none = (struct rlimit){ .rlim_cur = 0, .rlim_max = limit.rlim_max };
	setrlimit(RLIMIT_NOFILE, &none);
	overlap_event(&r, p.s, 9, 0);
	setrlimit(RLIMIT_NOFILE, &limit);
	assert_int_equal(r.result, SOCKET_ERROR);
	assert_int_equal(r.error, WSAENOBUFS);
	overlap_event(&r, p.s, 9, 0);
	overlap_is_pending(&r);
	plain_text(p.peer, "later");
	overlap_gets(&r, p.s, "later", 0);
	fixture_end(&p);
	assert_int_equal(fixture_stop(state), 0);
}

static void the_set_may_be_descriptor_0(void **state)
{
	int kept = fcntl(0, F_DUPFD_CLOEXEC, 3), set = -1;
	struct overlap r, other;
	struct pair p;
	unsigned n;

	assert_int_equal(fixture_start(state), 0);
	p = overlap_pair(PLAIN_TCP);
	lead_close();
	close(0);
	overlap_event(&r, p.s, 9, 0);
	overlap_is_pending(&r);
	n = descriptors(&set);
	assert_int_equal(set, 0);
	overlap_event(&other, p.s, 9, 0);
	assert_int_equal(descriptors(&set), n);
	plain_text(p.peer, "there");
	overlap_gets(&r, p.s, "there", 0);
	plain_text(p.peer, "again");
	overlap_gets(&other, p.s, "again", 0);
	fixture_end(&p);
	assert_int_equal(fixture_stop(state), 0);
	assert_int_equal(fcntl(0, F_GETFD), -1);
	assert_int_equal(dup2(kept, 0), 0);
	close(kept);
}

/* Two are pending, so that a wait does not look at one itself. */
static DWORD told(const struct overlap *r)
{
	return WSAWaitForMultipleEvents(1, &r->o.overlapped.hEvent, FALSE, INFINITE,
					FALSE);
}

/* clauses: K3 D1 */
static void a_set_that_does_not_work_loses_nothing(void **state)
{
	struct overlap r, other;
	struct pair p, q;
	int set = -1, null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	assert_int_equal(fixture_start(state), 0);
	p = overlap_pair(PLAIN_TCP);
	q = overlap_pair(PLAIN_SEQPACKET);
	overlap_event(&r, p.s, 9, 0);
	overlap_event(&other, q.s, 9, 0);
	descriptors(&set);
	assert_true(set >= 0);
	assert_int_equal(dup2(null, set), set);
	plain_text(q.peer, "but sure");
	assert_int_equal(told(&other), WSA_WAIT_EVENT_0);
	overlap_gets(&other, q.s, "but sure", 0);
	overlap_event(&other, q.s, 9, 0);
	plain_text(p.peer, "slow");
	assert_int_equal(told(&r), WSA_WAIT_EVENT_0);
	overlap_gets(&r, p.s, "slow", 0);
	fixture_end(&p);
	fixture_end(&q);
	assert_int_equal(fixture_stop(state), 0);
	close(null);
}

static void half_a_pair_is_given_back(void **state)
{
	struct transport *ends[2], *spare;
	int set;
	unsigned before = descriptors(&set);

	(void)state;
	for (unsigned nth = 1; nth <= 3; nth++) {
		heap_refuse(nth);
		assert_int_equal(network_kernel.pair(SOCK_STREAM, ends, &spare),
				 ENOMEM);
		assert_int_equal(descriptors(&set), before);
	}
	assert_int_equal(network_kernel.pair(SOCK_STREAM, ends, &spare), 0);
	assert_int_equal(descriptors(&set), before + 3);
	for (int i = 0; i < 2; i++)
		ends[i]->ops->close(ends[i], false);
	spare->ops->close(spare, false);
	assert_int_equal(descriptors(&set), before);
}

/* clauses: R2 */
static void a_socket_without_a_slot_is_closed(void **state)
{
	SOCKET all[600];
	int error = 0, set, n = 0;
	unsigned before;

	assert_int_equal(fixture_start(state), 0);
	before = descriptors(&set);
	do {
		heap_refuse(2);
		all[n] = WSPSocket(AF_INET, SOCK_DGRAM, 0, NULL, 0, 0, &error);
	} while (all[n] != INVALID_SOCKET && ++n < 600);
	heap_refuse(0);
	assert_true(n < 600);
	assert_int_equal(error, WSAENOBUFS);
	assert_int_equal(descriptors(&set), before + (unsigned)n);
	assert_int_equal(fixture_stop(state), 0);
	assert_true(descriptors(&set) <= before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_pends_without_descriptors),
		cmocka_unit_test(the_set_may_be_descriptor_0),
		cmocka_unit_test(a_set_that_does_not_work_loses_nothing),
		cmocka_unit_test(half_a_pair_is_given_back),
		cmocka_unit_test(a_socket_without_a_slot_is_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
