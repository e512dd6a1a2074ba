/* SPDX-License-Identifier: MIT */
/* One overlapped operation, from its post to its indication.
 *
 *	made -> in line (pending) -> finished -> indicated, freed
 *	   `-----------------------------^      completes at once
 *
 * It is one piece of memory of its own, with the array of buffers captured (B3) and the
 * thread that posted it held; it does not need its socket any more once it is finished.
 * In line it is under its socket's lock; finished it belongs to whoever tells of it. */
#pragma once

#include "spi/capture.h"
#include "spi/socket.h"
#include "ws2/thread.h"

/* How an operation is to be indicated, as the caller said it. */
struct overlapped {
	LPWSAOVERLAPPED at; /* NULL: not overlapped */
	LPWSAOVERLAPPED_COMPLETION_ROUTINE routine;
	LPWSATHREADID thread; /* NULL: the calling one */
};

struct live_wait; /* a thread that waits for it (spi/live.h) */

struct request {
	struct turn turn;
	struct request *next_live;
	struct live_wait *waits;
	struct thread_task task; /* while it is in line */
	struct apc apc;
	struct thread *thread; /* held */
	WSATHREADID id;        /* a copy (P8) */
	SOCKET s;
	LPWSAOVERLAPPED overlapped;
	LPWSAOVERLAPPED_COMPLETION_ROUTINE routine;
	WSAEVENT event;        /* what hEvent said; NULL with a routine */
	struct sockaddr *from; /* a receive's: the caller's room; NULL: none */
	LPINT from_length;
	socklen_t to_length; /* a send's address, behind the buffers; 0: none */
	DWORD flags;         /* in, then out */
	enum turn_kind kind;
	int code;      /* once finished */
	bool detailed; /* `overlapped` is a WSPOVERLAPPED */
	bool done;     /* its result is in `overlapped` */
	size_t got;    /* bytes moved */
	size_t room;   /* bytes of all buffers */
	size_t n;
	struct iovec vec[]; /* n, and room for one more */
};

static inline struct request *request_of(struct turn *t)
{
	return (struct request *)t;
}

/* Captures everything; `to` may be NULL. NULL: no memory. */
struct request *request_new(SOCKET s, enum turn_kind kind, const struct overlapped *o,
			    const struct capture *in, const struct sockaddr *to,
			    socklen_t to_length);
void request_free(struct request *q);

/* The address of a send; NULL: none. */
const struct sockaddr *request_to(const struct request *q);
