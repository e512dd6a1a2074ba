/* SPDX-License-Identifier: MIT */
/* Receiving the urgent byte.
 *
 * Linux keeps one, the newest: an older one joins the stream, and one that normal data
 * has been read past is gone. Where none waits Linux says EINVAL; here the receive waits
 * like any other, and the end of the stream, behind all data, ends it. */
#include <errno.h>

#include "base/planted.h"
#include "spi/receive.h"

static bool has_data(struct socket *so)
{
	char byte;
	struct iovec one = { &byte, 1 };
	struct arrival a = { .vec = &one, .n = 1, .peek = true };

	return held_any(&so->held) ||
	       (so->transport->ops->recv(so->transport, &a) == 0 && a.placed > 0);
}

/* None waits: will one ever come? The end is told when all data was read (C1, C4). */
static int nothing_there(struct socket *so, struct receive *r)
{
	int hung_up = 0, native = 0;

	so->transport->ops->ask(so->transport, TRANSPORT_HUNG_UP, &hung_up);
	PLANT(OOB_NONE, return WSAEINVAL);
	if (!hung_up)
		return WSAEWOULDBLOCK;
	so->transport->ops->ask(so->transport, TRANSPORT_ERROR, &native);
	if (native != 0)
		return failure_of(so, native);
	if (has_data(so))
		return WSAEWOULDBLOCK;
	r->ended = true;
	return failure_at_end(so);
}

int urgent_take(struct socket *so, struct receive *r)
{
	struct arrival a = { .vec = r->in.vec, .n = 1, .oob = true }; /* one byte */
	int waits = 0, native;

	a.peek = (r->in.flags & MSG_PEEK) != 0;
	PLANT(OOB_PEEK_TAKES, a.peek = false);
	if (r->in.room == 0) {
		so->transport->ops->ask(so->transport, TRANSPORT_OOB, &waits);
		return waits ? 0 : nothing_there(so, r);
	}
	native = so->transport->ops->recv(so->transport, &a);
	/* ENOTCONN: a reset came behind it, and Linux gives it no more. */
	if (native == EINVAL || native == EAGAIN || native == ENOTCONN ||
	    (native == 0 && a.placed == 0))
		return nothing_there(so, r);
	if (native != 0)
		return failure_of(so, native);
	r->got = a.placed;
	r->flags_out = MSG_OOB;
	PLANT(OOB_UNTOLD, r->flags_out = 0);
	return 0;
}
