/* SPDX-License-Identifier: MIT */
/* Blocking calls: waiting, being cancelled, and letting the client's callback run.
 *
 * One `struct blocked` stands on the stack of a call that may wait. From its first wait to
 * its end the call has its place in a line of the socket (spi/engine.h), can be cancelled
 * (A7), by its own thread from the blocking callback or by another; and the thread can
 * make no other blocking call (E4). While it waits it drives everything that is pending,
 * and runs what is queued to its thread (A6). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "net/lead.h"
#include "spi/socket.h"
#include "ws2/thread.h"

struct blocked {
	struct blocked *next;           /* among all; under the registry's lock */
	struct blocked *next_of_socket; /* under the socket's lock */
	struct thread *thread;
	struct sleeper sleeper;
	struct turn turn;
	enum turn_kind kind; /* of its line; N_TURNS: it stands in none */
	unsigned want;       /* READY_*, beside what the line wants */
	uint64_t deadline;   /* microseconds of ready_now(), READY_FOREVER: none */
	bool on;             /* registered */
	bool cancelled;      /* under the registry's lock */
};

/* Whether this thread is inside a blocking call or a routine already: then a blocking one
 * is WSAEINPROGRESS. */
bool blocking_busy(void);

/* Before the call does anything else. */
void blocking_init(struct blocked *b);

/* Waits until the socket may be able to go on, and everybody before it in the line has
 * gone. Entered before and after, not while waiting. 0: try again; WSAEINTR: cancelled;
 * WSAETIMEDOUT: `limit` milliseconds (0: no limit) have passed since the first wait;
 * WSAENOTSOCK: s was closed meanwhile; WSAENOBUFS: it cannot wait. */
RARE int blocking_wait(struct blocked *b, struct socket *so, SOCKET s,
		       enum turn_kind kind, unsigned want, DWORD limit);

/* The call is over; whoever stands behind it is served. Entered. */
void blocking_fini(struct blocked *b, struct socket *so);

/* Wakes every call that waits on the socket (entered), for it was closed; those that
 * stand in no line. */
void blocking_wake(struct socket *so);
void blocking_wake_others(struct socket *so);

/* What the calls that wait on the socket (entered) want of its transport. */
unsigned blocking_wants(const struct socket *so);
