/* SPDX-License-Identifier: MIT */
/* Scripts: lines, variables, files in files, blocks; and where a wrong one is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "scenario/op_text.h"
#include "scenario/script.h"
#include "tests/unit/folder.h"

#define N(array) (sizeof(array) / sizeof(array)[0])

static const char sample[] = "# A receive waits for what the peer sends.\n"
			     "# clauses: B4 K2\n"
			     "needs sctp ipv6\n"
			     "let N=5   # how much\n"
			     "let TEXT=\"a # b\"\n"
			     "\n"
			     "open a pair:stream --rule=peek=allow\n"
			     "t1: recv a -b ${N} as r1 -> blocked\n"
			     "peer a send ${TEXT}; hold   # and waits\n"
			     "await r1 -> data 5 \\\n"
			     "\t\"a # b\" \\\n"
			     "\tor data ${N} ...\n"
			     "recv a -m routine as r2 -> pending\n"
			     "routine r2 {\n"
			     "\trepeat 3 {\n"
			     "\t\torder -> eventually within 2s /r[0-9]/ ...\n"
			     "\t}\n"
			     "}\n"
			     "send a \"x -> y\" -> sent ${N}..\n";

static bool read_text(struct script *s, const char *text, struct script_error *e)
{
	return script_read_text(s, "t.wsp", text, strlen(text), NULL, 0, e);
}

static void good(struct script *s, const char *text)
{
	struct script_error e;

	if (!read_text(s, text, &e))
		fail_msg("%s:%zu:%zu: %s", e.path, e.line, e.diag.column, e.diag.text);
}

static void a_script_is_read(void **state)
{
	static const struct {
		size_t line, partner, arrow;
		const char *text, *expected;
	} rows[] = {
		{ 7, 0, 0, "open a pair:stream --rule=peek=allow", NULL },
		{ 8, 0, 28, "t1: recv a -b 5 as r1", "blocked" },
		{ 9, 0, 0, "peer a send \"a # b\"; hold", NULL },
		{ 10, 0, 12, "await r1", "data 5 \t\"a # b\" \tor data 5 ..." },
		{ 13, 0, 27, "recv a -m routine as r2", "pending" },
		{ 14, 8, 0, "routine r2 {", NULL },
		{ 15, 8, 0, "repeat 3 {", NULL },
		{ 16, 0, 11, "order", "eventually within 2s /r[0-9]/ ..." },
		{ 17, 6, 0, "}", NULL },
		{ 18, 5, 0, "}", NULL },
		{ 19, 0, 19, "send a \"x -> y\"", "sent 5.." },
	};
	struct script s;

	(void)state;
	good(&s, sample);
	assert_int_equal(s.n_files, 1);
	assert_string_equal(s.files[0].path, "t.wsp");
	assert_int_equal(s.files[0].n_lines, 19);
	assert_string_equal(s.files[0].lines[3], "let N=5   # how much");
	assert_int_equal(s.n_needs, 2);
	assert_string_equal(s.needs[0], "sctp");
	assert_string_equal(s.needs[1], "ipv6");
	assert_int_equal(s.n, N(rows));
	for (size_t i = 0; i < N(rows); i++) {
		const struct script_line *l = &s.lines[i];

		assert_int_equal(l->line, rows[i].line);
		assert_string_equal(l->text, rows[i].text);
		assert_int_equal(l->arrow, rows[i].arrow);
		if (rows[i].partner != 0 && l->op.verb != OP_DO_END)
			assert_int_equal(s.lines[l->partner].partner, i);
		if (rows[i].expected == NULL) {
			assert_null(l->expected);
			assert_null(l->expect.alternatives);
		} else {
			assert_string_equal(l->expected, rows[i].expected);
			assert_non_null(l->expect.alternatives);
		}
	}
	assert_int_equal(s.lines[5].partner, 9);
	assert_int_equal(s.lines[6].partner, 8);
	assert_true(s.lines[1].expect.blocked);
	assert_string_equal(s.lines[1].op.thread.text, "t1");
	assert_int_equal(s.lines[2].op.steps[0].n, 5);
	script_free(&s);
	script_free(&s);
}

static void defines_go_before_let(void **state)
{
	static const struct script_define defines[] = { { "N", "7" }, { "M", "x" } };
	const char *text = "let N=5\nlet K=${N}${N}\nopen a tcp\n"
			   "recv a -b ${K} -> ${M}";
	struct script_error e;
	struct script s;

	(void)state;
	assert_true(script_read_text(&s, "-", text, strlen(text), defines, 2, &e));
	assert_string_equal(s.lines[1].text, "recv a -b 77");
	assert_string_equal(s.lines[1].expected, "x");
	assert_int_equal(s.lines[1].arrow, 18);
	script_free(&s);
}

static void odd_lines_are_read(void **state)
{
	static const struct {
		const char *text;
		size_t n, lines;
	} rows[] = {
		{ "", 0, 0 },
		{ "\n\n", 2, 0 },
		{ "# only \\\norder", 14, 1 },
		{ "order\r\norder\r\n", 14, 2 },
		{ "order # \0 \xff\norder", 17, 2 },
		{ "or\\\nder", 7, 1 },
		{ "order\\", 6, 1 },
		{ "open a \"unix:/#\\\\\\\\\"\nclose a", 28, 2 },
		{ "open a unix:/a#b # c", 20, 1 },
		{ "let a=1\nlet a=2\nwait ${a}0", 26, 1 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct script_error e;
		struct script s;

		if (!script_read_text(&s, "t", rows[i].text, rows[i].n, NULL, 0, &e))
			fail_msg("row %zu: %zu: %s", i, e.line, e.diag.text);
		assert_int_equal(s.n, rows[i].lines);
		script_free(&s);
	}
}

/* clang-format off */

