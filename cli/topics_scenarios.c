/* SPDX-License-Identifier: MIT */
/* Help on the language of scenarios, from the tables that its parser uses. */
#include "cli/column.h"
#include "cli/command.h"
#include "scenario/op.h"
#include "scenario/text.h"

/* "open SOCKET ADDRESS", "repeat N {" */
static const char *verb_term(const struct op_verb_kind *kind, bool block,
			     struct arena *arena)
{
	struct text term = { .arena = arena };

	text_put(&term, kind->word);
	for (size_t i = 0; i < 3 && kind->operands[i] != OP_NO_FIELD; i++)
		text_format(&term, " %s", op_field_kind(kind->operands[i])->shape);
	text_put(&term, block ? " {" : "");
	return text_whole(&term);
}

/* "--flags --mode", "" for none */
static const char *list_options(const struct op_verb_kind *kind, struct arena *arena)
{
	struct text list = { .arena = arena };

	for (int f = OP_NO_FIELD + 1; f < OP_N_FIELDS; f++)
		if ((kind->options & UINT64_C(1) << f) != 0)
			text_format(&list, "%s--%s", list.n > 0 ? " " : "",
				    op_field_kind((enum op_field)f)->word);
	return text_whole(&list);
}

static void put_verbs(FILE *to, struct arena *arena)
{
	for (int v = 0; v < OP_N_VERBS; v++) {
		const struct op_verb_kind *kind = op_verb_kind((enum op_verb)v);
		bool block = v == OP_DO_ROUTINE || v == OP_DO_REPEAT;
		const char *options = list_options(kind, arena);

		column_print(to, COLUMN_WIDE, verb_term(kind, block, arena),
			     kind->text);
		if (options[0] != '\0')
			column_print(to, COLUMN_WIDE, "", options);
	}
}

/* "-b, --buffers=LAYOUT" */
static const char *option_term(const struct op_field_kind *kind, struct arena *arena)
{
	struct text term = { .arena = arena };

	if (kind->letter != 0)
		text_format(&term, "-%c, ", kind->letter);
	text_format(&term, "--%s", kind->word);
	if (kind->shape != NULL)
		text_format(&term, "=%s", kind->shape);
	return text_whole(&term);
}

/* Those with a word are options, the others operands. */
static void put_fields(FILE *to, bool options, struct arena *arena)
{
	for (int f = OP_NO_FIELD + 1; f < OP_N_FIELDS; f++) {
		const struct op_field_kind *kind = op_field_kind((enum op_field)f);

		if ((kind->word != NULL) == options)
			column_print(to, COLUMN_WIDE,
				     options ? option_term(kind, arena) : kind->shape,
				     kind->text);
	}
}

void topics_scenarios(FILE *to)
{
	struct arena arena = { NULL, 0 };

	fputs("A scenario is a file of operations, one a line, each with what it must "
	      "come to:\n\n"
	      "  # Bytes that wait are taken in pieces.\n"
	      "  open a tcp                -> ok\n"
	      "  recv a -m event as r1     -> pending\n"
	      "  peer a send \"hello\"; rst  -> ok\n"
	      "  await r1                  -> data 5 \"hello\"\n"
	      "  t1: recv a -b 16          -> reset WSAECONNRESET\n\n"
	      "A line is [THREAD:] VERB OPERANDS [OPTIONS] [as NAME] -> EXPECTATION. "
	      "An expectation\nis the outcome itself, or has patterns in it: 1..9 "
	      "ok|full * /REGEX/ ... and `or`;\n`blocked` leaves a call waiting, "
	      "`eventually` tries again. `wsprecv run` runs a file,\n`wsprecv help "
	      "peer` lists the steps of a peer, and wsprecv-scenario(5) tells all.\n\n"
	      "Verbs, with the options that they take:\n",
	      to);
	put_verbs(to, &arena);
	fputs("\nOperands:\n", to);
	put_fields(to, false, &arena);
	fputs("\nOptions:\n", to);
	put_fields(to, true, &arena);
	arena_fini(&arena);
}
