/* SPDX-License-Identifier: MIT */
/* Ends in memory as transports. */
#include "net/sim.h"

#include <errno.h>
#include <stdlib.h>

#include "base/vec.h"
#include "net/sim_end.h"

#define ROOM ((size_t)256 << 10)

static int take_urgent(struct sim_end *e, struct arrival *a)
{
	char byte = (char)e->urgent;

	if (e->urgent < 0)
		return EINVAL;
	a->placed = a->length = vec_scatter(a->vec, a->n, 0, &byte, 1);
	if (!a->peek)
		e->urgent = -1;
	return 0;
}

/* Bytes of the stream, over the bounds of parcels; a peek sees as many. */
static void take_stream(struct sim_end *e, struct arrival *a)
{
	size_t most = vec_room(a->vec, a->n, e->cut != 0 ? e->cut : SIZE_MAX);
	struct parcel *p = STAILQ_FIRST(&e->arrived);

	while (p != NULL && a->placed < most) {
		struct parcel *after = STAILQ_NEXT(p, link);
		size_t left = p->n - p->at, room = most - a->placed;
		size_t n = vec_scatter(a->vec, a->n, a->placed, p->bytes + p->at,
				       left < room ? left : room);

		a->placed += n;
		if (!a->peek)
			sim_take(e, n);
		p = after;
	}
	a->length = a->placed;
}

static void take_message(struct sim_end *e, struct arrival *a)
{
	struct parcel *p = STAILQ_FIRST(&e->arrived);

	a->length = p->n;
	a->placed = vec_scatter(a->vec, a->n, 0, p->bytes, p->n);
	if (!a->peek)
		sim_take(e, p->n);
}

static int sim_recv(struct transport *t, struct arrival *a)
{
	struct sim_end *e = sim_end_of(t);
	int native = e->error;

	a->placed = a->length = 0;
	a->ended = a->more = false;
	a->from_length = 0;
	if (a->oob)
		return take_urgent(e, a);
	if (native != 0) {
		e->error = 0;
		return native;
	}
	if (!STAILQ_EMPTY(&e->arrived)) {
		if (e->kind == SIM_STREAM)
			take_stream(e, a);
		else
			take_message(e, a);
		return 0;
	}
	a->ended = e->ended && e->kind != SIM_DATAGRAM;
	return a->ended ? 0 : EAGAIN;
}

static int send_urgent(struct sim_end *e, const struct iovec *vec, size_t n,
		       size_t length, size_t *sent)
{
	struct iovec last[1];
	int native = 0;

	if (length == 0)
		return EINVAL;
	if (length > 1)
		native = sim_send_parcel(e->other, PARCEL_BYTES, vec, n, length - 1);
	vec_slice(vec, n, length - 1, 1, last, 1);
	if (native == 0)
		native = sim_send_parcel(e->other, PARCEL_URGENT, last, 1, 1);
	*sent = length;
	return native;
}

static int sim_send(struct transport *t, const struct iovec *vec, size_t n, bool oob,
		    const struct sockaddr *to, socklen_t to_length, size_t *sent)
{
	struct sim_end *e = sim_end_of(t);
	size_t length = vec_room(vec, n, SIZE_MAX), left;

	(void)to;
	(void)to_length;
	if (e->shut || (e->other == NULL && e->kind != SIM_DATAGRAM))
		return EPIPE;
	if (e->other == NULL)
		return ECONNREFUSED;
	left = e->other->room > e->other->queued ? e->other->room - e->other->queued
						 : 0;
	if (oob)
		return send_urgent(e, vec, n, length, sent);
	if (left == 0 || (e->kind != SIM_STREAM && length > left && e->other->queued))
		return EAGAIN;
	if (e->kind == SIM_STREAM && length > left)
		length = left;
	*sent = length;
	return length == 0 && e->kind == SIM_STREAM
		       ? 0
		       : sim_send_parcel(e->other, PARCEL_BYTES, vec, n, length);
}

static int sim_shut_send(struct transport *t)
{
	struct sim_end *e = sim_end_of(t);
	bool before = e->shut;

	e->shut = true;
	return e->other == NULL || before || e->kind == SIM_DATAGRAM
		       ? 0
		       : sim_send_parcel(e->other, PARCEL_END, NULL, 0, 0);
}

static int sim_name_of(struct transport *t, bool peer, struct sockaddr *sa,
		       socklen_t *length)
{
	(void)t;
	(void)peer;
	if (*length >= sizeof sa->sa_family)
		sa->sa_family = AF_UNIX;
	*length = sizeof sa->sa_family;
	return 0;
}

