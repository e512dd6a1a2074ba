/* SPDX-License-Identifier: MIT */
/* Tokens, patterns for them, and where an outcome and an expectation part. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/expect.h"
#include "wsp.h"

#define N(array) (sizeof(array) / sizeof(array)[0])

/* data 5 "hel" "lo" flags partial,oob */
static void data_outcome(struct tokens *t, struct arena *arena)
{
	tokens_init(t, arena);
	tokens_word(t, "word", "data");
	tokens_number(t, "bytes", 5);
	tokens_bytes(t, "buffer 1", "hel", 3);
	tokens_bytes(t, "buffer 2", "lo", 2);
	tokens_word(t, "word", "flags");
	tokens_flags(t, "flags", MSG_PARTIAL | MSG_OOB);
}

static void tokens_are_printed_as_a_line(void **state)
{
	struct arena arena = { 0 };
	struct tokens t;

	(void)state;
	tokens_init(&t, &arena);
	assert_string_equal(tokens_print(&t), "");
	data_outcome(&t, &arena);
	assert_string_equal(tokens_print(&t),
			    "data 5 \"hel\" \"lo\" flags partial,oob");
	tokens_flags(&t, "flags", 0);
	tokens_flags(&t, "flags", 0x40000002);
	tokens_bytes(&t, "buffer", "\0\xff\n${", 5);
	assert_string_equal(token_text(&t.at[6], &arena), "none");
	assert_string_equal(token_text(&t.at[7], &arena), "peek,0x40000000");
	assert_string_equal(token_text(&t.at[8], &arena), "\"\\0\\xff\\n\\x24{\"");
	assert_int_equal(t.at[8].n, 5);
	arena_fini(&arena);
}

/* clang-format off */

/* What is printed, where it is not what was typed. */
static const struct {
	const char *text, *printed;
	bool fits; /* the outcome above */
} good[] = {
	{ "data 5 \"hel\" \"lo\" flags partial,oob", NULL, true },
	{ "data  5 \"\\x68el\"\thex:6c6f flags oob,partial",
	  "data 5 \"hel\" \"lo\" flags oob,partial", true },
	{ "data ...", NULL, true },
	{ "...", NULL, true },
	{ "data 5 \"hel\" \"lo\" flags partial,oob ...", NULL, true },
	{ "data 5 \"hel\" \"lo\" flags", NULL, false },
	{ "data 5 \"hel\" \"lo\" flags partial,oob more", NULL, false },
	{ "data 1..13 ...", NULL, true },
	{ "data 5.. ...", NULL, true },
	{ "data ..5 ...", NULL, true },
	{ "data 6.. ...", NULL, false },
	{ "data ..4 ...", NULL, false },
	{ "data 0..5 ...", "data ..5 ...", true },
	{ "data 0.. ...", NULL, true },
	{ "data 4|5|6 ...", NULL, true },
	{ "data 0x5 ...", NULL, true },
	{ "pending|data ...", NULL, true },
	{ "pending|datum ...", NULL, false },
	{ "Data ...", NULL, false },
	{ "* * * * * *", NULL, true },
	{ "* * * * *", NULL, false },
	{ "* * * * * * *", NULL, false },
	{ "/d.*a/ /[0-9]/ /h.*/ ...", NULL, true },
	{ "/a/ ...", NULL, false },
	{ "/dat|data/ ...", NULL, true },
	{ "* * /h[e ]{1,2}l/ ...", NULL, true },
	{ "* * * * * +oob", NULL, true },
	{ "* * * * * +oob+partial", "* * * * * +partial+oob", true },
	{ "* * * * * -PEEK+MSG_OOB", "* * * * * +oob-peek", true },
	{ "* * * * * +peek", NULL, false },
	{ "* * * * * -oob", NULL, false },
	{ "* * * * * -push-immediate-0x40", "* * * * * -0x40-push-immediate", true },
	{ "* * * * * 0x8001", NULL, true },
	{ "* * * * * oob", NULL, false },
	{ "* * pattern@104 ...", NULL, false },
	{ "WSAEFAULT or data ...", NULL, true },
	{ "WSAEFAULT or pending or ready 3", NULL, false },
	{ "eventually data ...", NULL, true },
	{ "eventually within 2000ms data ...", "eventually within 2s data ...", true },
	{ "within ...", NULL, false },
	{ "/a\\/b\\\\/ or /x y/", NULL, false },
};

