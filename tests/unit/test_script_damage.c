/* SPDX-License-Identifier: MIT */
/* Scripts that are cut off, or nearly right: read, or refused at a place that is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/script.h"
#include "tests/unit/mutate.h"

static const char sample[] = "# What a stream loses when it is reset.\n"
			     "needs ipv6\n"
			     "let SIZE=4k # of a buffer\n"
			     "let LINE=\"a \\x24{ # b\"\n"
			     "\n"
			     "open a pair:stream --rule=peek=allow -t 2s\n"
			     "open b tcp,rcvbuf=${SIZE} --xp1=-message\n"
			     "t1: recv a -b ${SIZE},null:3 -f peek as r1 -> blocked\n"
			     "peer a send ${LINE}; wait 10ms; rst   # and ends\n"
			     "await r1 -> data 1..5 \\\n"
			     "\t/[^\"]+/ \\\n"
			     "\tor WSAECONNRESET ...\n"
			     "recv b -m routine as r2 -> pending|data ...\n"
			     "routine r2 {\n"
			     "\trepeat 3 {\n"
			     "\t\torder -> eventually within 2s * +oob-peek ...\n"
			     "\t\tset b sndbuf=64k\n"
			     "\t}\n"
			     "}\n"
			     "fault b ECONNRESET@2\n"
			     "send a \"x -> y\" -> sent 6..\n";

/* Either it is read, or the error is somewhere in the text. */
static bool read_any(const char *text, size_t n)
{
	struct script_error e = { 0 };
	struct script s;
	bool read = script_read_text(&s, "/nowhere/t.wsp", text, n, NULL, 0, &e);

	if (!read) {
		const struct script_file *f = &s.files[0];

		assert_string_equal(e.path, "/nowhere/t.wsp");
		assert_in_range(e.line, 1, f->n_lines);
		assert_ptr_equal(e.text, f->lines[e.line - 1]);
		assert_in_range(e.diag.column, 0, strlen(e.text));
		assert_in_range(strlen(e.diag.text), 1, sizeof e.diag.text - 1);
	}
	script_free(&s);
	return read;
}

static void a_script_cut_anywhere_is_read_or_refused(void **state)
{
	size_t read = 0;

	(void)state;
	for (size_t n = 0; n < sizeof sample; n++)
		read += read_any(sample, n);
	assert_in_range(read, 50, sizeof sample - 50);
}

static void nearly_right_scripts_are_read_or_refused(void **state)
{
	struct mutate m = { 20260301 };
	char text[sizeof sample + 400];
	size_t read = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		mutate_text(&m, sample, "\n\"\\ #${}->/*.|+r1:=ab5", text, sizeof text);
		if (strstr(text, " @") != NULL || strstr(text, "\"@") != NULL)
			continue; /* files are others' */
		read += read_any(text, strlen(text));
	}
	assert_in_range(read, 1000, 19000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_script_cut_anywhere_is_read_or_refused),
		cmocka_unit_test(nearly_right_scripts_are_read_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
