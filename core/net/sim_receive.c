/* SPDX-License-Identifier: MIT */
/* Receiving from sockets in memory, in the kernel's order: a TCP socket and an AF_UNIX
 * stream give their data before the error that waits, the others after it. */
#include <errno.h>

#include "base/vec.h"
#include "net/sim_circuit.h"

static int tell_error(struct sim_end *e)
{
	int native = e->error;

	e->error = 0;
	return native;
}

/* The kernel's tcp_recv_urg(). */
static int take_urgent(struct sim_end *e, struct arrival *a)
{
	if (e->state == SIM_LISTENING)
		return ENOTCONN;
	if (e->option[SIM_OPTION_OOBINLINE] || e->urgent != SIM_URGENT_VALID)
		return EINVAL;
	if (sim_is_dead(e) && !e->ended)
		return ENOTCONN;
	a->placed = a->length = vec_scatter(a->vec, a->n, 0, &e->urgent_byte, 1);
	a->ended = a->placed == 0; /* which is what a receive of 0 bytes says */
	if (!a->peek)
		e->urgent = SIM_URGENT_READ;
	return 0;
}

/* How many bytes of the stream one piece has at most, before the urgent byte; *hole: it
 * is the next one, and is passed over. */
static uint64_t piece(const struct sim_end *e, uint64_t seq, uint64_t most, bool *hole)
{
	uint64_t to_mark = e->urgent_at - seq;

	*hole = false;
	if (e->urgent == SIM_URGENT_NONE || e->urgent_at < seq || to_mark >= most)
		return most;
	if (to_mark > 0)
		return to_mark;
	*hole = !e->option[SIM_OPTION_OOBINLINE];
	return *hole ? 0 : most;
}

/* Bytes of the stream, over the bounds of parcels; a read ends at the mark. */
static void take_stream(struct sim_end *e, struct arrival *a)
{
	size_t most = vec_room(a->vec, a->n, e->cut != 0 ? e->cut : SIZE_MAX);
	const struct parcel *p = STAILQ_FIRST(&e->arrived);
	uint64_t seq = e->read;
	size_t at = p != NULL ? p->at : 0;

	while (p != NULL && a->placed < most) {
		size_t left = p->n - at, room = most - a->placed;
		bool hole;
		size_t n = piece(e, seq, left < room ? left : room, &hole);

		if (e->urgent != SIM_URGENT_NONE && e->urgent_at == seq &&
		    a->placed > 0)
			break;
		vec_scatter(a->vec, a->n, a->placed, p->bytes + at, n);
		a->placed += n;
		n += hole;
		seq += n;
		at += n;
		if (at == p->n) {
			p = STAILQ_NEXT(p, link);
			at = p != NULL ? p->at : 0;
		}
	}
	a->length = a->placed;
	if (!a->peek && seq > e->read) {
		sim_take(e, seq - e->read);
		if (e->read > e->urgent_at)
			e->urgent = SIM_URGENT_NONE;
	}
}

static int take_message(struct sim_end *e, struct arrival *a)
{
	const struct parcel *p = STAILQ_FIRST(&e->arrived);

	a->length = p->n;
	a->more = p->more;
	a->placed = vec_scatter(a->vec, a->n, 0, p->bytes, p->n);
	if (a->ask_from && (sim_is_inet(e) || p->from.length > 0)) {
		a->from_length = sizeof a->from;
		sim_write_name(e->family, &p->from, (struct sockaddr *)&a->from,
			       &a->from_length);
	}
	if (!a->peek)
		sim_take_message(e);
	return 0;
}

static int recv_stream(struct sim_end *e, struct arrival *a)
{
	bool tcp = sim_is_tcp(e), anything = !STAILQ_EMPTY(&e->arrived);

	if (!tcp && e->state != SIM_CONNECTED)
		return EINVAL;
	if (e->state == SIM_LISTENING)
		return ENOTCONN;
	take_stream(e, a);
	if (a->placed > 0)
		return 0;
	/* A receive of 0 bytes says the same as the end. */
	a->ended = (anything && vec_room(a->vec, a->n, 1) == 0) || (tcp && e->ended);
	if (a->ended)
		return 0;
	if (e->error != 0)
		return tell_error(e);
	a->ended = e->ended || (tcp && (sim_is_dead(e)));
	if (a->ended)
		return 0;
	return e->state == SIM_FRESH ? ENOTCONN : EAGAIN;
}

int sim_recv(struct transport *t, struct arrival *a)
{
	struct sim_end *e = sim_end_of(t);

	a->placed = a->length = 0;
	a->ended = a->more = false;
	a->from_length = 0;
	if (a->oob && sim_is_tcp(e))
		return take_urgent(e, a);
	if (a->oob && !sim_is_inet(e))
		return e->kind == SIM_STREAM ? EINVAL : EOPNOTSUPP;
	if (e->kind == SIM_STREAM)
		return recv_stream(e, a);
	if (e->kind == SIM_RECORD && e->state != SIM_CONNECTED)
		return ENOTCONN;
	if (e->error != 0)
		return tell_error(e);
	if (!STAILQ_EMPTY(&e->arrived))
		return take_message(e, a);
	a->ended = e->ended && e->kind == SIM_RECORD;
	return a->ended ? 0 : EAGAIN;
}
