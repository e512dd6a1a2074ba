/* SPDX-License-Identifier: MIT */
/* The clock and the next thing to happen. */
#include "tests/unit/sim_world.h"

#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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

void sim_world_connect(struct transport *ends[2])
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr *sa = (struct sockaddr *)&at;
	struct transport *l = NULL;
	socklen_t n = sizeof at;

	assert_int_equal(sim_open(AF_INET, SOCK_STREAM, 0, &l), 0);
	assert_int_equal(l->ops->bind(l, sa, n), 0);
	assert_int_equal(l->ops->name_of(l, false, sa, &n), 0);
	assert_int_equal(l->ops->listen(l, 1), 0);
	assert_int_equal(sim_open(AF_INET, SOCK_STREAM, 0, &ends[0]), 0);
	assert_int_equal(ends[0]->ops->connect(ends[0], sa, n), EINPROGRESS);
	assert_int_equal(l->ops->accept(l, &ends[1]), 0);
	l->ops->close(l, false);
}
