/* SPDX-License-Identifier: MIT */
/* A simulated world for tests: the clock is a number, and one thing happens on demand. */
#pragma once

#include "net/sim.h"

/* For cmocka groups: the provider, on a network in memory. */
int sim_world_start(void **state);
int sim_world_stop(void **state);

/* Microseconds. */
extern uint64_t sim_world_now;

/* What happens when somebody has to wait: once, then nothing more. */
extern void (*sim_world_next)(void);

/* A TCP connection on loopback: two ends, each the caller's. */
void sim_world_connect(struct transport *ends[2]);
