/* SPDX-License-Identifier: MIT */
/* Counts verdicts. */
#include "cli/tally.h"

#include <inttypes.h>
#include <string.h>

static void add_reason(struct tally *t, const char *why)
{
	char text[TALLY_REASON];

	snprintf(text, sizeof text, "%.*s", (int)strcspn(why, ":"), why);
	for (size_t i = 0; i < t->n_reasons; i++)
		if (strcmp(t->reasons[i].text, text) == 0) {
			t->reasons[i].n++;
			return;
		}
	if (t->n_reasons == TALLY_REASONS)
		return;
	memcpy(t->reasons[t->n_reasons].text, text, sizeof text);
	t->reasons[t->n_reasons++].n = 1;
}

void tally_add(struct tally *t, const struct verdict *v)
{
	t->files++;
	t->steps += v->steps;
	t->updated += v->updated;
	switch (v->end) {
	case VERDICT_PASSED:
		t->passed++;
		break;
	case VERDICT_FAILED:
		t->failed++;
		break;
	case VERDICT_SKIPPED:
		t->skipped++;
		add_reason(t, v->why);
		break;
	case VERDICT_UNREADABLE:
		t->unreadable++;
		break;
	}
}

void tally_print(FILE *to, const struct tally *t)
{
	fprintf(to, "%" PRIu64 " passed, %" PRIu64 " failed, %" PRIu64 " skipped",
		t->passed, t->failed, t->skipped);
	for (size_t i = 0; i < t->n_reasons; i++) {
		fputs(i == 0 ? " (" : ", ", to);
		diag_text(to, t->reasons[i].text);
		fprintf(to, ": %" PRIu64, t->reasons[i].n);
	}
	if (t->n_reasons > 0)
		fputc(')', to);
	if (t->unreadable > 0)
		fprintf(to, ", %" PRIu64 " not readable", t->unreadable);
	if (t->updated > 0)
		fprintf(to, ", %" PRIu64 " line%s updated", t->updated,
			t->updated == 1 ? "" : "s");
	fprintf(to, ", in %.1f s", (double)t->usec / 1e6);
}

enum status tally_status(const struct tally *t)
{
	if (t->unreadable > 0)
		return STATUS_SCRIPT;
	if (t->failed > 0)
		return STATUS_EXPECTATION;
	if (t->files > 0 && t->skipped == t->files)
		return STATUS_SKIPPED;
	return STATUS_GOOD;
}

const char *tally_cut_short(const struct tally *t)
{
	if (t->status == STATUS_INTERRUPTED || t->status == STATUS_TERMINATED)
		return "interrupted";
	return t->status == STATUS_FAULT ? "internal fault" : NULL;
}
