/* SPDX-License-Identifier: MIT */
/* The canonical text of an operation, and where one ends on its line. */
#include <string.h>

#include "scenario/op_field.h"
#include "scenario/op_text.h"
#include "scenario/word.h"

/* Whether a value must stand in quotes in order to be one word that means itself;
 * attached: behind `--name=`. */
static bool special(const char *value, bool attached)
{
	if (value[0] == '\0' || (!attached && strchr("#-{", value[0]) != NULL))
		return true;
	for (; *value != '\0'; value++)
		if (*value <= ' ' || *value > '~' || strchr("\"\\$", *value) != NULL)
			return true;
	return false;
}

/* Appends the field's value number i behind `lead`; false where there is none. */
static bool put_value(const struct op *op, enum op_field field, size_t i,
		      const char *lead, struct text *to)
{
	const struct op_field_form *form = op_field_form(field);
	struct text value = { .arena = to->arena };
	const char *whole;

	if (!form->write(op, i, &value))
		return false;
	whole = text_whole(&value);
	text_put(to, lead);
	if (!form->raw && special(whole, lead[strlen(lead) - 1] == '='))
		text_literal(to, whole, value.n);
	else
		text_add(to, whole, value.n);
	return true;
}

static void put_option(const struct op *op, enum op_field field, struct text *to)
{
	const struct op_field_kind *kind = op_field_kind(field);
	struct op copy = *op;
	bool *flag = op_field_flag(&copy, field);
	char lead[40];

	if (kind->letter != 0)
		snprintf(lead, sizeof lead, " -%c ", kind->letter);
	else
		snprintf(lead, sizeof lead, " --%s%s", kind->word,
			 flag != NULL ? "" : "=");
	if (flag != NULL)
		text_put(to, *flag ? lead : "");
	else
		for (size_t i = 0; put_value(op, field, i, lead, to); i++)
			if (field != OP_RULE)
				break;
}

const char *op_print(const struct op *op, struct arena *arena)
{
	const struct op_verb_kind *kind = op_verb_kind(op->verb);
	struct text to = { .arena = arena };

	if (op->thread.text[0] != '\0')
		text_format(&to, "%s: ", op->thread.text);
	text_put(&to, kind->word);
	for (size_t i = 0; i < 3 && kind->operands[i] != OP_NO_FIELD; i++)
		put_value(op, kind->operands[i], 0, " ", &to);
	for (int f = OP_NO_FIELD + 1; f < OP_N_FIELDS; f++)
		if ((kind->options & UINT64_C(1) << f) != 0)
			put_option(op, (enum op_field)f, &to);
	if (op->as.text[0] != '\0')
		text_format(&to, " as %s", op->as.text);
	if (op->verb == OP_DO_ROUTINE || op->verb == OP_DO_REPEAT)
		text_put(&to, " {");
	return text_whole(&to);
}

size_t op_text_end(const char *line)
{
	size_t start = 0, end = 0;

	do {
		start = word_start(line, end);
		end = word_end(line, start);
		if (end == start + 2 && memcmp(line + start, "->", 2) == 0)
			break;
	} while (line[start] != '\0' && line[start] != '#');
	return start;
}
