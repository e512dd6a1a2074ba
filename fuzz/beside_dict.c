/* SPDX-License-Identifier: MIT */
/* Dictionaries, from the tables of the language. */
#include <string.h>

#include "base/code.h"
#include "cli/recv_table.h"
#include "fuzz/beside.h"
#include "fuzz/usual.h"
#include "scenario/address_kinds.h"
#include "scenario/op_text.h"
#include "scenario/outcome.h"

#define WORD_MAX 60 /* bytes: what engines take */

static void entry(FILE *to, const void *bytes, size_t n)
{
	const unsigned char *from = bytes;

	if (n == 0 || n > WORD_MAX)
		return;
	fputc('"', to);
	for (size_t i = 0; i < n; i++)
		if (from[i] >= 0x20 && from[i] < 0x7f && from[i] != '"' &&
		    from[i] != '\\')
			fputc(from[i], to);
		else
			fprintf(to, "\\x%02x", from[i]);
	fputs("\"\n", to);
}

static void word(FILE *to, const char *before, const char *text, const char *after)
{
	char whole[WORD_MAX + 4];

	if (text == NULL)
		return;
	snprintf(whole, sizeof whole, "%s%s%s", before, text, after);
	entry(to, whole, strlen(whole));
}

static void shared_words(FILE *to)
{
	static const char *const literals[] = {
		"hex:",           "pattern:", "\"",      "\\x",     "null:",
		"bad:",           "ro:",      "half:",   "none",    "forever",
		"peek",           "oob",      "partial", "waitall", "${",
		"push-immediate", "+",        "-",       NULL
	};
	size_t n;
	const struct address_kind *kinds = address_kinds(&n);
	const struct peer_verb_kind *steps;

	for (size_t i = 0; i < n; i++)
		word(to, "", kinds[i].word, ":");
	steps = peer_verbs(&n);
	for (size_t i = 0; i < n; i++)
		word(to, "", steps[i].word, "; ");
	for (size_t i = 0; literals[i] != NULL; i++)
		word(to, "", literals[i], "");
}

static void script_words(FILE *to)
{
	static const char *const more[] = { " -> ", " as r1", "eventually ",
					    " or ", "...",    "within 5s ",
					    "let ", "needs ", "{\n",
					    "}\n",  NULL };

	for (int v = 0; v < OP_N_VERBS; v++)
		word(to, "", op_verb_kind((enum op_verb)v)->word, " ");
	for (int f = OP_NO_FIELD + 1; f < OP_N_FIELDS; f++)
		word(to, "--", op_field_kind((enum op_field)f)->word, "=");
#define OUTCOME_ENTRY(name, text, ...) word(to, "", text, " ");
	OUTCOMES(OUTCOME_ENTRY)
#undef OUTCOME_ENTRY
	for (size_t i = 0; more[i] != NULL; i++)
		word(to, "", more[i], "");
}

static void option_words(FILE *to)
{
	static const char *const parsers[] = { "address", "buffers", "quantity",
					       "flags",   "steps",   "literal",
					       "recv",    "run",     NULL };
	size_t n;
	const struct option_kind *table = recv_table(&n);

	for (size_t i = 0; i < n; i++)
		word(to, "--", table[i].name, table[i].argument != NULL ? "=" : "\n");
	for (size_t i = 0; parsers[i] != NULL; i++)
		word(to, "", parsers[i], "\n");
}

static void operations(FILE *to)
{
	size_t n;
	const struct usual_op *ops = usual_ops(&n);

	for (size_t i = 0; i < n; i++)
		entry(to, ops[i].bytes, ops[i].n);
}

void beside_dict(enum beside_kind kind, FILE *to)
{
	fputs("# Made from the tables of the language.\n", to);
	switch (kind) {
	case BESIDE_OPERATIONS:
	case BESIDE_KERNEL:
		operations(to);
		break;
	case BESIDE_SCRIPT:
		shared_words(to);
		script_words(to);
		break;
	case BESIDE_WORDS:
		shared_words(to);
		option_words(to);
		break;
	case BESIDE_PACKING:
		entry(to, "\0", 1);
		entry(to, "\1", 1);
		entry(to, "\xff", 1);
		break;
	}
}
