/* SPDX-License-Identifier: MIT */
/* The overlapped receives of a run that are outstanding, in the order of posting.
 *
 * Each has memory and, where that is asked for, an event of its own; both are kept for the
 * next receive in its place. A request stays where it is while it is underway: only when
 * nothing is outstanding may all of this be freed. */
#pragma once

#include <pthread.h>
#include <sys/queue.h>

#include "cli/report.h"
#include "scenario/layout.h"
#include "scenario/posted.h"

struct request {
	struct posted posted; /* first: what a routine is told leads here */
	TAILQ_ENTRY(request) link;
	uint64_t number;             /* from 1, in the order of posting */
	const struct layout *layout; /* of its memory; NULL: it has none yet */
	struct memory *memory;
	WSAEVENT event;                    /* WSA_INVALID_EVENT: it has none */
	pthread_t thread;                  /* that posted it */
	enum report_indication indication; /* how its completion became known */
	const char *told_on;               /* the thread where */
};

TAILQ_HEAD(request_list, request);

struct requests {
	struct request *all; /* n places */
	size_t n;
	size_t outstanding;         /* underway */
	struct request_list posted; /* underway, or completed and not told to anybody */
	struct request_list unused; /* the other places */
	bool with_events;
};

/* Room for n of them. False: no memory. */
bool requests_init(struct requests *q, size_t n, bool with_events);
void requests_fini(struct requests *q);

/* A place with memory of this layout, at the end of `posted`; NULL: no memory, or no
 * place. The caller posts. */
struct request *requests_take(struct requests *q, const struct layout *layout);

/* The first that is underway, or the next one after `r`; NULL: there is none. */
struct request *requests_underway(const struct requests *q, const struct request *r);

/* It is over: its place is free for another. */
void requests_give_back(struct requests *q, struct request *r);
