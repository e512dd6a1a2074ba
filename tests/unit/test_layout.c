/* SPDX-License-Identifier: MIT */
/* Layouts of buffers: what is read, what is refused and where, what is printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/layout.h"
#include "tests/unit/mutate.h"

#define N(array) (sizeof(array) / sizeof(array)[0])

static bool same(const struct layout *a, const struct layout *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->buffers[i].kind != b->buffers[i].kind ||
		    a->buffers[i].length != b->buffers[i].length)
			return false;
	return true;
}

/* Parses what the layout prints, and compares. */
static void assert_reads_back(const char *text, const struct layout *l)
{
	char *printed = layout_print(l);
	struct layout again;
	struct diag d;

	assert_non_null(printed);
	if (!layout_parse(printed, &again, &d))
		fail_msg("%s printed as %s: %s", text, printed, d.text);
	if (!same(l, &again))
		fail_msg("%s printed as %s is another layout", text, printed);
	layout_free(&again);
	free(printed);
}

static void a_layout_is_a_list_of_sizes(void **state)
{
	static const uint32_t lengths[] = { 3, 0, 16, 16, 16, 16, 1 << 20 };
	struct layout l;
	struct diag d;

	(void)state;
	assert_true(layout_parse("3,0,4x16,1M", &l, &d));
	assert_int_equal(l.n, N(lengths));
	for (size_t i = 0; i < l.n; i++) {
		assert_int_equal(l.buffers[i].kind, LAYOUT_PLAIN);
		assert_int_equal(l.buffers[i].length, lengths[i]);
	}
	layout_free(&l);
	assert_null(l.buffers);
	assert_int_equal(l.n, 0);
}

static void a_prefix_says_the_kind(void **state)
{
	static const struct layout_buffer buffers[] = {
		{ LAYOUT_NULL, 0, false },      { LAYOUT_NULL, 7, false },
		{ LAYOUT_BAD, 4096, false },    { LAYOUT_READONLY, 16, false },
		{ LAYOUT_READONLY, 16, false }, { LAYOUT_HALF, 9, false },
		{ LAYOUT_PLAIN, 1, false },
	};
	const struct layout expected = { N(buffers), (struct layout_buffer *)buffers };
	struct layout l;
	struct diag d;

	(void)state;
	assert_true(layout_parse("null:0,null:7,bad:4k,2xro:16,half:9,1", &l, &d));
	assert_true(same(&l, &expected));
	layout_free(&l);
}

static void none_is_an_array_of_no_buffers(void **state)
{
	struct layout l;
	struct diag d;

	(void)state;
	assert_true(layout_parse("none", &l, &d));
	assert_int_equal(l.n, 0);
	assert_reads_back("none", &l);
	layout_free(&l);
}

static void good_layouts_print_in_the_shortest_form(void **state)
{
	static const struct {
		const char *text, *printed;
	} good[] = {
		{ "none", "none" },
		{ "0", "0" },
		{ "00", "0" },
		{ "1024", "1k" },
		{ "1K", "1k" },
		{ "0x10", "16" },
		{ "0x10x4", "16x4" },
		{ "4x0x10", "4x16" },
		{ "1x5", "5" },
		{ "3,3,3", "3x3" },
		{ "0,0", "2x0" },
		{ "2x3,1x3", "3x3" },
		{ "3,null:3,3", "3,null:3,3" },
		{ "null:3,null:3", "2xnull:3" },
		{ "bad:1,ro:1", "bad:1,ro:1" },
		{ "half:1,half:1", "2xhalf:1" },
		{ "4294967295", "4294967295" },
		{ "4294967295,1", "4294967295,1" },
		{ "2xbad:4294967295", "2xbad:4294967295" },
		{ "4xnull:0xffffffff", "4xnull:4294967295" },
		{ "65536x0", "65536x0" },
		{ "65536x65536", "65536x64k" },
		{ "65535x1,null:0", "65535x1,null:0" },
		{ "3,0,4x16,1M", "3,0,4x16,1M" },
		{ "4M,same:4M,same:4M,4M", "4M,2xsame:4M,4M" },
		{ "1,same:3,0xfffexsame:4294967295", "1,same:3,65534xsame:4294967295" },
	};

	(void)state;
	for (size_t i = 0; i < N(good); i++) {
		struct layout l;
		struct diag d;
		char *printed;

		if (!layout_parse(good[i].text, &l, &d))
			fail_msg("%s: %s", good[i].text, d.text);
		printed = layout_print(&l);
		assert_string_equal(printed, good[i].printed);
		assert_reads_back(good[i].text, &l);
		free(printed);
		layout_free(&l);
	}
}