static const struct {
	const char *text;
	size_t line, column;
	const char *fragment, *hint;
} bad[] = {
	{ "order\nordre", 2, 0, "no such operation: ordre", "did you mean order?" },
	{ "  recv", 1, 6, "no SOCKET", "" },
	{ "recv a", 1, 5, "no socket a: open it first", "" },
	{ "recv -b 3 a\nopen a tcp", 1, 10, "no socket a: open it first", "" },
	{ "open a tcp\nt1: close  b", 2, 11, "no socket b", "" },
	{ "open a tcp\nrecv a --reuse=r1", 2, 15, "no request r1", "as r1" },
	{ "open a tcp\nrecv a --reuse r1", 2, 15, "no request r1", "as r1" },
	{ "order\nawait r1", 2, 6, "no request r1", "" },
	{ "order\nroutine r1 {\n}", 2, 8, "no request r1", "" },
	{ "let X=r1\nresult ${X} --wait", 2, 7, "no request r1", "" },
	{ "recv ${N}", 1, 5, "no variable N", "let N=" },
	{ "let NAME=3\nrecv a ${NAMES}", 2, 7, "no variable NAMES", "${NAME}" },
	{ "recv ${N", 1, 5, "no name of a variable", "${NAME}" },
	{ "recv ${}", 1, 5, "no name of a variable", "" },
	{ "recv ${9}", 1, 5, "no name of a variable", "" },
	{ "let N", 1, 5, "no value", "NAME=VALUE" },
	{ "let", 1, 3, "no value", "NAME=VALUE" },
	{ "let N =r1\nresult ${N} --wait", 2, 7, "no request r1", "" },
	{ "\xef\xbb\xbfrecv b\r\n", 1, 5, "no socket b", "" },
	{ "let 9=3", 1, 4, "not a name of a variable: 9", "" },
	{ "let a b=3", 1, 5, "not a name of a variable: a b", "" },
	{ "let N=y\nopen a tcp\nrecv a -b 3,${N},4", 3, 12, "not a size", "" },
	{ "needs", 1, 5, "no word after needs", "sctp" },
	{ "include", 1, 7, "no file", "" },
	{ "include \"\"", 1, 8, "no file", "" },
	{ "include nowhere.wsp", 1, 8, "cannot read it: No such file", "" },
	{ "include \"x", 1, 8, "never closed", "" },
	{ "include /", 1, 8, "cannot read it: Is a directory", "" },
	{ "repeat 3 {\norder", 1, 0, "never closed", "}" },
	{ "  repeat 3 {\nrepeat 2 {\n}", 1, 2, "never closed", "" },
	{ "order\n}", 2, 0, "no block is open", "repeat" },
	{ "repeat 1 {\n}\n}", 3, 0, "no block is open", "" },
	{ "routine r {\nrepeat 2 {\nroutine q {\n}\n}\n}", 3, 0, "routine inside", "" },
	{ "repeat 1 {\n} -> x", 2, 2, "by itself", "" },
	{ "repeat 1 { -> x\n}", 1, 11, "by itself", "" },
	{ "order ->", 1, 8, "nothing is expected", "" },
	{ "order -> x or", 1, 13, "nothing is expected", "" },
	{ "-> x", 1, 0, "no operation", "" },
	{ "order -> \\\n  \"x", 2, 2, "never closed", "" },
	{ "or\\\nder \\\n x", 3, 1, "too much: x", "" },
	{ "let X=\"x\norder -> data ${X}", 2, 14, "never closed", "" },
	{ "open a tcp\nsend a \"x", 2, 7, "never closed", "" },
};

