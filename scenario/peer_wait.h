/* SPDX-License-Identifier: MIT */
/* The insides of a peer, and the waits of its thread.
 *
 * Every wait also ends with peer_end(). A wait that only the other end (or time) can
 * finish is published as "parked", but not before what was sent has arrived: that is what
 * peer_settle() promises. The waits are called on the peer's own thread only. */
#pragma once

#include <pthread.h>
#include <stdbool.h>

#include "scenario/peer.h"

struct transport;

struct peer {
	pthread_t thread;
	int ender;                     /* eventfd: readable once the peer shall end */
	int fd;                        /* -1 once closed */
	struct transport *layer;       /* TLS over fd, owned; NULL: none */
	struct rogue *rogue;           /* what misbehaves beneath it */
	int other;                     /* a pair's other end, for rst; -1: none */
	int family, type, protocol;    /* of fd */
	const struct peer_step *steps; /* borrowed */
	size_t n_steps;
	bool connects; /* to `to`, before the first step */
	bool dropped;  /* `drop` was played: nothing is acknowledged any more */
	struct sockaddr_storage to;
	socklen_t to_length;    /* 0: no place for strangers */
	pthread_mutex_t lock;   /* for all that follows */
	pthread_cond_t changed; /* parked or over became true */
	bool parked;            /* in a wait that the peer cannot end by itself */
	short parked_for;       /* the events of fd that end it, 0: none */
	bool over;              /* the thread does nothing any more */
	int error;              /* errno of the first step that failed */
	size_t failed;          /* its number */
};

enum peer_wait {
	PEER_WAIT_READY, /* one of the events is there */
	PEER_WAIT_TIME,
	PEER_WAIT_ENDED, /* peer_end() was called */
};

#define PEER_FOREVER UINT64_MAX

/* Microseconds of the monotonic clock. */
uint64_t peer_wait_now(void);

/* Waits for events of the socket (0: none) until that time. Not counted as parked. */
enum peer_wait peer_wait_for(struct peer *p, short events, uint64_t until);

/* The same, parked as soon as what was sent has arrived. */
enum peer_wait peer_wait_parked(struct peer *p, short events, uint64_t until);

/* Waits until what was sent has arrived; `whole`: also what cannot go before the other
 * end reads. 0, or ECANCELED. */
int peer_wait_arrived(struct peer *p, bool whole);
