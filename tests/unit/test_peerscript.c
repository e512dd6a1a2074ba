/* SPDX-License-Identifier: MIT */
/* Scripts of the peer: steps and their arguments, and where a wrong one stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "scenario/alert.h"
#include "scenario/literal.h"
#include "scenario/peerscript.h"
#include "tests/unit/mutate.h"

#define N(array) (sizeof(array) / sizeof(array)[0])

/* Steps as text, one form for all that mean the same; the caller frees. */
static char *described(const struct peer_step *steps, size_t n)
{
	size_t kinds, length;
	const struct peer_verb_kind *verbs = peer_verbs(&kinds);
	char *text = NULL;
	FILE *to = open_memstream(&text, &length);

	assert_non_null(to);
	for (size_t i = 0; i < n; i++) {
		const struct peer_step *s = &steps[i];
		char number[ALERT_TEXT],
			*data = malloc(LITERAL_ESCAPED(s->n < 4096 ? s->n : 0));

		fprintf(to, "%s%s", i > 0 ? "; " : "", verbs[s->verb].word);
		switch (verbs[s->verb].argument) {
		case PEER_ARGUMENT_NONE:
			break;
		case PEER_ARGUMENT_DATA:
			assert_in_range(s->n, 0, 4095);
			literal_escape(s->data, s->n, data);
			fprintf(to, " \"%s\"", data);
			break;
		case PEER_ARGUMENT_DURATION:
			fprintf(to, " %juus", (uintmax_t)s->usec);
			break;
		case PEER_ARGUMENT_SIZE:
			fprintf(to, " %zu", s->n);
			break;
		case PEER_ARGUMENT_ALERT:
			alert_print(s->n, number);
			fprintf(to, " %s", number);
			break;
		}
		free(data);
	}
	assert_int_equal(fclose(to), 0);
	return text;
}

static void assert_reads(const char *text, const char *expected)
{
	struct peer_step *steps;
	struct diag d;
	size_t n;
	char *back;

	if (!peerscript_parse(text, &steps, &n, &d))
		fail_msg("%s: column %zu: %s", text, d.column, d.text);
	assert_non_null(steps);
	back = described(steps, n);
	assert_string_equal(back, expected);
	free(back);
	peer_steps_free(steps, n);
}

static void good_scripts_are_read(void **state)
{
	static const struct {
		const char *text, *expected;
	} good[] = {
		{ "", "" },
		{ " ;; \n; ", "" },
		{ "close", "close" },
		{ "send \"hello\"; send hex:00ff; oob \"!\"; wait 10ms; shutdown; rst; "
		  "close",
		  "send \"hello\"; send \"\\0\\xff\"; oob \"!\"; wait 10000us; "
		  "shutdown; rst; "
		  "close" },
		{ "send hello", "send \"hello\"" },
		{ "send\thello, world ", "send \"hello, world\"" },
		{ "  send   hello  ;close;", "send \"hello\"; close" },
		{ "send \"a;b\\\";c\"; hold", "send \"a;b\\\";c\"; hold" },
		{ "send\"x\"", "send \"x\"" },
		{ "send \"two\nlines\"\r\nclose\r\n", "send \"two\\nlines\"; close" },
		{ "send a\nsend b", "send \"a\"; send \"b\"" },
		{ "send \"\"; empty", "send \"\"; empty" },
		{ "send \\x3b\\n", "send \";\\n\"" },
		{ "SEND x; Close", "send \"x\"; close" },
		{ "pattern 1M; read 0x10", "pattern 1048576; read 16" },
		{ "wait 1.5; wait 7us; wait 0", "wait 1500000us; wait 7us; wait 0us" },
		{ "stranger \"x\"; drop; empty", "stranger \"x\"; drop; empty" },
	};

	(void)state;
	for (size_t i = 0; i < N(good); i++)
		assert_reads(good[i].text, good[i].expected);
}

static void every_verb_of_the_table_can_be_said(void **state)
{
	static const char *const arguments[] = {
		[PEER_ARGUMENT_NONE] = "",
		[PEER_ARGUMENT_DATA] = " \"x\"",
		[PEER_ARGUMENT_DURATION] = " 5us",
		[PEER_ARGUMENT_SIZE] = " 5",
		[PEER_ARGUMENT_ALERT] = " unknown-ca",
	};
	size_t n;
	const struct peer_verb_kind *verbs = peer_verbs(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		char text[64];

		snprintf(text, sizeof text, "%s%s", verbs[i].word,
			 arguments[verbs[i].argument]);
		assert_reads(text, text);
	}
}

static void data_may_come_from_a_file(void **state)
{
	char name[] = "/tmp/test_peerscript.XXXXXX", text[96];
	int fd = mkstemp(name);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "a;b\n", 4), 4);
	close(fd);
	snprintf(text, sizeof text, "send @%s ; close", name);
	assert_reads(text, "send \"a;b\\n\"; close");
	unlink(name);
}