static int sim_ask(struct transport *t, enum transport_question q, int *answer)
{
	struct sim_end *e = sim_end_of(t);

	*answer = 0;
	switch (q) {
	case TRANSPORT_WAITING:
		*answer = (int)e->queued;
		break;
	case TRANSPORT_OOB:
		*answer = e->urgent >= 0;
		break;
	case TRANSPORT_ERROR:
		*answer = e->error;
		e->error = 0;
		break;
	case TRANSPORT_HUNG_UP:
		*answer = e->ended;
		break;
	case TRANSPORT_WHY_TIMEOUT:
		break;
	}
	return 0;
}

static int no_bind(struct transport *t, const struct sockaddr *sa, socklen_t length)
{
	(void)t;
	(void)sa;
	(void)length;
	return EINVAL; /* a pair is bound and connected */
}

static int no_listen(struct transport *t, int backlog)
{
	(void)t;
	(void)backlog;
	return EINVAL;
}

static int no_accept(struct transport *t, struct transport **out)
{
	(void)t;
	(void)out;
	return EINVAL;
}

static int no_get(struct transport *t, enum transport_option o, int *value)
{
	(void)t;
	(void)o;
	*value = 0;
	return ENOPROTOOPT;
}

static int no_set(struct transport *t, enum transport_option o, int value)
{
	(void)t;
	(void)o;
	(void)value;
	return ENOPROTOOPT;
}

static int no_raw_get(struct transport *t, int level, int option, void *value,
		      socklen_t *length)
{
	(void)t;
	(void)level;
	(void)option;
	(void)value;
	(void)length;
	return ENOPROTOOPT;
}

static int no_raw_set(struct transport *t, int level, int option, const void *value,
		      socklen_t length)
{
	(void)t;
	(void)level;
	(void)option;
	(void)value;
	(void)length;
	return ENOPROTOOPT;
}

/* What is there already is news to a new watcher. */
static int sim_watch(struct transport *t, struct source *s, unsigned want)
{
	struct sim_end *e = sim_end_of(t);

	ready_watch_simulated(s, want);
	e->source = want != 0 ? s : NULL;
	if (!STAILQ_EMPTY(&e->arrived) || e->ended || e->urgent >= 0)
		sim_tell(e);
	return 0;
}

static void sim_close(struct transport *t, bool abrupt)
{
	struct sim_end *e = sim_end_of(t);
	bool unread = !STAILQ_EMPTY(&e->arrived) && e->kind != SIM_DATAGRAM;

	if (e->other != NULL && (abrupt || unread))
		sim_send_parcel(e->other, PARCEL_RESET, NULL, 0, 0);
	else
		sim_shut_send(t);
	if (e->other != NULL)
		e->other->other = NULL;
	e->other = NULL;
	while (sim_lose(t))
		;
	sim_drop_all(e);
	free(e);
}

static void sim_release(struct transport *t)
{
	sim_close(t, false);
}

static const struct transport_ops sim_ops = {
	.name = "sim",
	.recv = sim_recv,
	.send = sim_send,
	.bind = no_bind,
	.connect = no_bind,
	.listen = no_listen,
	.accept = no_accept,
	.shut_send = sim_shut_send,
	.name_of = sim_name_of,
	.ask = sim_ask,
	.get = no_get,
	.set = no_set,
	.raw_get = no_raw_get,
	.raw_set = no_raw_set,
	.watch = sim_watch,
	.release = sim_release,
	.close = sim_close,
};

static struct sim_end *make(enum sim_kind kind)
{
	struct sim_end *e = calloc(1, sizeof *e);

	if (e == NULL)
		return NULL;
	e->super.ops = &sim_ops;
	e->kind = kind;
	e->room = ROOM;
	e->urgent = -1;
	STAILQ_INIT(&e->arrived);
	STAILQ_INIT(&e->way);
	return e;
}

int sim_pair(enum sim_kind kind, struct transport *ends[2])
{
	struct sim_end *a = make(kind), *b = make(kind);

	if (a == NULL || b == NULL) {
		free(a);
		free(b);
		return ENOMEM;
	}
	a->other = b;
	b->other = a;
	ends[0] = &a->super;
	ends[1] = &b->super;
	return 0;
}

void sim_cut(struct transport *t, size_t n)
{
	sim_end_of(t)->cut = n;
}

void sim_room(struct transport *t, size_t n)
{
	sim_end_of(t)->room = n;
	sim_tell(sim_end_of(t)->other);
}

void sim_fail(struct transport *t, int native)
{
	sim_end_of(t)->error = native;
	sim_tell(sim_end_of(t));
}
