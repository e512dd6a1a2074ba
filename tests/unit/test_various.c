/* SPDX-License-Identifier: MIT */
/* Alternatives of an outcome, each once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/various.h"

static void each_is_there_once(void **state)
{
	struct arena arena = { .left = 0 };
	const char *all = "data 3";

	(void)state;
	assert_ptr_equal(various_add(all, "data 3", &arena), all);
	all = various_add(all, "blocked", &arena);
	assert_string_equal(all, "data 3 or blocked");
	assert_ptr_equal(various_add(all, "blocked", &arena), all);
	all = various_add(all, "data", &arena);
	assert_string_equal(all, "data 3 or blocked or data");
	assert_false(various_has(all, "3"));
	arena_fini(&arena);
}

static void nothing_is_no_alternative(void **state)
{
	struct arena arena = { .left = 0 };

	(void)state;
	assert_string_equal(various_add("ok", "", &arena), "ok");
	assert_true(various_has("", ""));
	arena_fini(&arena);
}

static void what_grows_too_long_is_left_out(void **state)
{
	struct arena arena = { .left = 0 };
	char long_one[VARIOUS_MAX + 1];
	const char *all;

	(void)state;
	memset(long_one, 'x', VARIOUS_MAX);
	long_one[VARIOUS_MAX] = '\0';
	all = various_add(long_one, "ok", &arena);
	assert_string_equal(all + VARIOUS_MAX, " or ...");
	assert_ptr_equal(various_add(all, "others", &arena), all);
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_there_once),
		cmocka_unit_test(nothing_is_no_alternative),
		cmocka_unit_test(what_grows_too_long_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
