/* SPDX-License-Identifier: MIT */
/* Receiving one message.
 *
 * - Something is held: it is the head of the line, and is given out first.
 * - Else one message is taken in one system call, into the caller's buffers and, where
 *   nothing of it may be lost, the spill. Where messages may come in pieces, the spill
 *   takes each first.
 * - What was too long for the buffers is, by what the protocol can do, the rest that
 *   following receives return (D6), kept whole for a larger receive (D7), or lost (D8). */
#include <limits.h>
#include <string.h>

#include "base/planted.h"
#include "base/vec.h"
#include "spi/receive.h"
#include "spi/spill.h"

/* Any of these flags. */
static bool has(const struct socket *so, DWORD xp1)
{
	return (so->info.dwServiceFlags1 & xp1) != 0;
}

/* A message is complete, or begins to be told: how much of it is left over decides. */
static int tell(struct socket *so, struct receive *r, size_t left)
{
	if (left == 0)
		return 0;
	if (!has(so, XP1_PARTIAL_MESSAGE))
		return WSAEMSGSIZE;
	PLANT(PARTIAL_NOT_TOLD, return 0);
	r->flags_out |= MSG_PARTIAL;
	return 0;
}

RARE static int from_held(struct socket *so, struct receive *r)
{
	struct held *h = &so->held;
	size_t left = held_left(h);
	size_t placed = left < r->in.room ? left : r->in.room;
	bool partial = has(so, XP1_PARTIAL_MESSAGE);
	bool keep = (r->in.flags & MSG_PEEK) ||
		    (placed < left && !partial && has(so, XP1_GUARANTEED_DELIVERY));

	PLANT(HELD_PEEK_TAKES, keep &= placed < left);
	PLANT(SECOND_LOOK_TAKES, keep = (r->in.flags & MSG_PEEK) != 0);
	vec_scatter(r->in.vec, r->in.n, 0, h->bytes + h->at, placed);
	r->got = placed;
	r->length = h->whole;
	r->from = h->from;
	r->from_length = h->from_length;
	PLANT(SOURCE_OF_REST, r->from_length = 0);
	PLANT(PARTIAL_TO_THE_END, r->flags_out |= partial ? MSG_PARTIAL : 0);
	if (h->more) /* which is looked at only where parts are told */
		r->flags_out |= MSG_PARTIAL;
	if (!keep)
		held_take(h, partial ? placed : left);
	return tell(so, r, left - placed);
}

/* Whether what does not fit must not be lost (D6, D7). */
static bool must_keep(const struct socket *so)
{
	PLANT(REST_LOST, if (has(so, XP1_PARTIAL_MESSAGE)) return false);
	PLANT(LARGE_LOST, return has(so, XP1_PARTIAL_MESSAGE));
	PLANT(REST_KEPT, return true);
	return has(so, XP1_PARTIAL_MESSAGE | XP1_GUARANTEED_DELIVERY);
}

/* Into the caller's buffers alone: nothing has to be kept, or nothing is taken. */
static int take_plainly(struct socket *so, struct receive *r, struct arrival *a)
{
	int code;

	a->vec = r->in.vec;
	a->n = r->in.n;
	code = intake(so, r, a);
	if (code == 0)
		r->got = a->placed;
	return code;
}

/* Keeps what did not fit: `tail`, n bytes; for D7 what did fit before it as well. */
RARE static bool keep_rest(struct socket *so, struct receive *r,
			   const struct arrival *a, const char *tail, size_t n)
{
	size_t first = has(so, XP1_PARTIAL_MESSAGE) ? 0 : r->got;

	PLANT(TAIL_ONLY, first = 0);
	if (!held_keep(&so->held, r->in.vec, r->in.n, first, tail, n))
		return false;
	so->held.whole = a->length;
	so->held.more = a->more;
	so->held.from_length = a->ask_from ? a->from_length : 0;
	memcpy(&so->held.from, &a->from, so->held.from_length);
	return true;
}

/* Into the caller's buffers, as many as one call takes, and the spill behind them. The
 * array has room for one more entry; the one that the spill displaces is put back. */
static int take_spilling(struct socket *so, struct receive *r, struct arrival *a)
{
	char *spill = spill_get();
	size_t direct, spilt, scattered;
	struct iovec displaced;
	int code;

	if (spill == NULL)
		return WSAENOBUFS;
	a->vec = r->in.vec;
	a->n = r->in.n < IOV_MAX ? r->in.n : IOV_MAX - 1;
	direct = a->n == r->in.n ? r->in.room : vec_room(a->vec, a->n, CAPTURE_MOST);
	displaced = a->vec[a->n];
	a->vec[a->n++] = (struct iovec){ spill, SPILL_SIZE };
	code = intake(so, r, a);
	r->in.vec[a->n - 1] = displaced;
	if (code != 0)
		return code;
	r->got = a->placed;
	if (a->placed <= direct)
		return 0;
	spilt = a->placed - direct;
	scattered = vec_scatter(r->in.vec, r->in.n, direct, spill, spilt);
	r->got = direct + scattered;
	if (spilt > scattered && !a->peek && must_keep(so) &&
	    !keep_rest(so, r, a, spill + scattered, spilt - scattered))
		code = WSAENOBUFS;
	spill_done(spilt);
	return code;
}

