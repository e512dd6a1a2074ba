/* SPDX-License-Identifier: MIT */
/* One receive under way: what was asked, what has been placed so far, and one attempt at
 * each of the three kinds of data.
 *
 * An attempt never waits. It returns 0 (done), WSAEWOULDBLOCK (nothing there yet), or the
 * code that the call ends with; with WSAEMSGSIZE `got` counts. Entered throughout. */
#pragma once

#include "base/planted.h"
#include "spi/capture.h"
#include "spi/socket.h"

struct receive {
	struct capture in; /* buffers and flags */
	bool ask_from;     /* the caller wants the source */
	bool hasty;        /* the call may not wait */
	size_t got;        /* bytes placed */
	DWORD flags_out;   /* MSG_PARTIAL, MSG_OOB */
	bool over;     /* no attempt can add to what was placed: the end, an error */
	bool ended;    /* the transport told its graceful end */
	size_t length; /* of the whole message, where there are messages */
	struct sockaddr_storage from; /* valid for from_length bytes */
	socklen_t from_length;
};

void receive_init(struct receive *r);

/* An attempt at what the flags ask for: 0, the receive is over; WSAEWOULDBLOCK, it is not,
 * and nothing more is there, though something may have been placed (F-WAITALL). */
int receive_attempt(struct socket *so, struct receive *r);

/* Whether a receive that took something is over, or wants more (F-WAITALL). */
static inline bool receive_complete(const struct receive *r)
{
	PLANT(WAITALL_IGNORED, return true);
	return r->over || !(r->in.flags & MSG_WAITALL) || r->got == r->in.room;
}

/* Details for those who watch: before an attempt, and when its receive is over. */
RARE void receive_begin_watch(struct socket *so);
RARE void receive_watch(struct socket *so, const struct receive *r, int code);

/* A byte stream (T1, T2): D2, D4, D10, C1; over messages too, whose ends it ignores. */
int stream_take(struct socket *so, struct receive *r);
/* Gives the bytes placed so far back to the socket: they come again with the next one. */
RARE int stream_put_back(struct socket *so, struct receive *r);

/* One message (T3, T4): D3, D5 to D9, C2. */
int message_take(struct socket *so, struct receive *r);

/* The urgent byte (F-OOB). */
RARE int urgent_take(struct socket *so, struct receive *r);

/* Takes from the transport what spi/intake.c lets through: strangers' messages are
 * dropped (S3), errors have become codes; WSAEWOULDBLOCK where nothing is there. */
int intake(struct socket *so, struct receive *r, struct arrival *a);

/* Whether a message with this source is the peer's, on a connected datagram socket. */
bool intake_is_peer(const struct socket *so, const struct sockaddr_storage *from,
		    socklen_t length);

/* The code for an errno of this socket's transport; 0: it means nothing to a receive,
 * try again. Resets and the like are remembered. (E1, E5, E13, E14) */
RARE int failure_of(struct socket *so, int native);

/* At the end of the stream: 0, or what a send learnt, or what the end hides: the peer had
 * closed, we sent to it, and it answered with a reset (rule `abort`). */
RARE int failure_at_end(struct socket *so);
