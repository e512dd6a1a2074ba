/* SPDX-License-Identifier: MIT */
/* One session for each program, whose steps are looked at as they are told. */
#include "scenario/play.h"

#include <stdlib.h>
#include <string.h>

#include "base/probe.h"
#include "scenario/memory.h"
#include "scenario/sometimes.h"
#include "wsp.h"

#define STEPS 400 /* of a program: routines may begin anew for ever */
#define VERSION_2_2 0x0202

struct play {
	const struct play_wish *wish;
	bool unsure; /* a real socket was opened by half: its peer did not come in time */
};

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
	probe_open();
	memory_on_heap(true);
	begun = true;
}

static void begins(void *context, const struct script_line *line)
{
	const struct play *p = context;

	if (p->wish->begins != NULL)
		p->wish->begins(p->wish->context, line);
}

static void told(void *context, const struct session_step *step)
{
	struct play *p = context;
	const char *clause = NULL, *text = "";

	if (!p->wish->rules->simulate && step->line->op.verb == OP_DO_OPEN &&
	    strcmp(tokens_print(step->got), "ok") != 0)
		p->unsure = true;
	if (step->objection != NULL && !p->unsure) {
		clause = step->objection->clause;
		text = step->objection->text;
	} else if (step->late != NULL && strstr(step->late, "in time") == NULL) {
		/* Real sockets may be slow, and nobody says what is to come. */
		clause = "late";
		text = step->late;
	}
	if (clause == NULL && p->wish->sometimes)
		sometimes_look(step);
	if (p->wish->told != NULL)
		p->wish->told(p->wish->context, step, clause, text);
}

void play_program(const struct play_wish *wish, const struct script *program)
{
	struct play play = { wish, false };
	struct session_wish session = {
		.simulate = wish->rules->simulate,
		.swift = wish->rules->simulate,
		.time_scale = 1,
		.within = 1, /* microsecond; in a simulation it does not matter */
		.alone = !wish->rules->simulate,
		.go_on = true,
		.judge = true,
		.most = STEPS,
		.begins = begins,
		.told = told,
		.context = &play,
	};
	struct session_result result;

	begin();
	hold(!cleans_up(program));
	if (wish->sometimes)
		sometimes_begin(program);
	session_run(program, &session, &result);
}
