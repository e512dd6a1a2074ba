/* SPDX-License-Identifier: MIT */
/* Arenas, jobs and a judge that wait for their next use: a step is short, and memory for
 * it would cost more than the step. */
#include <stdlib.h>

#include "scenario/session_parts.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* routines have steps, too */
static struct session_scratch *scratches;
static LIST_HEAD(, job) jobs = LIST_HEAD_INITIALIZER(jobs);
static struct model *judge;

static void *needed(void *memory)
{
	if (memory == NULL)
		abort();
	return memory;
}

struct session_scratch *session_scratch(const struct crew *crew)
{
	struct session_scratch *s;

	crew_enter(crew, &lock);
	s = scratches;
	if (s != NULL)
		scratches = s->next;
	crew_leave(crew, &lock);
	return s != NULL ? s : needed(calloc(1, sizeof *s));
}

void session_scratch_back(const struct crew *crew, struct session_scratch *s)
{
	arena_reset(&s->arena);
	crew_enter(crew, &lock);
	s->next = scratches;
	scratches = s;
	crew_leave(crew, &lock);
}

struct job *session_job(void)
{
	struct job *j = LIST_FIRST(&jobs);

	if (j != NULL)
		LIST_REMOVE(j, link);
	else
		j = needed(calloc(1, sizeof *j));
	j->done = false;
	tokens_init(&j->out, &j->arena);
	return j;
}

void session_job_back(struct job *j)
{
	arena_reset(&j->arena);
	LIST_INSERT_HEAD(&jobs, j, link);
}

struct model *session_judge(void)
{
	struct model *m = judge;

	judge = NULL;
	return m != NULL ? m : model_new();
}

void session_judge_back(struct model *m)
{
	if (m == NULL)
		return;
	model_reset(m);
	judge = m;
}
