/* SPDX-License-Identifier: MIT */
/* Sizes and durations: what is read, what is refused and where, what is printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/quantity.h"
#include "tests/unit/mutate.h"

#define N(array) (sizeof(array) / sizeof(array)[0])

typedef bool parser(const char *text, uint64_t *n, struct diag *d);

struct good {
	const char *text;
	uint64_t value;
};

struct bad {
	const char *text;
	size_t column;
	const char *fragment;
};

static void assert_all_good(parser *parse, const struct good *good, size_t n)
{
	struct diag d = { 0 };
	uint64_t value;

	for (size_t i = 0; i < n; i++) {
		if (!parse(good[i].text, &value, &d))
			fail_msg("%s: %s", good[i].text, d.text);
		if (value != good[i].value)
			fail_msg("%s: %ju", good[i].text, (uintmax_t)value);
	}
}

static void assert_all_bad(parser *parse, const struct bad *bad, size_t n)
{
	struct diag d = { 0 };
	uint64_t value;

	for (size_t i = 0; i < n; i++) {
		if (parse(bad[i].text, &value, &d))
			fail_msg("%s is read as %ju", bad[i].text, (uintmax_t)value);
		if (d.column != bad[i].column || !strstr(d.text, bad[i].fragment))
			fail_msg("%s: column %zu: %s", bad[i].text, d.column, d.text);
	}
}

static void sizes_are_numbers_with_powers_of_1024(void **state)
{
	static const struct good good[] = {
		{ "0", 0 },
		{ "7", 7 },
		{ "010", 10 },
		{ "0x10", 16 },
		{ "0XfF", 255 },
		{ "4k", 4096 },
		{ "4K", 4096 },
		{ "4Ki", 4096 },
		{ "0x4k", 4096 },
		{ "1M", 1 << 20 },
		{ "1Mi", 1 << 20 },
		{ "3G", UINT64_C(3) << 30 },
		{ "3Gi", UINT64_C(3) << 30 },
		{ "18446744073709551615", UINT64_MAX },
		{ "0xffffffffffffffff", UINT64_MAX },
		{ "17179869183G", UINT64_C(17179869183) << 30 },
	};

	(void)state;
	assert_all_good(quantity_size, good, N(good));
}

static void what_is_no_size_is_refused_at_its_column(void **state)
{
	static const struct bad bad[] = {
		{ "", 0, "no size" },
		{ "-1", 0, "negative" },
		{ "+1", 0, "not a size" },
		{ "abc", 0, "not a size: abc" },
		{ "k", 0, "not a size" },
		{ "0x", 2, "no digits after 0x" },
		{ "0xg", 2, "not a size" },
		{ "1.5k", 1, "no such unit" },
		{ "4m", 1, "no such unit of a size: m" },
		{ "4kx", 2, "after the size: x" },
		{ "4KiB", 3, "after the size: B" },
		{ "4 k", 1, "no such unit" },
		{ "4k ", 2, "after the size" },
		{ "18446744073709551616", 0, "64 bits" },
		{ "0x10000000000000000", 0, "64 bits" },
		{ "17179869184G", 0, "64 bits" },
	};

	(void)state;
	assert_all_bad(quantity_size, bad, N(bad));
}

static void numbers_have_no_units(void **state)
{
	static const struct good good[] = { { "0", 0 },
					    { "3", 3 },
					    { "0x1234", 0x1234 } };
	static const struct bad bad[] = {
		{ "", 0, "no number" },
		{ "3k", 1, "not a number: 3k" },
		{ "-3", 0, "negative" },
		{ "0x", 2, "no digits" },
		{ "99999999999999999999", 0, "64 bits" },
	};

	(void)state;
	assert_all_good(quantity_number, good, N(good));
	assert_all_bad(quantity_number, bad, N(bad));
}

static void durations_are_numbers_with_fractions(void **state)
{
	static const struct good good[] = {
		{ "0", 0 },
		{ "2", 2000000 },
		{ "1.5", 1500000 },
		{ ".5s", 500000 },
		{ "20ms", 20000 },
		{ "7us", 7 },
		{ "7.000us", 7 },
		{ "1.5m", 90000000 },
		{ "0.00000005m", 3 },
		{ "0.000001s", 1 },
		{ "0.0000010000000000000000000s", 1 },
		{ "0.001ms", 1 },
		{ "9223372036854775807us", INT64_MAX },
		{ "9223372036854.775807", INT64_MAX },
	};

	(void)state;
	assert_all_good(quantity_duration, good, N(good));
}

static void what_is_no_duration_is_refused_at_its_column(void **state)
{
	static const struct bad bad[] = {
		{ "", 0, "no duration" },
		{ "-1s", 0, "negative" },
		{ "s", 0, "not a duration" },
		{ ".", 0, "not a duration" },
		{ ".s", 0, "not a duration" },
		{ "1.s", 2, "no digits after the point" },
		{ "1.5.5s", 3, "no such unit" },
		{ "0x10", 1, "no such unit of a duration: x10" },
		{ "5h", 1, "no such unit of a duration: h" },
		{ "5min", 2, "after the duration: in" },
		{ "5mss", 3, "after the duration: s" },
		{ "0.5us", 1, "finer than a microsecond" },
		{ "1.0000001s", 1, "finer" },
		{ "0.000000001m", 1, "finer" },
		{ "1.99999999999999999999999999s", 1, "finer" },
		{ "9223372036854775808us", 0, "63 bits" },
		{ "9223372036854.775808", 0, "63 bits" },
		{ "99999999999999999999", 0, "63 bits" },
		{ "9223372036854775807m", 0, "63 bits" },
	};

	(void)state;
	assert_all_bad(quantity_duration, bad, N(bad));
}

static void errors_say_what_would_be_right(void **state)
{
	struct diag d;
	uint64_t n;

	(void)state;
	assert_false(quantity_size("4m", &n, &d));
	assert_non_null(strstr(d.hint, "k, M or G"));
	assert_false(quantity_duration("5h", &n, &d));
	assert_non_null(strstr(d.hint, "us, ms, s or m"));
}

static void printing_takes_the_fitting_unit(void **state)
{
	static const struct good sizes[] = {
		{ "0", 0 },
		{ "1000", 1000 },
		{ "1k", 1024 },
		{ "1536", 1536 },
		{ "1M", 1 << 20 },
		{ "1025k", 1025 << 10 },
		{ "4G", UINT64_C(4) << 30 },
		{ "18446744073709551615", UINT64_MAX },
	};
	static const struct good durations[] = {
		{ "0s", 0 },
		{ "7us", 7 },
		{ "20ms", 20000 },
		{ "1.5ms", 1500 },
		{ "1.5s", 1500000 },
		{ "90s", 90000000 },
		{ "2m", 120000000 },
		{ "61.000001s", 61000001 },
		{ "9223372036854.775807s", INT64_MAX },
	};
	char text[32];

	(void)state;
	for (size_t i = 0; i < N(sizes); i++) {
		quantity_print_size(sizes[i].value, text);
		assert_string_equal(text, sizes[i].text);
	}
	for (size_t i = 0; i < N(durations); i++) {
		quantity_print_duration(durations[i].value, text);
		assert_string_equal(text, durations[i].text);
	}
}

static void what_is_printed_is_read_back(void **state)
{
	struct mutate m = { 20260101 };
	struct diag d;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		uint64_t n = (uint64_t)mutate_number(&m, UINT32_MAX) << 31, back;
		char text[32];

		n = (n | mutate_number(&m, UINT32_MAX)) >> mutate_number(&m, 63);
		quantity_print_duration(n, text);
		assert_true(quantity_duration(text, &back, &d));
		assert_true(back == n);
		n <<= mutate_number(&m, 32);
		quantity_print_size(n, text);
		assert_true(quantity_size(text, &back, &d));
		assert_true(back == n);
	}
}

static void nearly_right_texts_are_read_or_refused_within_their_length(void **state)
{
	static const char *const seeds[] = {
		"4k",   "0x10",      "17179869183G",         "1.5s",
		"20ms", "0.000001s", "9223372036854775807us"
	};
	struct mutate m = { 20260102 };
	char text[64], again[32];

	(void)state;
	for (int i = 0; i < 100000; i++) {
		struct diag d = { 0 };
		uint64_t n, back;

		mutate_text(&m, seeds[mutate_number(&m, N(seeds))],
			    "0123456789.xkKMGiums-", text, sizeof text);
		if (quantity_size(text, &n, &d)) {
			quantity_print_size(n, again);
			assert_true(quantity_size(again, &back, &d) && back == n);
		}
		assert_in_range(d.column, 0, strlen(text));
		if (quantity_duration(text, &n, &d)) {
			quantity_print_duration(n, again);
			assert_true(quantity_duration(again, &back, &d) && back == n);
		}
		assert_in_range(d.column, 0, strlen(text));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_are_numbers_with_powers_of_1024),
		cmocka_unit_test(what_is_no_size_is_refused_at_its_column),
		cmocka_unit_test(numbers_have_no_units),
		cmocka_unit_test(durations_are_numbers_with_fractions),
		cmocka_unit_test(what_is_no_duration_is_refused_at_its_column),
		cmocka_unit_test(errors_say_what_would_be_right),
		cmocka_unit_test(printing_takes_the_fitting_unit),
		cmocka_unit_test(what_is_printed_is_read_back),
		cmocka_unit_test(
			nearly_right_texts_are_read_or_refused_within_their_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
