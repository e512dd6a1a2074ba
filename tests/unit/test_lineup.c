/* SPDX-License-Identifier: MIT */
/* Which order, which part, which sentence: the arithmetic of running many files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/found.h"
#include "cli/lineup.h"
#include "cli/shuffle.h"
#include "cli/tally.h"

#define MANY 500

static void says(const char *line, const char *sentence)
{
	char out[FOUND_SENTENCE];

	assert_int_equal(found_sentence(line, out), sentence != NULL);
	if (sentence != NULL)
		assert_string_equal(out, sentence);
}

static void the_first_sentence_of_a_comment_is_the_title(void **state)
{
	(void)state;
	says("# One. Two.", "One");
	says("# 1.5 is a number", "1.5 is a number");
	says("  ## Is it?", "Is it");
	says("#x", "x");
	says("#", NULL);
	says("# clauses: B4", NULL);
	says("open a", NULL);
	says("", NULL);
}

static void a_long_sentence_is_cut(void **state)
{
	char line[400], out[FOUND_SENTENCE];

	(void)state;
	memset(line, 'x', sizeof line);
	line[0] = '#';
	line[sizeof line - 1] = '\0';
	assert_true(found_sentence(line, out));
	assert_int_equal(strlen(out), FOUND_SENTENCE - 1);
}

static void fill(struct found *f, size_t n)
{
	char *operand;

	*f = (struct found){ .paths = calloc(n + 1, sizeof f->paths[0]), .n = n };
	assert_non_null(f->paths);
	for (size_t i = 0; i < n; i++) {
		operand = malloc(24);
		assert_non_null(operand);
		snprintf(operand, 24, "%zu", i);
		f->paths[i] = operand;
	}
}

static void the_parts_are_all_there_is(void **state)
{
	(void)state;
	for (size_t n = 0; n < 20; n++)
		for (size_t parts = 1; parts < 25; parts++) {
			bool seen[20] = { false };
			struct found f;

			for (size_t part = 1; part <= parts; part++) {
				fill(&f, n);
				found_shard(&f, part, parts);
				for (size_t i = 0; i < f.n; i++) {
					size_t at = strtoul(f.paths[i], NULL, 10);

					assert_false(seen[at]);
					seen[at] = true;
				}
				found_free(&f);
			}
			for (size_t i = 0; i < n; i++)
				assert_true(seen[i]);
		}
}

static void a_shuffle_loses_nothing_and_is_the_same_again(void **state)
{
	(void)state;
	for (size_t n = 0; n < 40; n++) {
		size_t a[40], b[40], sum = 0;
		struct shuffle s;

		for (size_t i = 0; i < n; i++)
			a[i] = b[i] = i;
		shuffle_begin(&s, n);
		shuffle_order(&s, a, n);
		shuffle_begin(&s, n);
		shuffle_order(&s, b, n);
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(a[i], b[i]);
			sum += a[i] + 1;
		}
		assert_int_equal(sum, n * (n + 1) / 2);
	}
}

/* Of three items, each of six orders comes up about as often. */
static void a_shuffle_is_fair(void **state)
{
	unsigned counts[27] = { 0 }, orders = 0;
	struct shuffle s;

	(void)state;
	shuffle_begin(&s, 1);
	for (int i = 0; i < 6000; i++) {
		size_t items[] = { 0, 1, 2 };

		shuffle_order(&s, items, 3);
		counts[9 * items[0] + 3 * items[1] + items[2]]++;
	}
	for (size_t i = 0; i < 27; i++)
		if (counts[i] > 0) {
			assert_in_range(counts[i], 850, 1150);
			orders++;
		}
	assert_int_equal(orders, 6);
}

static struct verdict number(size_t i)
{
	return (struct verdict){ .path = "x", .usec = i };
}

static void a_lineup_hands_on_in_order_whatever_comes_first(void **state)
{
	size_t order[MANY], next = 0;
	struct lineup l = { .n = 0 };
	struct shuffle s;
	struct verdict v;

	(void)state;
	for (size_t i = 0; i < MANY; i++)
		order[i] = i;
	shuffle_begin(&s, 3);
	shuffle_order(&s, order, MANY);
	for (size_t i = 0; i < MANY; i++) {
		v = number(order[i]);
		lineup_put(&l, order[i], &v);
		for (; lineup_take(&l, &v); next++)
			assert_int_equal(v.usec, next);
	}
	assert_int_equal(next, MANY);
	assert_false(lineup_take_any(&l, &v));
	lineup_free(&l);
}

static void at_the_end_a_lineup_hands_on_past_gaps(void **state)
{
	static const size_t here[] = { 1, 70, 4 }, expected[] = { 1, 4, 70 };
	struct lineup l = { .n = 0 };
	struct verdict v;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		v = number(here[i]);
		lineup_put(&l, here[i], &v);
	}
	assert_false(lineup_take(&l, &v));
	for (size_t i = 0; i < 3; i++) {
		assert_true(lineup_take_any(&l, &v));
		assert_int_equal(v.usec, expected[i]);
	}
	assert_false(lineup_take_any(&l, &v));
	lineup_free(&l);
}

static enum status status_after(unsigned passed, unsigned failed, unsigned skipped,
				unsigned unreadable)
{
	struct tally t = { .files = 0 };
	const unsigned n[] = { passed, failed, skipped, unreadable };

	for (unsigned end = 0; end < 4; end++)
		for (unsigned i = 0; i < n[end]; i++) {
			struct verdict v = { .end = (enum verdict_end)end,
					     .why = "a: b" };

			tally_add(&t, &v);
		}
	assert_int_equal(t.n_reasons, skipped > 0);
	return tally_status(&t);
}

static void what_cannot_be_read_goes_before_what_differs(void **state)
{
	(void)state;
	assert_int_equal(status_after(0, 0, 0, 0), STATUS_GOOD);
	assert_int_equal(status_after(1, 0, 1, 0), STATUS_GOOD);
	assert_int_equal(status_after(0, 0, 2, 0), STATUS_SKIPPED);
	assert_int_equal(status_after(1, 1, 2, 0), STATUS_EXPECTATION);
	assert_int_equal(status_after(1, 1, 2, 1), STATUS_SCRIPT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_sentence_of_a_comment_is_the_title),
		cmocka_unit_test(a_long_sentence_is_cut),
		cmocka_unit_test(the_parts_are_all_there_is),
		cmocka_unit_test(a_shuffle_loses_nothing_and_is_the_same_again),
		cmocka_unit_test(a_shuffle_is_fair),
		cmocka_unit_test(a_lineup_hands_on_in_order_whatever_comes_first),
		cmocka_unit_test(at_the_end_a_lineup_hands_on_past_gaps),
		cmocka_unit_test(what_cannot_be_read_goes_before_what_differs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
