/* SPDX-License-Identifier: MIT */
/* Keeps events and rows, and draws them. */
#include "cli/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "cli/report.h"

#define TEXT_MAX 48
#define STEP_MAX 8   /* columns from an event to the next, at most */
#define BAR_LEAST 16 /* columns of the bars, however narrow the terminal is */
#define GAP 2        /* between the bars and what is beside them */
#define NEVER SIZE_MAX

/* One column, where there are enough. */
struct timeline_event {
	uint64_t at;
	char mark[TEXT_MAX]; /* "" where it is a receive's */
};

struct timeline_row {
	size_t posted, ended; /* events; NEVER while it is pending */
	bool refused;
	enum outcome_word word;
	char text[TEXT_MAX]; /* what stands beside it, after the word */
};

/* How the drawing is divided. */
struct plan {
	const struct timeline *t;
	FILE *to;
	bool colour;
	int left;    /* columns before the bars */
	size_t bar;  /* columns of the bars */
	size_t step; /* from an event to the next; 0: several share a column */
	char *line;  /* bar + 1 of them */
};

static bool grow(void **array, size_t n, size_t size)
{
	void *more;

	/* In powers of two, from 16 on. */
	if (n != 0 && (n < 16 || (n & (n - 1)) != 0))
		return true;
	more = realloc(*array, (n < 16 ? 16 : 2 * n) * size);
	if (more == NULL)
		return false;
	*array = more;
	return true;
}

static bool add_event(struct timeline *t, const char *mark, uint64_t at)
{
	struct timeline_event *e;

	if (!grow((void **)&t->events, t->n_events, sizeof *t->events))
		return false;
	e = &t->events[t->n_events++];
	e->at = at;
	snprintf(e->mark, sizeof e->mark, "%s", mark);
	return true;
}

void timeline_posted(struct timeline *t, uint64_t number, uint64_t at)
{
	if (number != t->n_rows + 1 || t->n_rows == TIMELINE_ROWS ||
	    !grow((void **)&t->rows, t->n_rows, sizeof *t->rows) ||
	    !add_event(t, "", at)) {
		t->left_out++;
		return;
	}
	t->rows[t->n_rows++] = (struct timeline_row){ .posted = t->n_events - 1,
						      .ended = NEVER };
}

static struct timeline_row *row_of(const struct timeline *t, uint64_t number)
{
	if (number == 0 || number > t->n_rows)
		return NULL;
	return &t->rows[number - 1];
}

void timeline_refused(struct timeline *t, uint64_t number, const struct outcome *o)
{
	struct timeline_row *row = row_of(t, number);
	const struct code *code = code_by_number(o->error);

	if (row == NULL)
		return;
	row->refused = true;
	row->ended = row->posted;
	row->word = o->word;
	snprintf(row->text, sizeof row->text, " %s", code != NULL ? code->name : "");
}

static void print_time(uint64_t usec, char out[24])
{
	if (usec < 10000)
		snprintf(out, 24, "%llu us", (unsigned long long)usec);
	else if (usec < 10000000)
		snprintf(out, 24, "%.1f ms", (double)usec / 1e3);
	else
		snprintf(out, 24, "%.1f s", (double)usec / 1e6);
}

void timeline_completed(struct timeline *t, uint64_t number, uint64_t at,
			const struct outcome *o)
{
	struct timeline_row *row = row_of(t, number);
	char time[24];

	if (row == NULL || !add_event(t, "", at))
		return;
	row->ended = t->n_events - 1;
	row->word = o->word;
	print_time(at - t->events[row->posted].at, time);
	snprintf(row->text, sizeof row->text, " %u bytes after %s", o->bytes, time);
}

void timeline_mark(struct timeline *t, const char *text, uint64_t at)
{
	add_event(t, text, at);
}

void timeline_free(struct timeline *t)
{
	free(t->events);
	free(t->rows);
	*t = (struct timeline){ .events = NULL };
}

static size_t column(const struct plan *p, size_t event)
{
	if (p->step > 0)
		return event * p->step;
	return event * p->bar / p->t->n_events;
}

static int digits(size_t n)
{
	return n < 10 ? 1 : 1 + digits(n / 10);
}

static const char *word_of(const struct timeline_row *row)
{
	return outcome_name(row->ended == NEVER ? OUTCOME_PENDING : row->word);
}

