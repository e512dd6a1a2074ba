/* SPDX-License-Identifier: MIT */
/* Commands of the shell, and the words that complete a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/column.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/pretty.h"
#include "cli/replace.h"
#include "cli/shell_parts.h"
#include "cli/status.h"

static void wrong(struct shell *s, const char *line, size_t column, const char *what,
		  const char *hint)
{
	struct diag d;

	output_flush();
	diag_set(&d, column, "%s", what);
	diag_hint(&d, "%s", hint);
	diag_print(stderr, "shell", line, &d);
	if (s->status == STATUS_GOOD)
		s->status = STATUS_SCRIPT;
}

static enum op_verb verb_of(const char *word, size_t n)
{
	for (int v = 0; v < OP_N_VERBS; v++) {
		const char *known = op_verb_kind((enum op_verb)v)->word;

		if (strlen(known) == n && memcmp(known, word, n) == 0)
			return (enum op_verb)v;
	}
	return OP_N_VERBS;
}

static void put_option(const struct op_field_kind *kind)
{
	char term[120];
	int n = 0;

	if (kind->letter != 0)
		n = snprintf(term, sizeof term, "-%c, ", kind->letter);
	snprintf(term + n, sizeof term - (size_t)n, "--%s%s%s", kind->word,
		 kind->shape != NULL ? "=" : "",
		 kind->shape != NULL ? kind->shape : "");
	column_print(stdout, COLUMN_WIDE, term, kind->text);
}

static void help_verb(enum op_verb verb)
{
	const struct op_verb_kind *kind = op_verb_kind(verb);

	printf("%s", kind->word);
	for (size_t i = 0; i < 3 && kind->operands[i] != OP_NO_FIELD; i++)
		printf(" %s", op_field_kind(kind->operands[i])->shape);
	printf("%s%s\n  %s\n", kind->options != 0 ? " [OPTIONS]" : "",
	       kind->names ? " [as NAME]" : "", kind->text);
	for (size_t i = 0; i < 3 && kind->operands[i] != OP_NO_FIELD; i++)
		column_print(stdout, COLUMN_WIDE,
			     op_field_kind(kind->operands[i])->shape,
			     op_field_kind(kind->operands[i])->text);
	for (int f = OP_NO_FIELD + 1; f < OP_N_FIELDS; f++)
		if ((kind->options & UINT64_C(1) << f) != 0)
			put_option(op_field_kind((enum op_field)f));
}

static void help(struct shell *s, const char *line, const char *word)
{
	enum op_verb verb = verb_of(word, strlen(word));

	if (verb != OP_N_VERBS) {
		help_verb(verb);
	} else if (word[0] != '\0') {
		wrong(s, line, (size_t)(word - line), "there is no such verb",
		      "`help` lists them");
	} else {
		for (int v = 0; v < OP_N_VERBS; v++)
			column_print(stdout, COLUMN_NARROW,
				     op_verb_kind((enum op_verb)v)->word,
				     op_verb_kind((enum op_verb)v)->text);
		fputs("\nand help [VERB], save FILE, load FILE, again, clear, quit\n",
		      stdout);
	}
}

static bool is_block(enum op_verb verb)
{
	return verb == OP_DO_ROUTINE || verb == OP_DO_REPEAT || verb == OP_DO_END;
}

/* Everything so far; what was typed to be expected stays where it came true. */
static const char *scenario(struct shell *s)
{
	struct text to = { .arena = &s->script.arena };

	text_put(&to, "# Typed in a shell.\n");
	for (size_t i = 0; i < s->script.n_needs; i++)
		text_format(&to, "needs %s\n", s->script.needs[i]);
	for (size_t i = 0; i < s->n; i++) {
		const struct shell_line *l = &s->lines[i];

		text_put(&to, l->line->text);
		if (!is_block(l->line->op.verb)) {
			if (l->line->expected != NULL && !l->differs)
				text_format(&to, " -> %s", l->line->expected);
			else if (l->got != NULL && l->got[0] != '\0')
				text_format(&to, " -> %s", l->got);
		}
		text_put(&to, "\n");
	}
	return text_whole(&to);
}

static void save(struct shell *s, const char *line, const char *file)
{
	const char *text = scenario(s), *pretty;
	char why[REPLACE_WHY];
	struct script check;
	struct script_error e;

	if (file[0] == '\0') {
		wrong(s, line, strlen(line), "there is no file to write",
		      "write save FILE");
		return;
	}
	if (!script_read_text(&check, file, text, strlen(text), NULL, 0, &e)) {
		script_error_print(stderr, &e);
		script_free(&check);
		return;
	}
	script_free(&check);
	pretty = pretty_print(file, text, strlen(text), &s->script.arena, &e);
	text = pretty != NULL ? pretty : text;
	if (!replace_file(file, text, strlen(text), why))
		wrong(s, line, (size_t)(file - line), why, "");
}

