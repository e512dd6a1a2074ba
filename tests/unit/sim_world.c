/* SPDX-License-Identifier: MIT */
/* The clock and the next thing to happen. */
#include "tests/unit/sim_world.h"

#include "tests/unit/wsp_fixture.h"

uint64_t sim_world_now;
void (*sim_world_next)(void);

static uint64_t tell_time(void *context)
{
	(void)context;
	return sim_world_now;
}

static bool idle(void *context, uint64_t until)
{
	void (*step)(void) = sim_world_next;

	(void)context;
	sim_world_next = NULL;
	if (step != NULL)
		step();
	else if (until != READY_FOREVER)
		sim_world_now = until;
	return step != NULL;
}

static const struct ready_world world = { .now = tell_time, .idle = idle };

int sim_world_start(void **state)
{
	ready_simulate(&world);
	sim_reset();
	return fixture_start(state);
}

int sim_world_stop(void **state)
{
	int r = fixture_stop(state);

	ready_simulate(NULL);
	return r;
}