static void bad_scripts_are_refused_at_their_column(void **state)
{
	static const struct {
		const char *text;
		size_t column;
		const char *fragment, *hint;
	} bad[] = {
		{ "sned x", 0, "no such step: sned",
		  "did you mean send? steps are send, oob" },
		{ "send x; clsoe", 8, "no such step: clsoe", "did you mean close?" },
		{ "jump", 0, "no such step: jump",
		  "steps are send, oob, empty, pattern" },
		{ "close\n  frobnicate 3", 8, "no such step: frobnicate", "hold" },
		{ "# comment", 0, "no such step: #", "steps are" },
		{ "\"x\"", 0, "no such step: ", "steps are" },
		{ "send", 4, "nothing after send", "write send \"text\"" },
		{ "close; send ; close", 11, "nothing after send", "send \"text\"" },
		{ "oob\nclose", 3, "nothing after oob", "oob \"text\"" },
		{ "wait", 4, "nothing after wait", "write wait 10ms" },
		{ "read ;", 4, "nothing after read", "write read 4k" },
		{ "close now", 6, "close takes nothing after it", "semicolon" },
		{ "rst close", 4, "rst takes nothing after it", "semicolon" },
		{ "send \"abc", 5, "never closed", "" },
		{ "close; send \"a\\qb\"", 15, "no such escape: \\q", "\\n" },
		{ "send \"a\" b; close", 8, "after the closing quote", "" },
		{ "send hex:0", 10, "hex digit is missing", "hex:00ff" },
		{ "send x;\nsend hex:0g", 18, "hex digit is missing", "hex:00ff" },
		{ "send @/nowhere/at/all; close", 6, "cannot read /nowhere", "quotes" },
		{ "wait 5h", 6, "no such unit of a duration: h", "us, ms" },
		{ "send x; wait -1", 13, "negative", "us, ms" },
		{ "read 4x", 6, "no such unit of a size: x", "k, M or G" },
		{ "pattern 99999999999999999999", 8, "64 bits", "" },
	};

	(void)state;
	for (size_t i = 0; i < N(bad); i++) {
		struct peer_step *steps;
		struct diag d;
		size_t n;

		if (peerscript_parse(bad[i].text, &steps, &n, &d))
			fail_msg("%s is accepted", bad[i].text);
		assert_null(steps);
		assert_int_equal(n, 0);
		if (d.column != bad[i].column || !strstr(d.text, bad[i].fragment) ||
		    !strstr(d.hint, bad[i].hint))
			fail_msg("%s: column %zu: %s; %s", bad[i].text, d.column,
				 d.text, d.hint);
	}
}

static void a_script_may_have_many_steps(void **state)
{
	struct peer_step *steps;
	struct diag d;
	size_t n;
	char text[7 * 1000 + 1] = "";

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		strcpy(text + 7 * i, "send x;");
	assert_true(peerscript_parse(text, &steps, &n, &d));
	assert_int_equal(n, 1000);
	for (size_t i = 0; i < n; i++)
		assert_memory_equal(steps[i].data, "x", 1);
	peer_steps_free(steps, n);
}

static void nearly_right_scripts_are_refused_or_read_back(void **state)
{
	static const char *const seeds[] = {
		"send \"hello\"; send hex:00ff; oob \"!\"; wait 10ms; shutdown",
		"pattern 4k; read 3\nrst; close",
		"stranger \"a;\\\"b\"; drop; hold",
		"empty;wait 1.5;send x",
	};
	struct mutate m = { 20260106 };
	size_t accepted = 0;
	char text[128];

	(void)state;
	for (int i = 0; i < 100000; i++) {
		struct peer_step *steps;
		struct diag d = { 0 };
		size_t n;

		mutate_text(&m, seeds[mutate_number(&m, N(seeds))],
			    "; \n\"\\x0159kmsend:", text, sizeof text);
		if (strpbrk(text, "@-") != NULL)
			continue; /* files are another test's */
		if (peerscript_parse(text, &steps, &n, &d)) {
			char *back = described(steps, n);

			assert_reads(back, back);
			free(back);
			peer_steps_free(steps, n);
			accepted++;
		}
		assert_in_range(d.column, 0, strlen(text));
	}
	assert_true(accepted > 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_scripts_are_read),
		cmocka_unit_test(every_verb_of_the_table_can_be_said),
		cmocka_unit_test(data_may_come_from_a_file),
		cmocka_unit_test(bad_scripts_are_refused_at_their_column),
		cmocka_unit_test(a_script_may_have_many_steps),
		cmocka_unit_test(nearly_right_scripts_are_refused_or_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
