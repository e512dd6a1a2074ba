/* SPDX-License-Identifier: MIT */
/* TAP 13: a line a file, its plan at the end, for nobody knows before. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/sink_parts.h"

#define NAME 4096

static void begin(struct sink *s)
{
	fputs("TAP version 13\n", s->to);
}

/* A # would begin a directive. */
static void put_description(FILE *to, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '#' || *text == '\\')
			fputc('\\', to);
		fputc((unsigned char)*text < 0x20 || *text == 0x7f ? ' ' : *text, to);
	}
}

static void put_diagnostics(FILE *to, const char *text)
{
	size_t n;

	for (; *text != '\0'; text += n) {
		n = strcspn(text, "\n");
		fprintf(to, "# %.*s\n", (int)n, text);
		n += text[n] == '\n';
	}
}

static void verdict(struct sink *s, const struct verdict *v)
{
	bool good = v->end == VERDICT_PASSED || v->end == VERDICT_SKIPPED;
	char name[NAME], *told;
	size_t n;

	sink_name(v, name, sizeof name);
	fprintf(s->to, "%sok %" PRIu64 " - ", good ? "" : "not ", s->n);
	put_description(s->to, name);
	if (v->title[0] != '\0') {
		fputs(": ", s->to);
		put_description(s->to, v->title);
	}
	if (v->end == VERDICT_SKIPPED) {
		fputs(" # SKIP ", s->to);
		put_description(s->to, v->why);
	}
	fputc('\n', s->to);
	if (!good) {
		told = sink_told(v, &n);
		put_diagnostics(s->to, told);
		free(told);
	}
	fflush(s->to);
}

static void end(struct sink *s, const struct tally *t)
{
	fprintf(s->to, "# ");
	tally_print(s->to, t);
	fprintf(s->to, "\n1..%" PRIu64 "\n", s->n);
	if (tally_cut_short(t) != NULL)
		fprintf(s->to, "Bail out! %s\n", tally_cut_short(t));
}

const struct sink_format sink_tap = {
	.word = "tap",
	.text = "the Test Anything Protocol, version 13",
	.begin = begin,
	.verdict = verdict,
	.end = end,
};
