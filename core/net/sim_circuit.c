/* SPDX-License-Identifier: MIT */
/* Circuits in memory: TCP, and AF_UNIX streams and records, sending and ending.
 *
 * TCP learns of things as packets come; an AF_UNIX socket is changed by its peer. */
#include <errno.h>

#include "base/vec.h"
#include "net/sim_circuit.h"

bool sim_is_dead(const struct sim_end *e)
{
	bool over = e->ended && e->shut && sim_on_its_way(e) == 0;

	return e->state == SIM_DEAD || e->state == SIM_REFUSED ||
	       (e->state == SIM_CONNECTED && over);
}

static int tell_error(struct sim_end *e)
{
	int native = e->error;

	e->error = 0;
	return native;
}

/* To a TCP socket that was closed: it answers with a reset, which comes behind what else
 * is on its way to us. */
static int send_to_nobody(struct sim_end *e, size_t length, size_t *sent)
{
	*sent = length;
	return length == 0 ? 0 : sim_send_parcel(e, NULL, PARCEL_RESET, NULL, 0, 0);
}

/* Whether a TCP socket may send. */
static int tcp_may_send(struct sim_end *e)
{
	if (e->error != 0)
		return tell_error(e);
	if (e->state == SIM_CONNECTING)
		return EAGAIN;
	return e->state != SIM_CONNECTED || e->shut || sim_is_dead(e) ? EPIPE : 0;
}

static int send_tcp(struct sim_end *e, const struct iovec *vec, size_t n, bool oob,
		    size_t length, size_t *sent)
{
	int native = tcp_may_send(e);
	size_t left;

	if (native != 0)
		return native;
	if (e->other == NULL)
		return send_to_nobody(e, length, sent);
	left = sim_room_left(e->other);
	if (length > 0 && left == 0)
		return EAGAIN;
	/* An urgent byte goes with what is before it. */
	*sent = length > left && !oob ? left : length;
	if (*sent == 0)
		return 0;
	return sim_send_parcel(e->other, e, oob ? PARCEL_URGENT : PARCEL_BYTES, vec, n,
			       *sent);
}

static int send_local_stream(struct sim_end *e, const struct iovec *vec, size_t n,
			     size_t length, size_t *sent)
{
	size_t left;

	if (e->state != SIM_CONNECTED)
		return ENOTCONN;
	if (e->shut || e->other == NULL)
		return EPIPE;
	if (length > 0 && e->error != 0)
		return tell_error(e);
	left = sim_room_left(e->other);
	if (length > 0 && left == 0)
		return EAGAIN;
	*sent = length < left ? length : left;
	return *sent == 0 ? 0
			  : sim_send_parcel(e->other, e, PARCEL_BYTES, vec, n, *sent);
}

int sim_fits_local(const struct sim_end *e, size_t length)
{
	return length > (size_t)e->option[SIM_OPTION_SNDBUF] - 32 ? EMSGSIZE : 0;
}

/* A record socket carries credentials, and so has a name as soon as it sends. */
static int send_record(struct sim_end *e, const struct iovec *vec, size_t n,
		       size_t length, size_t *sent)
{
	int native;

	if (e->error != 0)
		return tell_error(e);
	if (e->state != SIM_CONNECTED)
		return ENOTCONN;
	native = sim_autobind(e);
	if (native == 0)
		native = sim_fits_local(e, length);
	if (native != 0)
		return native;
	if (e->shut || e->other == NULL)
		return EPIPE;
	if (e->other->queued > 0 && length >= sim_room_left(e->other))
		return EAGAIN;
	*sent = length;
	return sim_send_record(e->other, e, vec, n, length);
}

int sim_send_circuit(struct sim_end *e, const struct iovec *vec, size_t n, bool oob,
		     const struct sockaddr *to, size_t *sent)
{
	size_t length = vec_room(vec, n, SIZE_MAX);

	if (sim_is_tcp(e))
		return send_tcp(e, vec, n, oob, length, sent);
	if (oob)
		return EOPNOTSUPP;
	if (e->kind == SIM_RECORD)
		return send_record(e, vec, n, length, sent);
	if (to != NULL)
		return e->state == SIM_CONNECTED ? EISCONN : EOPNOTSUPP;
	return send_local_stream(e, vec, n, length, sent);
}

int sim_shut_circuit(struct sim_end *e)
{
	bool before = e->shut;

	if (sim_is_tcp(e)) {
		if (e->state == SIM_LISTENING)
			return 0;
		if (e->state != SIM_CONNECTED || sim_is_dead(e))
			return ENOTCONN;
	}
	e->shut = true;
	return e->other == NULL || before
		       ? 0
		       : sim_send_parcel(e->other, e, PARCEL_END, NULL, 0, 0);
}

/* What is unread makes the end a reset; TCP can be asked for one. */
static bool ends_by_reset(const struct sim_end *e, bool abrupt)
{
	if (!STAILQ_EMPTY(&e->arrived))
		return true;
	return sim_is_tcp(e) && (abrupt || e->option[SIM_OPTION_LINGER] == 0);
}

void sim_part(struct sim_end *e, bool abrupt)
{
	struct sim_end *other = e->other;
	const struct parcel *p;
	bool late = false;

	if (other == NULL || (sim_is_tcp(e) && sim_is_dead(e)))
		return;
	if (ends_by_reset(e, abrupt)) {
		sim_send_parcel(other, e, PARCEL_RESET, NULL, 0, 0);
		return;
	}
	sim_shut_circuit(e);
	/* What would have come after the close. */
	STAILQ_FOREACH (p, &e->way, link)
		late |= p->n > 0;
	if (late && sim_is_tcp(e))
		sim_send_parcel(other, e, PARCEL_RESET, NULL, 0, 0);
}
