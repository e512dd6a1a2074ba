/* SPDX-License-Identifier: MIT */
/* Makes failures of steps that differ. */
#include "cli/witness.h"
#include "cli/various.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/text.h"

#define QUOTED 60 /* columns of a token in a summary */

void witness_init(struct witness *w, const struct script *s, struct verdict *v,
		  struct whereabouts *where, bool lines)
{
	*w = (struct witness){ .script = s, .verdict = v, .where = where };
	if (lines)
		w->lines = arena_take(&v->arena, (s->n + 1) * sizeof w->lines[0]);
}

static size_t first_difference(const unsigned char *a, size_t n, const unsigned char *b,
			       size_t m)
{
	size_t i = 0;

	while (i < n && i < m && a[i] == b[i])
		i++;
	return i;
}

static const char *cut(struct arena *arena, const char *text)
{
	if (text[0] == '\0')
		return "nothing";
	if (strlen(text) <= QUOTED)
		return text;
	return text_print(arena, "%.*s...", QUOTED, text);
}

static const char *summary(struct arena *arena, const struct expect_mismatch *m)
{
	if (m->wanted[0] == '\0')
		return text_print(arena, "%s: expected nothing more, got %s", m->role,
				  cut(arena, m->got));
	if (m->bytes != NULL && m->token != NULL && m->token->kind == TOKEN_BYTES &&
	    (strlen(m->wanted) > QUOTED || strlen(m->got) > QUOTED))
		return text_print(
			arena,
			"%s: expected %zu bytes, got %zu, which differ from "
			"offset %zu on",
			m->role, m->n, m->token->n,
			first_difference(m->bytes, m->n, m->token->bytes, m->token->n));
	return text_print(arena, "%s: expected %s, got %s", m->role,
			  cut(arena, m->wanted), cut(arena, m->got));
}

/* The line as it stands in the file, where the expectation can be found in it; else the
 * operation and the expectation, variables replaced. */
static void show_line(struct verdict_failure *f, struct arena *arena,
		      const struct script *s, const struct script_line *line,
		      size_t column)
{
	const struct script_file *file = &s->files[line->file];
	const char *text = file->lines[line->line - 1];
	size_t n = strlen(text);

	f->text = text;
	f->column = line->arrow + column;
	if (line->arrow == 0 || line->arrow > n ||
	    strncmp(text + line->arrow, line->expected, strlen(line->expected)) != 0) {
		f->text = text_print(arena, "%s -> %s", line->text, line->expected);
		f->column = strlen(line->text) + 4 + column;
	}
}

/* What differs of the outcome. */
static void add_mismatch(struct verdict_failure *f, struct witness *w,
			 const struct script_line *line,
			 const struct expect_mismatch *m)
{
	struct arena *arena = &w->verdict->arena;

	f->summary = summary(arena, m);
	show_line(f, arena, w->script, line, m->column);
	f->role = arena_text(arena, m->role);
	f->wanted = line->expected;
	f->got = arena_text(arena, m->got);
	if (m->bytes != NULL && m->token != NULL && m->token->kind == TOKEN_BYTES) {
		f->wanted_bytes = arena_copy(arena, m->bytes, m->n);
		f->n_wanted = m->n;
		f->got_bytes = arena_copy(arena, m->token->bytes, m->token->n);
		f->n_got = m->token->n;
	}
}

static void add_failure(struct witness *w, const struct session_step *step,
			const char *got)
{
	const struct script_line *line = step->line;
	struct arena *arena = &w->verdict->arena;
	struct verdict_failure *f;

	w->verdict->failed++;
	if (w->verdict->failed > VERDICT_FAILURES)
		return;
	f = verdict_add(w->verdict);
	f->kind = VERDICT_DIFFERS;
	f->path = w->script->files[line->file].path;
	f->line = line->line;
	f->round = step->round;
	f->outcome = arena_text(arena, got);
	if (step->late != NULL)
		f->late = arena_text(arena, step->late);
	if (step->mismatch != NULL) {
		add_mismatch(f, w, line, step->mismatch);
	} else {
		f->summary = f->late;
		f->text = line->text;
		f->wanted = line->expected != NULL ? line->expected : "";
		f->late = NULL;
	}
	whereabouts_before(w->where, arena, f);
}

static void add_objection(struct witness *w, const struct session_step *step,
			  const char *got)
{
	const struct script_line *line = step->line;
	struct arena *arena = &w->verdict->arena;
	struct verdict_failure *f;

	w->verdict->failed += step->mismatch == NULL && step->late == NULL;
	if (w->verdict->n_failures >= VERDICT_FAILURES)
		return;
	f = verdict_add(w->verdict);
	f->kind = VERDICT_OBJECTED;
	f->path = w->script->files[line->file].path;
	f->line = line->line;
	f->round = step->round;
	f->summary = text_print(arena, "the contract does not allow this: %s (%s)",
				step->objection->text, step->objection->clause);
	f->text = text_print(arena, "%s -> %s", line->text, got);
	whereabouts_before(w->where, arena, f);
}

static void remember(struct witness *w, const struct session_step *step,
		     const char *got)
{
	struct witness_line *line = &w->lines[step->line - w->script->lines];
	struct arena *arena = &w->verdict->arena;

	line->failed += step->mismatch != NULL;
	line->late += step->mismatch == NULL && step->late != NULL;
	if (line->times++ == 0) {
		line->got = line->all = arena_text(arena, got);
	} else if (!various_has(line->all, got)) {
		line->differs = true;
		line->all = various_add(line->all, got, arena);
	}
}

void witness_begins(void *context, const struct script_line *line)
{
	struct witness *w = context;

	whereabouts_line(w->where, w->script, line);
}

void witness_told(void *context, const struct session_step *step)
{
	struct witness *w = context;
	const char *got = tokens_print(step->got);

	if (step->mismatch != NULL || step->late != NULL)
		add_failure(w, step, got);
	if (step->objection != NULL)
		add_objection(w, step, got);
	if (w->lines != NULL)
		remember(w, step, got);
	whereabouts_step(w->where, w->script, step, got);
}
