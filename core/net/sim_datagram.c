/* SPDX-License-Identifier: MIT */
/* Datagrams in memory: UDP, which loses them, and AF_UNIX, which does not. */
#include <errno.h>
#include <stddef.h>

#include "base/vec.h"
#include "net/sim_circuit.h"

#define UDP_MOST 65507u  /* of a packet with its headers */
#define UDP6_MOST 65527u /* without them */

static int tell_error(struct sim_end *e)
{
	int native = e->error;

	e->error = 0;
	return native;
}

/* What the kernel would say to a packet for that address. */
static int check_route(const struct sim_end *e, const struct sim_name *to)
{
	const struct in6_addr *ip = &to->ip;

	if (sim_is_v4(to) && ip->s6_addr32[3] == INADDR_BROADCAST &&
	    !e->option[SIM_OPTION_BROADCAST])
		return EACCES;
	if (sim_is_v4(to) && e->family == AF_INET6 && e->option[SIM_OPTION_V6ONLY])
		return ENETUNREACH;
	return sim_is_local(to) ? 0 : ENETUNREACH;
}

/* Nobody is there: ICMP says so to who would hear it. */
static void refuse(struct sim_end *e, const struct sim_name *to)
{
	bool connected = e->state == SIM_CONNECTED;

	if (connected ? !sim_same_place(&e->there, to) : !e->option[SIM_OPTION_RECVERR])
		return;
	e->error = ECONNREFUSED;
	sim_tell(e);
}

static int deliver(struct sim_end *e, const struct sim_name *from,
		   const struct sim_name *to, const struct iovec *vec, size_t n,
		   size_t length)
{
	struct sim_end *f = sim_find_udp(from, to);
	struct sim_name before = e->here;
	int native;

	if (f == NULL) {
		refuse(e, to);
		return 0;
	}
	if (f->queued > 0 && length >= sim_room_left(f))
		return 0;
	e->here = *from;
	native = sim_send_parcel(f, e, PARCEL_BYTES, vec, n, length);
	e->here = before;
	return native;
}

static int send_udp(struct sim_end *e, const struct iovec *vec, size_t n, bool oob,
		    const struct sockaddr *sa, socklen_t sa_length, size_t *sent)
{
	size_t length = vec_room(vec, n, SIZE_MAX);
	struct sim_name to = e->there, from;
	int native = sim_autobind(e);

	/* IPv6 takes no notice of MSG_OOB. */
	if (native == 0 && e->family == AF_INET)
		native = length > 0xffff ? EMSGSIZE : oob ? EOPNOTSUPP : 0;
	if (native == 0 && sa != NULL)
		native = sim_read_name(e, sa, sa_length, &to);
	else if (native == 0 && e->state != SIM_CONNECTED)
		native = EDESTADDRREQ;
	if (native == 0 && sa != NULL && to.port == 0)
		native = EINVAL;
	if (native != 0)
		return native;
	sim_route(e, &to, &from);
	native = check_route(e, &to);
	if (native == 0 && length > (sim_is_v4(&to) ? UDP_MOST : UDP6_MOST))
		native = EMSGSIZE;
	if (native == 0)
		native = tell_error(e);
	if (native == 0 && e->shut)
		native = EPIPE;
	if (native == 0)
		native = deliver(e, &from, &to, vec, n, length);
	if (native == 0)
		*sent = length;
	return native;
}

/* Parts from an AF_UNIX peer: what is queued is lost, which the peer hears of. */
static void disconnect_local(struct sim_end *e)
{
	struct sim_end *old = e->other;
	bool loses = !STAILQ_EMPTY(&e->arrived);

	e->other = NULL;
	e->bereft = false;
	sim_drop_all(e);
	if (loses && old != NULL && old->other == e) {
		old->error = ECONNRESET;
		sim_tell(old);
	}
}

/* Whether `to` takes what e sends: it may be connected to somebody else. */
static bool may_send(const struct sim_end *e, const struct sim_end *to)
{
	return (to->other == NULL && !to->bereft) || to->other == e;
}

