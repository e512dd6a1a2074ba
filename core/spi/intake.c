/* SPDX-License-Identifier: MIT */
/* Taking from the transport, with strangers kept out.
 *
 * Once a datagram socket is connected the kernel lets only its peer's messages in; but
 * those that were queued before, or were on their way, are still there. So the source of
 * each is looked at first, until the queue has been found empty a while after the
 * connect. A stranger's message is taken without a buffer: nothing of it is ever seen.
 *
 * A circuit that is known to be broken is told once its data is over. */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "net/bsd.h"
#include "net/ready.h"
#include "spi/receive.h"

#define ON_ITS_WAY \
	50000 /* microseconds: longer than a message is between lookup and queue */

static bool same_source(const struct sockaddr_storage *a, socklen_t a_length,
			const struct sockaddr_storage *b, socklen_t b_length)
{
	const struct sockaddr_in *a4 = (const void *)a, *b4 = (const void *)b;
	const struct sockaddr_in6 *a6 = (const void *)a, *b6 = (const void *)b;

	if (a_length == 0 || a->ss_family != b->ss_family)
		return false;
	if (a->ss_family == AF_INET)
		return a4->sin_port == b4->sin_port &&
		       a4->sin_addr.s_addr == b4->sin_addr.s_addr;
	if (a->ss_family == AF_INET6)
		return a6->sin6_port == b6->sin6_port &&
		       memcmp(&a6->sin6_addr, &b6->sin6_addr, sizeof a6->sin6_addr) ==
			       0;
	return a_length == b_length && memcmp(a, b, a_length) == 0;
}

/* Nearly every transport is a socket of the kernel. A call that the compiler sees through
 * has no return, which is mispredicted after a system call, and no jump through memory. */
static int from_transport(struct transport *t, struct arrival *a)
{
	return t->ops->recv == bsd_recv ? bsd_recv(t, a) : t->ops->recv(t, a);
}

bool intake_is_peer(const struct socket *so, const struct sockaddr_storage *from,
		    socklen_t length)
{
	return same_source(from, length, &so->peer, so->peer_length);
}

static int take(struct socket *so, struct arrival *a)
{
	int code = 0;

	do {
		int native = from_transport(so->transport, a);

		if (native == 0)
			return 0;
		if (native == EAGAIN)
			return so->broken != 0 ? so->dead = so->broken : WSAEWOULDBLOCK;
		code = failure_of(so, native);
	} while (code == 0);
	return code;
}

/* Drops what strangers sent, up to the peer's first message. */
RARE static int vet(struct socket *so)
{
	for (;;) {
		struct arrival head;
		int code;

		head.vec = NULL;
		head.n = 0;
		head.peek = true;
		head.oob = false;
		head.ask_from = true;
		code = take(so, &head);
		if (code == WSAEWOULDBLOCK && ready_now() - so->vet_from > ON_ITS_WAY)
			so->vetting = false;
		if (code != 0 || intake_is_peer(so, &head.from, head.from_length))
			return code;
		head.peek = false;
		code = take(so, &head);
		if (code != 0)
			return code;
	}
}

int intake(struct socket *so, struct receive *r, struct arrival *a)
{
	int code = so->vetting ? vet(so) : 0;

	if (code != 0)
		return code;
	/* What may be held keeps its source: a later receive may ask, or a connect. */
	a->ask_from = so->connectionless &&
		      (r->ask_from || so->watched ||
		       (so->info.dwServiceFlags1 &
			(XP1_PARTIAL_MESSAGE | XP1_GUARANTEED_DELIVERY)));
	code = take(so, a);
	if (code == 0 && a->ask_from) {
		r->from_length = a->from_length;
		memcpy(&r->from, &a->from, a->from_length);
	}
	return code;
}
