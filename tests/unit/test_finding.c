/* SPDX-License-Identifier: MIT */
/* Findings, with a judge that objects to receives of five bytes (a planted defect: linked
 * with --wrap=model_step), and with a crash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/command.h"
#include "cli/draft.h"
#include "cli/finding_parts.h"
#include "cli/groups.h"
#include "scenario/model.h"
#include "scenario/op_bytes.h"
#include "scenario/script.h"

const struct objection *__real_model_step(struct model *m, const struct op *op,
					  const struct tokens *got, const char *inside);
const struct objection *__wrap_model_step(struct model *m, const struct op *op,
					  const struct tokens *got, const char *inside);

static bool crashes;

const struct objection *__wrap_model_step(struct model *m, const struct op *op,
					  const struct tokens *got, const char *inside)
{
	static const struct objection planted = { "X99", "five are too many" };

	if (op->verb != OP_DO_RECV || op->layout == NULL ||
	    op->layout->buffers[0].length != 5)
		return __real_model_step(m, op, got, inside);
	if (crashes)
		abort();
	return &planted;
}

#define SCENARIO \
	"open a udp\nopen b pair:stream\npeer b send \"xy\"\nrecv b -b 2\n" \
	"peer a send \"hello\"\nrecv a -b 5 -f peek\nrecv a -b 9\n"

static unsigned char *encode(const char *text, size_t *n)
{
	struct script s;
	struct script_error e;
	struct draft d;
	unsigned char *bytes;

	assert_true(script_read_text(&s, "-", text, strlen(text), NULL, 0, &e));
	draft_from_script(&d, &s);
	bytes = draft_encode(&d, n);
	draft_free(&d);
	script_free(&s);
	return bytes;
}

static void play(struct finding *f, const char *text)
{
	static struct finding_target t;
	size_t n;
	unsigned char *bytes = encode(text, &n);

	assert_true(finding_target(&t, "recv"));
	t.program[0] = '\0';
	assert_true(finding_play(f, &t, bytes, n, 10000000));
	f->path = "x";
	free(bytes);
}

static void an_objection_is_a_scenario(void **state)
{
	struct finding f;
	const char *text;

	(void)state;
	play(&f, SCENARIO);
	assert_int_equal(f.end, FINDING_OBJECTED);
	assert_string_equal(f.clause, "X99");
	assert_string_equal(finding_key(&f, &f.arena), "X99 recv udp peek");
	text = finding_text(&f, &f.arena);
	assert_non_null(strstr(text, "-> data 2 \"xy\"\n"));
	assert_non_null(
		strstr(text, "# Here: five are too many (X99). It came to: data"));
	assert_non_null(strstr(text, "\nrecv a -b 9 "));
	finding_free(&f);
}

static void a_crash_has_its_line(void **state)
{
	struct finding f;
	const char *text;

	(void)state;
	crashes = true;
	play(&f, SCENARIO);
	crashes = false;
	assert_int_equal(f.end, FINDING_CRASHED);
	assert_int_equal(f.at, 5);
	text = finding_text(&f, &f.arena);
	assert_non_null(strstr(text, "# Here.\nrecv a -b 5 -f peek "));
	finding_free(&f);
}

static void nothing_wrong_is_said(void **state)
{
	struct finding f;

	(void)state;
	play(&f, "open a udp\n");
	assert_int_equal(f.end, FINDING_NOTHING);
	finding_free(&f);
}

static void groups_are_of_the_same(void **state)
{
	struct groups g = { .n = 0 };
	struct finding f;

	(void)state;
	play(&f, SCENARIO);
	f.path = "long";
	groups_add(&g, &f, 90);
	play(&f, SCENARIO);
	f.path = "short";
	groups_add(&g, &f, 30);
	play(&f, "open a udp\npeer a send \"hello\"\nrecv a -b 5\n");
	groups_add(&g, &f, 10);
	play(&f, "open a udp\n");
	groups_add(&g, &f, 5);
	groups_sort(&g);
	assert_int_equal(g.inputs, 4);
	assert_int_equal(g.findings, 3);
	assert_int_equal(g.n, 2);
	assert_int_equal(g.at[0].n, 2);
	assert_string_equal(g.at[0].first.path, "short");
	assert_string_equal(group_row(&g.at[1]).flags, "-");
	groups_free(&g);
}

/* The whole command, on a file. */
static void minimize_leaves_what_matters(void **state)
{
	char command[] = "fuzz", name[] = "minimize", option[] = "-o",
	     out[] = "build/test_finding.min.wsp", target[] = "--target=recv",
	     in[] = "build/test_finding.in";
	char *argv[] = { command, name, option, out, target, in, NULL };
	char text[512] = "";
	size_t n;
	unsigned char *bytes = encode(SCENARIO, &n);
	FILE *file = fopen(in, "wb");

	(void)state;
	if (file == NULL)
		skip();
	fwrite(bytes, 1, n, file);
	fclose(file);
	free(bytes);
	assert_int_equal(fuzz_run(6, argv), 0);
	file = fopen(out, "r");
	assert_non_null(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	assert_null(strstr(text, "open b"));
	assert_null(strstr(text, "-f peek"));
	assert_non_null(strstr(text, "\nrecv a -b 5 "));
	remove(in);
	remove(out);
	out[strlen(out) - 4] = '\0';
	file = fopen(out, "rb");
	assert_non_null(file);
	fclose(file);
	remove(out);
}

static void stacks_tell_who_it_was(void **state)
{
	struct arena arena = { .left = 0 };
	static const char stack[] =
		"==1==ERROR: AddressSanitizer: heap-buffer-overflow on address\n"
		"    #0 0x1 in __asan_memcpy\n    #1 0x2 in vec_scatter "
		"core/base/vec.c:3\n";

	(void)state;
	assert_string_equal(finding_frame(stack, &arena), "vec_scatter");
	assert_string_equal(finding_kind(stack, &arena), "heap-buffer-overflow");
	assert_string_equal(
		finding_frame("core/a.c:3:4: runtime error: shift\n", &arena),
		"core/a.c:3:4");
	assert_string_equal(finding_frame("nothing\n", &arena), "");
	assert_null(finding_kind("nothing\n", &arena));
	assert_string_equal(
		finding_complaint("INFO: x\nscatter: byte 13 is 165\n", &arena),
		"scatter: byte N is N");
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_objection_is_a_scenario),
		cmocka_unit_test(a_crash_has_its_line),
		cmocka_unit_test(nothing_wrong_is_said),
		cmocka_unit_test(groups_are_of_the_same),
		cmocka_unit_test(minimize_leaves_what_matters),
		cmocka_unit_test(stacks_tell_who_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
