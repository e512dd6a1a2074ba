/* SPDX-License-Identifier: MIT */
/* Bytes that were taken from the transport and not yet given to the caller.
 *
 * The rest of a message (D6), a message kept whole (D7), or bytes of a stream that come
 * again after a cancelled call. At most one message at a time: while something is held
 * nothing is taken from the transport. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/uio.h>

struct held {
	char *bytes; /* owned; NULL: nothing held */
	bool spilt;  /* they are a spill that was given, and not of the heap */
	size_t at;   /* first byte not given out yet */
	size_t end;
	size_t room;  /* of bytes[] */
	size_t whole; /* length of the whole message, for reports */
	bool more;    /* the transport will deliver more of the message */
	struct sockaddr_storage from; /* valid for from_length bytes */
	socklen_t from_length;
};

static inline bool held_any(const struct held *h)
{
	return h->bytes != NULL;
}

static inline size_t held_left(const struct held *h)
{
	return h->end - h->at;
}

/* Holds the first `first` bytes of vec followed by n bytes. Nothing may be held yet;
 * first + n may be 0 (an empty message). Without memory the thread's spill is kept
 * itself, which is where the n bytes should lie: so they are not lost (D6, D7). False: it
 * has none, or they are more than it can hold. */
bool held_keep(struct held *h, const struct iovec *vec, size_t count, size_t first,
	       const void *bytes, size_t n);

/* Adds n bytes behind what is held, without memory as held_keep does. False: nothing
 * changed. */
bool held_append(struct held *h, const void *bytes, size_t n);

/* Puts bytes of vec back. Nothing may be held: who gives back had wanted more than there
 * was. False without memory: nothing changed. */
bool held_put_back(struct held *h, const struct iovec *vec, size_t count, size_t n);

/* Takes n bytes off the front; at the end, or by held_drop, nothing is held any more. */
void held_take(struct held *h, size_t n);
void held_drop(struct held *h);
