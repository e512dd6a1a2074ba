/* SPDX-License-Identifier: MIT */
/* Threads of an exported program: each does one job at a time, which may block. */
#pragma once

#include <pthread.h>

#include "cli/export/code.h"

static pthread_mutex_t job_lock = PTHREAD_MUTEX_INITIALIZER;

static pthread_cond_t given = PTHREAD_COND_INITIALIZER;

struct thread {
	pthread_t id;
	WSATHREADID handle;
	void (*job)(void);
	atomic_int state;
	unsigned lives; /* how many have had the name so far */
	bool quit;
	struct said said; /* what its job came to */
	struct request *lent_to;
};

/* Its state. */
#define NOT_THERE 0
#define RESTS 1
#define WORKS 2
#define WAITS 3

static _Thread_local struct thread *me; /* NULL: no thread with a name */

/* From here on the call may wait for ever. */
static void will_wait(void)
{
	int works = WORKS;

	if (me != NULL)
		atomic_compare_exchange_strong(&me->state, &works, WAITS);
}

static void *live(void *context)
{
	struct thread *t = context;
	int error;

	me = t;
	pthread_mutex_lock(&job_lock);
	WPUOpenCurrentThread(&t->handle, &error);
	t->state = RESTS;
	for (;;) {
		while (t->state == RESTS && !t->quit)
			pthread_cond_wait(&given, &job_lock);
		if (t->quit)
			break;
		pthread_mutex_unlock(&job_lock);
		said.n = 0;
		say_raw("", 0);
		t->job();
		pthread_mutex_lock(&job_lock);
		t->said.n = 0;
		t->said = said;
		said = (struct said){ NULL, 0, 0 };
		t->state = RESTS;
	}
	pthread_mutex_unlock(&job_lock);
	return NULL;
}

/* Whether it can be given a job, if need be in a moment. */
static bool is_free(struct thread *t)
{
	int64_t until = now() + 1000;

	if (t->state == NOT_THERE) {
		t->quit = false;
		t->lives++;
		t->state = WORKS;
		if (pthread_create(&t->id, NULL, live, t) != 0)
			abort();
	}
	while (t->state != RESTS && now() < until)
		nap(1);
	return t->state == RESTS;
}

static void give(struct thread *t, void (*job)(void))
{
	pthread_mutex_lock(&job_lock);
	t->job = job;
	t->state = WORKS;
	pthread_cond_broadcast(&given);
	pthread_mutex_unlock(&job_lock);
}

/* Lets the thread do it, and says what came of it. It may be left waiting when it has waited
 * for so many moments: a sleep says that it will before it looks whether it need. 0: not. */
static void let(struct thread *t, void (*job)(void), int moments, int64_t within)
{
	int64_t until = now() + within;
	int waited = 0;

	if (!is_free(t)) {
		say("busy");
		return;
	}
	give(t, job);
	while (t->state != RESTS && now() < until) {
		if (t->state == WAITS && moments > 0 && ++waited >= moments)
			break;
		nap(1);
	}
	pthread_mutex_lock(&job_lock);
	if (t->state == RESTS)
		say_raw(t->said.text, t->said.n);
	else
		say("blocked");
	pthread_mutex_unlock(&job_lock);
}

/* `exit`. */
static void end_thread(struct thread *t)
{
	if (!is_free(t)) {
		say("busy");
		return;
	}
	pthread_mutex_lock(&job_lock);
	t->quit = true;
	pthread_cond_broadcast(&given);
	pthread_mutex_unlock(&job_lock);
	pthread_join(t->id, NULL);
	t->state = NOT_THERE;
	say("ok");
}

static void cancel_call_of(struct thread *t)
{
	int error = WSAEINVAL;

	if (t->state != NOT_THERE) {
		error = 0;
		WSPCancelBlockingCallOf(&t->handle, &error);
	}
	say_code(error);
}
