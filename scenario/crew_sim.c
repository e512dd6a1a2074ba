/* SPDX-License-Identifier: MIT */
/* A crew of stacks in a simulated world.
 *
 * A member that has to wait comes back to the owner from the middle of its call; when it
 * is let go on, the provider looks again whether its wait is over. */
#include <errno.h>

#include "net/ready.h"
#include "net/sim.h"
#include "scenario/crew_parts.h"
#include "scenario/tls_chance.h"
#include "spi/engine.h"

static uint64_t tell_time(void *context)
{
	const struct crew *c = context;

	return c->clock;
}

static void back_to_owner(struct member *m)
{
	m->crew->running = NULL;
	member_become(NULL);
	fiber_switch(m->fiber, m->crew->owner);
}

/* Goes on with m until it comes back. */
static void let(struct member *m)
{
	m->crew->running = m;
	member_become(m);
	thread_become(m->thread);
	fiber_switch(m->crew->owner, m->fiber);
	thread_become(NULL);
}

/* Somebody has to wait. The owner itself does not: its waits are over at once. */
static bool idle(void *context, uint64_t until)
{
	struct crew *c = context;
	struct member *m = c->running;

	if (m == NULL)
		return false;
	m->until = until;
	m->state = MEMBER_WAITS;
	back_to_owner(m);
	m->state = MEMBER_WORKS;
	return true;
}

static struct ready_world world = { .now = tell_time, .idle = idle };

bool crew_sim_begin(struct crew *c)
{
	c->owner = fiber_of_caller();
	if (c->owner == NULL)
		return false;
	c->clock = 1000000;
	world.context = c;
	ready_simulate(&world);
	sim_reset(); /* ports and names of the one before */
	return true;
}

void crew_sim_end(struct crew *c)
{
	ready_simulate(NULL);
	tls_chance_free();
	fiber_free(c->owner);
}

static void work(void *context)
{
	struct member *m = context;

	for (;;) {
		m->job(m->context);
		m->state = MEMBER_RESTS;
		back_to_owner(m);
	}
}

static bool enlist(struct member *m)
{
	m->thread = thread_new();
	if (m->thread == NULL)
		return false;
	m->id = m->thread->id;
	m->fiber = fiber_new(work, m);
	if (m->fiber == NULL) {
		thread_end(m->thread);
		return false;
	}
	return true;
}

static void start(struct member *m)
{
	m->state = MEMBER_WORKS;
	let(m);
}

static void end(struct member *m)
{
	thread_become(m->thread);
	thread_end(m->thread);
	thread_become(NULL);
	fiber_free(m->fiber);
}

/* One round; true: somebody's job is over. */
static bool go_round(struct crew *c)
{
	struct member *m;
	bool over = false;

	engine_turn();
	TAILQ_FOREACH (m, &c->members, link)
		if (m->state == MEMBER_WAITS) {
			let(m);
			over |= m->state == MEMBER_RESTS;
		}
	return over;
}

/* What the last one does in a round is news to the first. */
static void go_on(struct crew *c)
{
	bool over;

	do {
		over = go_round(c);
		over |= go_round(c);
	} while (over);
}

static uint64_t now(const struct crew *c)
{
	return c->clock;
}

const struct crew_kind crew_sim = { enlist, start, end, go_on, now };

static void ring(struct crew *c)
{
	struct crew_alarm *a = LIST_FIRST(&c->alarms), *after;

	for (; a != NULL; a = after) {
		after = LIST_NEXT(a, link);
		if (a->at > c->clock)
			continue;
		crew_stop_alarm(a);
		a->ring(a);
	}
}

bool crew_pass_time(struct crew *c, uint64_t until)
{
	const struct crew_alarm *a;
	const struct member *m;
	uint64_t first = until;

	TAILQ_FOREACH (m, &c->members, link)
		if (m->state == MEMBER_WAITS && m->until < first)
			first = m->until;
	LIST_FOREACH (a, &c->alarms, link)
		if (a->at < first)
			first = a->at;
	if (first == CREW_FOREVER)
		return false;
	if (first > c->clock)
		c->clock = first;
	ring(c);
	return first < until;
}
