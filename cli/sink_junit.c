/* SPDX-License-Identifier: MIT */
/* JUnit's XML, as CI systems read it: cli/schema/junit.xsd says which of it is written. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/sink_parts.h"
#include "cli/xml.h"

#define NAME 4096

/* Its totals stand in front of the cases, so those are kept until the end. */
struct junit {
	FILE *cases;
	char *text;
	size_t n;
	double seconds;
};

static void begin(struct sink *s)
{
	struct junit *j = calloc(1, sizeof *j);

	if (j == NULL || (j->cases = open_memstream(&j->text, &j->n)) == NULL)
		abort();
	s->state = j;
}

/* `failure` where an expectation was not met, `error` where it did not come so far. */
static void put_trouble(FILE *to, const struct verdict *v)
{
	enum verdict_kind kind = v->n_failures > 0 ? v->failures[0].kind
						   : VERDICT_DIFFERS;
	bool failure = v->end == VERDICT_FAILED && kind == VERDICT_DIFFERS;
	const char *word = failure ? "failure" : "error";
	char *headline = NULL, *told;
	FILE *line;
	size_t n;

	line = open_memstream(&headline, &n);
	if (line == NULL)
		abort();
	sink_headline(line, v);
	fclose(line);
	told = sink_told(v, &n);
	fprintf(to, "<%s", word);
	xml_attribute(to, "message", headline);
	xml_attribute(to, "type",
		      v->end == VERDICT_UNREADABLE ? verdict_word(v->end)
						   : verdict_kind_word(kind));
	fputc('>', to);
	xml_text(to, told);
	fprintf(to, "</%s>", word);
	free(headline);
	free(told);
}

static void verdict(struct sink *s, const struct verdict *v)
{
	struct junit *j = s->state;
	double seconds = (double)v->usec / 1e6;
	char name[NAME];

	sink_name(v, name, sizeof name);
	j->seconds += seconds;
	fputs("    <testcase", j->cases);
	xml_attribute(j->cases, "classname", name);
	xml_attribute(j->cases, "name", v->title[0] != '\0' ? v->title : v->path);
	xml_attribute(j->cases, "file", v->path);
	fprintf(j->cases, " assertions=\"%" PRIu64 "\" time=\"%.6f\"", v->steps,
		seconds);
	switch (v->end) {
	case VERDICT_PASSED:
		fputs("/>\n", j->cases);
		return;
	case VERDICT_SKIPPED:
		fputs("><skipped", j->cases);
		xml_attribute(j->cases, "message", v->why);
		fputs("/></testcase>\n", j->cases);
		return;
	case VERDICT_FAILED:
	case VERDICT_UNREADABLE:
		fputc('>', j->cases);
		put_trouble(j->cases, v);
		fputs("</testcase>\n", j->cases);
		return;
	}
}

/* Files that nobody came to are no cases; that there may be some is one. */
static void put_cut_short(FILE *to, const char *why)
{
	fputs("    <testcase", to);
	xml_attribute(to, "classname", "wsprecv");
	xml_attribute(to, "name", "the whole run");
	xml_attribute(to, "file", "-");
	fputs(" assertions=\"0\" time=\"0.000000\"><error", to);
	xml_attribute(to, "message", why);
	xml_attribute(to, "type", "interrupted");
	fputs(">not all files were run</error></testcase>\n", to);
}

static void put_totals(FILE *to, const char *word, const struct tally *t,
		       uint64_t errors, double seconds)
{
	uint64_t cut_short = tally_cut_short(t) != NULL;

	fprintf(to,
		"<%s name=\"wsprecv\" tests=\"%" PRIu64 "\" failures=\"%" PRIu64
		"\" errors=\"%" PRIu64 "\" skipped=\"%" PRIu64 "\" time=\"%.6f\">\n",
		word, t->files + cut_short, t->failed + t->unreadable - errors,
		errors + cut_short, t->skipped, seconds);
}

static uint64_t count(const char *text, const char *word)
{
	uint64_t n = 0;

	while ((text = strstr(text, word)) != NULL) {
		n++;
		text += strlen(word);
	}
	return n;
}

static void end(struct sink *s, const struct tally *t)
{
	struct junit *j = s->state;
	uint64_t errors;

	if (fclose(j->cases) != 0)
		abort();
	/* Text cannot hold a <. */
	errors = count(j->text, "<error ");
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", s->to);
	put_totals(s->to, "testsuites", t, errors, j->seconds);
	fputs("  ", s->to);
	put_totals(s->to, "testsuite", t, errors, j->seconds);
	fputs(j->text, s->to);
	if (tally_cut_short(t) != NULL)
		put_cut_short(s->to, tally_cut_short(t));
	fputs("  </testsuite>\n</testsuites>\n", s->to);
	free(j->text);
	free(j);
}

const struct sink_format sink_junit = {
	.word = "junit",
	.text = "XML in the manner of JUnit, for CI systems",
	.begin = begin,
	.verdict = verdict,
	.end = end,
};
