/* SPDX-License-Identifier: MIT */
/* What the kinds of crew share, and nobody else needs. */
#pragma once

#include <pthread.h>
#include <sys/queue.h>

#include "scenario/crew.h"
#include "scenario/fiber.h"
#include "ws2/thread.h"

enum member_state {
	MEMBER_RESTS,
	MEMBER_WORKS,
	MEMBER_WAITS, /* likewise, and it said so, or a simulation has seen it */
	MEMBER_ENDED,
};

struct member {
	TAILQ_ENTRY(member) link;
	struct crew *crew;
	char name[16];
	_Atomic int state; /* enum member_state */
	void (*job)(void *context);
	void *context;
	WSATHREADID id;
	/* The kernel's. */
	pthread_t pthread;
	bool quit;
	/* A simulation's. */
	struct thread *thread;
	struct fiber *fiber;
	uint64_t until; /* of its wait */
};

struct crew_kind {
	bool (*enlist)(struct member *m); /* false: it cannot */
	void (*start)(struct member *m);
	void (*end)(struct member *m);
	void (*go_on)(struct crew *c);
	uint64_t (*now)(const struct crew *c);
};

struct crew {
	const struct crew_kind *kind;
	TAILQ_HEAD(, member) members;
	pthread_mutex_t lock; /* the kernel's: for jobs */
	pthread_cond_t changed;
	pthread_cond_t given;
	LIST_HEAD(, crew_alarm) alarms;
	uint64_t clock;         /* a simulation's */
	struct fiber *owner;    /* likewise */
	struct member *running; /* likewise */
};

extern const struct crew_kind crew_kernel, crew_sim, crew_alone;

/* Nobody but the caller moves what is pending, until the end. */
void crew_alone_begin(void);
void crew_alone_end(void);

/* Makes the simulation's world the provider's, and gives it back. */
bool crew_sim_begin(struct crew *c);
void crew_sim_end(struct crew *c);

/* Who this code belongs to, set by the kinds. */
void member_become(struct member *m);
