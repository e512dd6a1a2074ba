/* SPDX-License-Identifier: MIT */
/* Reads one operation: its thread, its verb, then words that are operands or options. */
#include <string.h>

#include "scenario/op_field.h"
#include "scenario/op_text.h"
#include "scenario/word.h"

#define MAIN "main"

struct reader {
	const char *text;
	size_t at; /* behind what was read */
	struct op_reader value;
	struct op_places *places;
	const struct op_verb_kind *kind;
	size_t operands; /* how many were read */
	uint64_t given;  /* OP_O() of the options that were */
	bool named, brace;
};

static bool fault(const struct reader *r, size_t column, const char *what,
		  const char *word)
{
	return diag_set(r->value.d, column, "%s%.*s", what, diag_shown(strlen(word)),
			word);
}

static bool is_block(enum op_verb verb)
{
	return verb == OP_DO_ROUTINE || verb == OP_DO_REPEAT;
}

/* The form of the whole, in the hint. */
static bool usage(const struct reader *r)
{
	struct text to = { .arena = r->value.arena };

	text_put(&to, r->kind->word);
	for (size_t i = 0; i < 3 && r->kind->operands[i] != OP_NO_FIELD; i++)
		text_format(&to, " %s", op_field_kind(r->kind->operands[i])->shape);
	text_put(&to, is_block(r->value.op->verb) ? " {" : "");
	return diag_hint(r->value.d, "write %s", text_whole(&to));
}

/* The next word, copied; NULL at the end. */
static const char *next_word(struct reader *r, size_t *column)
{
	size_t start = word_start(r->text, r->at);

	*column = start;
	if (r->text[start] == '\0')
		return NULL;
	r->at = word_end(r->text, start);
	return arena_copy(r->value.arena, r->text + start, r->at - start);
}

/* Gives the value to its field. */
static bool read_value(struct reader *r, enum op_field field, const char *value,
		       size_t column)
{
	const struct op_field_form *form = op_field_form(field);
	struct diag *d = r->value.d;
	const char *plain = value;
	bool good = form->raw || word_unquote(value, r->value.arena, &plain, d);

	if (good && form->read(&r->value, plain))
		return true;
	if (good && plain != value)
		column++;
	if (d->column > strlen(value))
		d->column = strlen(value);
	return diag_shift(d, column);
}

/* What options the verb has, in the hint. */
static bool list_options(const struct reader *r)
{
	struct text to = { .arena = r->value.arena };

	for (int f = OP_NO_FIELD + 1; f < OP_N_FIELDS; f++)
		if ((r->kind->options & UINT64_C(1) << f) != 0)
			text_format(&to, "%s--%s", to.n > 0 ? ", " : "",
				    op_field_kind((enum op_field)f)->word);
	if (to.n == 0)
		return diag_hint(r->value.d, "it takes no options");
	return diag_hint(r->value.d, "it takes %s", text_whole(&to));
}

/* `name` is that of no option, or of one that the verb does not have. */
static bool no_option(const struct reader *r, size_t column, const char *word,
		      const char *name, enum op_field field)
{
	const char *words[OP_N_FIELDS + 1], *guess;
	size_t n = 0;

	for (int f = OP_NO_FIELD + 1; f < OP_N_FIELDS; f++)
		if ((r->kind->options & UINT64_C(1) << f) != 0)
			words[n++] = op_field_kind((enum op_field)f)->word;
	words[n] = NULL;
	guess = diag_guess(name, words);
	diag_set(r->value.d, column, "%s takes no %.*s", r->kind->word,
		 diag_shown(strlen(word)), word);
	if (field == OP_NO_FIELD && guess != NULL)
		return diag_hint(r->value.d, "did you mean --%s?", guess);
	return list_options(r);
}

/* The option with that name, or letter where there is no name. */
static enum op_field find_option(const char *name, char letter)
{
	for (int f = OP_NO_FIELD + 1; f < OP_N_FIELDS; f++) {
		const struct op_field_kind *k = op_field_kind((enum op_field)f);

		if (k->word != NULL &&
		    (name != NULL ? strcmp(k->word, name) == 0 : letter == k->letter))
			return (enum op_field)f;
	}
	return OP_NO_FIELD;
}

/* The value of an option, which is in its word or the next one. */
static bool option_value(struct reader *r, enum op_field field, const char *value,
			 size_t column)
{
	const struct op_field_kind *k = op_field_kind(field);

	if (value == NULL)
		value = next_word(r, &column);
	if (value != NULL)
		return read_value(r, field, value, column);
	diag_set(r->value.d, strlen(r->text), "--%s needs a value", k->word);
	return diag_hint(r->value.d, "write --%s=%s", k->word, k->shape);
}

/* `word` starts with a dash and stands at the column. */
static bool read_option(struct reader *r, const char *word, size_t column)
{
	bool longer = word[1] == '-';
	size_t n = longer ? strcspn(word, "=") : 2;
	const char *value = word[n] == '\0' ? NULL : word + n + longer;
	const char *whole = arena_copy(r->value.arena, word, n);
	const char *name = longer ? whole + 2 : NULL;
	enum op_field field = find_option(name, word[1]);
	bool *flag = op_field_flag(r->value.op, field);

	if (field == OP_NO_FIELD || (r->kind->options & UINT64_C(1) << field) == 0)
		return no_option(r, column, whole, longer ? name : "", field);
	if ((r->given & UINT64_C(1) << field) != 0 && field != OP_RULE)
		return fault(r, column, "given twice: ", whole);
	r->given |= UINT64_C(1) << field;
	if (flag != NULL) {
		*flag = true;
		return value == NULL ||
		       fault(r, column + n, "no value belongs to ", whole);
	}
	if (field == OP_REUSE)
		r->places->reuse = value != NULL ? column + (size_t)(value - word)
						 : word_start(r->text, r->at);
	return option_value(r, field, value,
			    value != NULL ? column + (size_t)(value - word) : 0);
}

