/* SPDX-License-Identifier: MIT */
/* Peers of an exported program: plain sockets at the other end of ours. */
#pragma once

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/export/place.h"

#define TRIES 200 /* moments after which what has not happened will not */

/* A plain socket. Descriptors are 0 where there is none. */
struct peer {
	int fd, listener, stranger;
	int spare; /* another handle of our end, for a reset; who fills a queue */
	int family, type, protocol;
	struct place at, to; /* where it is; where ours is, to.n 0: not known */
	char name[160];
};

static void name_peer(struct peer *p)
{
	p->at.n = sizeof p->at.sa;
	if (getsockname(p->fd, (struct sockaddr *)&p->at.sa, &p->at.n) == 0)
		print_place(&p->at.sa, p->at.n, p->name);
}

static int plain_socket(const struct peer *p)
{
	return socket(p->family, p->type | SOCK_CLOEXEC | SOCK_NONBLOCK, p->protocol);
}

/* Loopback, any port; 0 or an errno. */
static int bind_somewhere(const struct peer *p, int fd, struct place *at)
{
	memset(at, 0, sizeof *at);
	at->sa.ss_family = (sa_family_t)p->family;
	at->n = p->family == AF_INET6  ? sizeof(struct sockaddr_in6)
		: p->family == AF_INET ? sizeof(struct sockaddr_in)
				       : sizeof(sa_family_t);
	to_loopback(at);
	if (bind(fd, (struct sockaddr *)&at->sa, at->n) != 0)
		return errno;
	at->n = sizeof at->sa;
	return getsockname(fd, (struct sockaddr *)&at->sa, &at->n) == 0 ? 0 : errno;
}

/* Both ends of a socketpair: *ours is ours. 0 or an errno. */
static int peer_pair(struct peer *p, int type, int *ours)
{
	int both[2];

	if (socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, both) != 0)
		return errno;
	*ours = both[0];
	p->fd = both[1];
	p->spare = dup(both[0]);
	p->family = AF_UNIX;
	p->type = type;
	name_peer(p);
	return 0;
}

/* It listens. `full`: whoever comes is kept waiting, for somebody is in the queue. */
static int peer_listen(struct peer *p, bool full)
{
	int error;

	p->listener = plain_socket(p);
	if (p->listener < 0)
		return errno;
	error = bind_somewhere(p, p->listener, &p->at);
	if (error == 0 && listen(p->listener, full ? 0 : 8) != 0)
		error = errno;
	if (error != 0 || !full)
		return error;
	p->spare = plain_socket(p);
	if (connect(p->spare, (struct sockaddr *)&p->at.sa, p->at.n) != 0 &&
	    errno != EINPROGRESS)
		return errno;
	return 0;
}

static int peer_accept(struct peer *p)
{
	int tried = 0;

	do {
		p->fd = accept4(p->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (p->fd < 0 && errno == EAGAIN)
			nap(1);
	} while (p->fd < 0 && errno == EAGAIN && ++tried < TRIES);
	if (p->fd < 0) {
		p->fd = 0;
		return errno;
	}
	close(p->listener);
	p->listener = 0;
	name_peer(p);
	return 0;
}

/* It connects to p->to. */
static int peer_connect(struct peer *p)
{
	int tried = 0;

	p->family = p->to.sa.ss_family;
	p->fd = plain_socket(p);
	if (p->fd < 0)
		return errno;
	while (connect(p->fd, (struct sockaddr *)&p->to.sa, p->to.n) != 0 &&
	       errno != EISCONN) {
		if ((errno != EINPROGRESS && errno != EALREADY) || ++tried == TRIES)
			return errno;
		nap(1);
	}
	name_peer(p);
	return 0;
}

/* Datagrams: it is bound. */
static int peer_bind(struct peer *p)
{
	int error;

	p->fd = plain_socket(p);
	if (p->fd < 0)
		return errno;
	error = bind_somewhere(p, p->fd, &p->at);
	name_peer(p);
	return error;
}

/* Datagrams: it sends to p->to, and hears nobody else. */
static int peer_meet(struct peer *p)
{
	if (p->to.n <= sizeof(sa_family_t) ||
	    connect(p->fd, (struct sockaddr *)&p->to.sa, p->to.n) == 0)
		return 0;
	return errno;
}

static void peer_close(struct peer *p)
{
	int *all[] = { &p->fd, &p->listener, &p->spare, &p->stranger };

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		if (*all[i] > 0)
			close(*all[i]);
		*all[i] = 0;
	}
}