static const struct {
	const char *text;
	size_t column;
	const char *fragment, *hint;
} bad[] = {
	{ "", 0, "nothing is expected", "..." },
	{ "data or", 7, "nothing is expected", "" },
	{ "or data", 0, "nothing is expected", "" },
	{ "data or or x", 8, "nothing is expected", "" },
	{ "... data", 4, "behind the three dots", "" },
	{ "eventually", 10, "nothing is expected", "" },
	{ "eventually within", 17, "no duration", "within 2s" },
	{ "eventually within 2x data", 19, "no such unit", "" },
	{ "eventually within 0 data", 18, "no time", "" },
	{ "data \"x", 5, "never closed", "" },
	{ "data \"x\\q\"", 8, "no such escape", "" },
	{ "data x\"y\"", 6, "a quote inside a word", "" },
	{ "data hex:0", 10, "hex digit", "" },
	{ "data /ab", 5, "never closed", "" },
	{ "data /a(b/", 5, "no regex", "" },
	{ "data /a{1,9999}/", 7, "more than 1000 copies", "" },
	{ "data /((a{40}){40}){40}/", 14, "more than 1000 copies", "" },
	{ "data /(a)\\1/", 10, "back-references", "" },
	{ "data ..", 5, "no number", "" },
	{ "data 5..3", 5, "nothing is between", "" },
	{ "data 5..x", 8, "not a number", "" },
	{ "data 5x..7", 6, "not a number", "" },
	{ "data pattern@x", 13, "not a number", "" },
	{ "data +oob-frob", 10, "no flag 'frob'", "" },
	{ "data a||b", 7, "no word after the bar", "" },
	{ "data |b", 5, "no word before the bar", "" },
	{ "data a|", 7, "no word after the bar", "" },
	{ "data caf\xc3\xa9", 8, "no word of an outcome", "" },
};

/* clang-format on */

static void expectations_are_read_printed_and_matched(void **state)
{
	struct arena arena = { 0 };
	struct tokens t;

	(void)state;
	data_outcome(&t, &arena);
	for (size_t i = 0; i < N(good); i++) {
		const char *text = good[i].text, *printed;
		struct expect_mismatch m;
		struct expect e, again;
		struct diag d;

		if (!expect_parse(text, &arena, &e, &d))
			fail_msg("%s: column %zu: %s", text, d.column, d.text);
		printed = expect_print(&e, &arena);
		assert_string_equal(printed,
				    good[i].printed != NULL ? good[i].printed : text);
		assert_true(expect_parse(printed, &arena, &again, &d));
		assert_string_equal(expect_print(&again, &arena), printed);
		if (expect_match(&e, &t, &arena, &m) != good[i].fits ||
		    expect_match(&again, &t, &arena, &m) != good[i].fits)
			fail_msg("%s: matches wrongly", text);
	}
	arena_fini(&arena);
}

static void bad_expectations_are_refused_at_their_column(void **state)
{
	struct arena arena = { 0 };
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < N(bad); i++) {
		struct expect e;
		struct diag d;

		if (expect_parse(bad[i].text, &arena, &e, &d))
			fail_msg("%s is accepted", bad[i].text);
		if (d.column != bad[i].column || !strstr(d.text, bad[i].fragment) ||
		    !strstr(d.hint, bad[i].hint)) {
			print_error("%s: column %zu: %s; %s\n", bad[i].text, d.column,
				    d.text, d.hint);
			wrong++;
		}
	}
	arena_fini(&arena);
	assert_int_equal(wrong, 0);
}

