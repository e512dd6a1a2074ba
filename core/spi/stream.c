/* SPDX-License-Identifier: MIT */
/* Receiving from a byte stream.
 *
 * - What is held comes first, then the transport, until the buffers are full or nothing
 *   more is there (D2, D4).
 * - Over a transport that keeps messages (T1 by override, T2) their ends are ignored:
 *   messages are joined, the rest of one that does not fit is held, an empty one is
 *   nothing.
 * - An error after the first byte waits for the next receive. */
#include <limits.h>
#include <string.h>

#include "base/planted.h"
#include "base/vec.h"
#include "spi/receive.h"
#include "spi/spill.h"

#define SLICE 64 /* entries of a later round's array */

static bool peeks(const struct receive *r)
{
	return (r->in.flags & MSG_PEEK) != 0;
}

RARE static void from_held(struct socket *so, struct receive *r)
{
	struct held *h = &so->held;
	size_t left = held_left(h);
	size_t placed = left < r->in.room - r->got ? left : r->in.room - r->got;

	vec_scatter(r->in.vec, r->in.n, r->got, h->bytes + h->at, placed);
	r->got += placed;
	r->from = h->from;
	r->from_length = h->from_length;
	if (!peeks(r))
		held_take(h, placed);
}

/* Takes an empty message, which a peek would see for ever. */
RARE static void take_empty(struct socket *so)
{
	struct arrival a = { 0 };

	so->transport->ops->recv(so->transport, &a);
}

/* Whether anything is there: a receive without room takes nothing (D10). */
RARE static int look(struct socket *so, struct receive *r)
{
	char byte;
	struct iovec one = { &byte, 1 };
	struct arrival a = { .vec = &one, .n = 1, .peek = true };
	int code;

	if (held_any(&so->held))
		return 0;
	while ((code = intake(so, r, &a)) == 0 && !a.ended && a.length == 0)
		take_empty(so);
	if (code == 0 && a.ended) {
		r->ended = true;
		code = failure_at_end(so);
	}
	return code;
}

/* A peek behind what is held, or into more buffers than one call takes: by way of the
 * spill, for there can be only one look at the transport. */
RARE static int peek_apart(struct socket *so, struct receive *r, bool *full)
{
	size_t left = r->in.room - r->got;
	struct iovec into = { spill_get(), left < SPILL_SIZE ? left : SPILL_SIZE };
	struct arrival a = { .vec = &into, .n = 1, .peek = true };
	int code;

	if (into.iov_base == NULL)
		return WSAENOBUFS;
	code = intake(so, r, &a);
	if (code != 0)
		return code;
	r->ended = a.ended;
	r->got += vec_scatter(r->in.vec, r->in.n, r->got, into.iov_base, a.placed);
	spill_done(a.placed);
	if (so->boundaries && a.length == 0 && !a.ended) {
		take_empty(so);
		*full = true;
	}
	return 0;
}

/* Aims at what is not filled yet: all at first, then a slice of it in `later`. Returns how
 * many bytes that holds. */
static size_t aim(const struct receive *r, struct arrival *a, struct iovec *later)
{
	size_t left = r->in.room - r->got;

	if (r->got == 0) {
		a->vec = r->in.vec;
		a->n = r->in.n < IOV_MAX ? r->in.n : IOV_MAX - 1;
		if (a->n == r->in.n)
			return r->in.room;
	} else {
		a->vec = later;
		a->n = vec_slice(r->in.vec, r->in.n, r->got, left, later, SLICE);
	}
	return vec_room(a->vec, a->n, left);
}

/* Takes into the buffers aimed at, with the spill behind them; the array's entry there is
 * put back. */