/* clang-format on */

static void bad_scripts_are_refused_where_they_are_wrong(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < N(bad); i++) {
		struct script_error e;
		struct script s;

		if (read_text(&s, bad[i].text, &e)) {
			print_error("accepted: %s\n", bad[i].text);
			wrong++;
		} else if (e.line != bad[i].line || e.diag.column != bad[i].column ||
			   !strstr(e.diag.text, bad[i].fragment) ||
			   !strstr(e.diag.hint, bad[i].hint)) {
			print_error("%s\n\t%s:%zu:%zu: %s; %s\n", bad[i].text, e.path,
				    e.line, e.diag.column, e.diag.text, e.diag.hint);
			wrong++;
		}
		script_free(&s);
	}
	assert_int_equal(wrong, 0);
}

static void assert_printed(const char *text, size_t n, const char *expected)
{
	struct script_error e;
	struct script s;
	char *printed = NULL;
	size_t length;
	FILE *to = open_memstream(&printed, &length);

	assert_false(script_read_text(&s, "t.wsp", text, n, NULL, 0, &e));
	script_error_print(to, &e);
	fclose(to);
	assert_string_equal(printed, expected);
	free(printed);
	script_free(&s);
}

static void errors_are_printed_as_compilers_do(void **state)
{
	(void)state;
	assert_printed("order\n\trecv b\n", 13,
		       "t.wsp:2: no socket b: open it first\n"
		       "  \\trecv b\n"
		       "         ^\n");
	assert_printed("order \0 \0\n", 10,
		       "t.wsp:1: a NUL byte; write \\0 in a literal\n"
		       "  order \\x00 \\x00\n"
		       "        ^\n");
	assert_printed(
		"\xc3(\n", 3,
		"t.wsp:1: no such operation: \\xc3(; `wsprecv help scenarios` lists "
		"them\n"
		"  \\xc3(\n"
		"  ^\n");
}

static void long_lines_are_refused(void **state)
{
	const size_t n = 70000;
	char *text = malloc(n + 1);
	struct script_error e;
	struct script s;

	(void)state;
	memset(text, ' ', n);
	text[0] = '\n';
	text[n] = '\0';
	assert_false(read_text(&s, text, &e));
	assert_int_equal(e.line, 2);
	assert_non_null(strstr(e.diag.text, "64 KiB"));
	script_free(&s);
	text[60000] = '\n';
	good(&s, text);
	script_free(&s);
	free(text);

	assert_false(
		read_text(&s,
			  "let A=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
			  "let B=${A}${A}${A}${A}${A}${A}${A}${A}${A}${A}${A}${A}\n"
			  "let C=${B}${B}${B}${B}${B}${B}${B}${B}${B}${B}${B}${B}\n"
			  "let D=${C}${C}${C}${C}${C}${C}${C}${C}${C}${C}${C}${C}\n",
			  &e));
	assert_int_equal(e.line, 4);
	assert_non_null(strstr(e.diag.text, "64 KiB"));
	script_free(&s);
}

