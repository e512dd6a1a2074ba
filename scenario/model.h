/* SPDX-License-Identifier: MIT */
/* The judge: what WSPRecv promises, as an independent model that watches a scenario.
 *
 *	operation + what it came to -> model -> allowed, or an objection with its clause
 *
 * It is written from the contract alone and shares no code with the provider. It accepts,
 * it does not predict: where the network or the provider may choose (how a stream is cut,
 * what a reset overtakes) every choice is allowed, and it goes on from what was seen. It
 * does not judge what it cannot know, such as an address it has no traits for; that is
 * counted, so that silence can be seen. One thread at a time. */
#pragma once

#include "scenario/op.h"
#include "scenario/token.h"

struct model;

struct objection {
	const char *clause; /* of the contract: "B4", "X19", or "rule close" */
	char text[200];
};

struct model_count {
	size_t judged, unjudged; /* steps */
};

struct model *model_new(void); /* aborts without memory */
void model_free(struct model *m);
/* As new, but memory is kept for the next run. */
void model_reset(struct model *m);

/* Says that what has arrived has also been acted upon when a step is told, as in a
 * simulation: events, results and WSAOVERLAPPEDs that lag behind are then objected to. */
void model_exact(struct model *m, bool exact);

/* The time, in microseconds, as often as it is known: before a step begins and before it is
 * told; 0, as at first: nobody has said. */
void model_time(struct model *m, uint64_t now);

/* `op` is about to be carried out. Needed only where routines may run, or other threads
 * act, before it is told: what it sends may arrive, and what it ends may end, from now on.
 * `op` is borrowed until its model_step(). */
void model_begins(struct model *m, const struct op *op);

/* One step as told. `inside` is the name of the request in whose completion routine it was
 * done, "" for none. NULL: the contract allows it. Else what it says against it, valid
 * until the next call. */
const struct objection *model_step(struct model *m, const struct op *op,
				   const struct tokens *got, const char *inside);

/* The completion routine of the request begins, or has ended, on that thread ("" or
 * "main": the first). */
const struct objection *model_routine(struct model *m, const char *request,
				      const char *thread);
void model_routine_over(struct model *m, const char *request, const char *thread);

/* Everything is over, and all threads have ended: what was promised and never came. */
const struct objection *model_end(struct model *m);

/* Whether it judges receives of that socket. */
bool model_knows(const struct model *m, const char *socket);
struct model_count model_counted(const struct model *m);
