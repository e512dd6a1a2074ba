/* SPDX-License-Identifier: MIT */
/* Taking from the transport, with strangers kept out.
 *
 * Once a datagram socket is connected the kernel lets only its peer's messages in; but
 * those that were queued before, or were on their way, are still there. So each is taken
 * aside first, until the queue has been found empty a while after the connect, and only
 * the peer's are copied to the caller: nothing of a stranger's message is ever seen.
 *
 * A circuit that is known to be broken is told once its data is over. */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "base/planted.h"
#include "base/vec.h"
#include "net/bsd.h"
#include "net/ready.h"
#include "spi/receive.h"
#include "spi/spill.h"

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
		return (a4->sin_port == b4->sin_port || PLANTED(ANY_PORT)) &&
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

/* Forgets the message at the head of the queue. */
static int drop(struct socket *so)
{
	struct arrival head = { .vec = NULL };

	return take(so, &head);
}

/* The peer's next message, in one call: by way of the upper half of the spill, since its
 * source is known only when it is there. (The lower half may be where it is to go.) */
RARE static int intake_vetting(struct socket *so, struct receive *r, struct arrival *a)
{
	char *spill = spill_get();
	struct iovec into = { spill + SPILL_SIZE / 2, SPILL_SIZE / 2 };
	struct arrival v = { .vec = &into, .n = 1, .peek = a->peek, .ask_from = true };
	int code = spill == NULL ? WSAENOBUFS : 0;

	while (code == 0) {
		code = take(so, &v);
		if (code != 0 || intake_is_peer(so, &v.from, v.from_length))
			break;
		code = v.peek ? drop(so) : 0;
	}
	if (code == WSAEWOULDBLOCK && ready_now() - so->vet_from > ON_ITS_WAY)
		so->vetting = false;
	if (code != 0)
		return code;
	a->placed = vec_scatter(a->vec, a->n, 0, into.iov_base, v.placed);
	a->length = v.length;
	a->ended = a->more = false;
	r->from_length = a->from_length = v.from_length;
	memcpy(&a->from, &v.from, v.from_length);
	memcpy(&r->from, &v.from, v.from_length);
	a->ask_from = true;
	return 0;
}

int intake(struct socket *so, struct receive *r, struct arrival *a)
{
	int code;

	if (so->vetting)
		return intake_vetting(so, r, a);
	/* What may be held keeps its source: a later receive may ask, or a connect. */
	a->ask_from = so->connectionless &&
		      (r->ask_from || so->watched || so->stream ||
		       (so->info.dwServiceFlags1 &
			(XP1_PARTIAL_MESSAGE | XP1_GUARANTEED_DELIVERY)));
	code = take(so, a);
	if (code == 0 && a->ask_from) {
		r->from_length = a->from_length;
		memcpy(&r->from, &a->from, a->from_length);
	}
	return code;
}
