/* SPDX-License-Identifier: MIT */
/* The operations that own a WSAOVERLAPPED of the client's, found by its address (K6).
 *
 * An operation is live from when it is pending until its result is in the WSAOVERLAPPED;
 * with a routine, until that is run. Any thread; nothing here takes another lock but that
 * of net/lead.h. */
#pragma once

#include "net/lead.h"
#include "spi/request.h"

/* One thread that waits for an operation; lies on its stack. */
struct live_wait {
	struct sleeper sleeper;
	struct live_wait *next;
};

/* Whether an operation that is live has this WSAOVERLAPPED. */
bool live_any(const WSAOVERLAPPED *o);

/* False: another one has it. */
bool live_add(struct request *q);

/* Puts the result into the WSAOVERLAPPED, InternalHigh before Internal (K7). Without a
 * routine its owner may use that again from now on. q may never have been live. */
void live_finish(struct request *q);
/* The operation has been told of, or its routine is about to run: wakes who waits. */
void live_remove(struct request *q);

/* How an operation is, for WSPGetOverlappedResult. */
struct live_state {
	bool pending; /* Internal says so, or its event is still to be set */
	bool known;   /* and it is live */
	bool routine; /* it is live and has a routine */
};

/* Looks, and where it is pending and w is given, has w woken at its end. */
struct live_state live_look(WSAOVERLAPPED *o, struct live_wait *w);
/* w waits no more. */
void live_leave(WSAOVERLAPPED *o, struct live_wait *w);
