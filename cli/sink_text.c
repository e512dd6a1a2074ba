/* SPDX-License-Identifier: MIT */
/* What people read: the line that differs, a caret, what came, and what came before it. */
#include <inttypes.h>

#include "cli/bytediff.h"
#include "cli/sink.h"

#define LONG 16 /* bytes of a literal that are compared by eye */
#define BOLD "\033[1m"
#define RED "\033[31m"
#define PLAIN "\033[0m"

void sink_headline(FILE *to, const struct verdict *v)
{
	const struct verdict_failure *f = &v->failures[0];

	switch (v->end) {
	case VERDICT_PASSED:
		fputs("passed", to);
		return;
	case VERDICT_SKIPPED:
		diag_text(to, v->why);
		return;
	case VERDICT_UNREADABLE:
		diag_text(to, v->error.diag.text);
		if (v->error.diag.hint[0] != '\0')
			fputs("; ", to);
		diag_text(to, v->error.diag.hint);
		return;
	case VERDICT_FAILED:
		if (v->n_failures > 0)
			diag_text(to, f->summary);
		else
			fputs("failed", to);
		return;
	}
}

static bool all_plain(const unsigned char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes[i] < 0x20 || bytes[i] >= 0x7f || bytes[i] == '"' ||
		    bytes[i] == '\\')
			return false;
	return true;
}

static bool needs_dump(const struct verdict_failure *f)
{
	if (f->wanted_bytes == NULL || f->got_bytes == NULL)
		return false;
	return f->n_wanted > LONG || f->n_got > LONG ||
	       !all_plain(f->wanted_bytes, f->n_wanted) ||
	       !all_plain(f->got_bytes, f->n_got);
}

static void put_labelled(FILE *to, const char *label, const char *text)
{
	fprintf(to, "  %-9s ", label);
	diag_text(to, text);
	fputc('\n', to);
}

static void put_before(FILE *to, const struct verdict_failure *f)
{
	if (f->n_before == 0)
		return;
	fputs("  before it:\n", to);
	for (size_t i = 0; i < f->n_before; i++) {
		const struct verdict_step *step = &f->before[i];

		fputs("    ", to);
		diag_text(to, step->path);
		fprintf(to, ":%zu: ", step->line);
		diag_text(to, step->text);
		if (step->got[0] != '\0')
			fputs(" -> ", to);
		diag_text(to, step->got);
		fputc('\n', to);
	}
}

static void put_place(FILE *to, const char *path, size_t line, bool colour)
{
	fputs(colour ? BOLD : "", to);
	diag_text(to, path);
	if (line > 0)
		fprintf(to, ":%zu", line);
	fprintf(to, ":%s ", colour ? PLAIN : "");
}

static void put_failure(FILE *to, const struct verdict_failure *f, bool colour)
{
	put_place(to, f->path, f->line, colour);
	fputs(colour ? RED : "", to);
	diag_text(to, f->summary);
	fputs(colour ? PLAIN : "", to);
	if (f->round > 0)
		fprintf(to, " (in round %" PRIu64 ")", f->round);
	fputc('\n', to);
	if (f->column != VERDICT_NOWHERE)
		diag_caret(to, f->text, f->column);
	else if (f->text[0] != '\0')
		put_labelled(to, "in:", f->text);
	if (f->kind == VERDICT_DIFFERS) {
		if (f->wanted[0] != '\0')
			put_labelled(to, "expected:", f->wanted);
		put_labelled(to, "got:", f->outcome);
		if (f->late != NULL)
			put_labelled(to, "late:", f->late);
		if (needs_dump(f))
			bytediff_print(to, f->wanted_bytes, f->n_wanted, f->got_bytes,
				       f->n_got, colour);
	}
	put_before(to, f);
}

void sink_tell(FILE *to, const struct verdict *v, bool colour)
{
	if (v->end == VERDICT_UNREADABLE)
		script_error_print(to, &v->error);
	if (v->end == VERDICT_SKIPPED) {
		put_place(to, v->path, 0, false);
		fputs("skipped: ", to);
		diag_text(to, v->why);
		fputc('\n', to);
	}
	for (size_t i = 0; i < v->n_failures; i++)
		put_failure(to, &v->failures[i], colour);
	if (v->failed > v->n_failures && v->n_failures > 0)
		fprintf(to, "%s: and %" PRIu64 " more that differ\n", v->path,
			v->failed - v->n_failures);
}

static void put_transcript(FILE *to, const struct verdict *v)
{
	fputs("# ", to);
	diag_text(to, v->path);
	fprintf(to, ": %s\n%s\n", verdict_word(v->end), v->transcript);
}

static void verdict(struct sink *s, const struct verdict *v)
{
	if (s->transcript != NULL && v->transcript != NULL)
		put_transcript(s->transcript, v);
	if (v->updated > 0 && !s->quiet)
		fprintf(s->to, "%s: %" PRIu64 " line%s updated\n", v->path, v->updated,
			v->updated == 1 ? "" : "s");
	fputs(v->notes, s->to);
	if (v->end != VERDICT_SKIPPED || !s->quiet)
		sink_tell(s->to, v, s->colour);
	fflush(s->to);
}

static void end(struct sink *s, const struct tally *t)
{
	if (s->quiet)
		return;
	tally_print(s->to, t);
	fputc('\n', s->to);
}

const struct sink_format sink_text = { .verdict = verdict, .end = end };
