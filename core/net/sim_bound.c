/* SPDX-License-Identifier: MIT */
/* The state of the simulation: its sockets, ports, and names of AF_UNIX sockets. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "net/sim_name.h"

#define FIRST_PORT 49152u
#define LAST_PORT 65535u

/* A name in use. A path outlives its socket, as a file does. */
struct holding {
	LIST_ENTRY(holding) link;
	struct sim_name name;
	struct sim_end *owner; /* NULL: closed */
};

static struct {
	struct sim_ends ends; /* in the order of their making */
	LIST_HEAD(, holding) holdings;
	unsigned ports, names; /* how many were given out */
} net = { .ends = TAILQ_HEAD_INITIALIZER(net.ends) };

void sim_enlist(struct sim_end *e)
{
	TAILQ_INSERT_TAIL(&net.ends, e, link);
}

static void drop(struct holding *h)
{
	LIST_REMOVE(h, link);
	free(h);
}

void sim_reset(void)
{
	struct holding *h, *after;

	for (h = LIST_FIRST(&net.holdings); h != NULL; h = after) {
		after = LIST_NEXT(h, link);
		free(h);
	}
	LIST_INIT(&net.holdings);
	net.ports = net.names = 0;
}

/* Abstract names are each kind's own, and files are there for all. */
static struct holding *find_holding(const struct sim_name *name, enum sim_kind kind)
{
	struct holding *h;

	LIST_FOREACH (h, &net.holdings, link)
		if (h->name.length == name->length &&
		    memcmp(h->name.path, name->path, name->length) == 0 &&
		    (name->path[0] != '\0' || h->owner->kind == kind))
			return h;
	return NULL;
}

void sim_delist(struct sim_end *e)
{
	struct holding *h, *after;

	for (h = LIST_FIRST(&net.holdings); h != NULL; h = after) {
		after = LIST_NEXT(h, link);
		if (h->owner != e)
			continue;
		h->owner = NULL;
		if (h->name.path[0] == '\0')
			drop(h);
	}
	TAILQ_REMOVE(&net.ends, e, link);
}

int sim_remove(const char *path)
{
	struct sim_name name = { .length = (socklen_t)strlen(path) + 1 };
	struct holding *h;

	if (path[0] == '\0' || name.length > sizeof name.path)
		return ENOENT;
	memcpy(name.path, path, name.length);
	h = find_holding(&name, SIM_STREAM);
	if (h == NULL)
		return ENOENT;
	drop(h);
	return 0;
}

/* Whether packets to `to` come to a socket whose address this is. */
static bool covers(const struct sim_end *e, const struct sim_name *to)
{
	if (IN6_ARE_ADDR_EQUAL(&e->here.ip, &to->ip))
		return true;
	if (!sim_is_any(&e->here))
		return false;
	if (sim_is_v4(&e->here))
		return sim_is_v4(to);
	return !sim_is_v4(to) || !e->option[SIM_OPTION_V6ONLY];
}

/* Whether a and b cannot both have their addresses with one port. */
static bool collide(const struct sim_end *a, const struct sim_end *b,
		    const struct sim_name *name)
{
	struct sim_end as = { .family = a->family, .here = *name };

	as.option[SIM_OPTION_V6ONLY] = a->option[SIM_OPTION_V6ONLY];
	return a != b && b->bound && sim_is_inet(b) && a->kind == b->kind &&
	       b->here.port == name->port && (covers(&as, &b->here) || covers(b, name));
}

static bool in_use(const struct sim_end *e, const struct sim_name *name)
{
	struct sim_end *f;

	TAILQ_FOREACH (f, &net.ends, link) {
		bool share = e->option[SIM_OPTION_REUSEADDR] &&
			     f->option[SIM_OPTION_REUSEADDR] &&
			     f->state != SIM_LISTENING;

		if (!share && collide(e, f, name))
			return true;
	}
	return false;
}

int sim_may_listen(const struct sim_end *e)
{
	struct sim_end *f;

	TAILQ_FOREACH (f, &net.ends, link)
		if (f->state == SIM_LISTENING && collide(e, f, &e->here))
			return EADDRINUSE;
	return 0;
}

/* The next port that nobody of this kind has on any address. */
static bool pick_port(const struct sim_end *e, unsigned *port)
{
	const unsigned n = LAST_PORT - FIRST_PORT + 1;

	for (unsigned i = 0; i < n; i++) {
		struct sim_end *f;

		*port = FIRST_PORT + net.ports++ % n;
		TAILQ_FOREACH (f, &net.ends, link)
			if (f->bound && sim_is_inet(f) && f->kind == e->kind &&
			    f->here.port == *port)
				break;
		if (f == NULL)
			return true;
	}
	return false;
}

static int hold_name(struct sim_end *e, const struct sim_name *name)
{
	struct holding *h = heap_take(sizeof *h);

	if (h == NULL)
		return ENOMEM;
	h->name = *name;
	h->owner = e;
	LIST_INSERT_HEAD(&net.holdings, h, link);
	e->here = *name;
	e->bound = true;
	return 0;
}

