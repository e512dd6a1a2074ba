/* SPDX-License-Identifier: MIT */
/* Files of a script: read whole, and cut into lines. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scenario/script_parts.h"
#include "scenario/word.h"

/* Keeps a line as it stands there; a NUL in it would hide the rest, so that it is kept as
 * what a message shows of it. */
static const char *keep_line(struct arena *arena, const char *text, size_t n)
{
	struct text line = { .arena = arena };

	for (size_t at = 0; at <= n; at++) {
		const char *nul = memchr(text + at, '\0', n - at);
		size_t piece = nul != NULL ? (size_t)(nul - text) - at : n - at;

		text_add(&line, text + at, piece);
		at += piece;
		if (nul != NULL)
			text_put(&line, "\\x00");
	}
	return text_whole(&line);
}

/* Where a NUL stands in the line of the file that no comment is before; n: nowhere. */
static size_t find_nul(const char *line, size_t n)
{
	const char *nul = memchr(line, '\0', n);

	/* Up to the NUL the line is a text. */
	if (nul == NULL || line[word_comment(line)] == '#')
		return n;
	return (size_t)(nul - line);
}

static bool check_line(struct script_reader *r, const char *text, size_t n, size_t file)
{
	size_t line = r->script->files[file].n_lines, nul;

	if (n > SCRIPT_LINE_MAX) {
		diag_set(&r->e->diag, 0, "a line of more than 64 KiB");
		return script_tell(r, file, line, 0);
	}
	nul = find_nul(text, n);
	if (nul == n)
		return true;
	diag_set(&r->e->diag, 0, "a NUL byte");
	diag_hint(&r->e->diag, "write \\0 in a literal");
	return script_tell(r, file, line, nul);
}

size_t script_mark(const char *text, size_t n)
{
	static const char mark[] = { '\xef', '\xbb', '\xbf' };

	return n >= sizeof mark && memcmp(text, mark, sizeof mark) == 0 ? sizeof mark
									: 0;
}

size_t script_line_end(const char *line, size_t n)
{
	while (n > 0 && line[n - 1] == '\r')
		n--;
	return n;
}

bool script_file_text(struct script_reader *r, const char *path, const char *text,
		      size_t n, struct script_stack *top)
{
	struct script *s = r->script;
	struct script_file *f;
	size_t room = 0;
	char *copy = arena_copy(&s->arena, text, n); /* a NUL ends what is searched */

	s->files = script_grow(&s->arena, s->files, s->n_files, &r->room_files,
			       sizeof *s->files);
	top->file = s->n_files++;
	f = &s->files[top->file];
	f->path = arena_text(&s->arena, path);
	for (size_t at = script_mark(text, n), length; at < n; at += length + 1) {
		const char *end = memchr(copy + at, '\n', n - at);

		length = end != NULL ? (size_t)(end - copy) - at : n - at;
		copy[at + length] = '\0';
		f->lines = script_grow(&s->arena, f->lines, f->n_lines, &room,
				       sizeof *f->lines);
		f->lines[f->n_lines++] = keep_line(&s->arena, copy + at,
						   script_line_end(copy + at, length));
		if (!check_line(r, copy + at, length, top->file))
			return false;
	}
	return true;
}

static bool cannot_read(struct script_reader *r, const char *reason)
{
	return diag_set(&r->e->diag, 0, "cannot read it: %s", reason);
}

/* Reads all of `fd` into *text, heap. */
static bool read_all(struct script_reader *r, int fd, char **text, size_t *n)
{
	size_t room = 0;

	*text = NULL;
	*n = 0;
	for (;;) {
		ssize_t got;

		if (*n == room) {
			char *more = realloc(*text, room = 2 * room + 4096);

			if (more == NULL)
				return cannot_read(r, strerror(ENOMEM));
			*text = more;
		}
		got = read(fd, *text + *n, room - *n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return cannot_read(r, strerror(errno));
		if (got == 0)
			return true;
		*n += (size_t)got;
		if (*n > SCRIPT_FILE_MAX)
			return cannot_read(r, "it has more than 16 MiB");
	}
}

/* One that is being read already would go on for ever. */
static bool is_open(const struct script_reader *r, const struct script_stack *top)
{
	for (const struct script_stack *s = r->stack; s != NULL; s = s->outer)
		if (s->node == top->node && s->device == top->device)
			return true;
	return false;
}

bool script_file_open(struct script_reader *r, const char *path,
		      struct script_stack *top)
{
	bool input = strcmp(path, "-") == 0 && r->stack == NULL, good = false;
	int fd = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	char *text = NULL;
	size_t n;

	*top = (struct script_stack){ .file = SIZE_MAX };
	if (fd < 0)
		return cannot_read(r, strerror(errno));
	if (fstat(fd, &st) == 0) {
		top->device = st.st_dev;
		top->node = st.st_ino;
	}
	if (is_open(r, top))
		diag_set(&r->e->diag, 0, "it includes itself");
	else if (read_all(r, fd, &text, &n))
		good = script_file_text(r, path, text != NULL ? text : "", n, top);
	free(text);
	if (!input)
		close(fd);
	return good;
}