static int intake_spilling(struct socket *so, struct receive *r, struct arrival *a)
{
	char *spill = spill_get();
	struct iovec displaced = { 0 };
	int code;

	if (spill == NULL)
		return WSAENOBUFS;
	if (a->n < r->in.n)
		displaced = a->vec[a->n];
	a->vec[a->n++] = (struct iovec){ spill, SPILL_SIZE };
	code = intake(so, r, a);
	a->vec[--a->n] = displaced;
	return code;
}

/* What did not fit comes with the next receive, if not a connect comes first that makes a
 * stranger of its source (S3). */
static int keep_spilt(struct socket *so, const struct arrival *a, size_t n)
{
	bool kept = held_keep(&so->held, NULL, 0, 0, spill_get(), n);

	if (kept && a->ask_from) {
		so->held.from_length = a->from_length;
		memcpy(&so->held.from, &a->from, a->from_length);
	}
	PLANT(SPILT_LOST, held_drop(&so->held));
	spill_done(n);
	return kept ? 0 : WSAENOBUFS;
}

/* One arrival behind what is placed already. *full: it may be that more is there. */
static int arrive(struct socket *so, struct receive *r, bool *full)
{
	struct iovec later[SLICE + 1];
	struct arrival a; /* not cleared: the room for an address is large */
	size_t aimed;
	int code;

	a.peek = peeks(r);
	PLANT(PEEK_TAKES, a.peek = false);
	a.oob = false;
	*full = false;
	if (a.peek && (r->got > 0 || r->in.n > IOV_MAX))
		return peek_apart(so, r, full);
	aimed = aim(r, &a, later);
	code = so->boundaries && !a.peek ? intake_spilling(so, r, &a)
					 : intake(so, r, &a);
	if (code != 0)
		return code;
	r->ended = a.ended;
	if (a.placed > aimed)
		code = keep_spilt(so, &a, a.placed - aimed);
	r->got += a.placed < aimed ? a.placed : aimed;
	if (so->boundaries && a.peek && a.length == 0 && !a.ended) {
		take_empty(so);
		*full = true;
	}
	/* Messages: others may be queued. A stream: only if one call could not hold all.
	 * A second peek would see the same again. */
	if (!a.peek)
		*full = !a.ended && (so->boundaries || a.placed == aimed);
	PLANT(NOT_JOINED, *full &= !so->boundaries);
	PLANT(EMPTY_ENDS, if (a.length == 0) *full = false);
	return code;
}

int stream_take(struct socket *so, struct receive *r)
{
	size_t before = r->got;
	bool more = true;
	int code = 0;

	if (so->once != 0) {
		r->over = true;
		if (r->got > 0)
			return 0;
		code = so->once;
		so->once = 0;
		return code;
	}
	if (r->in.room == 0) {
		r->over = true;
		PLANT(NO_ROOM_NO_WAIT, return 0);
		return look(so, r);
	}
	if (held_any(&so->held))
		from_held(so, r);
	PLANT(HELD_ALONE, if (r->got > 0) return 0);
	while (more && code == 0 && r->got < r->in.room)
		code = arrive(so, r, &more);
	PLANT(ONE_TOO_FAR,
	      vec_scatter(r->in.vec, r->in.n, r->got, "", r->got > before));
	if (code == WSAEWOULDBLOCK)
		return r->got > before ? 0 : code;
	PLANT(END_THEN_RESET, if (r->ended && r->got == 0) so->dead = WSAECONNRESET);
	r->over = code != 0 || r->ended;
	if (r->got > 0) {
		/* Resets and the like are remembered anyhow; this is for the others. */
		if (code != so->dead)
			so->once = code;
		PLANT(LATE_ERROR_LOST, so->once = 0);
		return 0;
	}
	return code == 0 && r->ended ? failure_at_end(so) : code;
}

int stream_put_back(struct socket *so, struct receive *r)
{
	if (!held_put_back(&so->held, r->in.vec, r->in.n, r->got))
		return WSAENOBUFS;
	/* They may be of several sources: nobody's, to a connect. */
	so->held.from_length = 0;
	r->got = 0;
	return 0;
}
