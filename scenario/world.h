/* SPDX-License-Identifier: MIT */
/* The names of a scenario as live objects, and the operations carried out on them.
 *
 * Sockets of ours go through the provider; their peers never do. What an operation came to
 * is told as tokens. Peers, events and the network belong to the owner; calls of the
 * provider are made by the members of the crew (scenario/crew.h), on whose threads
 * world_do() is to be called. One world at a time in a process. */
#pragma once

#include "scenario/crew.h"
#include "scenario/op.h"
#include "scenario/token.h"

struct world;
struct world_request;

struct world_wish {
	bool simulate;
	bool swift; /* handshakes of TLS cost little, and try little */
	bool alone; /* no thread but the caller's, and no waits (scenario/crew.h) */
	double time_scale; /* of the waits for what must happen; 1 */
	/* Called when a completion routine runs, on its thread; may be NULL. */
	void (*routine)(void *context, const char *request);
	void *context;
};

/* Starts the provider. NULL with a reason in `why`. */
struct world *world_new(const struct world_wish *wish, char why[200]);
/* Closes everything, ends every wait. */
void world_free(struct world *w);
struct crew *world_crew(struct world *w);

/* Whether the owner carries out the verb itself. */
bool world_is_owners(enum op_verb verb);

/* Carries out one operation, on the member's thread or, where it is the owner's, the
 * owner's. AWAIT, EXIT and blocks are not among them. */
void world_do(struct world *w, const struct op *op, struct tokens *out);

/* That outcome has been told: `order` and `upcalls` begin anew. */
void world_told(struct world *w, enum op_verb verb);

/* The outcome where nothing has that name yet. */
void world_unknown(const char *name, struct tokens *out);

/* Requests by name: NULL where there is none (any more). */
struct world_request *world_request(struct world *w, const char *name);
/* Whether it is over and has been told: its call has returned and no completion follows,
 * or that has been seen, by routine or event, or is seen now. */
bool world_request_over(struct world *w, struct world_request *r);
/* Sees to it that a completion is told, as its mode wants it, for at most a moment with
 * the kernel: on the thread of a member. */
void world_request_wait(struct world *w, struct world_request *r);
/* The thread that a routine's completion is told on; NULL: any will do. */
const char *world_request_thread(const struct world_request *r);
/* What a request that is over came to. */
void world_request_tell(struct world *w, struct world_request *r, struct tokens *out);

/* A promise that the provider broke unasked (K9); "": none so far. */
const char *world_damage(const struct world *w);

/* Whether the machine, or the simulation, has it: "" where it has, else why not; NULL: no
 * such thing is known. */
const char *world_needs(bool simulate, const char *what);
/* Whether it is a word for something that a scenario may need. */
bool world_knows_need(const char *what);
