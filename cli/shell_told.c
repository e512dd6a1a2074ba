/* SPDX-License-Identifier: MIT */
/* What steps came to: shown, compared, and kept for `save`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/output.h"
#include "cli/shell_parts.h"
#include "cli/status.h"
#include "cli/various.h"
#include "scenario/crew.h"

static bool is_same(const struct script_line *a, const struct script_line *b)
{
	return a->file == b->file && a->line == b->line && a->text == b->text;
}

static void remember(struct shell *s, const struct session_step *step, const char *got)
{
	for (size_t i = s->n; i-- > 0;) {
		struct shell_line *l = &s->lines[i];
		struct text all = { .arena = &s->script.arena };

		if (!is_same(l->line, step->line))
			continue;
		l->differs |= step->mismatch != NULL;
		if (l->got != NULL &&
		    (various_has(l->got, got) || strlen(l->got) > VARIOUS_MAX))
			return;
		if (l->got != NULL)
			text_format(&all, "%s or ", l->got);
		text_put(&all, got);
		l->got = text_whole(&all);
		return;
	}
}

/* What people read of it. */
static void show(FILE *to, const struct shell *s, const struct session_step *step,
		 const char *got, bool whole)
{
	if (whole) {
		diag_text(to, step->line->text);
		fputc(' ', to);
	}
	fputs("-> ", to);
	diag_text(to, got);
	fputc('\n', to);
	if (step->late != NULL && !s->terminal)
		fprintf(to, "# %s\n", step->late);
}

static void complain(const struct session_step *step)
{
	const struct expect_mismatch *m = step->mismatch;
	char *line;

	output_flush();
	if (m->wanted[0] == '\0')
		fprintf(stderr, "wsprecv: %s: expected nothing more\n", m->role);
	else
		fprintf(stderr, "wsprecv: %s: expected %.60s, got %.60s\n", m->role,
			m->wanted, m->got[0] != '\0' ? m->got : "nothing");
	if (asprintf(&line, "%s -> %s", step->line->text, step->line->expected) < 0)
		abort();
	diag_caret(stderr, line, strlen(step->line->text) + 4 + m->column);
	free(line);
}

static void show_put_off(struct shell *s)
{
	if (s->told != NULL)
		fputs(s->told, stdout);
	free(s->told);
	s->told = NULL;
}

/* Routines tell whenever they run: that is shown behind the line that is being taken. */
static void put_off(struct shell *s, const struct session_step *step, const char *got)
{
	char *text = NULL;
	size_t n = 0;
	FILE *to = open_memstream(&text, &n);

	if (to == NULL)
		abort();
	fputs(s->told != NULL ? s->told : "", to);
	show(to, s, step, got, true);
	fclose(to);
	free(s->told);
	s->told = text;
}

void shell_told(void *context, const struct session_step *step)
{
	struct shell *s = context;
	const char *got = tokens_print(step->got);

	pthread_mutex_lock(&s->lock);
	remember(s, step, got);
	if (step->mismatch != NULL)
		s->status = STATUS_EXPECTATION;
	if (member_current() != NULL) {
		put_off(s, step, got);
	} else {
		show(stdout, s, step, got, s->several || !s->terminal);
		if (step->mismatch != NULL)
			complain(step);
		show_put_off(s);
	}
	pthread_mutex_unlock(&s->lock);
}

void shell_tell_late(struct shell *s)
{
	pthread_mutex_lock(&s->lock);
	show_put_off(s);
	pthread_mutex_unlock(&s->lock);
	output_flush();
}
