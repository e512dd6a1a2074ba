/* SPDX-License-Identifier: MIT */
/* Sockets in memory as transports: made, asked, watched, closed. */
#include "net/sim.h"

#include <errno.h>
#include <stdlib.h>

#include "base/heap.h"
#include "net/sim_circuit.h"

#define ROOM ((size_t)256 << 10)

static int sim_send(struct transport *t, const struct iovec *vec, size_t n, bool oob,
		    const struct sockaddr *to, socklen_t to_length, size_t *sent)
{
	struct sim_end *e = sim_end_of(t);

	e->waits_for = NULL;
	return e->kind == SIM_DATAGRAM
		       ? sim_send_datagram(e, vec, n, oob, to, to_length, sent)
		       : sim_send_circuit(e, vec, n, oob, to, sent);
}

static int sim_shut_send(struct transport *t)
{
	struct sim_end *e = sim_end_of(t);

	return e->kind == SIM_DATAGRAM ? sim_shut_datagram(e) : sim_shut_circuit(e);
}

/* TCP: up to the urgent byte, as the kernel's tcp_inq(); records: all; else the first. */
static int waiting(const struct sim_end *e)
{
	const struct parcel *p = STAILQ_FIRST(&e->arrived);
	size_t n = 0;

	if (e->kind == SIM_DATAGRAM)
		return p != NULL ? (int)p->n : 0;
	if (e->urgent != SIM_URGENT_NONE && !e->option[SIM_OPTION_OOBINLINE])
		return (int)(e->urgent_at - e->read);
	STAILQ_FOREACH (p, &e->arrived, link)
		n += p->n - p->at;
	return (int)n;
}

static int oob_waits(struct transport *t)
{
	char byte;
	struct iovec one = { &byte, 1 };
	struct arrival a = { .vec = &one, .n = 1, .peek = true, .oob = true };

	return sim_recv(t, &a) == 0;
}

/* POLLHUP or POLLRDHUP. */
static bool hung_up(const struct sim_end *e)
{
	if (e->kind == SIM_DATAGRAM)
		return false;
	if (e->ended || e->state == SIM_FRESH || (sim_is_tcp(e) && sim_is_dead(e)))
		return true;
	return !sim_is_tcp(e) && e->state == SIM_CONNECTED && e->other == NULL;
}

/* With RECVERR what ICMP says is also queued, and taking it off clears the errno. */
static int ask_error(struct sim_end *e)
{
	int native = e->error;
	bool udp = sim_is_inet(e) && e->kind == SIM_DATAGRAM;

	e->error = 0;
	return udp && e->option[SIM_OPTION_RECVERR] ? 0 : native;
}

static int sim_ask(struct transport *t, enum transport_question q, int *answer)
{
	struct sim_end *e = sim_end_of(t);

	*answer = 0;
	switch (q) {
	case TRANSPORT_WAITING:
		*answer = waiting(e);
		return e->state == SIM_LISTENING ? EINVAL : 0;
	case TRANSPORT_OOB:
		*answer = oob_waits(t);
		return 0;
	case TRANSPORT_ERROR:
		*answer = ask_error(e);
		return 0;
	case TRANSPORT_HUNG_UP:
		*answer = hung_up(e);
		return 0;
	case TRANSPORT_WHY_TIMEOUT:
		*answer = e->keepalive_died;
		if (!sim_is_inet(e))
			return EOPNOTSUPP;
		return e->kind != SIM_DATAGRAM ? 0
		       : e->family == AF_INET  ? EOPNOTSUPP
					       : ENOPROTOOPT;
	case TRANSPORT_UNSENT:
		*answer = (int)sim_on_its_way(e);
		return 0;
	}
	return EINVAL;
}

static bool may_send(const struct sim_end *e)
{
	if (e->kind != SIM_DATAGRAM && e->state != SIM_CONNECTED)
		return e->state == SIM_REFUSED || e->state == SIM_DEAD;
	return e->waits_for == NULL && (e->other == NULL || sim_room_left(e->other));
}

/* What is there already is news to a new watcher. */
static int sim_watch(struct transport *t, struct source *s, unsigned want)
{
	struct sim_end *e = sim_end_of(t);

	ready_watch_simulated(s, want);
	e->source = want != 0 ? s : NULL;
	if (!STAILQ_EMPTY(&e->arrived) || e->ended || e->error != 0 ||
	    !TAILQ_EMPTY(&e->accepted) || ((want & READY_SEND) && may_send(e)))
		sim_tell(e);
	return 0;
}

static void end(struct sim_end *e)
{
	sim_stop_listening(e);
	sim_delist(e);
	e->source = NULL;
	while (sim_lose(&e->super))
		;
	sim_drop_all(e);
	sim_forget(e);
	free(e);
}

void sim_close(struct transport *t, bool abrupt)
{
	struct sim_end *e = sim_end_of(t);

	if (e->kind != SIM_DATAGRAM)
		sim_part(e, abrupt);
	end(e);
}

static void sim_release(struct transport *t)
{
	sim_close(t, false);
}

