/* SPDX-License-Identifier: MIT */
/* A crew of one thread, the owner's, with the kernel's sockets: every job is over when it
 * has been started. What would wait must have an end of its own, and what is looked for is
 * looked for once: so thousands of programs run in a second. */
#include "net/lead.h"
#include "scenario/clock.h"
#include "scenario/crew_parts.h"

/* To the provider each member is a thread of its own, with its own queue of routines. */
static bool enlist(struct member *m)
{
	m->thread = thread_new();
	if (m->thread == NULL)
		return false;
	m->id = m->thread->id;
	return true;
}

static void start(struct member *m)
{
	m->state = MEMBER_WORKS;
	member_become(m);
	thread_become(m->thread);
	m->job(m->context);
	thread_become(NULL);
	member_become(NULL);
	m->state = MEMBER_RESTS;
}

static void end(struct member *m)
{
	thread_become(m->thread);
	thread_end(m->thread);
	thread_become(NULL);
}

static void go_on(struct crew *c)
{
	(void)c;
	lead_turn();
}

static uint64_t now(const struct crew *c)
{
	(void)c;
	return clock_now();
}

void crew_alone_begin(void)
{
	lead_alone(true);
}

void crew_alone_end(void)
{
	lead_alone(false);
}

const struct crew_kind crew_alone = { enlist, start, end, go_on, now };