static void blocked_and_eventually_are_noticed(void **state)
{
	static const struct {
		const char *text;
		bool blocked, eventually;
		uint64_t within;
	} rows[] = {
		{ "blocked", true, false, 0 },
		{ "data ... or pending|blocked", true, false, 0 },
		{ "data blocked", false, false, 0 },
		{ "* blocked", false, false, 0 },
		{ "eventually blocked", true, true, 0 },
		{ "eventually within 20ms ready", false, true, 20000 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct expect e;
		struct diag d;

		assert_true(expect_parse(rows[i].text, &arena, &e, &d));
		assert_int_equal(e.blocked, rows[i].blocked);
		assert_int_equal(e.eventually, rows[i].eventually);
		assert_int_equal(e.within, rows[i].within);
	}
	arena_fini(&arena);
}

static void the_nearest_alternative_says_what_differs(void **state)
{
	static const struct {
		const char *text;
		size_t column;
		const char *role, *wanted, *got, *bytes;
	} rows[] = {
		{ "data 4 ...", 5, "bytes", "4", "5", NULL },
		{ "data 5 \"hex\" ...", 7, "buffer 1", "\"hex\"", "\"hel\"", "hex" },
		{ "WSAEFAULT or data 5 *  pattern@0 ...", 23, "buffer 2", "pattern@0",
		  "\"lo\"", "\0\1" },
		{ "data 5 * * flags", 16, "end", "", "partial,oob", NULL },
		{ "data 5 * * flags * 3..", 19, "end", "3..", "", NULL },
		{ "WSAEFAULT or pending", 0, "word", "WSAEFAULT", "data", NULL },
	};
	struct arena arena = { 0 };
	struct tokens t;

	(void)state;
	data_outcome(&t, &arena);
	for (size_t i = 0; i < N(rows); i++) {
		struct expect_mismatch m;
		struct expect e;
		struct diag d;

		assert_true(expect_parse(rows[i].text, &arena, &e, &d));
		assert_false(expect_match(&e, &t, &arena, &m));
		assert_int_equal(m.column, rows[i].column);
		assert_string_equal(m.role, rows[i].role);
		assert_string_equal(m.wanted, rows[i].wanted);
		assert_string_equal(m.got, rows[i].got);
		assert_int_equal(m.token == NULL, rows[i].got[0] == '\0');
		assert_int_equal(m.bytes == NULL, rows[i].bytes == NULL);
		if (m.bytes != NULL)
			assert_memory_equal(m.bytes, rows[i].bytes, m.n);
	}
	arena_fini(&arena);
}

static void bytes_are_compared_with_nuls_in_them(void **state)
{
	static const struct {
		const char *text;
		bool fits;
	} rows[] = {
		{ "pattern@250", true },
		{ "pattern@0", false },
		{ "pattern@501", true },
		{ "/./", false },
		{ "/.*/", true },
		{ "/\xfa.\x01\x02/", true },
		{ "hex:fa000102", true },
		{ "hex:fa0001", false },
		{ "hex:fa000103", false },
		{ "word", false },
		{ "4", false },
	};
	struct arena arena = { 0 };
	struct tokens t;

	(void)state;
	tokens_init(&t, &arena);
	tokens_bytes(&t, "buffer 1", "\xfa\0\1\2", 4);
	for (size_t i = 0; i < N(rows); i++) {
		struct expect_mismatch m;
		struct expect e;
		struct diag d;

		assert_true(expect_parse(rows[i].text, &arena, &e, &d));
		if (expect_match(&e, &t, &arena, &m) != rows[i].fits)
			fail_msg("%s: matches wrongly", rows[i].text);
	}
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_printed_as_a_line),
		cmocka_unit_test(expectations_are_read_printed_and_matched),
		cmocka_unit_test(bad_expectations_are_refused_at_their_column),
		cmocka_unit_test(blocked_and_eventually_are_noticed),
		cmocka_unit_test(the_nearest_alternative_says_what_differs),
		cmocka_unit_test(bytes_are_compared_with_nuls_in_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
