/* SPDX-License-Identifier: MIT */
/* One run of `wsprecv recv`: what its parts share, whichever way they receive.
 *
 *	cli/recv.c opens, lets cli/blocking.c or cli/overlapped.c receive, and closes
 *
 * The first event that was not good decides the exit status. Only one thread at a time
 * uses a run. */
#pragma once

#include "cli/interrupt.h"
#include "cli/record.h"
#include "cli/recv_options.h"
#include "cli/report.h"
#include "cli/status.h"
#include "cli/timeline.h"
#include "scenario/endpoint.h"

struct receiving {
	struct recv_options o;
	struct report report;
	struct timeline timeline; /* the report's */
	struct interrupt interrupt;
	struct record *record; /* NULL: there is none */
	struct endpoint end;
	bool open;                /* `end` is to be closed */
	bool peer_told;           /* a step of the peer that failed */
	uint64_t received, bytes; /* receives that were made, and what they got */
	enum status status;       /* of the first event that was not good */
	bool stop;                /* no more receives */
};

void receiving_fail(struct receiving *run, enum status status);

/* What the format cannot be told any more ends the run; output_finish() knows why. */
void receiving_check_output(struct receiving *run, bool written);

/* Something around the receives failed: told, unless it was a signal that ended it. */
void receiving_tell_failure(struct receiving *run, const struct endpoint_error *e,
			    enum status status);

/* The same where a call did; its code says as much as a receive's would. */
void receiving_tell_code(struct receiving *run, const char *stage, const char *what,
			 int code);

/* SIO_WSP_WATCH with WSP_WATCH_*. */
void receiving_watch(struct receiving *run, DWORD what);

/* --send, --shutdown: nothing where they were not given. False: it failed, and was told. */
bool receiving_send(struct receiving *run);
bool receiving_shutdown(struct receiving *run);

/* The provider broke a promise: told, and the run ends with the status for that. */
void receiving_damage(struct receiving *run, const char *damage);

/* Takes an outcome that has been reported into the totals and the status. Damage ends the
 * run. */
void receiving_take(struct receiving *run, const struct outcome *o);

/* Whether another receive makes sense after this outcome. A number of receives is that
 * number, past the end of a stream too: what follows an end is worth seeing. Until the
 * end, and what only waits or is refused, stops at the first. */
bool receiving_goes_on(const struct receiving *run, const struct outcome *o);

/* Which of n layouts, or sets of flags, the receive i (from 0) has. */
size_t receiving_turn(uint64_t i, size_t n);