/* Whether more of a message must come before the receive may end, when so many bytes of
 * it are there: not where a part is asked for (D9) or the buffers are full (D6). */
static bool unfinished(const struct socket *so, const struct receive *r, size_t there)
{
	if (!has(so, XP1_PARTIAL_MESSAGE))
		return true;
	PLANT(PARTIAL_WAITS, return there < r->in.room);
	return !(r->in.flags & MSG_PARTIAL) && there < r->in.room;
}

/* A message that the transport delivers in pieces (D3): they are held until the last is
 * there, or enough of them. */
RARE static int assemble(struct socket *so, struct receive *r)
{
	while (so->held.more && unfinished(so, r, held_left(&so->held))) {
		struct iovec into = { spill_get(), SPILL_SIZE };
		struct arrival a = { .vec = &into, .n = 1 };
		bool kept;
		int code = into.iov_base != NULL ? intake(so, r, &a) : WSAENOBUFS;

		if (code != 0)
			return code;
		if (a.ended)
			return so->dead = WSAECONNABORTED;
		kept = held_append(&so->held, into.iov_base, a.placed);
		spill_done(a.placed);
		if (!kept)
			return WSAENOBUFS;
		so->held.more = a.more;
	}
	return from_held(so, r);
}

/* The piece in the spill waits for the others; one that was only looked at is taken with
 * them. */
static int hold_piece(struct socket *so, struct receive *r, const struct arrival *a)
{
	if (!held_keep(&so->held, NULL, 0, 0, spill_get(), a->peek ? 0 : a->placed))
		return WSAENOBUFS;
	so->held.more = true; /* of a circuit, which tells no source */
	spill_done(a->placed);
	return assemble(so, r);
}

/* The transport has told its end. */
static int ended(struct socket *so, struct receive *r)
{
	int code = failure_at_end(so);

	r->ended = true;
	PLANT(END_IS_EMPTY, return code);
	return code != 0 ? code : WSAEDISCON;
}

/* By way of the spill, for the caller's buffers are not touched (B2) before it is known
 * that what there is of the message ends the receive. */
RARE static int from_pieces(struct socket *so, struct receive *r)
{
	struct iovec into = { spill_get(), SPILL_SIZE };
	struct arrival a = { .vec = &into,
			     .n = 1,
			     .peek = (r->in.flags & MSG_PEEK) != 0 };
	int code = into.iov_base != NULL ? intake(so, r, &a) : WSAENOBUFS;

	if (code != 0)
		return code;
	PLANT(EMPTY_IS_END, a.ended |= a.length == 0 && !so->connectionless);
	if (a.ended)
		return ended(so, r);
	PLANT(PIECE_IS_MESSAGE, a.more = false);
	if (a.more && unfinished(so, r, a.placed))
		return hold_piece(so, r, &a);
	r->length = a.length;
	r->got = vec_scatter(r->in.vec, r->in.n, 0, into.iov_base, a.placed);
	if (a.placed > r->got && !a.peek && must_keep(so) &&
	    !keep_rest(so, r, &a, (char *)into.iov_base + r->got, a.placed - r->got))
		return WSAENOBUFS;
	spill_done(a.placed);
	if (a.more)
		r->flags_out |= MSG_PARTIAL;
	return tell(so, r, a.length - r->got);
}

static int from_transport(struct socket *so, struct receive *r)
{
	struct arrival a;
	bool peek = (r->in.flags & MSG_PEEK) != 0;
	int code;

	a.peek = peek;
	a.oob = false;
	if ((peek || !must_keep(so)) && r->in.n < IOV_MAX)
		code = take_plainly(so, r, &a);
	else
		code = take_spilling(so, r, &a);
	if (code != 0)
		return code;
	PLANT(EMPTY_IS_END, a.ended |= a.length == 0 && !so->connectionless);
	if (a.ended)
		return ended(so, r);
	r->length = a.length;
	return tell(so, r, a.length - r->got);
}

int message_take(struct socket *so, struct receive *r)
{
	if (held_any(&so->held))
		return so->held.more ? assemble(so, r) : from_held(so, r);
	if (so->once != 0) {
		int code = so->once;

		so->once = 0;
		PLANT(TOLD_AGAIN, so->once = code);
		return code;
	}
	return so->transport->ops->pieces ? from_pieces(so, r) : from_transport(so, r);
}
