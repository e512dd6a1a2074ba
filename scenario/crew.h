/* SPDX-License-Identifier: MIT */
/* The threads of a scenario, and the time that passes in it.
 *
 * A member does one job at a time, which its owner starts and which may wait inside the
 * provider. With the kernel members are threads. In a simulation they are stacks that take
 * turns: one runs until its job is over or has to wait, and the clock moves only when the
 * owner says so. Or there is one thread, and a job that is started is over. The owner
 * itself is no member; it never waits inside the provider. One
 * crew at a time in a process. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "wspmore.h"

#define CREW_FOREVER UINT64_MAX

struct member;

enum crew_way {
	CREW_THREADS,    /* with the kernel's sockets */
	CREW_SIMULATION, /* stacks in a simulated world */
	CREW_ALONE, /* the owner's thread does all: with the kernel's sockets, no waits */
};

struct crew;
/* NULL with errno. A simulation begins here: from now on the provider's sockets are
 * simulated, which may not be started yet. */
struct crew *crew_new(enum crew_way way);
/* Every member must be at rest, the provider stopped. */
void crew_free(struct crew *c);

/* The member of that name; a new one the first time, or where the last one of that name
 * has ended. NULL: no memory or no thread. crew_known() makes none. */
struct member *crew_member(struct crew *c, const char *name);
struct member *crew_known(struct crew *c, const char *name);
const char *member_name(const struct member *m);

/* Whose code this is; NULL: the owner's. */
struct member *member_current(void);

/* At rest, it can be given a job. Another member's job must not be awaited by a member. */
bool member_rests(const struct member *m);
void member_start(struct member *m, void (*job)(void *context), void *context);
/* The job has to wait: it has said so, or in a simulation is seen to. */
bool member_waits(const struct member *m);
/* When that wait is over, whatever happens; 0 where that is not known. */
uint64_t member_waits_until(const struct member *m);
/* By the job itself: from here on it waits, for what may never happen. */
void member_will_wait(struct member *m);

/* Ends a member that rests, as a thread ends. */
void member_end(struct member *m);

/* The name for lpThreadId, of a member that has had a job. */
WSATHREADID *member_id(struct member *m);

/* Takes a lock, and gives it back, where members are threads. In a simulation nobody else
 * runs meanwhile: there nothing is locked. */
void crew_enter(const struct crew *c, pthread_mutex_t *lock);
void crew_leave(const struct crew *c, pthread_mutex_t *lock);

/* Lets everybody go on as far as they can. With the kernel: waits a moment, less than a
 * millisecond where something happens. */
void crew_go_on(struct crew *c);

/* Simulations: moves the clock to the first time at which somebody's wait is over or an
 * alarm rings, or to `until` if that comes before it. False: there is no such time before
 * `until`. */
bool crew_pass_time(struct crew *c, uint64_t until);

/* Something that happens in a simulation by itself, when its time has come. In what it is
 * about; all zero: it is off. */
struct crew_alarm {
	LIST_ENTRY(crew_alarm) link;
	bool on;
	uint64_t at; /* of the clock */
	void (*ring)(
		struct crew_alarm *a); /* on the owner's thread; it is off by then */
};

void crew_set_alarm(struct crew *c, struct crew_alarm *a, uint64_t at);
void crew_stop_alarm(struct crew_alarm *a);

/* Microseconds, of the simulation's clock where there is one. */
uint64_t crew_now(const struct crew *c);
bool crew_simulates(const struct crew *c);
/* Whether whoever looks for something may wait a moment for it. */
bool crew_has_time(const struct crew *c);

/* Every member that has not ended, in the order made; NULL after the last. */
struct member *crew_next(struct crew *c, struct member *m);
