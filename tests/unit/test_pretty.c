/* SPDX-License-Identifier: MIT */
/* Layout: doing it twice changes nothing, and it never changes what a script means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/pretty.h"
#include "scenario/op_text.h"
#include "tests/unit/mutate.h"

#define N(array) (sizeof(array) / sizeof(array)[0])

static const char *const seeds[] = {
	"# A title.\n\n open a pair:stream->x\n",
	"open  a pair:stream   ->  ok # one\npeer a  send \"a # b\"; shutdown\n"
	"recv a --buffers=3,4 -> data 5 \"he#l\"   #two\n",
	"let N=5\nopen a pair:stream\nrepeat 2 {\n recv a -b ${N} -> data ..5 *\n}\n",
	"open a pair:stream\nrecv a -m routine as r1\nroutine r1 {\nrecv a -b 8 as r2 "
	"-> pending or data 5\nrepeat 3 {\n  sleep 1ms --alertable\n}\n}\nresult r1\n",
	"open a pair:stream\nsend a \\\n  \"x\" -> ok\nsend a hex:00ff -> /o k/ ...\n",
	"\xef\xbb\xbf# A title.\nlet  N = 5  # five\nlet M =\nlet K= # none\n"
	"open a pair:stream\nrecv a \\\r\n -b ${N}\r\n",
	"needs sctp\r\nopen a pair:stream -> ok\r\n\twait 1.5s->x\r\nwait 2 -> "
	"a|b|1..3",
	"open a pair:dgram\nrecv a -f peek # \\\nrecv a -f peek -> \"a\\x00\" -> b\n",
};

static bool same_expectation(const struct script_line *a, const struct script_line *b,
			     struct arena *arena)
{
	if ((a->expected == NULL) != (b->expected == NULL))
		return false;
	return a->expected == NULL || strcmp(expect_print(&a->expect, arena),
					     expect_print(&b->expect, arena)) == 0;
}

static void means_the_same(const char *before, const char *after)
{
	struct script a = { .n = 0 }, b = { .n = 0 };
	struct script_error e;
	struct arena arena = { .left = 0 };
	bool good = script_read_text(&a, "-", before, strlen(before), NULL, 0, &e);

	if (good && !script_read_text(&b, "-", after, strlen(after), NULL, 0, &e))
		fail_msg("%s\nbecame\n%s\n%s", before, after, e.diag.text);
	if (good && (a.n != b.n || a.n_needs != b.n_needs))
		fail_msg("%s\nbecame\n%s", before, after);
	for (size_t i = 0; good && i < a.n; i++)
		if (!op_equal(&a.lines[i].op, &b.lines[i].op) ||
		    !same_expectation(&a.lines[i], &b.lines[i], &arena))
			fail_msg("%s\nbecame\n%s", before, after);
	script_free(&a);
	script_free(&b);
	arena_fini(&arena);
}

/* Whether it could be laid out. */
static bool lays_out(const char *text)
{
	struct arena arena = { .left = 0 };
	struct script_error e = { .text = "" };
	const char *once = pretty_print("-", text, strlen(text), &arena, &e), *twice;

	if (once != NULL) {
		twice = pretty_print("-", once, strlen(once), &arena, &e);
		if (twice == NULL)
			fail_msg("%s\nbecame\n%s", text, once);
		assert_string_equal(once, twice);
		means_the_same(text, once);
	} else {
		assert_in_range(e.diag.column, 0, strlen(e.text));
	}
	arena_fini(&arena);
	return once != NULL;
}

static void twice_is_once_and_the_meaning_stays(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(seeds); i++)
		lays_out(seeds[i]);
	assert_true(lays_out(seeds[1]));
	assert_true(lays_out(seeds[2]));
	assert_true(lays_out(seeds[3]));
	assert_true(lays_out(seeds[4]));
}

static void nearly_right_texts_too(void **state)
{
	struct mutate m = { 20261127 };
	char text[512];
	size_t good = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		mutate_text(&m, seeds[mutate_number(&m, N(seeds))], "#\\\"{}->\n $ax5.",
			    text, sizeof text);
		good += lays_out(text);
	}
	assert_true(good > 1000);
}

static void a_nul_byte_is_no_text(void **state)
{
	struct arena arena = { .left = 0 };
	struct script_error e;

	(void)state;
	assert_null(pretty_print("-", "# a\nwait\0", 9, &arena, &e));
	assert_int_equal(e.line, 2);
	assert_int_equal(e.diag.column, 4);
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(twice_is_once_and_the_meaning_stays),
		cmocka_unit_test(nearly_right_texts_too),
		cmocka_unit_test(a_nul_byte_is_no_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
