/* SPDX-License-Identifier: MIT */
/* The standby thread: it comes with the first receive that pends, goes with the provider,
 * and completes what nobody waits for inside the library. */
#include <dirent.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/lead.h"
#include "tests/unit/overlap.h"

/* Threads of this process; the sanitizers may have one of their own. */
static unsigned threads(void)
{
	DIR *tasks = opendir("/proc/self/task");
	unsigned n = 0;

	assert_non_null(tasks);
	while (readdir(tasks) != NULL)
		n++;
	closedir(tasks);
	return n;
}

static void *nothing(void *unused)
{
	return unused;
}

static void no_thread_before_the_first_receive_pends(void **state)
{
	struct pair p;
	struct overlap r;
	pthread_t thread;
	unsigned before;

	/* A sanitizer starts its own with the first thread. */
	assert_int_equal(pthread_create(&thread, NULL, nothing, NULL), 0);
	pthread_join(thread, NULL);
	before = threads();
	assert_int_equal(fixture_start(state), 0);
	p = overlap_pair(PLAIN_TCP);
	plain_text(p.peer, "ab");
	fixture_data(p.s, 1, 0, "a", 0);
	overlap_event(&r, p.s, 1, 0);
	overlap_gets(&r, p.s, "b", 0);
	SleepEx(1, TRUE);
	assert_int_equal(threads(), before);
	overlap_event(&r, p.s, 9, 0);
	overlap_is_pending(&r);
	assert_int_equal(threads(), before + 1);
	plain_text(p.peer, "c");
	overlap_gets(&r, p.s, "c", 0);
	fixture_end(&p);
	assert_int_equal(fixture_stop(state), 0);
	assert_int_equal(threads(), before);
}

static void who_is_alone_has_no_thread(void **state)
{
	unsigned before = threads();
	struct overlap r;
	struct pair p;

	assert_int_equal(fixture_start(state), 0);
	lead_alone(true);
	p = overlap_pair(PLAIN_TCP);
	overlap_event(&r, p.s, 9, 0);
	overlap_is_pending(&r);
	assert_int_equal(threads(), before);
	plain_text(p.peer, "c");
	overlap_gets(&r, p.s, "c", 0);
	lead_alone(false);
	fixture_end(&p);
	assert_int_equal(fixture_stop(state), 0);
}

/* The thread finds the receives pending; or it has slept, for nothing was; or it sleeps, for
 * somebody else leads.
 * clauses: K9 */
static void receives_complete_though_nobody_waits_inside(void **state)
{
	struct pair p;
	struct overlap r[2];

	assert_int_equal(fixture_start(state), 0);
	p = overlap_pair(PLAIN_TCP);
	for (int round = 0; round < 6; round++) {
		if (round % 3 == 1)
			usleep(20000);
		overlap_event(&r[0], p.s, 1, 0);
		overlap_event(&r[1], p.s, 1, 0);
		if (round % 3 == 2)
			SleepEx(20, FALSE);
		plain_text(p.peer, "ab");
		/* Only memory is looked at: no call of the library. */
		for (int i = 0; i < 2; i++)
			while (__atomic_load_n(&r[i].o.overlapped.Internal,
					       __ATOMIC_ACQUIRE) != 0)
				usleep(100);
		overlap_gets(&r[0], p.s, "a", 0);
		overlap_gets(&r[1], p.s, "b", 0);
	}
	fixture_end(&p);
	assert_int_equal(fixture_stop(state), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_thread_before_the_first_receive_pends),
		cmocka_unit_test(who_is_alone_has_no_thread),
		cmocka_unit_test(receives_complete_though_nobody_waits_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
