/* SPDX-License-Identifier: MIT */
/* Parcels on their way: sent, held, passed, lost, taken. */
#include <errno.h>
#include <stdlib.h>

#include "base/vec.h"
#include "net/sim_end.h"

void sim_tell(struct sim_end *e)
{
	if (e != NULL && e->source != NULL)
		ready_signal(e->source);
}

static void discard(struct sim_end *to, struct parcel *p)
{
	to->queued -= p->n - p->at;
	free(p);
	sim_tell(to->other);
}

static void arrive(struct sim_end *to, struct parcel *p)
{
	switch (p->kind) {
	case PARCEL_BYTES:
		STAILQ_INSERT_TAIL(&to->arrived, p, link);
		p = NULL;
		break;
	case PARCEL_URGENT:
		to->urgent = (unsigned char)p->bytes[0];
		break;
	case PARCEL_END:
		to->ended = true;
		break;
	case PARCEL_RESET:
		to->ended = true;
		to->error = ECONNRESET;
		/* A stream's data is gone with it; records stay. */
		if (to->kind == SIM_STREAM)
			sim_drop_all(to);
		break;
	}
	if (p != NULL)
		discard(to, p);
	sim_tell(to);
}

int sim_send_parcel(struct sim_end *to, enum parcel_kind kind, const struct iovec *vec,
		    size_t count, size_t n)
{
	struct parcel *p = malloc(sizeof *p + n);

	if (p == NULL)
		return ENOMEM;
	p->kind = kind;
	p->at = 0;
	p->n = vec_gather(vec, count, 0, p->bytes, n);
	to->queued += p->n;
	if (to->held)
		STAILQ_INSERT_TAIL(&to->way, p, link);
	else
		arrive(to, p);
	return 0;
}

void sim_take(struct sim_end *e, size_t n)
{
	struct parcel *p = STAILQ_FIRST(&e->arrived);

	p->at += n;
	e->queued -= n;
	if (p->at == p->n) {
		STAILQ_REMOVE_HEAD(&e->arrived, link);
		free(p);
	}
	sim_tell(e->other);
}

void sim_drop_all(struct sim_end *e)
{
	struct parcel *p;

	while ((p = STAILQ_FIRST(&e->arrived)) != NULL) {
		STAILQ_REMOVE_HEAD(&e->arrived, link);
		discard(e, p);
	}
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
