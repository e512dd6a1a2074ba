/* SPDX-License-Identifier: MIT */
/* Who may be able to go on: the set of everything that is waited for, and the clock.
 *
 * A source stands for one transport. While it is watched its `ready` is called, by the
 * thread that polls and with nothing locked, whenever the transport may be able to go on:
 * the kernel tells changes (edges), so whoever asks must first have found that nothing was
 * there. A call too many is always possible, one too few never. One thread polls at a
 * time; who that is, is for net/lead.h to say.
 *
 * There is one set in a process. Its world is the kernel (epoll), or, while the owner of
 * a simulation says so, what that owner signals: then there is no system call here, and
 * the clock is the owner's. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

enum ready_want { /* bits */
	READY_RECEIVE = 1,
	READY_URGENT = 2, /* an urgent byte */
	READY_SEND = 4,
	READY_OFTEN = 8, /* the kernel will not tell: ask again every millisecond */
};

/* Embedded in what waits, whose memory must outlive the set: a call may come late. */
struct source {
	void (*ready)(struct source *me);
	unsigned want; /* ready_want; 0: not watched */
	bool signalled;
	TAILQ_ENTRY(source) link;
};

#define READY_FOREVER UINT64_MAX

/* Opens the set if need be; 0 or an errno. */
int ready_open(void);
bool ready_is_open(void);
void ready_close(void);

/* Watches the descriptor for `want`, instead of what was wanted before; 0: no more. */
int ready_watch(int fd, struct source *s, unsigned want);

/* Calls the sources that are ready, having waited for one until that time (0: without
 * waiting) or until ready_call(). True: a signal came. */
bool ready_poll(uint64_t until);

/* Makes the poll that is under way, or else the next one, return. */
void ready_call(void);

/* Microseconds of a clock that only goes forward. */
uint64_t ready_now(void);

/* A simulation's owner. `idle` is called when somebody has to wait and nothing is
 * signalled: it does something that may change that, or returns false, and the wait is
 * over as if its time were. */
struct ready_world {
	void *context;
	uint64_t (*now)(void *context);
	bool (*idle)(void *context, uint64_t until);
};

/* From now on the owner's world, which stays the owner's; NULL: the kernel's. Nothing may
 * be watched. */
void ready_simulate(const struct ready_world *world);
bool ready_simulated(void);

/* For simulated transports: watch (want 0: no more), and say that s may go on. */
void ready_watch_simulated(struct source *s, unsigned want);
void ready_signal(struct source *s);
