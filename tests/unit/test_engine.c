/* SPDX-License-Identifier: MIT */
/* What engines print, and what is shown of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/engine.h"
#include "cli/unzip.h"

static void reads_status_lines(void **state)
{
	struct engine e = { .executions = 0 };

	(void)state;
	assert_true(engine_line(&e,
				"#4096\tpulse  cov: 123 ft: 456 corp: 78/12Kb lim: 64 "
				"exec/s: 2048 rss: 40Mb"));
	assert_int_equal(e.executions, 4096);
	assert_int_equal(e.coverage, 123);
	assert_int_equal(e.features, 456);
	assert_int_equal(e.corpus, 78);
	assert_int_equal(e.corpus_bytes, 12 * 1024);
	assert_int_equal(e.speed, 2048);
	assert_true(engine_line(&e, "stat::number_of_executed_units: 5000"));
	assert_int_equal(e.executions, 5000);
}

static void frames_of_stacks_are_no_status(void **state)
{
	struct engine e = { .executions = 7 };

	(void)state;
	assert_false(engine_line(&e, "    #1 0x55 in vec_scatter core/base/vec.c:12"));
	assert_false(engine_line(&e, "#1 0x55 in vec_scatter core/base/vec.c:12"));
	assert_int_equal(e.executions, 7);
}

static void reads_findings(void **state)
{
	struct engine e = { .executions = 0 };

	(void)state;
	assert_true(engine_line(
		&e, "artifact_prefix='d/'; Test unit written to d/crash-1"));
	assert_string_equal(e.found, "d/crash-1");
	assert_true(engine_line(
		&e, "artifact_prefix='d/'; Test unit written to d/slow-unit-1"));
	assert_string_equal(e.found, "d/crash-1");
	assert_true(engine_line(&e, "standalone: the input is c/x"));
	assert_string_equal(e.running, "c/x");
	assert_true(engine_line(&e, "12 executions of 6 inputs, transcripts 00"));
	assert_int_equal(e.executions, 12);
	assert_int_equal(e.corpus, 6);
}

static void reads_what_targets_tell(void **state)
{
	struct engine e = { .executions = 0 };

	(void)state;
	assert_true(engine_line(&e, "wsprecv: operations 99"));
	assert_true(engine_line(&e, "wsprecv: sometimes 57/60 a b ab"));
	assert_int_equal(e.operations, 99);
	assert_int_equal(e.points, 60);
	assert_int_equal(engine_met(&e), 57);
	assert_string_equal(e.unmet, "a b ab");
}

/* Also in another process. */
static void what_is_met_stays_met(void **state)
{
	struct engine e = { .executions = 7, .coverage = 3 };

	(void)state;
	assert_true(engine_line(&e, "wsprecv: sometimes 1/4 a ab c"));
	engine_anew(&e);
	assert_int_equal(e.executions, 0);
	assert_int_equal(e.coverage, 3);
	assert_true(engine_line(&e, "wsprecv: sometimes 2/4 ab d"));
	assert_string_equal(e.unmet, "ab");
	assert_int_equal(engine_met(&e), 3);
	assert_true(engine_line(&e, "wsprecv: sometimes 4/4"));
	assert_string_equal(e.unmet, "");
	assert_int_equal(engine_met(&e), 4);
	/* Of another version. */
	assert_true(engine_line(&e, "wsprecv: sometimes 3/5 f g"));
	assert_int_equal(engine_met(&e), 3);
}

static void adds_up(void **state)
{
	struct engine whole = { .executions = 1, .speed = 2, .coverage = 9 };
	const struct engine part = { .executions = 10,
				     .speed = 20,
				     .coverage = 8,
				     .corpus = 5,
				     .points = 2,
				     .unmet = "x" };

	(void)state;
	engine_add(&whole, &part);
	assert_int_equal(whole.executions, 11);
	assert_int_equal(whole.speed, 22);
	assert_int_equal(whole.coverage, 9);
	assert_int_equal(whole.corpus, 5);
	assert_string_equal(whole.unmet, "x");
	engine_add(&whole, &(struct engine){ .points = 2, .unmet = "y" });
	assert_int_equal(engine_met(&whole), 2);
}

static void percent_is_of_the_time(void **state)
{
	struct engine_view v = { .usec = 5 };

	(void)state;
	assert_int_equal(engine_percent(&v), 0);
	v.limit = 10;
	assert_int_equal(engine_percent(&v), 50);
	v.usec = 11;
	assert_int_equal(engine_percent(&v), 100);
	v.limit = UINT64_MAX;
	v.usec = UINT64_MAX / 4;
	assert_int_equal(engine_percent(&v), 25);
}

static void numbers_have_thousands(void **state)
{
	char text[32];

	(void)state;
	engine_number(0, text);
	assert_string_equal(text, "0");
	engine_number(999, text);
	assert_string_equal(text, "999");
	engine_number(1234567, text);
	assert_string_equal(text, "1,234,567");
	engine_number(UINT64_MAX, text);
	assert_string_equal(text, "18,446,744,073,709,551,615");
}

static void screen_is_as_wide_as_it_may_be(void **state)
{
	const struct engine_view v = {
		.target = "fuzz_recv",
		.engine = "libFuzzer",
		.jobs = 2,
		.usec = 30000000,
		.limit = 60000000,
		.sum = { .points = 3, .unmet = "first-of-them-all second-of-all" }
	};
	char *text = NULL;
	size_t n;
	unsigned rows;
	FILE *to = open_memstream(&text, &n);

	(void)state;
	rows = engine_screen(to, &v, 40);
	fclose(to);
	for (const char *at = text; *at != '\0'; at += strcspn(at, "\n") + 1, rows--)
		assert_true(strcspn(at, "\033") < 40);
	assert_int_equal(rows, 0);
	assert_non_null(strstr(text, "1 of 3 points met"));
	assert_non_null(strstr(text, "\n            first-of-them-all"));
	assert_non_null(strstr(text, "\n            second-of-all"));
	free(text);
}

static bool count(void *context, const char *name, const unsigned char *bytes, size_t n)
{
	*(size_t *)context += n;
	return strcmp(name, "ab") == 0 && memcmp(bytes, "xyz", n) == 0;
}

static void archives_are_read_or_refused(void **state)
{
	unsigned char zip[35] = "PK\3\4";
	size_t n = 0;

	(void)state;
	zip[18] = 3;
	zip[26] = 2;
	memcpy(zip + 30, "abxyz", 5);
	assert_true(unzip(zip, sizeof zip, count, &n));
	assert_int_equal(n, 3);
	zip[18] = 4;
	assert_false(unzip(zip, sizeof zip, count, &n));
	zip[18] = 3;
	zip[8] = 8;
	assert_false(unzip(zip, sizeof zip, count, &n));
	assert_false(unzip(zip, 0, count, &n));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_status_lines),
		cmocka_unit_test(frames_of_stacks_are_no_status),
		cmocka_unit_test(reads_findings),
		cmocka_unit_test(reads_what_targets_tell),
		cmocka_unit_test(what_is_met_stays_met),
		cmocka_unit_test(adds_up),
		cmocka_unit_test(percent_is_of_the_time),
		cmocka_unit_test(numbers_have_thousands),
		cmocka_unit_test(screen_is_as_wide_as_it_may_be),
		cmocka_unit_test(archives_are_read_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