static void load(struct shell *s, const char *line, const char *file)
{
	struct arena arena = { NULL, 0 };
	struct text to = { .arena = &arena };

	if (file[0] == '\0') {
		wrong(s, line, strlen(line), "there is no file to read",
		      "write load FILE");
		return;
	}
	text_put(&to, "include ");
	text_literal(&to, file, strlen(file));
	shell_take(s, text_whole(&to), true);
	arena_fini(&arena);
}

static void clear(struct shell *s)
{
	free(s->typed);
	s->typed = NULL;
	shell_end(s);
	shell_begin(s);
}

static void again(struct shell *s)
{
	char *typed = s->typed;

	s->typed = NULL;
	shell_end(s);
	if (shell_begin(s) && typed != NULL && typed[0] != '\0') {
		typed[strlen(typed) - 1] = '\0';
		shell_take(s, typed, true);
	}
	free(typed);
}

static const char *const commands[] = { "help",  "save", "load", "again",
					"clear", "quit", NULL };

bool shell_command(struct shell *s, const char *line)
{
	const char *word = line + strspn(line, " \t"), *rest;
	size_t n = strcspn(word, " \t"), i = 0;

	while (commands[i] != NULL &&
	       (strlen(commands[i]) != n || memcmp(commands[i], word, n) != 0))
		i++;
	if (commands[i] == NULL)
		return false;
	rest = word + n + strspn(word + n, " \t");
	if (i == 0)
		help(s, line, rest);
	else if (i == 1)
		save(s, line, rest);
	else if (i == 2)
		load(s, line, rest);
	else if (rest[0] != '\0')
		wrong(s, line, (size_t)(rest - line), "nothing may follow here", "");
	else if (i == 3)
		again(s);
	else if (i == 4)
		clear(s);
	else
		s->quit = true;
	return true;
}

/* ---- completion ---- */

static size_t add(const char **words, size_t used, size_t n, const char *word)
{
	for (size_t i = 0; i < used; i++)
		if (strcmp(words[i], word) == 0)
			return used;
	if (used < n)
		words[used++] = word;
	return used;
}

static size_t add_verbs(const char **words, size_t used, size_t n)
{
	for (int v = 0; v < OP_N_VERBS; v++)
		used = add(words, used, n, op_verb_kind((enum op_verb)v)->word);
	return used;
}

static size_t add_names(const struct shell *s, const char **words, size_t n)
{
	size_t used = 0;

	for (size_t i = s->n; i-- > 0;) {
		const struct op *op = &s->lines[i].line->op;

		if (op->verb == OP_DO_OPEN)
			used = add(words, used, n, op->name.text);
		if (op->as.text[0] != '\0')
			used = add(words, used, n, op->as.text);
		if (op->thread.text[0] != '\0')
			used = add(words, used, n, op->thread.text);
	}
	return used;
}

static size_t add_options(const char *line, const char **words, size_t n)
{
	/* Words that live on: there are only so many options. */
	static char made[OP_N_FIELDS][40];
	const char *word = line + strspn(line, " \t");
	size_t length = strcspn(word, " \t"), used = 0;
	enum op_verb verb;

	if (length > 0 && word[length - 1] == ':') {
		word += length + strspn(word + length, " \t");
		length = strcspn(word, " \t");
	}
	verb = verb_of(word, length);
	if (verb == OP_N_VERBS)
		return 0;
	for (int f = OP_NO_FIELD + 1; f < OP_N_FIELDS; f++) {
		const struct op_field_kind *kind = op_field_kind((enum op_field)f);

		if ((op_verb_kind(verb)->options & UINT64_C(1) << f) == 0)
			continue;
		snprintf(made[f], sizeof made[f], "--%s%s", kind->word,
			 kind->shape != NULL ? "=" : "");
		used = add(words, used, n, made[f]);
	}
	return used;
}

size_t shell_words(void *context, const char *line, const char **words, size_t n)
{
	const struct shell *s = context;
	const char *first = line + strspn(line, " \t");
	size_t word = lineread_word(line, strlen(line)), used = 0;

	if (line + word <= first) {
		for (size_t i = 0; commands[i] != NULL; i++)
			used = add(words, used, n, commands[i]);
		return add_verbs(words, used, n);
	}
	if (strncmp(first, "help ", 5) == 0)
		return add_verbs(words, used, n);
	if (line[word] == '-')
		return add_options(line, words, n);
	return add_names(s, words, n);
}