static int make_up_name(struct sim_end *e)
{
	struct sim_name name = { .length = 6 };

	do
		snprintf(name.path + 1, 6, "%05x", ++net.names & 0xfffff);
	while (find_holding(&name, e->kind) != NULL);
	return hold_name(e, &name);
}

int sim_autobind(struct sim_end *e)
{
	unsigned port;

	if (e->bound || (!sim_is_inet(e) && e->here.length != 0))
		return 0;
	if (!sim_is_inet(e))
		return make_up_name(e);
	if (!pick_port(e, &port))
		return EAGAIN;
	e->here.port = port;
	e->bound = true;
	return 0;
}

static int bind_local(struct sim_end *e, const struct sockaddr *sa, socklen_t length)
{
	struct sim_name name;
	int native;

	if (length == sizeof sa->sa_family && sa->sa_family == AF_UNIX)
		return sim_autobind(e);
	native = sim_read_name(e, sa, length, &name);
	if (native != 0)
		return native;
	if (name.path[0] == '\0' && e->here.length != 0)
		return EINVAL;
	if (find_holding(&name, e->kind) != NULL)
		return EADDRINUSE;
	return e->here.length != 0 ? EINVAL : hold_name(e, &name);
}

int sim_bind(struct transport *t, const struct sockaddr *sa, socklen_t length)
{
	struct sim_end *e = sim_end_of(t);
	struct sim_name name;
	bool chosen;
	int native;

	if (!sim_is_inet(e))
		return bind_local(e, sa, length);
	native = sim_read_name(e, sa, length, &name);
	if (native != 0)
		return native;
	if (sim_is_v4(&name) && e->family == AF_INET6 && e->option[SIM_OPTION_V6ONLY])
		return EINVAL;
	if (!sim_is_any(&name) && !sim_is_local(&name))
		return EADDRNOTAVAIL;
	if (e->bound || e->state != SIM_FRESH)
		return EINVAL;
	chosen = name.port != 0;
	if (!chosen && !pick_port(e, &name.port))
		return EADDRINUSE;
	if (chosen && in_use(e, &name))
		return EADDRINUSE;
	e->here = name;
	e->bound = true;
	e->chose_ip = !sim_is_any(&name);
	e->chose_port = chosen;
	return 0;
}

struct sim_end *sim_find_listener(const struct sim_name *to)
{
	struct sim_end *f;

	/* Two that cover one place cannot both listen: sim_may_listen(). */
	TAILQ_FOREACH (f, &net.ends, link)
		if (f->state == SIM_LISTENING && sim_is_inet(f) &&
		    f->here.port == to->port && covers(f, to))
			break;
	return f;
}

/* How well a UDP socket fits; 0: not at all. */
static int fit(const struct sim_end *f, const struct sim_name *from,
	       const struct sim_name *to)
{
	int points = 1 + (sim_is_v4(to) && f->family == AF_INET);

	if (!sim_is_inet(f) || f->kind != SIM_DATAGRAM || !f->bound ||
	    f->here.port != to->port || !covers(f, to))
		return 0;
	if (f->state == SIM_CONNECTED) {
		if (!sim_same_place(&f->there, from))
			return 0;
		points += 8;
	}
	return points + (sim_is_any(&f->here) ? 0 : 4);
}

struct sim_end *sim_find_udp(const struct sim_name *from, const struct sim_name *to)
{
	struct sim_end *f, *found = NULL;
	int best = 1;

	TAILQ_FOREACH (f, &net.ends, link) {
		int points = fit(f, from, to);

		if (points >= best) {
			best = points;
			found = f;
		}
	}
	return found;
}

int sim_find_local(const struct sim_name *name, enum sim_kind kind,
		   struct sim_end **out)
{
	struct holding *h = find_holding(name, kind);

	if (h == NULL)
		return name->path[0] == '\0' ? ECONNREFUSED : ENOENT;
	if (h->owner == NULL)
		return ECONNREFUSED;
	if (h->owner->kind != kind)
		return EPROTOTYPE;
	*out = h->owner;
	return 0;
}

void sim_tell_waiting(struct sim_end *e)
{
	struct sim_end *f;

	TAILQ_FOREACH (f, &net.ends, link)
		if (f->waits_for == e) {
			f->waits_for = NULL;
			sim_tell(f);
		}
}

static void forget_sender(struct parcels *parcels, const struct sim_end *e)
{
	struct parcel *p;

	STAILQ_FOREACH (p, parcels, link)
		if (p->sender == e)
			p->sender = NULL;
}

void sim_forget(struct sim_end *e)
{
	struct sim_end *f;

	sim_tell_waiting(e);
	TAILQ_FOREACH (f, &net.ends, link) {
		forget_sender(&f->way, e);
		if (f->other != e)
			continue;
		f->there = e->here;
		f->other = NULL;
		f->bereft = f->kind == SIM_DATAGRAM;
		sim_tell(f);
	}
}
