/* SPDX-License-Identifier: MIT */
/* Requests of threads. */
#pragma once

#include "cli/export/called.h"
#include "cli/export/thread.h"

/* Its routine runs on this thread. */
static void belongs_here(struct request *r)
{
	r->owner = me;
	r->life = me != NULL ? me->lives : 0;
}

static bool is_orphan(const struct request *r)
{
	const struct thread *t = r->owner;

	return t != NULL && (t->state == NOT_THERE || t->lives != r->life);
}

static void wait_for_routine(void)
{
	struct request *r = me->lent_to;

	will_wait();
	while (r->pending && !r->told)
		SleepEx(20, TRUE);
}

/* A routine needs its thread to wait alertably, unless that does so already. */
static bool lend_thread(struct request *r)
{
	struct thread *t = r->owner;

	if (!r->has_routine || !r->called || !r->pending || r->told || t == NULL ||
	    is_orphan(r) || t->state != RESTS)
		return false;
	t->lent_to = r;
	give(t, wait_for_routine);
	return true;
}

/* Waits until it is over, whoever made the call. */
static void await_thread(struct request *r, const char *name, bool may_block,
			 int64_t within)
{
	int64_t until = now() + (may_block ? 25 : within);
	bool lent = false;

	while (r != NULL && !is_over(r, is_orphan(r)) && now() < until) {
		lent = lent || lend_thread(r);
		if (r->has_routine && r->owner == NULL)
			SleepEx(20, TRUE);
		else
			nap(1);
	}
	if (r == NULL) {
		say_unknown(name);
	} else if (!is_over(r, is_orphan(r))) {
		say("blocked");
	} else {
		if (lent)
			(void)is_free(r->owner);
		say_end(r);
	}
}
