/* SPDX-License-Identifier: MIT */
/* One end of a pair in memory, and what travels between them; for net/sim*.c alone. */
#pragma once

#include <sys/queue.h>

#include "net/sim.h"

enum parcel_kind {
	PARCEL_BYTES,
	PARCEL_URGENT, /* one byte */
	PARCEL_END,    /* the graceful end */
	PARCEL_RESET,
};

struct parcel {
	enum parcel_kind kind;
	STAILQ_ENTRY(parcel) link;
	size_t at, n; /* bytes[at..n) have not been received */
	char bytes[];
};
STAILQ_HEAD(parcels, parcel);

struct sim_end {
	struct transport super;
	enum sim_kind kind;
	struct sim_end *other;  /* NULL: closed */
	struct parcels arrived; /* bytes only */
	struct parcels way;     /* held */
	size_t queued, room;    /* bytes arrived or on their way; most of them */
	size_t cut;
	bool held;
	bool ended;            /* the peer's end has arrived */
	bool shut;             /* our own has been sent */
	int urgent;            /* a byte, -1: none */
	int error;             /* told once by a receive, 0: none */
	struct source *source; /* NULL: nobody watches */
};

static inline struct sim_end *sim_end_of(struct transport *t)
{
	return (struct sim_end *)t;
}

/* Sends n bytes as one parcel to `to`; ENOMEM. */
int sim_send_parcel(struct sim_end *to, enum parcel_kind kind, const struct iovec *vec,
		    size_t count, size_t n);

/* Takes the first parcel at e off; whoever waits for room hears of it. */
void sim_take(struct sim_end *e, size_t n);
void sim_drop_all(struct sim_end *e);
void sim_tell(struct sim_end *e);
