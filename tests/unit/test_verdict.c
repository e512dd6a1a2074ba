/* SPDX-License-Identifier: MIT */
/* Verdicts survive the way from one process to the other; half a verdict is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/verdict.h"

static void make(struct verdict *v)
{
	static const unsigned char bytes[] = { 'a', 0, 0xff };
	struct verdict_failure *f;

	*v = (struct verdict){
		.path = "x.wsp",
		.title = "A title",
		.end = VERDICT_FAILED,
		.usec = 12,
		.steps = 3,
		.failed = 2,
		.why = "",
		.notes = "a note\n",
		.error = { .path = "y",
			   .line = 7,
			   .text = "t",
			   .diag = { .column = 2 } },
	};
	f = verdict_add(v);
	f->kind = VERDICT_HUNG;
	f->path = "x.wsp";
	f = verdict_add(v);
	f->path = "y.wsp";
	f->line = 9;
	f->summary = "bytes: expected 5, got 4";
	f->wanted_bytes = bytes;
	f->n_wanted = sizeof bytes;
	f->got_bytes = bytes;
	f->n_got = 0;
	f->n_before = 1;
	f->before[0] = (struct verdict_step){ "x.wsp", 8, "open a", "ok" };
}

static void a_verdict_comes_out_as_it_went_in(void **state)
{
	struct parcel p = { .n = 0 };
	struct verdict v, w;

	(void)state;
	make(&v);
	verdict_pack(&v, &p);
	assert_true(verdict_unpack(&p, &w));
	assert_int_equal(p.at, p.n);
	assert_string_equal(w.title, v.title);
	assert_string_equal(w.notes, v.notes);
	assert_null(w.transcript);
	assert_int_equal(w.end, VERDICT_FAILED);
	assert_int_equal(w.usec, 12);
	assert_int_equal(w.steps, 3);
	assert_int_equal(w.error.diag.column, 2);
	assert_int_equal(w.n_failures, 2);
	assert_int_equal(w.failures[0].kind, VERDICT_HUNG);
	assert_int_equal(w.failures[0].column, VERDICT_NOWHERE);
	assert_null(w.failures[0].wanted_bytes);
	assert_int_equal(w.failures[1].n_wanted, 3);
	assert_memory_equal(w.failures[1].wanted_bytes, "a\0\xff", 3);
	assert_non_null(w.failures[1].got_bytes);
	assert_string_equal(w.failures[1].before[0].got, "ok");
	verdict_free(&v);
	verdict_free(&w);
	parcel_free(&p);
}

static void half_a_verdict_is_refused(void **state)
{
	struct parcel p = { .n = 0 };
	struct verdict v, w;
	size_t whole;

	(void)state;
	make(&v);
	verdict_pack(&v, &p);
	whole = p.n;
	for (size_t n = 0; n < whole; n++) {
		struct parcel half = { .bytes = p.bytes, .n = n, .room = p.room };

		assert_false(verdict_unpack(&half, &w));
		verdict_free(&w);
	}
	verdict_free(&v);
	parcel_free(&p);
}

static void the_last_of_too_many_failures_is_kept(void **state)
{
	struct verdict v = { .path = "x" };

	(void)state;
	for (size_t i = 0; i < VERDICT_FAILURES + 5; i++)
		verdict_add(&v)->line = i;
	assert_int_equal(v.n_failures, VERDICT_FAILURES);
	assert_int_equal(v.failures[VERDICT_FAILURES - 1].line, VERDICT_FAILURES + 4);
	verdict_free(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_verdict_comes_out_as_it_went_in),
		cmocka_unit_test(half_a_verdict_is_refused),
		cmocka_unit_test(the_last_of_too_many_failures_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
