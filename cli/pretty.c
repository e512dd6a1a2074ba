/* SPDX-License-Identifier: MIT */
/* Takes lines apart into operation, expectation and comment, and puts them together. */
#include "cli/pretty.h"

#include <string.h>

#include "scenario/op_text.h"
#include "scenario/script.h"
#include "scenario/text.h"
#include "scenario/word.h"

#define BLANKS " \t\r"
#define INDENT 2
#define COLUMN_STEP 8 /* arrows stand at multiples of this */
#define COLUMN_LEAST 32
#define COLUMN_MOST 64

struct row {
	size_t depth;
	const char *left;     /* the operation, or the whole line */
	const char *expected; /* NULL: none */
	const char *comment;  /* NULL: none */
	bool operation;       /* it may stand in a run of neighbours */
};

struct pretty {
	const char *path;
	struct arena *arena;
	struct script_error *error;
	struct row *rows;
	size_t n;
	size_t depth;
	const char *before; /* what the line goes on with: it ended with a backslash; or
			       NULL */
};

/* n bytes without the blanks around them, copied. */
static const char *trim(struct arena *arena, const char *text, size_t n)
{
	while (n > 0 && strchr(BLANKS, text[n - 1]) != NULL)
		n--;
	while (n > 0 && strchr(BLANKS, *text) != NULL) {
		text++;
		n--;
	}
	return arena_copy(arena, text, n);
}

static bool fault(struct pretty *p, const char *line, size_t shift)
{
	p->error->path = arena_text(p->arena, p->path);
	p->error->line = p->n;
	p->error->text = line;
	return diag_shift(&p->error->diag, shift);
}

/* What op_print() would spell out: the variable's value, the bytes of a file. */
static bool stays(const char *text)
{
	return strstr(text, "${") != NULL || strstr(text, " @") != NULL ||
	       strstr(text, "pattern:") != NULL;
}

static bool is_block_end(const char *left)
{
	return left[0] == '}';
}

static bool is_block_begin(const char *left)
{
	size_t n = strlen(left);

	return n > 1 && left[n - 1] == '{' && strchr(BLANKS, left[n - 2]) != NULL;
}

/* Inside the block that the line begins. */
static bool go_deeper(struct pretty *p, const char *line, size_t at)
{
	if (p->depth++ < SCRIPT_DEPTH_MAX)
		return true;
	diag_set(&p->error->diag, 0, "more than %d blocks in each other",
		 SCRIPT_DEPTH_MAX);
	return fault(p, line, at);
}

static bool read_expected(struct pretty *p, struct row *row, const char *line,
			  size_t at)
{
	size_t comment = word_comment(line);
	struct expect expect;

	row->expected = trim(p->arena, line + at, comment - at);
	if (line[comment] != '\0')
		row->comment = trim(p->arena, line + comment, strlen(line + comment));
	if (strstr(line, "${") != NULL)
		return true;
	at += strspn(line + at, BLANKS);
	if (!expect_parse(row->expected, p->arena, &expect, &p->error->diag))
		return fault(p, line, at);
	row->expected = expect_print(&expect, p->arena);
	return true;
}

static bool read_operation(struct pretty *p, struct row *row, const char *line)
{
	size_t end = op_text_end(line), start = strspn(line, BLANKS);
	struct op op;

	row->operation = true;
	row->left = trim(p->arena, line, end);
	if (line[end] == '-') {
		if (!read_expected(p, row, line, end + 2))
			return false;
	} else if (line[end] == '#') {
		row->comment = trim(p->arena, line + end, strlen(line + end));
	}
	if (!stays(row->left)) {
		if (!op_parse(row->left, p->arena, &op, &p->error->diag))
			return fault(p, line, start);
		row->left = op_print(&op, p->arena);
	}
	if (is_block_end(row->left) && p->depth > 0)
		p->depth--;
	row->depth = p->depth;
	return !is_block_begin(row->left) || go_deeper(p, line, start);
}

static bool is_directive(const char *text)
{
	static const char *const words[] = { "let", "include", "needs" };
	size_t n = strcspn(text, BLANKS);

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (n == strlen(words[i]) && strncmp(text, words[i], n) == 0)
			return true;
	return false;
}

