/* SPDX-License-Identifier: MIT */
/* Logical lines: continued ones joined, comments left out, variables replaced. */
#include <string.h>

#include "scenario/script_parts.h"

#define BLANKS " \t\r"

/* A line that grows. */
struct builder {
	struct script_reader *r;
	struct script_logical *out;
	size_t room;
	size_t file;
	bool quoted, escaped, comment;
};

static bool put(struct builder *b, char c, struct script_origin from)
{
	struct script_logical *l = b->out;
	struct arena *arena = &b->r->script->arena;

	if (l->n > SCRIPT_LINE_MAX) {
		diag_set(&b->r->e->diag, 0, "more than 64 KiB, variables replaced");
		return script_tell(b->r, b->file, from.line, from.column);
	}
	if (l->n + 1 >= b->room) {
		size_t room = 2 * b->room + 128;
		char *at = arena_take(arena, room);
		struct script_origin *origins = arena_take(arena,
							   room * sizeof *origins);

		if (l->n > 0) {
			memcpy(at, l->at, l->n);
			memcpy(origins, l->from, l->n * sizeof *origins);
		}
		l->at = at;
		l->from = origins;
		b->room = room;
	}
	l->at[l->n] = c;
	l->from[l->n++] = from;
	l->at[l->n] = '\0';
	return true;
}

/* Adds a character; what begins a comment is not added, nor is anything after it. */
static bool add(struct builder *b, char c, struct script_origin from)
{
	const struct script_logical *l = b->out;

	if (b->comment)
		return true;
	if (b->escaped) {
		b->escaped = false;
	} else if (c == '\\') {
		b->escaped = true;
	} else if (c == '"') {
		b->quoted = !b->quoted;
	} else if (c == '#' && !b->quoted &&
		   (l->n == 0 || strchr(BLANKS, l->at[l->n - 1]) != NULL)) {
		b->comment = true;
		return true;
	}
	return put(b, c, from);
}

static const char *find(const struct script_reader *r, const char *name)
{
	for (const struct script_variable *v = r->variables; v != NULL; v = v->next)
		if (strcmp(v->name, name) == 0)
			return v->value;
	return NULL;
}

static bool unknown(struct script_reader *r, const char *name)
{
	const char *names[64], *guess;
	size_t n = 0;

	for (const struct script_variable *v = r->variables; v != NULL && n < 63;
	     v = v->next)
		names[n++] = v->name;
	names[n] = NULL;
	guess = diag_guess(name, names);
	diag_set(&r->e->diag, 0, "no variable %.*s", diag_shown(strlen(name)), name);
	if (guess != NULL)
		return diag_hint(&r->e->diag, "did you mean ${%s}?", guess);
	return diag_hint(&r->e->diag, "write let %.*s=... before it, or give -D",
			 diag_shown(strlen(name)), name);
}

size_t script_name_length(const char *text)
{
	size_t n = 0;

	while (text[n] == '_' || (text[n] >= 'A' && text[n] <= 'Z') ||
	       (text[n] >= 'a' && text[n] <= 'z') ||
	       (n > 0 && text[n] >= '0' && text[n] <= '9'))
		n++;
	return n;
}

/* Replaces the ${NAME} at `text`; *n is its length. */
static bool replace(struct builder *b, const char *text, struct script_origin from,
		    size_t *n)
{
	size_t length = script_name_length(text + 2);
	const char *name, *value;

	if (length == 0 || text[2 + length] != '}') {
		diag_set(&b->r->e->diag, 0, "no name of a variable in braces");
		diag_hint(&b->r->e->diag, "write ${NAME}, or \\x24{ in a literal");
		return script_tell(b->r, b->file, from.line, from.column);
	}
	name = arena_copy(&b->r->script->arena, text + 2, length);
	value = find(b->r, name);
	if (value == NULL) {
		unknown(b->r, name);
		return script_tell(b->r, b->file, from.line, from.column);
	}
	*n = length + 3;
	from.replaced = true;
	for (; *value != '\0'; value++)
		if (!add(b, *value, from))
			return false;
	return true;
}

/* Adds one line of the file, of which `n` characters count. */
static bool add_line(struct builder *b, const char *text, size_t n, size_t line)
{
	for (size_t at = 0, taken; at < n && !b->comment; at += taken) {
		struct script_origin from = { (uint32_t)line, (uint32_t)at, false };

		taken = 1;
		if (text[at] == '$' && text[at + 1] == '{') {
			if (!replace(b, text + at, from, &taken))
				return false;
		} else if (!add(b, text[at], from)) {
			return false;
		}
	}
	return true;
}

/* Whether the line ends with an odd number of backslashes. */
static bool continues(const char *text, size_t n)
{
	size_t slashes = 0;

	while (slashes < n && text[n - 1 - slashes] == '\\')
		slashes++;
	return slashes % 2 == 1;
}

bool script_logical_read(struct script_reader *r, size_t file, size_t *line,
			 struct script_logical *out)
{
	struct builder b = { .r = r, .out = out, .file = file };
	const struct script_file *f = &r->script->files[file];
	bool more = true;
	size_t n = 0;

	*out = (struct script_logical){ .at = NULL };
	for (; more && *line <= f->n_lines; ++*line) {
		const char *text = f->lines[*line - 1];

		n = strlen(text);
		more = continues(text, n);
		if (!add_line(&b, text, n - more, *line))
			return false;
		/* The backslash of a comment is a part of it. */
		more = more && !b.comment;
		b.escaped = false;
	}
	b.comment = b.quoted = false;
	/* The end has a place too: put() leaves room for it. */
	return put(&b, ' ',
		   (struct script_origin){ (uint32_t)(*line - 1), (uint32_t)n,
					   false }) &&
	       (out->at[--out->n] = '\0', true);
}

bool script_variable_set(struct script_reader *r, const char *name, const char *value,
			 bool defined)
{
	struct arena *arena = &r->script->arena;
	size_t n = script_name_length(name);
	struct script_variable *v;

	if (n == 0 || name[n] != '\0') {
		diag_set(&r->e->diag, n, "not a name of a variable: %.*s",
			 diag_shown(strlen(name)), name);
		return diag_hint(&r->e->diag, "a letter or _, then digits too");
	}
	for (v = r->variables; v != NULL; v = v->next)
		if (strcmp(v->name, name) == 0 && v->defined && !defined)
			return true;
	v = arena_take(arena, sizeof *v);
	*v = (struct script_variable){ arena_text(arena, name),
				       arena_text(arena, value), defined,
				       r->variables };
	r->variables = v;
	return true;
}
