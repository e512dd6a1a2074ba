/* SPDX-License-Identifier: MIT */
/* A measurement in a process of its own, which waits until it is told to take its turn.
 *
 * So two that would disturb each other when they shared a provider can alternate. Start
 * them before anything else is done: each begins as a copy of the caller. */
#pragma once

#include <sys/types.h>

struct worker {
	pid_t pid;
	int to, from; /* descriptors: orders, results */
};

struct work {
	void *(*open)(const void *how); /* the state of the worker; once, at the start */
	double (*turn)(void *state);    /* a result */
};

/* `how` is handed to open. */
void worker_start(struct worker *w, const struct work *work, const void *how);

/* Has it take a turn; exits where the worker did. */
double worker_turn(const struct worker *w);

/* Lets it go, with everything that it has open. */
void worker_end(const struct worker *w);
