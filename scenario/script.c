/* SPDX-License-Identifier: MIT */
/* Scripts: lines that are operations or directives, read file by file. */
#include "scenario/script.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/script_parts.h"
#include "scenario/word.h"
#include "scenario/world.h"

void *script_grow(struct arena *arena, void *array, size_t n, size_t *room, size_t size)
{
	void *more = array;

	if (n == *room) {
		*room = 2 * *room + 16;
		more = arena_take(arena, *room * size);
		if (n > 0)
			memcpy(more, array, n * size);
	}
	return more;
}

bool script_tell(struct script_reader *r, size_t file, size_t line, size_t column)
{
	const struct script_file *f = &r->script->files[file];

	r->e->path = f->path;
	r->e->line = line;
	r->e->text = line > 0 && line <= f->n_lines ? f->lines[line - 1] : "";
	r->e->diag.column = column < strlen(r->e->text) ? column : strlen(r->e->text);
	return false;
}

bool script_tell_at(struct script_reader *r, size_t file,
		    const struct script_logical *l, size_t at)
{
	const struct script_origin *from = &l->from[at < l->n ? at : l->n];

	return script_tell(r, file, from->line, from->column);
}

/* The part of a logical line from `at` to `end`, without the blanks around it; `at` moves
 * to where it starts. */
static const char *part(struct script_reader *r, const struct script_logical *l,
			size_t *at, size_t end)
{
	*at = word_start(l->at, *at);
	while (end > *at && strchr(" \t\r", l->at[end - 1]) != NULL)
		end--;
	return arena_copy(&r->script->arena, l->at + *at, end > *at ? end - *at : 0);
}

static bool read_needs(struct script_reader *r, size_t file,
		       const struct script_logical *l, size_t at)
{
	struct script *s = r->script;
	const char *word;
	size_t end;

	at = word_start(l->at, at);
	if (at == l->n) {
		diag_set(&r->e->diag, 0, "no word after needs");
		diag_hint(&r->e->diag, "write for example needs sctp");
		return script_tell_at(r, file, l, at);
	}
	for (; at < l->n; at = word_start(l->at, end)) {
		end = word_end(l->at, at);
		word = arena_copy(&s->arena, l->at + at, end - at);
		if (!world_knows_need(word)) {
			diag_set(&r->e->diag, 0, "nobody knows what %.40s is", word);
			diag_hint(&r->e->diag, "write for example needs sctp");
			return script_tell_at(r, file, l, at);
		}
		s->needs = script_grow(&s->arena, s->needs, s->n_needs, &r->room_needs,
				       sizeof *s->needs);
		s->needs[s->n_needs++] = word;
	}
	return true;
}

static bool read_let(struct script_reader *r, size_t file,
		     const struct script_logical *l, size_t at)
{
	const char *text = part(r, l, &at, l->n), *equals = strchr(text, '=');
	size_t n = equals != NULL ? (size_t)(equals - text) : strlen(text), name = n;

	if (equals == NULL) {
		diag_set(&r->e->diag, 0, "no value of the variable");
		diag_hint(&r->e->diag, "write let NAME=VALUE");
		return script_tell_at(r, file, l, at + n);
	}
	/* Blanks around the = are no part of the name, nor of the value. */
	while (name > 0 && strchr(" \t", text[name - 1]) != NULL)
		name--;
	if (script_variable_set(r, arena_copy(&r->script->arena, text, name),
				equals + 1 + strspn(equals + 1, " \t"), false))
		return true;
	return script_tell_at(r, file, l, at + r->e->diag.column);
}

/* The path of a file that is named in another one. */
static const char *beside(struct script_reader *r, size_t file, const char *name)
{
	const char *path = r->script->files[file].path, *slash = strrchr(path, '/');
	struct text to = { .arena = &r->script->arena };

	if (name[0] != '/' && slash != NULL)
		text_add(&to, path, (size_t)(slash + 1 - path));
	text_put(&to, name);
	return text_whole(&to);
}

static bool read_include(struct script_reader *r, size_t file,
			 const struct script_logical *l, size_t at)
{
	const char *text = part(r, l, &at, l->n), *name;
	struct script_stack top, *outer = r->stack;
	size_t depth = 1;
	bool good;

	for (const struct script_stack *s = outer; s != NULL; s = s->outer)
		depth++;
	if (depth > SCRIPT_DEPTH_MAX) {
		diag_set(&r->e->diag, 0, "more than %d files that include each other",
			 SCRIPT_DEPTH_MAX);
		return script_tell_at(r, file, l, at);
	}
	if (!word_unquote(text, &r->script->arena, &name, &r->e->diag))
		return script_tell_at(r, file, l, at + r->e->diag.column);
	if (name[0] == '\0') {
		diag_set(&r->e->diag, 0, "no file to include");
		diag_hint(&r->e->diag, "write include \"common.wsp\"");
		return script_tell_at(r, file, l, at);
	}
	good = script_file_open(r, beside(r, file, name), &top);
	if (!good) {
		if (r->e->path == NULL)
			script_tell_at(r, file, l, at);
		return false;
	}
	top.outer = outer;
	r->stack = &top;
	good = script_read_lines(r, &top);
	r->stack = outer;
	return good;
}

