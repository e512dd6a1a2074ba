/* SPDX-License-Identifier: MIT */
/* Diagnostics: what they say, where the caret stands, what is guessed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/diag.h"

/* What diag_print() writes; the caller frees. */
static char *printed(const char *text, const struct diag *d)
{
	char *out = NULL;
	size_t n;
	FILE *to = open_memstream(&out, &n);

	assert_non_null(to);
	diag_print(to, "address", text, d);
	assert_int_equal(fclose(to), 0);
	return out;
}

static void assert_printed(const char *text, const struct diag *d, const char *expected)
{
	char *out = printed(text, d);

	assert_string_equal(out, expected);
	free(out);
}

/* The character above the caret. */
static char marked(const char *out)
{
	const char *line = strchr(out, '\n') + 1, *caret = strchr(line, '\n') + 1;

	assert_int_equal(caret[strspn(caret, " ")], '^');
	return line[strspn(caret, " ")];
}

static void setting_fills_in_and_returns_false(void **state)
{
	struct diag d;

	(void)state;
	assert_false(diag_set(&d, 7, "port %d is past %s", 70000, "65535"));
	assert_int_equal(d.column, 7);
	assert_string_equal(d.text, "port 70000 is past 65535");
	assert_string_equal(d.hint, "");
	assert_false(diag_hint(&d, "write %s", "tcp:HOST:PORT"));
	assert_string_equal(d.hint, "write tcp:HOST:PORT");
	assert_false(diag_shift(&d, 5));
	assert_int_equal(d.column, 12);
	diag_set(&d, 0, "no address");
	assert_string_equal(d.hint, "");
}

static void long_messages_are_cut(void **state)
{
	struct diag d;
	char word[400];

	(void)state;
	memset(word, 'w', sizeof word - 1);
	word[sizeof word - 1] = '\0';
	diag_set(&d, 0, "%s", word);
	diag_hint(&d, "%s", word);
	assert_int_equal(strlen(d.text), sizeof d.text - 1);
	assert_int_equal(strlen(d.hint), sizeof d.hint - 1);
	assert_int_equal(diag_shown(7), 7);
	assert_int_equal(diag_shown(SIZE_MAX), 40);
}

static void three_lines_with_the_caret_under_the_column(void **state)
{
	struct diag d;

	(void)state;
	diag_set(&d, 13, "no port after the host");
	diag_hint(&d, "write tcp:HOST:PORT");
	assert_printed("tcp:localhost", &d,
		       "wsprecv: address: no port after the host; write tcp:HOST:PORT\n"
		       "  tcp:localhost\n"
		       "               ^\n");
}

static void no_text_and_no_hint_make_one_line(void **state)
{
	struct diag d;

	(void)state;
	diag_set(&d, 0, "no address");
	assert_printed("", &d, "wsprecv: address: no address\n");
}

static void the_caret_allows_for_what_is_escaped(void **state)
{
	struct diag d;

	(void)state;
	diag_set(&d, 5, "wrong");
	assert_printed("a\tb\nc!", &d,
		       "wsprecv: address: wrong\n"
		       "  a\\tb\\nc!\n"
		       "         ^\n");
	assert_printed("\033[2J\x9b!", &d,
		       "wsprecv: address: wrong\n"
		       "  \\x1b[2J\\x9b!\n"
		       "             ^\n");
	diag_set(&d, 2, "wrong");
	assert_printed("\xc3\xa9\r", &d,
		       "wsprecv: address: wrong\n"
		       "  \\xc3\\xa9\\r\n"
		       "          ^\n");
}

static void messages_are_escaped_too(void **state)
{
	struct diag d;

	(void)state;
	diag_set(&d, 0, "no such word: \033]0;x\a");
	diag_hint(&d, "not \x7f");
	assert_printed("x", &d,
		       "wsprecv: address: no such word: \\x1b]0;x\\x07; not \\x7f\n"
		       "  x\n"
		       "  ^\n");
}

static void a_column_past_the_end_is_the_end(void **state)
{
	struct diag d;

	(void)state;
	diag_set(&d, 99, "wrong");
	assert_printed("abc", &d,
		       "wsprecv: address: wrong\n"
		       "  abc\n"
		       "     ^\n");
}

