/* SPDX-License-Identifier: MIT */
/* Runs drafts with the workers of `run`, one at a time. */
#include "cli/trial.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/staff.h"
#include "scenario/clock.h"

struct trying {
	const struct draft *draft;
	struct manner *manner;
	uint64_t usec;
	bool done;
};

static bool next(void *context, struct staff_job *job)
{
	(void)context;
	job->file = 0;
	return job->number == 0;
}

static void begins(void *context, const struct staff_job *job)
{
	(void)context;
	(void)job;
}

/* Ports are others in every run. */
static void mask_ports(char *text)
{
	char *to = text, before = ' ';

	for (; *text != '\0'; before = *text++) {
		bool port = *text == ':' &&
			    (isalnum((unsigned char)before) || before == ']') &&
			    isdigit((unsigned char)text[1]);

		*to++ = *text;
		while (port && isdigit((unsigned char)text[1]))
			text++;
	}
	*to = '\0';
}

static void judge(const struct draft *d, const struct verdict *v, struct manner *out)
{
	const struct verdict_failure *f = &v->failures[0];

	*out = (struct manner){ .end = v->end, .verb = OP_N_VERBS, .line = d->n };
	if (v->end != VERDICT_FAILED || v->n_failures == 0)
		return;
	out->kind = f->kind;
	out->line = draft_at(d, f->line);
	if (f->kind == VERDICT_DIFFERS && out->line < d->n)
		out->verb = d->lines[out->line].op.verb;
	if (f->kind == VERDICT_HUNG)
		return;
	snprintf(out->summary, sizeof out->summary, "%s%s%s", f->summary,
		 f->late != NULL ? "; " : "", f->late != NULL ? f->late : "");
	mask_ports(out->summary);
}

static bool done(void *context, const struct staff_job *job, struct verdict *v)
{
	struct trying *t = context;

	(void)job;
	judge(t->draft, v, t->manner);
	t->usec = v->usec;
	t->done = true;
	verdict_free(v);
	return true;
}

void manner_of_finding(const struct finding *f, struct manner *out)
{
	static const enum verdict_kind kinds[] = {
		[FINDING_NOTHING] = VERDICT_DIFFERS,
		[FINDING_OBJECTED] = VERDICT_OBJECTED,
		[FINDING_CRASHED] = VERDICT_CRASHED,
		[FINDING_HUNG] = VERDICT_HUNG,
	};
	bool objected = f->end == FINDING_OBJECTED;

	*out = (struct manner){ .end = f->end == FINDING_NOTHING ? VERDICT_PASSED
								 : VERDICT_FAILED,
				.kind = kinds[f->end],
				.verb = OP_N_VERBS,
				.line = f->at };
	snprintf(out->summary, sizeof out->summary, "%s %s",
		 objected ? f->clause : f->signal,
		 !objected            ? f->where
		 : f->at < f->n_lines ? f->lines[f->at].operation
				      : "");
}

static bool play(const struct trial *t, const struct draft *d, struct manner *out,
		 uint64_t *usec)
{
	uint64_t begun = clock_now();
	struct finding f;
	size_t n;
	unsigned char *bytes = draft_encode(d, &n);
	bool good = finding_play(&f, t->target, bytes, n, t->limit);

	*usec = clock_now() - begun;
	if (good)
		manner_of_finding(&f, out);
	/* What was put in, or left out, moves the lines. */
	if (good && f.n_lines != d->n)
		out->line = d->n;
	finding_free(&f);
	free(bytes);
	return good;
}

bool trial_run(const struct trial *t, const struct draft *d, const char *text,
	       struct manner *out, uint64_t *usec)
{
	char name[] = "-", *paths[] = { name };
	struct worker_wish worker = {
		.files = { paths, 1, 1 },
		.input = text,
		.n_input = strlen(text),
		.simulate = t->simulate,
		.judge = true,
		.time_scale = 1,
		.mute = true,
	};
	struct trying trying = { .draft = d, .manner = out };
	struct staff_wish wish = {
		.worker = &worker,
		.workers = 1,
		.limit = t->limit,
		.next = next,
		.begins = begins,
		.done = done,
		.context = &trying,
	};

	if (t->target != NULL)
		return play(t, d, out, usec);
	(void)staff_work(&wish);
	*usec = trying.usec;
	return trying.done;
}

bool manner_equal(const struct manner *a, const struct manner *b)
{
	return a->end == b->end && a->kind == b->kind && a->verb == b->verb &&
	       strcmp(a->summary, b->summary) == 0;
}
