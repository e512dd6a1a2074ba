/* SPDX-License-Identifier: MIT */
/* Diagnostics: filling them in, showing them, and guessing what was meant. */
#include "scenario/diag.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>
#include <strings.h>

enum {
	WINDOW = 70, /* columns of the text that are shown */
	BEFORE = 40, /* of them before the caret, where there are so many */
	QUOTED = 40, /* bytes of a word in a message */
	WORD = 32,   /* letters of the longest word that is worth a guess */
};

bool diag_set(struct diag *d, size_t column, const char *format, ...)
{
	va_list args;

	d->column = column;
	d->hint[0] = '\0';
	va_start(args, format);
	vsnprintf(d->text, sizeof d->text, format, args);
	va_end(args);
	return false;
}

bool diag_hint(struct diag *d, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(d->hint, sizeof d->hint, format, args);
	va_end(args);
	return false;
}

bool diag_shift(struct diag *d, size_t by)
{
	d->column += by;
	return false;
}

int diag_shown(size_t n)
{
	return (int)(n < QUOTED ? n : QUOTED);
}

/* How a byte is shown: at most four columns. Returns how many. */
static size_t show(char c, char out[8])
{
	unsigned char byte = (unsigned char)c;

	if (byte >= 0x20 && byte < 0x7f) {
		out[0] = c;
		out[1] = '\0';
		return 1;
	}
	switch (c) {
	case '\n':
		return (size_t)snprintf(out, 8, "\\n");
	case '\r':
		return (size_t)snprintf(out, 8, "\\r");
	case '\t':
		return (size_t)snprintf(out, 8, "\\t");
	default:
		return (size_t)snprintf(out, 8, "\\x%02x", byte);
	}
}

static size_t width(char c)
{
	char shown[8];

	return show(c, shown);
}

static void put(FILE *to, const char *text, size_t n)
{
	char shown[8];

	for (size_t i = 0; i < n; i++) {
		show(text[i], shown);
		fputs(shown, to);
	}
}

/* The bytes from *begin to *end around `column` that are shown in at most WINDOW
 * columns. */
static void window(const char *text, size_t n, size_t column, size_t *begin,
		   size_t *end)
{
	size_t used = 0;

	*begin = *end = column;
	while (*begin > 0 && used + width(text[*begin - 1]) <= BEFORE)
		used += width(text[--*begin]);
	while (*end < n && used + width(text[*end]) <= WINDOW)
		used += width(text[(*end)++]);
	while (*begin > 0 && used + width(text[*begin - 1]) <= WINDOW)
		used += width(text[--*begin]);
}

void diag_text(FILE *to, const char *text)
{
	put(to, text, strlen(text));
}

void diag_caret(FILE *to, const char *text, size_t column)
{
	size_t n = strlen(text), begin, end, caret = 2;

	column = column < n ? column : n;
	window(text, n, column, &begin, &end);
	fputs(begin > 0 ? "  ..." : "  ", to);
	put(to, text + begin, end - begin);
	fputs(end < n ? "...\n" : "\n", to);
	caret += begin > 0 ? 3 : 0;
	for (size_t i = begin; i < column; i++)
		caret += width(text[i]);
	fprintf(to, "%*s^\n", (int)caret, "");
}

/* The rest of the first line, the text and the caret. */
static void print(FILE *to, const char *text, const struct diag *d)
{
	diag_text(to, d->text);
	if (d->hint[0] != '\0') {
		fputs("; ", to);
		diag_text(to, d->hint);
	}
	fputc('\n', to);
	if (text[0] != '\0')
		diag_caret(to, text, d->column);
}

void diag_print(FILE *to, const char *what, const char *text, const struct diag *d)
{
	fprintf(to, "wsprecv: %s: ", what);
	print(to, text, d);
}

void diag_tell(const char *what, const char *text, const char *wrong, const char *hint)
{
	struct diag d;

	diag_set(&d, 0, "%s", wrong);
	if (hint != NULL)
		diag_hint(&d, "%s", hint);
	diag_print(stderr, what, text, &d);
}

void diag_print_line(FILE *to, const char *path, size_t line, const char *text,
		     const struct diag *d)
{
	put(to, path, strlen(path));
	if (line > 0)
		fprintf(to, ":%zu", line);
	fputs(": ", to);
	print(to, text, d);
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Letters to put in, take out, change or swap with a neighbour to make b of a. */
static unsigned edits(const char *a, size_t n, const char *b, size_t m)
{
	unsigned rows[3][WORD + 1];
	unsigned *before = rows[0], *above = rows[1], *here = rows[2];

	for (size_t j = 0; j <= m; j++)
		above[j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++) {
		unsigned *oldest = before;

		here[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			char x = (char)tolower(a[i - 1]), y = (char)tolower(b[j - 1]);

			here[j] = least(above[j], here[j - 1]) + 1;
			here[j] = least(here[j], above[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == tolower(b[j - 2]) &&
			    y == tolower(a[i - 2]))
				here[j] = least(here[j], before[j - 2] + 1);
		}
		before = above;
		above = here;
		here = oldest;
	}
	return above[m];
}

/* The only word that starts with the n bytes of `word`, or NULL. */
static const char *only_start(const char *word, size_t n, const char *const *list)
{
	const char *only = NULL;
	size_t starts = 0;

	for (size_t i = 0; list[i] != NULL; i++)
		if (strncasecmp(list[i], word, n) == 0) {
			only = list[i];
			starts++;
		}
	return starts == 1 ? only : NULL;
}

const char *diag_guess(const char *word, const char *const *list)
{
	size_t n = strlen(word);
	unsigned near = n < 4 ? 2 : 3; /* the first distance that is too far */
	const char *guess = NULL, *only;

	if (n == 0 || n > WORD)
		return NULL;
	if (near > n)
		near = (unsigned)n;
	for (size_t i = 0; list[i] != NULL; i++) {
		size_t m = strlen(list[i]), longer = n < m ? m - n : n - m;
		unsigned away = near;

		if (m <= WORD && longer < near)
			away = edits(word, n, list[i], m);

		if (away < near) {
			near = away;
			guess = list[i];
		}
	}
	if (guess != NULL && near < 2)
		return guess;
	only = only_start(word, n, list);
	return only != NULL ? only : guess;
}
