/* SPDX-License-Identifier: MIT */
/* Literals: text, hex and files in, escapes out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "scenario/literal.h"
#include "tests/unit/mutate.h"

#define N(array) (sizeof(array) / sizeof(array)[0])

static void assert_reads(const char *text, const void *bytes, size_t n)
{
	struct literal l;
	struct diag d;

	if (!literal_parse(text, &l, &d))
		fail_msg("%s: %s", text, d.text);
	assert_non_null(l.bytes);
	assert_int_equal(l.n, n);
	assert_memory_equal(l.bytes, bytes, n);
	literal_free(&l);
	assert_null(l.bytes);
}

static void good_literals_are_read(void **state)
{
	static const struct {
		const char *text;
		const char *bytes;
		size_t n;
	} good[] = {
		{ "", "", 0 },
		{ "\"\"", "", 0 },
		{ "hex:", "", 0 },
		{ "hex:  ", "", 0 },
		{ "hello", "hello", 5 },
		{ "hello, world!", "hello, world!", 13 },
		{ "\"hello\"", "hello", 5 },
		{ "a\"b", "a\"b", 3 },
		{ "HEAD / HTTP/1.0\\r\\n\\r\\n", "HEAD / HTTP/1.0\r\n\r\n", 19 },
		{ "\\n\\r\\t\\0\\\\\\\"", "\n\r\t\0\\\"", 6 },
		{ "\"\\n\\r\\t\\0\\\\\\\"\"", "\n\r\t\0\\\"", 6 },
		{ "\\x00\\xfF", "\0\xff", 2 },
		{ "\\012", "\00012", 3 },
		{ "hex:00ff 0a", "\0\xff\n", 3 },
		{ "hex: 00 FF\t0A\n", "\0\xff\n", 3 },
		{ "hex", "hex", 3 },
		{ "\"@x\"", "@x", 2 },
		{ "\\x40x", "@x", 2 },
		{ "\"-\"", "-", 1 },
		{ "--", "--", 2 },
		{ "\"hex:00\"", "hex:00", 6 },
		{ "\xc3\xa9", "\xc3\xa9", 2 },
	};

	(void)state;
	for (size_t i = 0; i < N(good); i++)
		assert_reads(good[i].text, good[i].bytes, good[i].n);
}

static void bad_literals_are_refused_at_their_column(void **state)
{
	static const struct {
		const char *text;
		size_t column;
		const char *fragment, *hint;
	} bad[] = {
		{ "abc\\", 4, "nothing after the backslash", "\\xHH" },
		{ "\"abc\\", 5, "nothing after the backslash", "\\xHH" },
		{ "a\\qb", 2, "no such escape: \\q", "\\n \\r" },
		{ "a\\1", 2, "no such escape: \\1", "\\xHH" },
		{ "a\\x", 3, "a hex digit should be here", "write \\xHH" },
		{ "a\\x4", 4, "one hex digit is missing", "write \\xHH" },
		{ "a\\x4g", 4, "one hex digit is missing", "write \\xHH" },
		{ "a\\xg4", 3, "a hex digit should be here", "write \\xHH" },
		{ "\"abc", 0, "never closed", "" },
		{ "\"", 0, "never closed", "" },
		{ "\"abc\\\"", 0, "never closed", "" },
		{ "\"abc\"d", 5, "after the closing quote", "\\\"" },
		{ "\"abc\" ", 5, "after the closing quote", "\\\"" },
		{ "hex:0", 5, "one hex digit is missing", "hex:00ff 0a" },
		{ "hex:00 f", 8, "one hex digit is missing", "hex:00ff 0a" },
		{ "hex:0 0", 5, "one hex digit is missing", "hex:00ff 0a" },
		{ "hex:00g0", 6, "a hex digit should be here", "hex:00ff 0a" },
		{ "hex:0x00", 5, "one hex digit is missing", "hex:00ff 0a" },
		{ "@", 1, "no file name after @", "@FILE" },
		{ "@/nowhere/at/all", 1, "cannot read /nowhere/at/all: No such file",
		  "quotes" },
		{ "@/", 1, "cannot read /: Is a directory", "" },
	};

	(void)state;
	for (size_t i = 0; i < N(bad); i++) {
		struct literal l;
		struct diag d;

		if (literal_parse(bad[i].text, &l, &d))
			fail_msg("%s is accepted", bad[i].text);
		assert_null(l.bytes);
		if (d.column != bad[i].column || !strstr(d.text, bad[i].fragment) ||
		    !strstr(d.hint, bad[i].hint))
			fail_msg("%s: column %zu: %s; %s", bad[i].text, d.column,
				 d.text, d.hint);
	}
}

/* Bytes that say where they stand. */
static unsigned char *pattern(size_t n)
{
	unsigned char *bytes = malloc(n + 1);

	assert_non_null(bytes);
	for (size_t i = 0; i < n; i++)
		bytes[i] = (unsigned char)(i % 251);
	return bytes;
}