static bool read_as(struct reader *r, size_t as)
{
	size_t column;
	const char *word = next_word(r, &column);

	if (r->named)
		return fault(r, as, "given twice: ", "as");
	if (word == NULL) {
		fault(r, column, "no name after ", "as");
		return diag_hint(r->value.d, "write for example as r1");
	}
	r->named = true;
	return op_name_read(word, &r->value.op->as, r->value.d) ||
	       diag_shift(r->value.d, column);
}

/* The next operand; steps take all that is left. */
static bool read_operand(struct reader *r, const char *word, size_t column)
{
	enum op_field field = r->kind->operands[r->operands++];

	if (r->operands == 1)
		r->places->name = column;
	if (field == OP_STEPS) {
		word = r->text + column;
		r->at = column + strlen(word);
	}
	return read_value(r, field, word, column);
}

static bool read_word(struct reader *r, const char *word, size_t column)
{
	bool wants = r->operands < 3 && r->kind->operands[r->operands] != OP_NO_FIELD;

	if (r->brace) {
		fault(r, column, "after the brace: ", word);
		return diag_hint(r->value.d, "what is done goes on the next lines");
	}
	if (is_block(r->value.op->verb) && strcmp(word, "{") == 0) {
		r->brace = true;
		return true;
	}
	if (word[0] == '-' && word[1] != '\0')
		return read_option(r, word, column);
	if (wants)
		return read_operand(r, word, column);
	if (r->kind->names && strcmp(word, "as") == 0)
		return read_as(r, column);
	fault(r, column, "too much: ", word);
	return usage(r);
}

/* Whether everything is there that the verb needs. */
static bool complete(struct reader *r)
{
	size_t end = strlen(r->text);
	enum op_field next = r->operands < 3 ? r->kind->operands[r->operands]
					     : OP_NO_FIELD;
	const char *shape = next != OP_NO_FIELD ? op_field_kind(next)->shape : "[";

	if (shape[0] != '[') {
		diag_set(r->value.d, end, "no %s after %s", shape,
			 r->operands == 0 ? r->kind->word
					  : op_field_kind(r->kind->operands[0])->shape);
		return usage(r);
	}
	if (is_block(r->value.op->verb) && !r->brace) {
		fault(r, end, "no { at the end of the line", "");
		return usage(r);
	}
	if (r->value.op->verb == OP_DO_FAULT && r->value.op->number == 0)
		r->value.op->number = 1;
	return true;
}

/* THREAD: before the verb, if it is there. */
static bool read_thread(struct reader *r)
{
	size_t start = word_start(r->text, r->at), n = word_name(r->text + start);
	const char *name;

	r->at = start;
	if (n == 0 || r->text[start + n] != ':')
		return true;
	name = arena_copy(r->value.arena, r->text + start, n);
	r->at = start + n + 1;
	if (strcmp(name, MAIN) == 0)
		return true;
	return op_name_read(name, &r->value.op->thread, r->value.d) ||
	       diag_shift(r->value.d, start);
}

/* Says that no verb is the word, and which one may be meant. */
static void no_verb(const struct reader *r, size_t column, const char *word)
{
	const char *words[OP_N_VERBS + 1], *guess;

	for (int v = 0; v < OP_N_VERBS; v++)
		words[v] = op_verb_kind((enum op_verb)v)->word;
	words[OP_N_VERBS] = NULL;
	guess = diag_guess(word, words);
	fault(r, column, "no such operation: ", word);
	if (guess != NULL)
		diag_hint(r->value.d, "did you mean %s?", guess);
	else
		diag_hint(r->value.d, "`wsprecv help scenarios` lists them");
}

/* The row of the verb, which the operation has then; NULL and a message if there is none. */
static const struct op_verb_kind *read_verb(struct reader *r)
{
	struct op *op = r->value.op;
	const char *word;
	size_t column;

	word = next_word(r, &column);
	if (word == NULL) {
		fault(r, column, "no operation", "");
		diag_hint(r->value.d, "write for example recv a");
		return NULL;
	}
	for (int v = 0; v < OP_N_VERBS; v++) {
		const struct op_verb_kind *kind = op_verb_kind((enum op_verb)v);

		if (strcmp(word, kind->word) != 0)
			continue;
		op->verb = (enum op_verb)v;
		if (op->thread.text[0] == '\0' ||
		    (!is_block(op->verb) && op->verb != OP_DO_END))
			return kind;
		fault(r, 0, "a thread does not go with ", word);
		return NULL;
	}
	no_verb(r, column, word);
	return NULL;
}

bool op_parse_at(const char *text, struct arena *arena, struct op *out,
		 struct op_places *places, struct diag *d)
{
	struct reader r = {
		.text = text,
		.value = { .arena = arena, .op = out, .d = d },
		.places = places,
	};
	const char *word;
	size_t column;

	memset(out, 0, sizeof *out);
	memset(places, 0, sizeof *places);
	if (!read_thread(&r))
		return false;
	r.kind = read_verb(&r);
	if (r.kind == NULL)
		return false;
	while ((word = next_word(&r, &column)) != NULL)
		if (!read_word(&r, word, column))
			return false;
	return complete(&r);
}

bool op_parse(const char *text, struct arena *arena, struct op *out, struct diag *d)
{
	struct op_places places;

	return op_parse_at(text, arena, out, &places, d);
}
