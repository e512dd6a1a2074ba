/* SPDX-License-Identifier: MIT */
/* Groups as JUnit's XML (cli/schema/junit.xsd): each is a case that fails, with its
 * smallest input as a scenario. */
#include "cli/groups.h"
#include "cli/xml.h"
#include "scenario/text.h"

static void put_case(FILE *to, const struct group *group)
{
	const struct finding *f = &group->first;
	bool failure = f->end == FINDING_OBJECTED;
	struct arena arena = { .left = 0 };
	struct text inputs = { .arena = &arena };

	for (size_t i = 0; i < group->n; i++)
		text_format(&inputs, "# Input: %s\n", group->paths[i]);
	fputs("    <testcase", to);
	xml_attribute(to, "classname", f->target);
	xml_attribute(to, "name", group->key);
	xml_attribute(to, "file", f->path);
	fprintf(to, " assertions=\"%zu\" time=\"0.000000\"><%s", group->n,
		failure ? "failure" : "error");
	xml_attribute(to, "message", finding_headline(f, &arena));
	xml_attribute(to, "type",
		      failure                  ? "objection"
		      : f->end == FINDING_HUNG ? "timeout"
					       : "crash");
	fputc('>', to);
	xml_text(to, finding_text(f, &arena));
	xml_text(to, text_whole(&inputs));
	fprintf(to, "</%s></testcase>\n", failure ? "failure" : "error");
	arena_fini(&arena);
}

void groups_junit(FILE *to, const struct groups *g)
{
	static const char *const words[] = { "testsuites", "testsuite" };
	size_t failures = 0;

	for (size_t i = 0; i < g->n; i++)
		failures += g->at[i].first.end == FINDING_OBJECTED;
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", to);
	for (int k = 0; k < 2; k++)
		fprintf(to,
			"%s<%s name=\"wsprecv fuzz\" tests=\"%zu\" failures=\"%zu\" "
			"errors=\"%zu\" skipped=\"0\" time=\"0.000000\">\n",
			k > 0 ? "  " : "", words[k], g->n, failures, g->n - failures);
	for (size_t i = 0; i < g->n; i++)
		put_case(to, &g->at[i]);
	fputs("  </testsuite>\n</testsuites>\n", to);
}