/* From the width: what the names and the texts leave is for the bars. */
static void divide(struct plan *p, unsigned width)
{
	const struct timeline *t = p->t;
	size_t right = 0, taken, room = BAR_LEAST;

	for (size_t i = 0; i < t->n_rows; i++) {
		size_t n = strlen(word_of(&t->rows[i])) + strlen(t->rows[i].text);

		right = n > right ? n : right;
	}
	p->left = 1 + digits(t->n_rows) + GAP;
	taken = (size_t)p->left + GAP + right;
	if (width > taken + BAR_LEAST)
		room = width - taken;
	p->bar = room;
	p->step = room / t->n_events;
	if (p->step > STEP_MAX)
		p->step = STEP_MAX;
	if (p->step > 0)
		p->bar = (t->n_events - 1) * p->step + 1;
}

/* Times above the columns that they belong to, as far as they do not touch. */
static void draw_times(const struct plan *p)
{
	const struct timeline *t = p->t;
	size_t at = 0;
	char time[24];

	fprintf(p->to, "%*s", p->left, "");
	for (size_t i = 0; i < t->n_events; i++) {
		size_t where = column(p, i);

		if (i > 0 && where < at + GAP)
			continue;
		print_time(t->events[i].at - t->events[0].at, time);
		fprintf(p->to, "%*s%s", (int)(where - at), "", time);
		at = where + strlen(time);
	}
	fputc('\n', p->to);
}

/* The bar of a row, with the marks that cross it. */
static void fill(const struct plan *p, const struct timeline_row *row)
{
	size_t first = column(p, row->posted), last = p->bar;

	memset(p->line, ' ', p->bar);
	p->line[p->bar] = '\0';
	if (row->ended != NEVER)
		last = column(p, row->ended);
	memset(p->line + first, '=', last - first);
	for (size_t i = 0; i < p->t->n_events; i++)
		if (p->t->events[i].mark[0] != '\0')
			p->line[column(p, i)] = '|';
	p->line[first] = '[';
	if (row->refused)
		p->line[first] = 'x';
	else if (row->ended == NEVER)
		p->line[p->bar - 1] = '>';
	else
		p->line[last] = last == first ? '*' : ']';
}

static void draw_row(const struct plan *p, size_t i)
{
	const struct timeline_row *row = &p->t->rows[i];
	const char *word = word_of(row);
	size_t end = row->ended == NEVER ? p->bar - 1 : column(p, row->ended);
	const char *on = "", *off = "", *colour = report_colour(row->word);

	fill(p, row);
	if (p->colour && row->ended != NEVER) {
		on = "\033[";
		off = "\033[0m";
	}
	fprintf(p->to, "#%-*zu", p->left - 1, i + 1);
	fwrite(p->line, 1, end, p->to);
	if (on[0] == '\0')
		fprintf(p->to, "%s%*s%s%s\n", p->line + end, GAP, "", word, row->text);
	else
		fprintf(p->to, "%s%sm%c%s%s%*s%s%sm%s%s%s\n", on, colour, p->line[end],
			off, p->line + end + 1, GAP, "", on, colour, word, off,
			row->text);
}

static void draw_mark(const struct plan *p, size_t i)
{
	const struct timeline_event *e = &p->t->events[i];
	char time[24];

	if (e->mark[0] == '\0')
		return;
	print_time(e->at - p->t->events[0].at, time);
	fprintf(p->to, "%*s| %s  %s\n", p->left + (int)column(p, i), "", e->mark, time);
}

void timeline_draw(const struct timeline *t, FILE *to, unsigned width, bool colour)
{
	struct plan p = { .t = t, .to = to, .colour = colour };

	if (t->n_rows == 0)
		return;
	divide(&p, width != 0 ? width : TIMELINE_WIDTH);
	p.line = malloc(p.bar + 1);
	if (p.line == NULL)
		return;
	draw_times(&p);
	for (size_t i = 0; i < t->n_rows; i++)
		draw_row(&p, i);
	for (size_t i = 0; i < t->n_events; i++)
		draw_mark(&p, i);
	if (t->left_out > 0)
		fprintf(to, "and %llu more receives\n",
			(unsigned long long)t->left_out);
	fprintf(to, "[ posted  = pending  ] completed  x refused%s\n",
		p.step == 0 ? "  * posted and completed" : "");
	free(p.line);
}
