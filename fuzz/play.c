/* SPDX-License-Identifier: MIT */
/* One session for each program, whose steps are looked at as they are told. */
#include "fuzz/play.h"

#include <stdlib.h>
#include <string.h>

#include "base/probe.h"
#include "fuzz/transcript.h"
#include "scenario/memory.h"
#include "scenario/op_text.h"
#include "scenario/session.h"

#define STEPS 400 /* of a program: routines may begin anew for ever */
#define VERSION_2_2 0x0202
#define MOMENT 200000 /* microseconds that real sockets are given */

struct stage {
	const struct program_rules *rules;
	const struct script *program;
	bool unsure; /* a real socket was opened by half: its peer did not come in time */
};

static _Noreturn void object(const struct stage *st, const struct session_step *step,
			     const char *clause, const char *text)
{
	struct arena arena = { 0 };

	fprintf(stderr, "# %s: %s: %s\n# at: %s -> %s\n", st->rules->target, clause,
		text, op_print(&step->line->op, &arena), tokens_print(step->got));
	program_print(st->program, stderr);
	fflush(stderr);
	abort();
}

static void told(void *context, const struct session_step *step)
{
	struct stage *st = context;

	transcript_operations++;
	if (transcript_wanted())
		transcript_text(tokens_print(step->got));
	if (!st->rules->simulate && step->line->op.verb == OP_DO_OPEN &&
	    strcmp(tokens_print(step->got), "ok") != 0)
		st->unsure = true;
	if (step->objection != NULL && !st->unsure)
		object(st, step, step->objection->clause, step->objection->text);
	/* Real sockets may be slow, and nobody says what is to come. */
	if (step->late != NULL && strstr(step->late, "in time") == NULL)
		object(st, step, "late", step->late);
}

static bool cleans_up(const struct script *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->lines[i].op.verb == OP_DO_CLEANUP)
			return true;
	return false;
}

/* The provider stays started from one program to the next, but for those that stop it. */
static void hold(bool on)
{
	static bool held;
	int error;

	if (on == held)
		return;
	if (on)
		error = WSPStartup(VERSION_2_2, NULL, NULL,
				   (WSPUPCALLTABLE){ NULL, NULL, NULL, NULL }, NULL);
	else
		WSPCleanup(&error);
	held = on;
	(void)error;
}

/* The handlers of faults stay where they are: putting them there is a system call. They
 * come after an engine's, which they pass on to. */
static void begin(void)
{
	static bool begun;

	if (begun)
		return;
	if (probe_open() != 0)
		abort();
	memory_on_heap(true);
	begun = true;
}

void play(const struct program_rules *rules, const uint8_t *data, size_t n)
{
	static struct script program;
	struct stage st = { rules, &program, false };
	struct session_wish wish = {
		.simulate = rules->simulate,
		.time_scale = 1,
		.within = MOMENT,
		.go_on = true,
		.judge = true,
		.most = STEPS,
		.told = told,
		.context = &st,
	};
	struct session_result result;

	begin();
	program_read(data, n, rules, &program);
	hold(!cleans_up(&program));
	session_run(&program, &wish, &result);
}

void play_explain(const struct program_rules *rules, const uint8_t *data, size_t n,
		  FILE *to)
{
	static struct script program;

	program_read(data, n, rules, &program);
	program_print(&program, to);
}
