/* SPDX-License-Identifier: MIT */
/* Prints hexdumps that differ. */
#include "cli/bytediff.h"

#include <string.h>

#define ROW 16
#define ROWS_MAX 8 /* that differ; more are only counted */
#define RED "\033[31m"
#define GREEN "\033[32m"
#define PLAIN "\033[0m"

struct pair {
	const unsigned char *mine, *other;
	size_t n, m; /* bytes of each, in all */
};

static bool same_at(const struct pair *p, size_t at)
{
	return at < p->n && at < p->m && p->mine[at] == p->other[at];
}

static size_t row_length(size_t n, size_t at)
{
	if (at >= n)
		return 0;
	return n - at < ROW ? n - at : ROW;
}

static bool same_row(const struct pair *p, size_t at)
{
	size_t n = row_length(p->n, at);

	return n == row_length(p->m, at) &&
	       (n == 0 || memcmp(p->mine + at, p->other + at, n) == 0);
}

/* Between two bytes: brackets open and close around those that differ. */
static char between(bool before, bool after)
{
	if (before == after)
		return ' ';
	return after ? '[' : ']';
}

static void put_row(FILE *to, char sign, const struct pair *p, size_t at,
		    const char *colour)
{
	size_t n = row_length(p->n, at);
	bool before = false;

	fprintf(to, "  %s%c%06zx ", colour, sign, at);
	for (size_t i = 0; i < ROW; i++) {
		bool differs = sign != ' ' && i < n && !same_at(p, at + i);

		fputc(between(before, differs), to);
		if (i < n)
			fprintf(to, "%02x", p->mine[at + i]);
		else
			fputs("  ", to);
		before = differs;
	}
	fprintf(to, "%c |", between(before, false));
	for (size_t i = 0; i < n; i++) {
		unsigned char byte = p->mine[at + i];

		fputc(byte >= 0x20 && byte < 0x7f ? byte : '.', to);
	}
	fprintf(to, "|%s\n", colour[0] != '\0' ? PLAIN : "");
}

void bytediff_print(FILE *to, const unsigned char *wanted, size_t n,
		    const unsigned char *got, size_t m, bool colour)
{
	struct pair minus = { wanted, got, n, m }, plus = { got, wanted, m, n };
	size_t most = n > m ? n : m, rows = 0, shown = 0; /* shown: up to there */

	for (size_t at = 0; at < most; at += ROW) {
		if (same_row(&minus, at) || rows++ >= ROWS_MAX)
			continue;
		if (at > shown + ROW)
			fputs("   ...\n", to);
		if (at >= ROW && at - ROW >= shown)
			put_row(to, ' ', &minus, at - ROW, "");
		if (at < n)
			put_row(to, '-', &minus, at, colour ? RED : "");
		if (at < m)
			put_row(to, '+', &plus, at, colour ? GREEN : "");
		shown = at + ROW;
	}
	if (rows > ROWS_MAX)
		fprintf(to, "   and %zu more rows that differ\n", rows - ROWS_MAX);
	else if (shown < most)
		put_row(to, ' ', &minus, shown, "");
}
