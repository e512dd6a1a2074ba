/* SPDX-License-Identifier: MIT */
/* Drives script_read_text(), op_parse(), op_print(), op_encode(), op_decode(), op_equal(),
 * expect_parse() and expect_print(): what is read is the same after every way round. */
#include <stdlib.h>
#include <string.h>

#include "fuzz/engine.h"
#include "fuzz/outside.h"
#include "fuzz/transcript.h"
#include "scenario/op_bytes.h"
#include "scenario/op_text.h"
#include "scenario/script.h"

static _Noreturn void object(const char *what, const char *text)
{
	fprintf(stderr, "script: %s: %s\n", what, text);
	abort();
}

static void check_text(const struct op *op, const char *text, struct arena *arena)
{
	struct op again;
	struct diag d;

	if (!op_parse(text, arena, &again, &d))
		object("what is printed cannot be read", text);
	if (!op_equal(op, &again))
		object("what is printed is another operation", text);
	if (strcmp(op_print(&again, arena), text) != 0)
		object("printed again it is another text", text);
}

static void check_bytes(const struct op *op, const char *text, struct arena *arena)
{
	size_t n = op_encode(op, NULL, 0), used;
	unsigned char *bytes = malloc(n);
	struct op again;

	if (bytes == NULL || op_encode(op, bytes, n) != n)
		object("its bytes have no length", text);
	op_decode(bytes, n, arena, &again, &used);
	free(bytes);
	if (used != n)
		object("not all of its bytes are read", text);
	if (!op_equal(op, &again))
		object("its bytes are another operation", text);
}

static void check_expected(const struct expect *e, const char *text,
			   struct arena *arena)
{
	const char *printed = expect_print(e, arena);
	struct expect again;
	struct diag d;

	if (!expect_parse(printed, arena, &again, &d))
		object("the expectation, printed, cannot be read", text);
	if (strcmp(expect_print(&again, arena), printed) != 0)
		object("the expectation, printed again, is another one", text);
	if (e->eventually != again.eventually || e->within != again.within ||
	    e->blocked != again.blocked)
		object("the expectation, printed, means something else", text);
}

static void check_error(const struct script_error *e)
{
	if (e->path == NULL || e->text == NULL || e->diag.text[0] == '\0')
		object("an error that says nothing", "");
	if (e->diag.column > strlen(e->text))
		object("a caret behind the end of the line", e->text);
	transcript_text(e->diag.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct script s;
	struct script_error e;
	size_t good;

	if (outside_is_named(data, n))
		return 0;
	if (!script_read_text(&s, "input", (const char *)data, n, NULL, 0, &e))
		check_error(&e);
	/* The last line may be the one that is wrong. */
	good = e.path != NULL && s.n > 0 ? s.n - 1 : s.n;
	for (size_t i = 0; i < good; i++) {
		const struct op *op = &s.lines[i].op;
		const char *text = op_print(op, &s.arena);

		transcript_text(text);
		check_text(op, text, &s.arena);
		check_bytes(op, text, &s.arena);
		if (s.lines[i].expect.alternatives != NULL)
			check_expected(&s.lines[i].expect, s.lines[i].expected,
				       &s.arena);
	}
	script_free(&s);
	return 0;
}

void fuzz_explain(const uint8_t *data, size_t n, FILE *to)
{
	fwrite(data, 1, n, to);
}