static void a_long_text_is_a_window_around_the_caret(void **state)
{
	static const size_t columns[] = { 0, 1, 35, 150, 250, 298, 299 };
	char text[301];
	struct diag d;

	(void)state;
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
		char *out, *line;
		size_t n;

		memset(text, '.', sizeof text - 1);
		text[sizeof text - 1] = '\0';
		text[columns[i]] = '!';
		diag_set(&d, columns[i], "wrong");
		out = printed(text, &d);
		assert_int_equal(marked(out), '!');
		line = strchr(out, '\n') + 1;
		n = strcspn(line, "\n");
		assert_in_range(n, 70, 80);
		free(out);
	}
}

static void a_window_counts_columns_not_bytes(void **state)
{
	char text[301];
	struct diag d;
	char *out;

	(void)state;
	memset(text, '\001', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	text[150] = '!';
	diag_set(&d, 150, "wrong");
	out = printed(text, &d);
	assert_int_equal(marked(out), '!');
	assert_in_range(strcspn(strchr(out, '\n') + 1, "\n"), 65, 80);
	free(out);
}

static void a_window_says_on_which_side_it_is_cut(void **state)
{
	char text[101];
	struct diag d;
	char *out;

	(void)state;
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	diag_set(&d, 0, "wrong");
	out = printed(text, &d);
	assert_null(strstr(out, "  ..."));
	assert_non_null(strstr(out, "x...\n"));
	free(out);
	diag_set(&d, 100, "wrong");
	out = printed(text, &d);
	assert_non_null(strstr(out, "  ...x"));
	assert_null(strstr(out, "x...\n"));
	free(out);
}

static const char *const words[] = { "tcp",  "tcp-listen", "udp",  "unix",
				     "send", "shutdown",   "pair", NULL };

static void a_guess_is_at_most_two_edits_away(void **state)
{
	(void)state;
	assert_string_equal(diag_guess("tpc", words), "tcp");
	assert_string_equal(diag_guess("tcpp", words), "tcp");
	assert_string_equal(diag_guess("TCP", words), "tcp");
	assert_string_equal(diag_guess("sned", words), "send");
	assert_string_equal(diag_guess("tcp-lsten", words), "tcp-listen");
	assert_string_equal(diag_guess("shtudwon", words), "shutdown");
	assert_null(diag_guess("shuttle", words));
	assert_null(diag_guess("tpx", words));
	assert_null(diag_guess("x", words));
	assert_null(diag_guess("", words));
}

static void the_nearest_word_is_guessed(void **state)
{
	static const char *const near[] = { "keepidle", "keepintvl", "keepcnt", NULL };

	(void)state;
	assert_string_equal(diag_guess("keepcn", near), "keepcnt");
	assert_string_equal(diag_guess("keepintv", near), "keepintvl");
}

static void the_only_word_that_starts_so_is_guessed(void **state)
{
	(void)state;
	assert_string_equal(diag_guess("tcp-l", words), "tcp-listen");
	assert_string_equal(diag_guess("shut", words), "shutdown");
	assert_null(diag_guess("s", words));
	assert_null(diag_guess("u", words));
}

static void words_of_any_length_can_be_guessed_at(void **state)
{
	static const char *const list[] = { "tcp", NULL };
	char word[200];

	(void)state;
	memset(word, 't', sizeof word - 1);
	word[sizeof word - 1] = '\0';
	assert_null(diag_guess(word, list));
	assert_null(diag_guess(word, (const char *const[]){ NULL }));
	assert_null(diag_guess("tpc", (const char *const[]){ word, NULL }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(setting_fills_in_and_returns_false),
		cmocka_unit_test(long_messages_are_cut),
		cmocka_unit_test(three_lines_with_the_caret_under_the_column),
		cmocka_unit_test(no_text_and_no_hint_make_one_line),
		cmocka_unit_test(the_caret_allows_for_what_is_escaped),
		cmocka_unit_test(messages_are_escaped_too),
		cmocka_unit_test(a_column_past_the_end_is_the_end),
		cmocka_unit_test(a_long_text_is_a_window_around_the_caret),
		cmocka_unit_test(a_window_counts_columns_not_bytes),
		cmocka_unit_test(a_window_says_on_which_side_it_is_cut),
		cmocka_unit_test(a_guess_is_at_most_two_edits_away),
		cmocka_unit_test(the_nearest_word_is_guessed),
		cmocka_unit_test(the_only_word_that_starts_so_is_guessed),
		cmocka_unit_test(words_of_any_length_can_be_guessed_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
