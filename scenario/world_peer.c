/* SPDX-License-Identifier: MIT */
/* Peers: how they come to be, and when what they sent has arrived. */
#include <errno.h>
#include <string.h>

#include "net/network.h"
#include "scenario/world_parts.h"

#define BACKLOG 8

static void remember_name(struct world_peer *p)
{
	struct sockaddr *sa = (struct sockaddr *)&p->at.sa;

	p->name[0] = '\0';
	p->at.n = sizeof p->at.sa;
	if (p->t->ops->name_of(p->t, false, sa, &p->at.n) == 0)
		sockaddr_print(sa, p->at.n, p->name);
	else
		p->at.n = 0;
}

int world_peer_pair(struct world_peer *p, int type, struct transport **ours)
{
	struct transport *ends[2] = { NULL, NULL };
	int native = network_current()->pair(type, ends, &p->spare);

	if (native != 0)
		return native;
	*ours = ends[0];
	p->t = ends[1];
	p->family = AF_UNIX;
	p->type = type;
	remember_name(p);
	return 0;
}

/* Loopback of the family, any port; *at is where it is. */
static int bind_somewhere(const struct world_peer *p, struct transport *t,
			  struct sockaddr_place *at)
{
	struct sockaddr *sa = (struct sockaddr *)&at->sa;
	int native;

	memset(at, 0, sizeof *at);
	at->sa.ss_family = (sa_family_t)p->family;
	at->n = p->family == AF_INET6  ? sizeof(struct sockaddr_in6)
		: p->family == AF_INET ? sizeof(struct sockaddr_in)
				       : sizeof(sa_family_t);
	sockaddr_to_loopback(sa);
	native = t->ops->bind(t, sa, at->n);
	at->n = sizeof at->sa;
	return native != 0 ? native : t->ops->name_of(t, false, sa, &at->n);
}

/* Takes the one place that a queue of none has: who comes next is kept waiting. */
static int fill_queue(struct world_peer *p, const struct sockaddr_place *at)
{
	int native = network_current()->open(p->family, p->type, p->protocol,
					     &p->spare);

	if (native == 0)
		native = p->spare->ops->connect(
			p->spare, (const struct sockaddr *)&at->sa, at->n);
	return native == EINPROGRESS ? 0 : native;
}

int world_peer_listen(struct world_peer *p, bool full, struct sockaddr_place *at)
{
	struct transport *t = NULL;
	int native = network_current()->open(p->family, p->type, p->protocol, &t);

	if (native != 0)
		return native;
	native = bind_somewhere(p, t, at);
	if (native == 0)
		native = t->ops->listen(t, full ? 0 : BACKLOG);
	if (native != 0)
		t->ops->close(t, false);
	else
		p->listener = t;
	return native == 0 && full ? fill_queue(p, at) : native;
}

int world_peer_accept(struct world *w, struct world_peer *p)
{
	unsigned tried = 0;
	int native;

	do /* a routine that ran meanwhile may have closed its socket */
		native = p->listener != NULL
				 ? p->listener->ops->accept(p->listener, &p->t)
				 : EBADF;
	while (native == EAGAIN && world_moment(w, &tried));
	if (native != 0)
		return native;
	p->listener->ops->close(p->listener, false);
	p->listener = NULL;
	remember_name(p);
	return 0;
}

int world_peer_bind(struct world_peer *p, struct sockaddr_place *at)
{
	int native = network_current()->open(p->family, p->type, p->protocol, &p->t);

	if (native != 0)
		return native;
	native = bind_somewhere(p, p->t, at);
	if (native != 0) {
		p->t->ops->close(p->t, false);
		p->t = NULL;
		return native;
	}
	p->at = *at;
	remember_name(p);
	return 0;
}

/* On loopback a circuit is there as soon as somebody listens. */
int world_peer_connect(struct world *w, struct world_peer *p,
		       const struct sockaddr_place *to)
{
	const struct sockaddr *sa = (const struct sockaddr *)&to->sa;
	unsigned tried = 0;
	bool going = true;
	int native;

	p->family = to->sa.ss_family;
	native = network_current()->open(p->family, p->type, p->protocol, &p->t);
	if (native != 0)
		return native;
	native = p->t->ops->connect(p->t, sa, to->n);
	while (going && (native == EINPROGRESS || native == EALREADY)) {
		going = world_moment(w, &tried);
		native = p->t->ops->connect(p->t, sa, to->n);
	}
	if (native == EISCONN)
		native = 0;
	if (native != 0) {
		p->t->ops->close(p->t, false);
		p->t = NULL;
		return native;
	}
	remember_name(p);
	return 0;
}

int world_peer_stranger(struct world_peer *p)
{
	struct sockaddr_place at;
	int native = network_current()->open(p->family, p->type, p->protocol,
					     &p->stranger);

	return native != 0 ? native : bind_somewhere(p, p->stranger, &at);
}

int world_peer_meet(struct world_peer *p)
{
	return p->to.n > sizeof(sa_family_t)
		       ? p->t->ops->connect(p->t, (struct sockaddr *)&p->to.sa, p->to.n)
		       : 0;
}

static void close_one(struct transport **t)
{
	if (*t != NULL)
		(*t)->ops->close(*t, false);
	*t = NULL;
}

void world_peer_close(struct world_peer *p)
{
	crew_stop_alarm(&p->noticed);
	pthread_mutex_lock(&p->lock);
	close_one(&p->t);
	p->rogue = NULL;
	close_one(&p->listener);
	close_one(&p->spare);
	close_one(&p->stranger);
	pthread_mutex_unlock(&p->lock);
}

/* What nobody takes stays unsent; as long as it becomes less there is hope. */
static bool is_unsent(struct world_peer *p, int *unsent)
{
	bool asked;

	*unsent = 0;
	pthread_mutex_lock(&p->lock);
	asked = p->t != NULL && p->t->ops->ask(p->t, TRANSPORT_UNSENT, unsent) == 0;
	pthread_mutex_unlock(&p->lock);
	return asked && *unsent > 0;
}

void world_peer_settle(struct world *w, struct world_peer *p)
{
	int unsent = 0, before = -1;
	unsigned tried = 0;

	while (is_unsent(p, &unsent)) {
		if (unsent != before)
			tried = 0;
		before = unsent;
		if (!world_moment(w, &tried))
			break;
	}
}
