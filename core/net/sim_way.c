/* SPDX-License-Identifier: MIT */
/* Parcels on their way: sent, held, passed, lost, taken. */
#include <errno.h>
#include <stdlib.h>

#include "base/heap.h"
#include "base/vec.h"
#include "net/sim_name.h"

void sim_tell(struct sim_end *e)
{
	if (e != NULL && e->source != NULL)
		ready_signal(e->source);
}

/* There is room at `to` again. */
static void tell_senders(struct sim_end *to)
{
	sim_tell(to->other);
	if (to->kind == SIM_DATAGRAM)
		sim_tell_waiting(to);
}

static void discard(struct sim_end *to, struct parcel *p)
{
	to->queued -= p->n - p->at;
	free(p);
	tell_senders(to);
}

/* The kernel's tcp_check_urg(): the urgent byte is the last of those that just came. An
 * older one that was received apart is not seen in the stream any more. */
static void note_urgent(struct sim_end *to, const struct parcel *p)
{
	uint64_t at = to->next - 1;

	if (to->urgent != SIM_URGENT_NONE && to->urgent_at == to->read &&
	    !to->option[SIM_OPTION_OOBINLINE])
		sim_take(to, 1);
	to->urgent = SIM_URGENT_VALID;
	to->urgent_at = at;
	to->urgent_byte = p->bytes[p->n - 1];
}

void sim_reset_arrives(struct sim_end *e)
{
	if (!sim_is_tcp(e)) {
		e->ended = true;
		e->error = ECONNRESET;
	} else if (!sim_is_dead(e)) {
		e->error = e->ended && !e->shut ? EPIPE : ECONNRESET;
		e->state = SIM_DEAD;
		e->bound &= e->chose_port;
	}
}

static void arrive(struct sim_end *to, struct parcel *p)
{
	switch (p->kind) {
	case PARCEL_BYTES:
	case PARCEL_URGENT:
		to->next += p->n;
		STAILQ_INSERT_TAIL(&to->arrived, p, link);
		if (p->kind == PARCEL_URGENT)
			note_urgent(to, p);
		p = NULL;
		break;
	case PARCEL_END:
		to->ended = true;
		break;
	case PARCEL_RESET:
		sim_reset_arrives(to);
		break;
	}
	if (p != NULL)
		discard(to, p);
	sim_tell(to);
}

/* Bytes at..at+n of what is in vec. */
static int send_piece(struct sim_end *to, struct sim_end *sender, enum parcel_kind kind,
		      const struct iovec *vec, size_t count, size_t at, size_t n,
		      bool more)
{
	struct parcel *p = heap_take(sizeof *p + n);

	if (p == NULL)
		return ENOMEM;
	p->kind = kind;
	p->sender = sender;
	p->from = sender != NULL ? sender->here : sim_no_name(to->family);
	p->at = 0;
	p->n = vec_gather(vec, count, at, p->bytes, n);
	p->more = more;
	to->queued += p->n;
	if (to->held)
		STAILQ_INSERT_TAIL(&to->way, p, link);
	else
		arrive(to, p);
	return 0;
}

int sim_send_parcel(struct sim_end *to, struct sim_end *sender, enum parcel_kind kind,
		    const struct iovec *vec, size_t count, size_t n)
{
	return send_piece(to, sender, kind, vec, count, 0, n, false);
}

int sim_send_record(struct sim_end *to, struct sim_end *sender, const struct iovec *vec,
		    size_t count, size_t n)
{
	size_t at = 0, most = to->cut != 0 ? to->cut : n;
	int native = 0;

	for (; native == 0 && n - at > most; at += most)
		native = send_piece(to, sender, PARCEL_BYTES, vec, count, at, most,
				    true);
	return native != 0 ? native
			   : send_piece(to, sender, PARCEL_BYTES, vec, count, at,
					n - at, false);
}

void sim_take_message(struct sim_end *e)
{
	struct parcel *p = STAILQ_FIRST(&e->arrived);

	STAILQ_REMOVE_HEAD(&e->arrived, link);
	e->read += p->n - p->at;
	discard(e, p);
}

void sim_take(struct sim_end *e, size_t n)
{
	e->read += n;
	e->queued -= n;
	while (n > 0) {
		struct parcel *p = STAILQ_FIRST(&e->arrived);
		size_t left = p->n - p->at;

		if (n < left) {
			p->at += n;
			break;
		}
		n -= left;
		STAILQ_REMOVE_HEAD(&e->arrived, link);
		free(p);
	}
	tell_senders(e);
}

void sim_drop_all(struct sim_end *e)
{
	while (!STAILQ_EMPTY(&e->arrived))
		sim_take_message(e);
}

size_t sim_room_left(const struct sim_end *e)
{
	return e->room > e->queued ? e->room - e->queued : 0;
}

size_t sim_on_its_way(const struct sim_end *e)
{
	const struct parcel *p;
	size_t n = 0;

	if (e->other == NULL)
		return 0;
	STAILQ_FOREACH (p, &e->other->way, link)
		if (p->sender == e)
			n += p->n > 0 ? p->n : 1;
	return n;
}

void sim_hold(struct transport *t, bool on)
{
	sim_end_of(t)->held = on;
	while (!on && sim_pass(t))
		;
}

static struct parcel *next(struct sim_end *e)
{
	struct parcel *p = STAILQ_FIRST(&e->way);

	if (p != NULL)
		STAILQ_REMOVE_HEAD(&e->way, link);
	return p;
}

bool sim_pass(struct transport *t)
{
	struct parcel *p = next(sim_end_of(t));

	if (p != NULL)
		arrive(sim_end_of(t), p);
	return p != NULL;
}

bool sim_lose(struct transport *t)
{
	struct parcel *p = next(sim_end_of(t));

	if (p != NULL)
		discard(sim_end_of(t), p);
	return p != NULL;
}