static const struct transport_ops sim_ops = {
	.name = "sim",
	.pieces = true,
	.recv = sim_recv,
	.send = sim_send,
	.bind = sim_bind,
	.connect = sim_connect,
	.listen = sim_listen,
	.accept = sim_accept,
	.shut_send = sim_shut_send,
	.name_of = sim_name_of,
	.ask = sim_ask,
	.get = sim_get,
	.set = sim_set,
	.raw_get = sim_raw_get,
	.raw_set = sim_raw_set,
	.watch = sim_watch,
	.release = sim_release,
	.close = sim_close,
};

struct sim_end *sim_make(int family, enum sim_kind kind)
{
	struct sim_end *e = heap_zeroed(1, sizeof *e);

	if (e == NULL)
		return NULL;
	e->super.ops = &sim_ops;
	e->family = family;
	e->kind = kind;
	e->room = ROOM;
	e->here = e->there = sim_no_name(family);
	STAILQ_INIT(&e->arrived);
	STAILQ_INIT(&e->way);
	TAILQ_INIT(&e->accepted);
	TAILQ_INIT(&e->waiting);
	sim_option_init(e);
	sim_enlist(e);
	return e;
}

void sim_join(struct sim_end *a, struct sim_end *b)
{
	a->other = b;
	b->other = a;
	a->state = b->state = SIM_CONNECTED;
}

/* What this kind of socket is; false: there is none. */
static bool kind_of(int family, int type, int protocol, enum sim_kind *kind)
{
	bool inet = family == AF_INET || family == AF_INET6;

	*kind = type == SOCK_STREAM  ? SIM_STREAM
		: type == SOCK_DGRAM ? SIM_DATAGRAM
				     : SIM_RECORD;
	if (inet && type == SOCK_STREAM)
		return protocol == 0 || protocol == IPPROTO_TCP;
	if (inet && type == SOCK_DGRAM)
		return protocol == 0 || protocol == IPPROTO_UDP;
	return family == AF_UNIX && protocol == 0 &&
	       (type == SOCK_STREAM || type == SOCK_DGRAM || type == SOCK_SEQPACKET);
}

int sim_open(int family, int type, int protocol, struct transport **out)
{
	enum sim_kind kind;
	struct sim_end *e;

	if (family != AF_INET && family != AF_INET6 && family != AF_UNIX)
		return EAFNOSUPPORT;
	if (!kind_of(family, type, protocol, &kind))
		return EPROTONOSUPPORT;
	e = sim_make(family, kind);
	if (e == NULL)
		return ENOMEM;
	*out = &e->super;
	return 0;
}

int sim_local_pair(int type, struct transport *ends[2])
{
	struct sim_end *a, *b;
	enum sim_kind kind;

	if (!kind_of(AF_UNIX, type, 0, &kind))
		return ESOCKTNOSUPPORT;
	a = sim_make(AF_UNIX, kind);
	b = sim_make(AF_UNIX, kind);
	if (a == NULL || b == NULL) {
		if (a != NULL)
			end(a);
		if (b != NULL)
			end(b);
		return ENOMEM;
	}
	sim_join(a, b);
	ends[0] = &a->super;
	ends[1] = &b->super;
	return 0;
}

struct transport *sim_other(struct transport *t)
{
	struct sim_end *e = sim_end_of(t), *other = e->other;

	if (sim_is_inet(e) && e->kind == SIM_DATAGRAM && e->state == SIM_CONNECTED)
		other = sim_find_udp(&e->here, &e->there);
	return other != NULL ? &other->super : NULL;
}

void sim_cut(struct transport *t, size_t n)
{
	sim_end_of(t)->cut = n;
}

void sim_room(struct transport *t, size_t n)
{
	sim_end_of(t)->room = n;
	sim_tell(sim_end_of(t)->other);
	sim_tell_waiting(sim_end_of(t));
}

void sim_time_out(struct transport *t, bool keepalive)
{
	struct sim_end *e = sim_end_of(t);

	e->error = ETIMEDOUT;
	e->state = SIM_DEAD;
	e->keepalive_died = keepalive;
	sim_tell(e);
}

/* Without TCP_USER_TIMEOUT the kernel tries for about a quarter of an hour. */
uint64_t sim_patience(struct transport *t, bool keepalive)
{
	const int *option = sim_end_of(t)->option;
	uint64_t probes = (uint64_t)option[SIM_OPTION_KEEPINTVL] *
			  (uint64_t)option[SIM_OPTION_KEEPCNT];

	if (!keepalive && option[SIM_OPTION_USER_TIMEOUT] == 0)
		return UINT64_C(924600000);
	if (!keepalive)
		return (uint64_t)option[SIM_OPTION_USER_TIMEOUT] * 1000;
	if (!option[SIM_OPTION_KEEPALIVE])
		return 0;
	return ((uint64_t)option[SIM_OPTION_KEEPIDLE] + probes) * 1000000;
}

void sim_break(struct transport *t)
{
	struct sim_end *e = sim_end_of(t);

	if (e->other != NULL && e->kind != SIM_DATAGRAM &&
	    !(sim_is_tcp(e) && sim_is_dead(e)))
		sim_send_parcel(e->other, e, PARCEL_RESET, NULL, 0, 0);
	end(e);
}
