/* SPDX-License-Identifier: MIT */
/* The workers, and the one who hands out files to them and watches.
 *
 * A worker that takes too long is ended, one that crashes is noticed; another takes its
 * place, and the verdict on the file says what happened. No threads: one poll() for all. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/verdict.h"
#include "cli/worker.h"

struct staff_job {
	size_t number;  /* from 0, in the order in which they are handed out */
	size_t file;    /* of the list */
	uint64_t round; /* from 1; 0: there is only one */
};

enum staff_end {
	STAFF_DONE,
	STAFF_STOPPED,     /* `done` wanted no more */
	STAFF_INTERRUPTED, /* a signal; interrupt_signal() says which */
	STAFF_FAILED,      /* no worker could be started, or one ended badly; told */
};

struct staff_wish {
	const struct worker_wish *worker;
	size_t workers;
	uint64_t limit; /* microseconds that a file may take */
	/* Fills in file and round of the next job; false: there is none. */
	bool (*next)(void *context, struct staff_job *job);
	/* A job begins. */
	void (*begins)(void *context, const struct staff_job *job);
	/* A verdict, which is the callee's now; in whatever order they come. False: stop. */
	bool (*done)(void *context, const struct staff_job *job, struct verdict *v);
	void *context;
};

/* Returns when every job is done and every worker has ended. */
enum staff_end staff_work(const struct staff_wish *wish);
