/* SPDX-License-Identifier: MIT */
/* The socket of a peer, and TLS over it. */
#include "scenario/peer_over.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "net/bsd.h"
#include "net/tls.h"
#include "scenario/rogue.h"

int peer_over_open(struct peer *p)
{
	struct transport *below = NULL;
	int native = bsd_wrap(p->fd, p->family, p->type, p->protocol, &below);

	if (native == 0)
		native = rogue_over(below, p->type == SOCK_DGRAM, !p->connects,
				    &p->rogue, &p->layer);
	if (native != 0 && below != NULL)
		below->ops->release(below);
	return native;
}

/* Nothing more, until it is 0. */
static int push(struct peer *p)
{
	size_t sent;
	int native;

	while ((native = p->layer->ops->send(p->layer, NULL, 0, false, NULL, 0,
					     &sent)) == EAGAIN) {
		short wanted = tls_waits_for_room(p->layer) ? POLLOUT : POLLIN;

		if (peer_wait_parked(p, wanted, PEER_FOREVER) == PEER_WAIT_ENDED)
			return ECANCELED;
	}
	return native;
}

int peer_over_shake(struct peer *p)
{
	return p->layer != NULL ? push(p) : 0;
}

int peer_over_flush(struct peer *p)
{
	return p->layer != NULL ? push(p) : 0;
}

ssize_t peer_over_put(struct peer *p, const void *bytes, size_t n, int flags)
{
	struct iovec vec = { (void *)(uintptr_t)bytes, n };
	size_t sent = 0;
	int native;

	if (p->layer == NULL)
		return send(p->fd, bytes, n, flags | MSG_DONTWAIT | MSG_NOSIGNAL);
	vec.iov_len = rogue_record(p->rogue, n);
	native = p->layer->ops->send(p->layer, &vec, 1, (flags & MSG_OOB) != 0, NULL, 0,
				     &sent);
	if (native == 0 || (native == EAGAIN && sent > 0))
		return (ssize_t)sent;
	errno = native;
	return -1;
}

ssize_t peer_over_take(struct peer *p, void *bytes, size_t n, int flags)
{
	struct iovec vec = { bytes, n };
	struct arrival a = { .vec = &vec, .n = 1 };
	int native;

	if (p->layer == NULL)
		return recv(p->fd, bytes, n, flags | MSG_DONTWAIT);
	native = p->layer->ops->recv(p->layer, &a);
	if (native == 0)
		return (ssize_t)a.placed;
	errno = native;
	return -1;
}

int peer_over_shut(struct peer *p, bool whole)
{
	if (p->layer == NULL || !whole)
		return shutdown(p->fd, SHUT_WR) == 0 ? 0 : errno;
	p->layer->ops->shut_send(p->layer);
	return push(p);
}

int peer_over_misbehave(struct peer *p, const struct peer_step *step)
{
	int native = p->rogue != NULL ? rogue_play(p->rogue, step) : EOPNOTSUPP;

	while (native == EAGAIN) {
		if (peer_wait_parked(p, POLLOUT, PEER_FOREVER) == PEER_WAIT_ENDED)
			return ECANCELED;
		native = rogue_go_on(p->rogue);
	}
	return native;
}

void peer_over_tidy(struct peer *p)
{
	int waiting;

	if (p->layer != NULL)
		p->layer->ops->ask(p->layer, TRANSPORT_WAITING, &waiting);
}

void peer_over_close(struct peer *p)
{
	if (p->layer != NULL)
		p->layer->ops->release(p->layer);
	p->layer = NULL;
	p->rogue = NULL;
}
