/* SPDX-License-Identifier: MIT */
/* How a run of a fuzz target stands, on a terminal and in a log. */
#include <inttypes.h>
#include <string.h>

#include "cli/engine.h"

#define SECOND UINT64_C(1000000)
#define BAR 40
#define UNMET_ROWS 8

void engine_number(uint64_t number, char out[32])
{
	char digits[24];
	int n = snprintf(digits, sizeof digits, "%" PRIu64, number);
	size_t at = 0;

	for (int i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			out[at++] = ',';
		out[at++] = digits[i];
	}
	out[at] = '\0';
}

unsigned engine_percent(const struct engine_view *v)
{
	if (v->limit == 0)
		return 0;
	/* Divided first where the product would be too large. */
	if (v->usec >= v->limit)
		return 100;
	return (unsigned)(v->limit > UINT64_MAX / 100 ? v->usec / (v->limit / 100)
						      : 100 * v->usec / v->limit);
}

static void put_time(char out[32], uint64_t usec)
{
	uint64_t s = usec / SECOND;

	if (s >= 3600)
		snprintf(out, 32, "%" PRIu64 ":%02u:%02u", s / 3600,
			 (unsigned)(s / 60 % 60), (unsigned)(s % 60));
	else
		snprintf(out, 32, "%02u:%02u", (unsigned)(s / 60), (unsigned)(s % 60));
}

static void put_row(FILE *to, unsigned width, const char *text)
{
	/* The rest of what stood there goes. */
	fprintf(to, "%.*s\033[K\n", (int)width - 1, text);
}

static void put_bar(FILE *to, const struct engine_view *v, unsigned width)
{
	char gone[32], all[32], bar[BAR + 1], row[128];
	unsigned percent = engine_percent(v), full = percent * BAR / 100;

	put_time(gone, v->usec);
	put_time(all, v->limit);
	memset(bar, '.', BAR);
	memset(bar, '#', full);
	bar[BAR] = '\0';
	if (v->limit == 0)
		snprintf(row, sizeof row, "time        %s", gone);
	else
		snprintf(row, sizeof row, "time        %s of %s  [%s] %u %%", gone, all,
			 bar, percent);
	put_row(to, width, row);
}

static void put_counts(FILE *to, const struct engine_view *v, unsigned width)
{
	char all[32], speed[32], row[128];

	engine_number(v->sum.executions, all);
	engine_number(v->sum.speed, speed);
	snprintf(row, sizeof row, "executions  %s, %s a second", all, speed);
	put_row(to, width, row);
	engine_number(v->sum.operations, all);
	engine_number(v->operations_speed, speed);
	if (v->sum.operations > 0)
		snprintf(row, sizeof row, "operations  %s, %s a second", all, speed);
	else
		snprintf(row, sizeof row, "operations  not told by the target");
	put_row(to, width, row);
}

/* The names of points in rows of their own, as far as these reach. */
static unsigned put_unmet(FILE *to, const char *unmet, unsigned width)
{
	unsigned rows = 0;
	size_t room = width > 40 ? width - 14 : 26;

	while (*unmet != '\0' && rows < UNMET_ROWS) {
		char row[512];
		size_t n = strlen(unmet), most = room < 480 ? room : 480;
		bool last = ++rows == UNMET_ROWS && n > most;

		if (n > most)
			for (n = most - 4; n > 0 && unmet[n] != ' '; n--)
				;
		if (n == 0)
			n = strcspn(unmet, " ");
		snprintf(row, sizeof row, "            %.*s%s", (int)n, unmet,
			 last ? " ..." : "");
		put_row(to, width, row);
		unmet += n + strspn(unmet + n, " ");
	}
	return rows;
}

static unsigned put_points(FILE *to, const struct engine_view *v, unsigned width)
{
	char row[128];

	if (v->sum.points == 0)
		return 0;
	snprintf(row, sizeof row, "sometimes   %" PRIu64 " of %" PRIu64 " points met%s",
		 engine_met(&v->sum), v->sum.points,
		 v->sum.unmet[0] != '\0' ? ", and not yet:" : "");
	put_row(to, width, row);
	return 1 + put_unmet(to, v->sum.unmet, width);
}

unsigned engine_screen(FILE *to, const struct engine_view *v, unsigned width)
{
	char row[512], number[32];
	unsigned rows = 7;

	snprintf(row, sizeof row, "%s with %s, %zu job%s; Ctrl-C ends", v->target,
		 v->engine, v->jobs, v->jobs == 1 ? "" : "s");
	put_row(to, width, row);
	put_bar(to, v, width);
	put_counts(to, v, width);
	snprintf(row, sizeof row, "coverage    %" PRIu64 " edges, %" PRIu64 " features",
		 v->sum.coverage, v->sum.features);
	put_row(to, width, row);
	engine_number(v->sum.corpus_bytes, number);
	snprintf(row, sizeof row, "corpus      %" PRIu64 " inputs, %s bytes",
		 v->sum.corpus, number);
	put_row(to, width, row);
	snprintf(row, sizeof row, "findings    %" PRIu64, v->findings);
	put_row(to, width, row);
	return rows + put_points(to, v, width);
}

void engine_plain(FILE *to, const struct engine_view *v)
{
	fprintf(to, "%s: %" PRIu64 " s, %" PRIu64 " executions, %" PRIu64 " a second, ",
		v->target, v->usec / SECOND, v->sum.executions, v->sum.speed);
	if (v->sum.operations > 0)
		fprintf(to, "%" PRIu64 " operations a second, ", v->operations_speed);
	fprintf(to, "coverage %" PRIu64 ", corpus %" PRIu64 ", ", v->sum.coverage,
		v->sum.corpus);
	if (v->sum.points > 0)
		fprintf(to, "points %" PRIu64 "/%" PRIu64 ", ", engine_met(&v->sum),
			v->sum.points);
	fprintf(to, "%" PRIu64 " finding%s\n", v->findings,
		v->findings == 1 ? "" : "s");
}

void engine_unmet(FILE *to, const struct engine_view *v)
{
	if (v->sum.unmet[0] != '\0')
		fprintf(to, "%s: points not met: %s\n", v->target, v->sum.unmet);
}
