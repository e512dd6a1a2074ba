/* SPDX-License-Identifier: MIT */
/* Draws over itself. */
#include "cli/progress.h"

#include <inttypes.h>

#include "cli/terminal.h"
#include "scenario/clock.h"
#include "scenario/diag.h"

#define PAUSE 50000 /* microseconds from one drawing to the next */
#define LINE 512

void progress_begin(struct progress *p, FILE *to, bool wished, uint64_t total)
{
	*p = (struct progress){ .total = total };
	if (wished && terminal_is(to)) {
		p->to = to;
		p->width = terminal_width(to);
	}
}

void progress_draw(struct progress *p, uint64_t done, const char *name)
{
	char text[LINE], shown[LINE];
	uint64_t now;
	FILE *line;
	int n;

	if (p->to == NULL)
		return;
	now = clock_now();
	if (p->there && now - p->drawn < PAUSE)
		return;
	if (p->total > 0)
		n = snprintf(text, sizeof text, "%" PRIu64 "/%" PRIu64 " ", done,
			     p->total);
	else
		n = snprintf(text, sizeof text, "%" PRIu64 " ", done);
	snprintf(text + n, sizeof text - (size_t)n, "%s", name);
	shown[0] = '\0';
	line = fmemopen(shown, sizeof shown, "w");
	if (line != NULL) {
		diag_text(line, text);
		fclose(line);
	}
	shown[sizeof shown - 1] = '\0';
	/* One column less: some terminals wrap when the last is filled. */
	fprintf(p->to, "\r%-*.*s", (int)p->width - 1, (int)p->width - 1, shown);
	fflush(p->to);
	p->drawn = now;
	p->there = true;
}

void progress_clear(struct progress *p)
{
	if (!p->there)
		return;
	fprintf(p->to, "\r%*s\r", (int)p->width - 1, "");
	fflush(p->to);
	p->there = false;
}