static void files_are_read_whole(void **state)
{
	static const size_t sizes[] = { 0, 1, 4095, 4096, 4097, 8192, 100000 };

	(void)state;
	for (size_t i = 0; i < N(sizes); i++) {
		char name[] = "/tmp/test_literal.XXXXXX", text[64];
		unsigned char *bytes = pattern(sizes[i]);
		int fd = mkstemp(name);

		assert_true(fd >= 0);
		assert_int_equal(write(fd, bytes, sizes[i]), sizes[i]);
		close(fd);
		snprintf(text, sizeof text, "@%s", name);
		assert_reads(text, bytes, sizes[i]);
		unlink(name);
		free(bytes);
	}
}

static void standard_input_is_read_whole(void **state)
{
	static const char *const words[] = { "-", "@-" };
	FILE *before = stdin;

	(void)state;
	for (size_t i = 0; i < N(words); i++) {
		unsigned char *bytes = pattern(10000);

		stdin = fmemopen(bytes, 10000, "rb");
		assert_non_null(stdin);
		assert_reads(words[i], bytes, 10000);
		fclose(stdin);
		free(bytes);
	}
	stdin = before;
}

static void escaping_uses_the_escapes_that_are_read(void **state)
{
	char out[LITERAL_ESCAPED(9)];

	(void)state;
	assert_int_equal(literal_escape("a\n\r\t\0\\\"\x7f\xff", 9, out), 21);
	assert_string_equal(out, "a\\n\\r\\t\\0\\\\\\\"\\x7f\\xff");
	assert_int_equal(literal_escape("", 0, out), 0);
	assert_string_equal(out, "");
}

/* Escapes, checks that a terminal may see it, and reads it again inside quotes. */
static void assert_round_trip(const unsigned char *bytes, size_t n)
{
	char *text = malloc(LITERAL_ESCAPED(n) + 2);
	size_t length;

	assert_non_null(text);
	text[0] = '"';
	length = literal_escape(bytes, n, text + 1);
	assert_int_equal(length, strlen(text + 1));
	assert_in_range(length + 1, n + 1, LITERAL_ESCAPED(n));
	for (size_t i = 1; i <= length; i++)
		assert_in_range(text[i], 0x20, 0x7e);
	if (n > 0 && bytes[0] != '@' && bytes[0] != '-' && bytes[0] != 'h')
		assert_reads(text + 1, bytes, n);
	text[length + 1] = '"';
	text[length + 2] = '\0';
	assert_reads(text, bytes, n);
	free(text);
}

static void every_byte_is_escaped_so_that_it_reads_back(void **state)
{
	unsigned char bytes[2];

	(void)state;
	for (unsigned i = 0; i < 256; i++) {
		bytes[0] = (unsigned char)i;
		assert_round_trip(bytes, 1);
		for (const char *next = "0fn\"\\x"; *next != '\0'; next++) {
			bytes[1] = (unsigned char)*next;
			assert_round_trip(bytes, 2);
		}
	}
}

static void random_bytes_are_escaped_so_that_they_read_back(void **state)
{
	struct mutate m = { 20260104 };
	unsigned char bytes[100];

	(void)state;
	for (int i = 0; i < 10000; i++) {
		size_t n = mutate_number(&m, sizeof bytes);

		for (size_t j = 0; j < n; j++)
			bytes[j] = (unsigned char)mutate_number(&m, 256);
		assert_round_trip(bytes, n);
	}
}

static void nearly_right_literals_are_refused_or_read_back(void **state)
{
	static const char *const seeds[] = {
		"hello", "\"a\\n\\x00;\"", "hex:00ff 0a", "\\0\\\\\\\"\\r\\t", "\"\"",
	};
	struct mutate m = { 20260105 };
	size_t accepted = 0;
	char text[64];

	(void)state;
	for (int i = 0; i < 100000; i++) {
		struct diag d = { 0 };
		struct literal l;

		mutate_text(&m, seeds[mutate_number(&m, N(seeds))],
			    "\\\"xnrt0afhe: ", text, sizeof text);
		if (text[0] == '@' || strcmp(text, "-") == 0)
			continue; /* files are another test's */
		if (literal_parse(text, &l, &d)) {
			assert_round_trip(l.bytes, l.n);
			literal_free(&l);
			accepted++;
		}
		assert_in_range(d.column, 0, strlen(text));
	}
	assert_true(accepted > 10000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_literals_are_read),
		cmocka_unit_test(bad_literals_are_refused_at_their_column),
		cmocka_unit_test(files_are_read_whole),
		cmocka_unit_test(standard_input_is_read_whole),
		cmocka_unit_test(escaping_uses_the_escapes_that_are_read),
		cmocka_unit_test(every_byte_is_escaped_so_that_it_reads_back),
		cmocka_unit_test(random_bytes_are_escaped_so_that_they_read_back),
		cmocka_unit_test(nearly_right_literals_are_refused_or_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
