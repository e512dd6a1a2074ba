/* SPDX-License-Identifier: MIT */
/* The threads of a scenario: jobs, waits, names, time, on the kernel and simulated. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/crew.h"
#include "wspmore.h"

struct work {
	struct member *ran_on;
	DWORD milliseconds;
	bool alertable;
	DWORD end;
	bool done;
};

static void note(void *context)
{
	struct work *w = context;

	w->ran_on = member_current();
	w->done = true;
}

static void wait_long(void *context)
{
	struct work *w = context;

	member_will_wait(member_current());
	w->end = SleepEx(w->milliseconds, w->alertable);
	w->done = true;
}

static struct crew *begin(bool simulate)
{
	struct crew *c = crew_new(simulate ? CREW_SIMULATION : CREW_THREADS);
	int error = WSPStartup(0x0202, NULL, NULL,
			       (WSPUPCALLTABLE){ .lpWPUQueueApc = NULL }, NULL);

	assert_non_null(c);
	assert_int_equal(error, 0);
	return c;
}

static void end(struct crew *c)
{
	int error;

	assert_int_equal(WSPCleanup(&error), 0);
	crew_free(c);
}

static void let(struct crew *c, struct member *m)
{
	while (!member_rests(m))
		crew_go_on(c);
}

static void do_jobs(bool simulate)
{
	struct crew *c = begin(simulate);
	struct member *a = crew_member(c, "a"), *b = crew_member(c, "b");
	struct work work = { .ran_on = NULL };

	assert_ptr_equal(crew_member(c, "a"), a);
	assert_ptr_not_equal(a, b);
	assert_string_equal(member_name(b), "b");
	assert_null(crew_known(c, "c"));
	assert_null(member_current());
	for (int i = 0; i < 100; i++) {
		struct member *m = i % 2 ? a : b;

		work = (struct work){ .ran_on = NULL };
		member_start(m, note, &work);
		let(c, m);
		assert_true(work.done);
		assert_ptr_equal(work.ran_on, m);
	}
	end(c);
}

static void jobs_run_on_their_member(void **state)
{
	(void)state;
	do_jobs(false);
	do_jobs(true);
}

static void CALLBACK wake(DWORD_PTR context)
{
	*(bool *)context = true;
}

static void do_calls(bool simulate)
{
	struct crew *c = begin(simulate);
	struct member *a = crew_member(c, "a");
	struct work work = { .milliseconds = INFINITE, .alertable = true };
	bool woken = false;
	int error;

	member_start(a, wait_long, &work);
	while (!member_waits(a))
		crew_go_on(c);
	assert_false(work.done);
	assert_int_equal(WPUQueueApc(member_id(a), wake, (DWORD_PTR)&woken, &error), 0);
	let(c, a);
	assert_true(woken);
	assert_int_equal(work.end, WAIT_IO_COMPLETION);
	end(c);
}

static void a_call_ends_an_alertable_wait(void **state)
{
	(void)state;
	do_calls(false);
	do_calls(true);
}

static void time_passes_when_it_is_told_to(void **state)
{
	struct crew *c = begin(true);
	struct member *a = crew_member(c, "a"), *b = crew_member(c, "b");
	struct work first = { .milliseconds = 20 }, second = { .milliseconds = 50 };
	uint64_t start = crew_now(c);

	(void)state;
	member_start(b, wait_long, &second);
	member_start(a, wait_long, &first);
	crew_go_on(c);
	assert_false(first.done || second.done);
	assert_int_equal(crew_now(c), start);
	assert_true(crew_pass_time(c, CREW_FOREVER));
	assert_int_equal(crew_now(c), start + 20000);
	crew_go_on(c);
	assert_true(first.done && !second.done);
	assert_false(crew_pass_time(c, start + 30000));
	assert_int_equal(crew_now(c), start + 30000);
	assert_true(crew_pass_time(c, CREW_FOREVER));
	crew_go_on(c);
	assert_true(second.done);
	assert_int_equal(second.end, 0);
	assert_false(crew_pass_time(c, CREW_FOREVER));
	end(c);
}

static void do_end(bool simulate)
{
	struct crew *c = begin(simulate);
	struct member *a = crew_member(c, "a"), *again;
	struct work work = { .ran_on = NULL };
	WSATHREADID id;
	int error;

	member_start(a, note, &work);
	let(c, a);
	id = *member_id(a);
	member_end(a);
	assert_int_equal(WPUQueueApc(&id, wake, 0, &error), SOCKET_ERROR);
	assert_null(crew_known(c, "a"));
	again = crew_member(c, "a");
	assert_non_null(again);
	member_start(again, note, &work);
	let(c, again);
	assert_ptr_equal(work.ran_on, again);
	assert_ptr_equal(crew_next(c, NULL), again);
	assert_null(crew_next(c, again));
	end(c);
}

static void a_member_that_ended_is_a_thread_that_ended(void **state)
{
	(void)state;
	do_end(false);
	do_end(true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jobs_run_on_their_member),
		cmocka_unit_test(a_call_ends_an_alertable_wait),
		cmocka_unit_test(time_passes_when_it_is_told_to),
		cmocka_unit_test(a_member_that_ended_is_a_thread_that_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
