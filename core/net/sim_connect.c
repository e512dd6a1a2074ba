/* SPDX-License-Identifier: MIT */
/* Circuits in memory: listening, connecting, accepting. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "net/sim_circuit.h"

int sim_listen(struct transport *t, int backlog)
{
	struct sim_end *e = sim_end_of(t);
	int native = 0;

	if (e->kind == SIM_DATAGRAM)
		return EOPNOTSUPP;
	if (e->state != SIM_FRESH && e->state != SIM_LISTENING)
		return EINVAL;
	if (!sim_is_inet(e) && e->here.length == 0)
		return EINVAL;
	if (sim_is_inet(e) && e->state == SIM_FRESH) {
		native = sim_autobind(e);
		if (native == 0)
			native = sim_may_listen(e);
	}
	if (native != 0)
		return native;
	e->state = SIM_LISTENING;
	/* A negative one is a very large one. */
	e->backlog = backlog >= 0 ? backlog : SOMAXCONN;
	return 0;
}

static bool is_full(const struct sim_end *listener)
{
	return listener->n_accepted > (size_t)listener->backlog;
}

/* A TCP connection has what its listener was set to, and holds its port too. */
static void inherit(struct sim_end *child, const struct sim_end *listener)
{
	child->here = listener->here;
	if (!sim_is_tcp(child))
		return;
	memcpy(child->option, listener->option, sizeof child->option);
	child->room = listener->room;
	child->chose_port = listener->chose_port;
	child->bound = true;
}

/* Connects e to a new socket in the listener's queue. */
static int establish(struct sim_end *e, struct sim_end *listener)
{
	struct sim_end *child = sim_make(listener->family, listener->kind);

	if (child == NULL)
		return ENOMEM;
	inherit(child, listener);
	if (sim_is_tcp(e)) {
		child->here = e->there;
		child->there = e->here;
	}
	sim_join(e, child);
	child->listener = listener;
	TAILQ_INSERT_TAIL(&listener->accepted, child, turn);
	listener->n_accepted++;
	sim_tell(listener);
	sim_tell(e);
	return 0;
}

/* Nobody listens there, which is told later. */
static void refuse(struct sim_end *e)
{
	e->state = SIM_REFUSED;
	e->error = ECONNREFUSED;
	e->bound &= e->chose_port;
	sim_tell(e);
}

static int start_tcp(struct sim_end *e, const struct sockaddr *sa, socklen_t length)
{
	struct sim_name to, from;
	struct sim_end *listener;
	int native = sim_read_name(e, sa, length, &to);

	if (native != 0)
		return native;
	sim_route(e, &to, &from);
	if (!sim_is_local(&to) ||
	    (sim_is_v4(&to) && e->family == AF_INET6 && e->option[SIM_OPTION_V6ONLY]))
		return ENETUNREACH;
	native = sim_autobind(e);
	if (native != 0)
		return native;
	e->here.ip = from.ip;
	e->there = to;
	listener = sim_find_listener(&to);
	if (listener == NULL) {
		refuse(e);
	} else if (is_full(listener)) {
		e->state = SIM_CONNECTING;
		e->listener = listener;
		TAILQ_INSERT_TAIL(&listener->waiting, e, turn);
	} else {
		native = establish(e, listener);
	}
	return native != 0 ? native : EINPROGRESS;
}

/* As it was before it was connected, but for what a bind chose. A port that was not
 * chosen is given back, though it is still told. */
static void start_again(struct sim_end *e)
{
	e->state = SIM_FRESH;
	e->told_connected = e->ended = e->shut = false;
	if (!e->chose_ip)
		e->here.ip = sim_no_name(e->family).ip;
	e->there = sim_no_name(e->family);
}

static int connect_tcp(struct sim_end *e, const struct sockaddr *sa, socklen_t length)
{
	int native = e->error != 0 ? e->error : ECONNABORTED;

	if (length >= sizeof sa->sa_family && sa->sa_family == AF_UNSPEC &&
	    e->state == SIM_FRESH)
		return 0;
	switch (e->state) {
	case SIM_FRESH:
		return start_tcp(e, sa, length);
	case SIM_CONNECTING:
		return EALREADY;
	case SIM_REFUSED:
		e->error = 0;
		start_again(e);
		return native;
	case SIM_CONNECTED:
		if (e->told_connected)
			return EISCONN;
		e->told_connected = true;
		return 0;
	case SIM_LISTENING:
	case SIM_DEAD:
		return EISCONN;
	}
	return EINVAL;
}

static int connect_local(struct sim_end *e, const struct sockaddr *sa, socklen_t length)
{
	struct sim_end *listener = NULL;
	struct sim_name name;
	int native = sim_read_name(e, sa, length, &name);

	/* A record socket carries credentials, and so has a name. */
	if (native == 0 && e->kind == SIM_RECORD)
		native = sim_autobind(e);
	if (native == 0)
		native = sim_find_local(&name, e->kind, &listener);
	if (native != 0)
		return native;
	if (listener->state != SIM_LISTENING)
		return ECONNREFUSED;
	if (is_full(listener)) {
		e->waits_for = listener;
		return EAGAIN;
	}
	if (e->state != SIM_FRESH)
		return e->state == SIM_CONNECTED ? EISCONN : EINVAL;
	return establish(e, listener);
}

int sim_connect(struct transport *t, const struct sockaddr *sa, socklen_t length)
{
	struct sim_end *e = sim_end_of(t);

	if (e->kind == SIM_DATAGRAM)
		return sim_connect_datagram(e, sa, length);
	return sim_is_tcp(e) ? connect_tcp(e, sa, length)
			     : connect_local(e, sa, length);
}

/* Somebody who waits may come in. */
static void admit(struct sim_end *listener)
{
	struct sim_end *e = TAILQ_FIRST(&listener->waiting);

	if (e != NULL && !is_full(listener)) {
		TAILQ_REMOVE(&listener->waiting, e, turn);
		e->listener = NULL;
		if (establish(e, listener) != 0)
			refuse(e);
	}
	sim_tell_waiting(listener);
}

int sim_accept(struct transport *t, struct transport **out)
{
	struct sim_end *e = sim_end_of(t);
	struct sim_end *child = TAILQ_FIRST(&e->accepted);

	if (e->kind == SIM_DATAGRAM)
		return EOPNOTSUPP;
	if (e->state != SIM_LISTENING)
		return EINVAL;
	if (child == NULL)
		return EAGAIN;
	TAILQ_REMOVE(&e->accepted, child, turn);
	e->n_accepted--;
	child->listener = NULL;
	*out = &child->super;
	admit(e);
	return 0;
}

void sim_stop_listening(struct sim_end *e)
{
	struct sim_end *f;

	if (e->listener != NULL) { /* e waits; who is accepted is closed below */
		TAILQ_REMOVE(&e->listener->waiting, e, turn);
		e->listener = NULL;
	}
	while ((f = TAILQ_FIRST(&e->waiting)) != NULL) {
		TAILQ_REMOVE(&e->waiting, f, turn);
		f->listener = NULL;
		refuse(f);
	}
	while ((f = TAILQ_FIRST(&e->accepted)) != NULL) {
		TAILQ_REMOVE(&e->accepted, f, turn);
		f->listener = NULL;
		sim_break(&f->super);
	}
}
