/* SPDX-License-Identifier: MIT */
/* A crew of threads. */
#include <errno.h>
#include <time.h>

#include "scenario/clock.h"
#include "scenario/crew_parts.h"

#define MOMENT 1000000 /* nanoseconds */

static void *work(void *context)
{
	struct member *m = context;
	struct crew *c = m->crew;
	int error;

	member_become(m);
	pthread_mutex_lock(&c->lock);
	WPUOpenCurrentThread(&m->id, &error);
	for (;;) {
		while (m->state == MEMBER_RESTS && !m->quit)
			pthread_cond_wait(&c->given, &c->lock);
		if (m->quit)
			break;
		pthread_mutex_unlock(&c->lock);
		m->job(m->context);
		pthread_mutex_lock(&c->lock);
		m->state = MEMBER_RESTS;
		pthread_cond_broadcast(&c->changed);
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

static bool enlist(struct member *m)
{
	return pthread_create(&m->pthread, NULL, work, m) == 0;
}

static void start(struct member *m)
{
	pthread_mutex_lock(&m->crew->lock);
	m->state = MEMBER_WORKS;
	pthread_cond_broadcast(&m->crew->given);
	pthread_mutex_unlock(&m->crew->lock);
}

static void end(struct member *m)
{
	pthread_mutex_lock(&m->crew->lock);
	m->quit = true;
	pthread_cond_broadcast(&m->crew->given);
	pthread_mutex_unlock(&m->crew->lock);
	pthread_join(m->pthread, NULL);
}

static void go_on(struct crew *c)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += MOMENT;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	pthread_mutex_lock(&c->lock);
	pthread_cond_timedwait(&c->changed, &c->lock, &until);
	pthread_mutex_unlock(&c->lock);
}

static uint64_t now(const struct crew *c)
{
	(void)c;
	return clock_now();
}

const struct crew_kind crew_kernel = { enlist, start, end, go_on, now };
