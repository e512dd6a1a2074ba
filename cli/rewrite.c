/* SPDX-License-Identifier: MIT */
/* Replaces what stands behind the arrows, and nothing else of a file. */
#include "cli/rewrite.h"

#include <string.h>

#include "cli/replace.h"
#include "scenario/literal.h"
#include "scenario/op_text.h"
#include "scenario/text.h"
#include "scenario/word.h"

#define BLANKS " \t\r"

struct rewrite {
	struct witness *w;
	struct arena *arena;
	const char *
		*lines; /* those that change, anew, by their number; NULL: the others */
	struct text notes;
};

static bool is_block(enum op_verb verb)
{
	return verb == OP_DO_ROUTINE || verb == OP_DO_REPEAT || verb == OP_DO_END;
}

static void leave(struct rewrite *r, const struct script_line *line, const char *why)
{
	text_format(&r->notes, "%s:%zu: left alone: %s\n",
		    r->w->script->files[line->file].path, line->line, why);
}

static size_t without_blanks(const char *text, size_t n)
{
	while (n > 0 && strchr(BLANKS, text[n - 1]) != NULL)
		n--;
	return n;
}

/* The line with another expectation; NULL: it has none that can be found. */
static const char *renew(struct rewrite *r, const struct script_line *line,
			 const char *text, const char *got)
{
	struct text to = { .arena = r->arena };
	size_t at, end, n = strlen(text);

	if (line->expected != NULL) {
		at = line->arrow;
		if (at == 0 || at > n)
			return NULL;
		end = without_blanks(text, word_comment(text));
		if (end < at)
			return NULL;
		text_format(&to, "%.*s%s%s", (int)at, text, got, text + end);
	} else {
		if (n > 0 && text[without_blanks(text, n) - 1] == '\\')
			return NULL;
		at = without_blanks(text, op_text_end(text));
		text_format(&to, "%.*s -> %s%s", (int)at, text, got, text + at);
	}
	return text_whole(&to);
}

/* Whether the next line is a part of this one. */
static bool goes_on(const char *line)
{
	size_t n = strlen(line), backslashes = 0;

	while (n > backslashes && line[n - 1 - backslashes] == '\\')
		backslashes++;
	return backslashes % 2 == 1;
}

static void consider(struct rewrite *r, const struct script_line *line,
		     const struct witness_line *seen)
{
	const struct script_file *file = &r->w->script->files[line->file];
	const char *text;

	if (seen->times == 0 || is_block(line->op.verb))
		return;
	if (seen->failed == 0 && (line->expected != NULL || seen->got[0] == '\0'))
		return;
	if (line->file != 0) {
		if (seen->failed > 0)
			leave(r, line, "it is in an included file");
		return;
	}
	if (seen->differs) {
		leave(r, line, "its rounds differ");
		return;
	}
	text = file->lines[line->line - 1];
	text = goes_on(text) ? NULL : renew(r, line, text, seen->got);
	if (text == NULL)
		leave(r, line, "its -> is in more than one line");
	else
		r->lines[line->line - 1] = text;
}

/* The file with the new lines; NULL: it is no longer what was run. */
static const char *assemble(struct rewrite *r, const struct literal *old, size_t *n)
{
	const struct script_file *file = &r->w->script->files[0];
	const char *from = (const char *)old->bytes;
	struct text to = { .arena = r->arena };
	size_t number = 0, length, mark = script_mark(from, old->n);

	text_add(&to, from, mark);
	for (size_t at = mark; at < old->n; at += length, number++) {
		const char *end = memchr(from + at, '\n', old->n - at);

		length = end != NULL ? (size_t)(end - from) - at + 1 : old->n - at;
		if (number >= file->n_lines || r->lines[number] == NULL) {
			text_add(&to, from + at, length);
			continue;
		}
		if (strncmp(from + at, file->lines[number],
			    strlen(file->lines[number])) != 0)
			return NULL;
		text_put(&to, r->lines[number]);
		if (end != NULL)
			text_put(&to, length > 1 && end[-1] == '\r' &&
						      !strchr(r->lines[number], '\r')
					      ? "\r\n"
					      : "\n");
	}
	*n = to.n;
	return text_whole(&to);
}

static bool write_file(struct rewrite *r)
{
	const char *path = r->w->script->files[0].path, *text;
	struct text name = { .arena = r->arena };
	char why[REPLACE_WHY];
	struct literal old;
	struct diag d;
	size_t n = 0;
	bool good = false;

	text_format(&name, "@%s", path);
	if (!literal_parse(text_whole(&name), &old, &d)) {
		text_format(&r->notes, "%s: not updated: %s\n", path, d.text);
		return false;
	}
	text = assemble(r, &old, &n);
	if (text == NULL)
		text_format(&r->notes, "%s: not updated: it has changed meanwhile\n",
			    path);
	else if (!(good = replace_file(path, text, n, why)))
		text_format(&r->notes, "%s: not updated: %s\n", path, why);
	literal_free(&old);
	return good;
}

/* What was written is no failure any more. */
static void forgive(struct rewrite *r)
{
	struct verdict *v = r->w->verdict;
	const struct script *s = r->w->script;
	bool broken = false;
	size_t kept = 0;

	for (size_t i = 0; i < v->n_failures; i++) {
		const struct verdict_failure *f = &v->failures[i];
		bool own = strcmp(f->path, s->files[0].path) == 0;

		if (f->role[0] != '\0' && own && r->lines[f->line - 1] != NULL)
			continue;
		broken = broken || f->kind != VERDICT_DIFFERS;
		v->failures[kept++] = *f;
	}
	v->n_failures = kept;
	v->failed = 0;
	for (size_t i = 0; i < s->n; i++) {
		v->failed += r->w->lines[i].late;
		if (s->lines[i].file != 0 || r->lines[s->lines[i].line - 1] == NULL)
			v->failed += r->w->lines[i].failed;
	}
	if (v->failed == 0 && !broken)
		v->end = VERDICT_PASSED;
}

void rewrite_files(struct witness *w)
{
	const struct script *s = w->script;
	struct rewrite r = { .w = w, .arena = &w->verdict->arena };
	uint64_t changed = 0;

	r.notes.arena = r.arena;
	r.lines = arena_take(r.arena, (s->files[0].n_lines + 1) * sizeof r.lines[0]);
	for (size_t i = 0; i < s->n; i++)
		consider(&r, &s->lines[i], &w->lines[i]);
	for (size_t i = 0; i < s->files[0].n_lines; i++)
		changed += r.lines[i] != NULL;
	if (changed > 0 && write_file(&r)) {
		w->verdict->updated = changed;
		forgive(&r);
	}
	w->verdict->notes = text_whole(&r.notes);
}