/* A variable, without blanks around its =; what is wrong with it stays as it is. */
static const char *lay_out_let(struct pretty *p, const char *text)
{
	const char *name = text + strcspn(text, BLANKS), *equals, *value;
	struct text to = { .arena = p->arena };
	size_t n;

	name += strspn(name, BLANKS);
	n = script_name_length(name);
	equals = name + n + strspn(name + n, BLANKS);
	if (strncmp(text, "let", 3) != 0 || n == 0 || *equals != '=')
		return text;
	value = equals + 1 + strspn(equals + 1, BLANKS);
	if (*value == '#') /* a comment only behind a blank */
		return text;
	text_format(&to, "let %.*s=%s", (int)n, name, value);
	return text_whole(&to);
}

/* The line with those before it that it continues, if it goes on in the next: it ends with
 * an odd number of backslashes that are in no comment. NULL: it does not. */
static const char *going_on(const struct pretty *p, const char *line)
{
	struct text whole = { .arena = p->arena };
	size_t n = strlen(line), slashes = 0;

	while (slashes < n && line[n - 1 - slashes] == '\\')
		slashes++;
	if (slashes % 2 == 0)
		return NULL;
	text_put(&whole, p->before != NULL ? p->before : "");
	text_add(&whole, line, n - 1);
	return word_comment(text_whole(&whole)) == whole.n ? text_whole(&whole) : NULL;
}

static bool read_line(struct pretty *p, const char *line)
{
	struct row *row = &p->rows[p->n++];
	const char *text = trim(p->arena, line, strlen(line));
	bool continues = p->before != NULL;

	p->before = going_on(p, line);
	*row = (struct row){ .left = continues ? line : text };
	if (continues)
		return true;
	row->depth = p->depth;
	if (is_directive(text) && p->before == NULL)
		row->left = lay_out_let(p, text);
	if (text[0] == '\0' || text[0] == '#' || is_directive(text))
		return true;
	if (p->before == NULL)
		return read_operation(p, row, line);
	return !is_block_begin(trim(p->arena, p->before, strlen(p->before))) ||
	       go_deeper(p, line, strspn(line, BLANKS));
}

static size_t width(const struct row *row)
{
	return INDENT * row->depth + strlen(row->left);
}

/* Where the arrows of the run that begins at row i stand. */
static size_t arrow_column(const struct pretty *p, size_t i)
{
	size_t most = 0;

	for (; i < p->n && p->rows[i].operation; i++) {
		size_t w = width(&p->rows[i]) + 1;

		if (p->rows[i].expected != NULL && w <= COLUMN_MOST && w > most)
			most = w;
	}
	most = (most + COLUMN_STEP - 1) / COLUMN_STEP * COLUMN_STEP;
	return most < COLUMN_LEAST ? COLUMN_LEAST : most;
}

static void put_row(struct text *to, const struct row *row, size_t column)
{
	size_t w = width(row), blanks;

	if (row->left[0] != '\0')
		text_format(to, "%*s%s", (int)(INDENT * row->depth), "", row->left);
	if (row->expected != NULL) {
		blanks = w < column ? column - w : 1;
		text_format(to, "%*s-> %s", (int)blanks, "", row->expected);
	}
	if (row->comment != NULL)
		text_format(to, "  %s", row->comment);
	text_put(to, "\n");
}

static const char *put_rows(const struct pretty *p)
{
	struct text to = { .arena = p->arena };
	size_t column = 0;

	for (size_t i = 0; i < p->n; i++) {
		if (i == 0 || !p->rows[i - 1].operation)
			column = arrow_column(p, i);
		put_row(&to, &p->rows[i], column);
	}
	return text_whole(&to);
}

static size_t count_lines(const char *text, size_t n)
{
	size_t lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += text[i] == '\n';
	return lines + 1;
}

const char *pretty_print(const char *path, const char *text, size_t n,
			 struct arena *arena, struct script_error *e)
{
	struct pretty p = { .path = path, .arena = arena, .error = e };

	p.rows = arena_take(arena, count_lines(text, n) * sizeof p.rows[0]);
	for (size_t at = script_mark(text, n), length; at < n; at += length + 1) {
		const char *end = memchr(text + at, '\n', n - at), *line;

		length = end != NULL ? (size_t)(end - text) - at : n - at;
		line = arena_copy(arena, text + at, script_line_end(text + at, length));
		if (memchr(text + at, '\0', length) != NULL) {
			diag_set(&e->diag, strlen(line), "a NUL byte in a text");
			p.n++;
			fault(&p, line, 0);
			return NULL;
		}
		if (!read_line(&p, line))
			return NULL;
	}
	return put_rows(&p);
}