static int send_local(struct sim_end *e, const struct iovec *vec, size_t n, bool oob,
		      const struct sockaddr *sa, socklen_t sa_length, size_t *sent)
{
	size_t length = vec_room(vec, n, SIZE_MAX);
	struct sim_end *to = e->other;
	struct sim_name name;
	int native = oob ? EOPNOTSUPP : 0;

	if (native == 0 && sa != NULL)
		native = sim_read_name(e, sa, sa_length, &name);
	else if (native == 0 && to == NULL && !e->bereft)
		native = ENOTCONN;
	if (native == 0)
		native = sim_fits_local(e, length);
	if (native == 0)
		native = tell_error(e);
	if (native == 0 && e->shut)
		native = EPIPE;
	if (native == 0 && sa != NULL)
		native = sim_find_local(&name, SIM_DATAGRAM, &to);
	if (native != 0)
		return native;
	if (to == NULL) {
		disconnect_local(e);
		return ECONNREFUSED;
	}
	if (!may_send(e, to))
		return EPERM;
	if (to->queued > 0 && length >= sim_room_left(to)) {
		e->waits_for = to;
		return EAGAIN;
	}
	*sent = length;
	return sim_send_parcel(to, e, PARCEL_BYTES, vec, n, length);
}

int sim_send_datagram(struct sim_end *e, const struct iovec *vec, size_t n, bool oob,
		      const struct sockaddr *to, socklen_t to_length, size_t *sent)
{
	return sim_is_inet(e) ? send_udp(e, vec, n, oob, to, to_length, sent)
			      : send_local(e, vec, n, oob, to, to_length, sent);
}

/* What nobody chose is given back. */
static int disconnect_udp(struct sim_end *e)
{
	e->state = SIM_FRESH;
	e->there = sim_no_name(e->family);
	if (!e->chose_ip)
		e->here.ip = sim_no_name(e->family).ip;
	if (!e->chose_port) {
		e->here.port = 0;
		e->bound = false;
	}
	return 0;
}

static int connect_udp(struct sim_end *e, const struct sockaddr *sa, socklen_t length)
{
	struct sim_name to, from;
	int native;

	if (length >= sizeof sa->sa_family && sa->sa_family == AF_UNSPEC)
		return disconnect_udp(e);
	native = sim_autobind(e);
	if (native == 0)
		native = sim_read_name(e, sa, length, &to);
	if (native != 0)
		return native;
	sim_route(e, &to, &from);
	native = check_route(e, &to);
	if (native != 0)
		return native;
	e->here.ip = from.ip;
	e->there = to;
	e->state = SIM_CONNECTED;
	return 0;
}

static int connect_local(struct sim_end *e, const struct sockaddr *sa, socklen_t length)
{
	struct sim_end *to = NULL;
	struct sim_name name;
	int native = 0;

	if (length < offsetof(struct sockaddr, sa_data))
		return EINVAL;
	if (sa->sa_family != AF_UNSPEC)
		native = sim_read_name(e, sa, length, &name);
	if (native == 0 && sa->sa_family != AF_UNSPEC)
		native = sim_find_local(&name, SIM_DATAGRAM, &to);
	if (native == 0 && to != NULL && !may_send(e, to))
		native = EPERM;
	if (native != 0)
		return native;
	if (e->bereft || (e->other != NULL && e->other != to))
		disconnect_local(e);
	e->other = to;
	e->state = to != NULL ? SIM_CONNECTED : SIM_FRESH;
	return 0;
}

int sim_connect_datagram(struct sim_end *e, const struct sockaddr *sa, socklen_t length)
{
	return sim_is_inet(e) ? connect_udp(e, sa, length)
			      : connect_local(e, sa, length);
}

int sim_shut_datagram(struct sim_end *e)
{
	e->shut = true;
	return sim_is_inet(e) && e->state != SIM_CONNECTED ? ENOTCONN : 0;
}