static void bad_layouts_are_refused_at_their_column(void **state)
{
	static const struct {
		const char *text;
		size_t column;
		const char *fragment, *hint;
	} bad[] = {
		{ "", 0, "no buffers", "none" },
		{ ",3", 0, "nothing before the comma", "3,0" },
		{ "3,", 2, "nothing after the comma", "3,0" },
		{ "3,,4", 2, "nothing between the commas", "is 0" },
		{ "-3", 0, "negative", "a size is" },
		{ "3,-3", 2, "negative", "a size is" },
		{ "4x", 2, "no size after the x", "4x16" },
		{ "3,4x,1", 4, "no size after the x", "4x16" },
		{ "x4", 0, "no count before the x", "4x16" },
		{ "1Mx2", 2, "after the size: x2", "the count comes first: 2x1M" },
		{ "3,16kx4", 5, "after the size", "4x16k" },
		{ "4x16x2", 4, "x2", "the count comes first" },
		{ "0x", 0, "the count is 0", "none" },
		{ "0xg", 0, "the count is 0", "none" },
		{ "00x5", 0, "the count is 0", "none" },
		{ "3,00x5", 2, "the count is 0", "none" },
		{ "65537x0", 0, "too many buffers", "65536" },
		{ "99999999999999999999x0", 0, "too many buffers", "65536" },
		{ "65536x0,1", 8, "too many buffers", "65536" },
		{ "4294967296", 0, "longer than a buffer can be", "4294967295" },
		{ "1,4G", 2, "longer than a buffer can be", "4294967295" },
		{ "null:4G", 5, "longer than a buffer can be", "4294967295" },
		{ "4294967295,2", 11, "4 GiB together", "null:" },
		{ "3x2G", 0, "4 GiB together", "null:" },
		{ "2xro:4294967295", 0, "4 GiB together", "bad:" },
		{ "99999999999999999999", 0, "64 bits", "" },
		{ "abc", 0, "not a size: abc", "a size is" },
		{ "3,4m", 3, "no such unit", "k, M or G" },
		{ "nul:3", 0, "no such kind of buffer: nul",
		  "did you mean null:SIZE?" },
		{ "3,readonly:3", 2, "no such kind of buffer: readonly",
		  "null:SIZE, bad:SIZE" },
		{ "null:", 5, "no size", "a size is" },
		{ "null:x", 5, "not a size", "a size is" },
		{ "null:2x3", 6, "x3", "the count comes first: 3x2" },
		{ "bad:-1", 4, "negative", "a size is" },
		{ "same:3", 0, "no buffer before it", "4M,3xsame:4M" },
		{ "3,null:3,2xsame:3", 9, "no buffer before it", "4M,3xsame:4M" },
		{ "none,3", 0, "none stands alone", "is 0" },
		{ "3,none", 2, "none stands alone", "is 0" },
		{ "3, 4", 2, "not a size", "a size is" },
		{ "3;4", 1, "no such unit of a size: ;4", "a size is" },
	};

	(void)state;
	for (size_t i = 0; i < N(bad); i++) {
		struct layout l;
		struct diag d;

		if (layout_parse(bad[i].text, &l, &d))
			fail_msg("%s is accepted", bad[i].text);
		assert_null(l.buffers);
		if (d.column != bad[i].column || !strstr(d.text, bad[i].fragment) ||
		    !strstr(d.hint, bad[i].hint))
			fail_msg("%s: column %zu: %s; %s", bad[i].text, d.column,
				 d.text, d.hint);
	}
}

static void nearly_right_layouts_are_refused_or_read_back(void **state)
{
	static const char *const seeds[] = {
		"3,0,4x16,1M",         "none",        "null:0,bad:4k,ro:16",
		"2xnull:3,4294967295", "0x10x4,12x0",
	};
	struct mutate m = { 20260103 };
	size_t accepted = 0;
	char text[64];

	(void)state;
	for (int i = 0; i < 100000; i++) {
		struct diag d = { 0 };
		struct layout l;

		mutate_text(&m, seeds[mutate_number(&m, N(seeds))],
			    "0123456789x,:kMGnulbadroe", text, sizeof text);
		if (layout_parse(text, &l, &d)) {
			assert_reads_back(text, &l);
			layout_free(&l);
			accepted++;
		}
		assert_in_range(d.column, 0, strlen(text));
	}
	assert_true(accepted > 10000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_layout_is_a_list_of_sizes),
		cmocka_unit_test(a_prefix_says_the_kind),
		cmocka_unit_test(none_is_an_array_of_no_buffers),
		cmocka_unit_test(good_layouts_print_in_the_shortest_form),
		cmocka_unit_test(bad_layouts_are_refused_at_their_column),
		cmocka_unit_test(nearly_right_layouts_are_refused_or_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