/* Reads what stands behind the arrow at `at`. */
static bool read_expected(struct script_reader *r, const struct script_logical *l,
			  size_t at, struct script_line *line)
{
	struct diag *d = &r->e->diag;
	size_t start = at + 2;

	line->expected = part(r, l, &start, l->n);
	if (line->op.verb == OP_DO_END || line->op.verb == OP_DO_ROUTINE ||
	    line->op.verb == OP_DO_REPEAT) {
		diag_set(d, 0, "a block comes to nothing by itself");
		diag_hint(d, "write what is expected of the operations in it");
		return script_tell_at(r, line->file, l, at);
	}
	if (!expect_parse(line->expected, &r->script->arena, &line->expect, d))
		return script_tell_at(r, line->file, l, start + d->column);
	if (l->from[start].line == line->line && !l->from[at].replaced)
		line->arrow = l->from[start].column;
	return true;
}

static bool read_op(struct script_reader *r, size_t file,
		    const struct script_logical *l)
{
	struct script *s = r->script;
	size_t start = 0, end = op_text_end(l->at);
	struct op_places places;
	struct script_line *line;

	s->lines = script_grow(&s->arena, s->lines, s->n, &r->room_lines,
			       sizeof *s->lines);
	line = &s->lines[s->n];
	*line = (struct script_line){ .text = part(r, l, &start, end), .file = file };
	line->line = l->from[start].line;
	if (!op_parse_at(line->text, &s->arena, &line->op, &places, &r->e->diag))
		return script_tell_at(r, file, l, start + r->e->diag.column);
	s->n++;
	if (end < l->n && !read_expected(r, l, end, line))
		return false;
	return script_check_op(r, l, start, &places);
}

static bool read_line(struct script_reader *r, size_t file,
		      const struct script_logical *l)
{
	static const struct {
		const char *word;
		bool (*read)(struct script_reader *r, size_t file,
			     const struct script_logical *l, size_t at);
	} directives[] = {
		{ "needs", read_needs },
		{ "let", read_let },
		{ "include", read_include },
	};
	size_t start = word_start(l->at, 0), end = word_end(l->at, start);

	if (l->at[start] == '\0')
		return true;
	for (size_t i = 0; i < sizeof directives / sizeof directives[0]; i++)
		if (strlen(directives[i].word) == end - start &&
		    memcmp(directives[i].word, l->at + start, end - start) == 0)
			return directives[i].read(r, file, l, end);
	return read_op(r, file, l);
}

bool script_read_lines(struct script_reader *r, struct script_stack *top)
{
	struct script_logical l;

	for (size_t line = 1; line <= r->script->files[top->file].n_lines;)
		if (!script_logical_read(r, top->file, &line, &l) ||
		    !read_line(r, top->file, &l))
			return false;
	return true;
}

/* The start that both ways of reading share. */
static bool begin(struct script_reader *r, const char *path,
		  const struct script_define *defines, size_t n)
{
	memset(r->script, 0, sizeof *r->script);
	memset(r->e, 0, sizeof *r->e);
	r->wanted_end = &r->wanted;
	for (size_t i = 0; i < n; i++)
		if (!script_variable_set(r, defines[i].name, defines[i].value, true)) {
			r->e->path = arena_text(&r->script->arena, path);
			r->e->text = "";
			return false;
		}
	return true;
}

bool script_read(struct script *s, const char *path,
		 const struct script_define *defines, size_t n_defines,
		 struct script_error *e)
{
	struct script_reader r = { .script = s, .e = e };
	struct script_stack top;

	if (!begin(&r, path, defines, n_defines))
		return false;
	if (!script_file_open(&r, path, &top)) {
		if (e->path == NULL) {
			e->path = arena_text(&s->arena, path);
			e->text = "";
		}
		return false;
	}
	r.stack = &top;
	return script_read_lines(&r, &top) && script_check_end(&r);
}

bool script_read_text(struct script *s, const char *path, const char *text, size_t n,
		      const struct script_define *defines, size_t n_defines,
		      struct script_error *e)
{
	struct script_reader r = { .script = s, .e = e };
	struct script_stack top = { .file = 0 };

	if (!begin(&r, path, defines, n_defines) ||
	    !script_file_text(&r, path, text, n, &top))
		return false;
	r.stack = &top;
	return script_read_lines(&r, &top) && script_check_end(&r);
}

void script_free(struct script *s)
{
	arena_fini(&s->arena);
	memset(s, 0, sizeof *s);
}

void script_error_print(FILE *to, const struct script_error *e)
{
	diag_print_line(to, e->path, e->line, e->text, &e->diag);
}
