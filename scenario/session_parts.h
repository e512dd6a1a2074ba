/* SPDX-License-Identifier: MIT */
/* What the files of the session share, and nobody else needs. */
#pragma once

#include <pthread.h>
#include <sys/queue.h>

#include "scenario/session.h"
#include "scenario/world.h"

#define LOOK_AGAIN 1000000 /* microseconds: what is on its way has come by then */

/* Memory of one step. */
struct session_scratch {
	struct session_scratch *next;
	struct arena arena;
};

/* An operation that a member carries out; it may outlast its step. */
struct job {
	LIST_ENTRY(job) link;
	struct session *session;
	const struct op *op;
	struct arena arena;
	struct tokens out;
	_Atomic bool done;
};

/* A block for a request's routine; the newest of a name counts. */
struct session_routine {
	struct session_routine *next;
	const struct script_line *lines;
	size_t line;
};

struct session {
	const struct session_wish *wish;
	struct session_result *result;
	struct world *world;
	struct crew *crew;
	struct arena arena;
	struct session_routine *_Atomic routines;
	LIST_HEAD(, job) jobs; /* that outlasted their steps */
	pthread_mutex_t lock;  /* for telling */
	uint64_t round;
	bool damaged;               /* which has been told */
	struct model *judge;        /* NULL: nobody judges */
	struct objection objection; /* to a routine, not yet told; clause NULL: none */
	const struct script_line *last; /* that was told */
	_Atomic bool stopped;
};

uint64_t session_scaled(const struct session *s, uint64_t usec);
/* Longest wait for what the line shall come to. */
uint64_t session_within(const struct session *s, const struct script_line *line);

/* Carries out the operation of a line, on the right thread; *late says why it was not
 * waited for any longer. */
void session_do(struct session *s, const struct script_line *line, struct tokens *got,
		const char **late);

/* Gives back the jobs that are done, or all of them. */
void session_reap(struct session *s, bool all);

/* scenario/session_rest.c: what is taken is given back, and used again. */
struct session_scratch *session_scratch(const struct crew *crew);
void session_scratch_back(const struct crew *crew, struct session_scratch *s);
struct job *session_job(void); /* the owner's */
void session_job_back(struct job *j);
struct model *session_judge(void);
void session_judge_back(struct model *m);
