/* SPDX-License-Identifier: MIT */
/* Members by name, whichever kind of crew they are of. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/crew_parts.h"
#include "scenario/text.h"

static _Thread_local struct member *current;

struct member *member_current(void)
{
	return current;
}

void member_become(struct member *m)
{
	current = m;
}

struct crew *crew_new(enum crew_way way)
{
	static const struct crew_kind *const kinds[] = {
		[CREW_THREADS] = &crew_kernel,
		[CREW_SIMULATION] = &crew_sim,
		[CREW_ALONE] = &crew_alone,
	};
	struct crew *c = calloc(1, sizeof *c);

	if (c == NULL)
		return NULL;
	c->kind = kinds[way];
	TAILQ_INIT(&c->members);
	LIST_INIT(&c->alarms);
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->changed, NULL);
	pthread_cond_init(&c->given, NULL);
	if (way == CREW_SIMULATION && !crew_sim_begin(c)) {
		free(c);
		errno = ENOMEM;
		return NULL;
	}
	if (way == CREW_ALONE)
		crew_alone_begin();
	return c;
}

void crew_free(struct crew *c)
{
	struct member *m = TAILQ_FIRST(&c->members), *after;

	for (; m != NULL; m = after) {
		after = TAILQ_NEXT(m, link);
		member_end(m);
		free(m);
	}
	if (crew_simulates(c))
		crew_sim_end(c);
	else if (c->kind == &crew_alone)
		crew_alone_end();
	pthread_cond_destroy(&c->given);
	pthread_cond_destroy(&c->changed);
	pthread_mutex_destroy(&c->lock);
	free(c);
}

struct member *crew_known(struct crew *c, const char *name)
{
	struct member *m;

	TAILQ_FOREACH (m, &c->members, link)
		if (m->state != MEMBER_ENDED && strcmp(m->name, name) == 0)
			return m;
	return NULL;
}

struct member *crew_member(struct crew *c, const char *name)
{
	struct member *m = crew_known(c, name);

	if (m != NULL)
		return m;
	m = calloc(1, sizeof *m);
	if (m == NULL)
		return NULL;
	m->crew = c;
	text_fit(m->name, sizeof m->name, name);
	if (!c->kind->enlist(m)) {
		free(m);
		return NULL;
	}
	TAILQ_INSERT_TAIL(&c->members, m, link);
	return m;
}

const char *member_name(const struct member *m)
{
	return m->name;
}

bool member_rests(const struct member *m)
{
	return m->state == MEMBER_RESTS;
}

bool member_waits(const struct member *m)
{
	return m->state == MEMBER_WAITS;
}

uint64_t member_waits_until(const struct member *m)
{
	return crew_simulates(m->crew) ? m->until : 0;
}

void member_will_wait(struct member *m)
{
	int works = MEMBER_WORKS;

	atomic_compare_exchange_strong(&m->state, &works, MEMBER_WAITS);
	if (works != MEMBER_WORKS || crew_simulates(m->crew))
		return;
	pthread_mutex_lock(&m->crew->lock);
	pthread_cond_broadcast(&m->crew->changed);
	pthread_mutex_unlock(&m->crew->lock);
}

void member_start(struct member *m, void (*job)(void *context), void *context)
{
	m->job = job;
	m->context = context;
	m->crew->kind->start(m);
}

void member_end(struct member *m)
{
	if (m->state == MEMBER_ENDED)
		return;
	m->crew->kind->end(m);
	m->state = MEMBER_ENDED;
}

WSATHREADID *member_id(struct member *m)
{
	return &m->id;
}

void crew_go_on(struct crew *c)
{
	c->kind->go_on(c);
}

uint64_t crew_now(const struct crew *c)
{
	return c->kind->now(c);
}

void crew_set_alarm(struct crew *c, struct crew_alarm *a, uint64_t at)
{
	crew_stop_alarm(a);
	a->at = at;
	a->on = true;
	LIST_INSERT_HEAD(&c->alarms, a, link);
}

void crew_stop_alarm(struct crew_alarm *a)
{
	if (a->on)
		LIST_REMOVE(a, link);
	a->on = false;
}

bool crew_simulates(const struct crew *c)
{
	return c->kind == &crew_sim;
}

void crew_enter(const struct crew *c, pthread_mutex_t *lock)
{
	if (!crew_simulates(c))
		pthread_mutex_lock(lock);
}

void crew_leave(const struct crew *c, pthread_mutex_t *lock)
{
	if (!crew_simulates(c))
		pthread_mutex_unlock(lock);
}

bool crew_has_time(const struct crew *c)
{
	return c->kind == &crew_kernel;
}

struct member *crew_next(struct crew *c, struct member *m)
{
	m = m == NULL ? TAILQ_FIRST(&c->members) : TAILQ_NEXT(m, link);
	while (m != NULL && m->state == MEMBER_ENDED)
		m = TAILQ_NEXT(m, link);
	return m;
}