/* Writes a file of the folder; its path, valid until the next call of the same slot. */
static const char *put_file(const char *name, const char *text)
{
	static char paths[8][128];
	static size_t n;
	char *path = paths[n++ % 8];
	FILE *to;

	snprintf(path, sizeof paths[0], "%s/%s", folder_path, name);
	to = fopen(path, "w");
	assert_non_null(to);
	fputs(text, to);
	assert_int_equal(fclose(to), 0);
	return path;
}

static void files_include_each_other(void **state)
{
	const char *first = put_file("first.wsp", "include sub/second.wsp\n"
						  "close a # ${M}\nwait ${N}\n");
	char sub[128];
	const char *second, *third;
	struct script_error e;
	struct script s;

	(void)state;
	snprintf(sub, sizeof sub, "%s/sub", folder_path);
	assert_int_equal(mkdir(sub, 0700), 0);
	second = put_file("sub/second.wsp", "include \"third.wsp\"\nlet N=5\n");
	third = put_file("sub/third.wsp", "needs vsock\nopen a tcp\n");
	if (!script_read(&s, first, NULL, 0, &e))
		fail_msg("%s:%zu: %s", e.path, e.line, e.diag.text);
	assert_int_equal(s.n_files, 3);
	assert_string_equal(s.files[2].path, third);
	assert_int_equal(s.n, 3);
	assert_int_equal(s.lines[0].file, 2);
	assert_int_equal(s.lines[0].line, 2);
	assert_int_equal(s.lines[2].file, 0);
	assert_string_equal(s.lines[2].text, "wait 5");
	script_free(&s);

	put_file("sub/third.wsp", "order\n  include ../first.wsp\n");
	assert_false(script_read(&s, first, NULL, 0, &e));
	assert_string_equal(e.path, third);
	assert_int_equal(e.line, 2);
	assert_int_equal(e.diag.column, 10);
	assert_non_null(strstr(e.diag.text, "includes itself"));
	script_free(&s);

	put_file("sub/third.wsp", "order\nfrob\n");
	assert_false(script_read(&s, first, NULL, 0, &e));
	assert_string_equal(e.path, third);
	assert_int_equal(e.line, 2);
	script_free(&s);
	assert_int_equal(unlink(third), 0);

	assert_false(script_read(&s, first, NULL, 0, &e));
	assert_string_equal(e.path, second);
	assert_int_equal(e.line, 1);
	script_free(&s);
	unlink(first);
	unlink(second);
	rmdir(sub);

	assert_false(script_read(&s, first, NULL, 0, &e));
	assert_string_equal(e.path, first);
	assert_int_equal(e.line, 0);
	assert_non_null(strstr(e.diag.text, "No such file"));
	script_free(&s);
}

static void files_are_not_included_without_end(void **state)
{
	char name[96], text[64];
	const char *first = NULL, *path;
	struct script_error e;
	struct script s;

	(void)state;
	for (int i = 17; i > 0; i--) {
		snprintf(name, sizeof name, "%d.wsp", i);
		snprintf(text, sizeof text, i < 17 ? "include %d.wsp\n" : "order\n",
			 i + 1);
		path = put_file(name, text);
		if (i == 2) {
			assert_true(script_read(&s, path, NULL, 0, &e));
			script_free(&s);
		}
		first = path;
	}
	assert_false(script_read(&s, first, NULL, 0, &e));
	assert_non_null(strstr(e.path, "/16.wsp"));
	assert_non_null(strstr(e.diag.text, "more than 16 files"));
	script_free(&s);
	for (int i = 1; i <= 17; i++) {
		snprintf(name, sizeof name, "%s/%d.wsp", folder_path, i);
		assert_int_equal(unlink(name), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_script_is_read),
		cmocka_unit_test(defines_go_before_let),
		cmocka_unit_test(odd_lines_are_read),
		cmocka_unit_test(bad_scripts_are_refused_where_they_are_wrong),
		cmocka_unit_test(errors_are_printed_as_compilers_do),
		cmocka_unit_test(long_lines_are_refused),
		cmocka_unit_test(files_include_each_other),
		cmocka_unit_test(files_are_not_included_without_end),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
