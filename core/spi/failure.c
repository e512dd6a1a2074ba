/* SPDX-License-Identifier: MIT */
/* What the kernel's errors mean for a receive, and which of them stay.
 *
 * A socket of the kernel tells a reset once and then the end of the stream. Here it is
 * remembered: every later receive and send tells it again. */
#include <errno.h>

#include "base/code.h"
#include "base/planted.h"
#include "spi/receive.h"

static int reset_after_close(const struct socket *so)
{
	PLANT(RULE_ABORT, return WSAECONNRESET);
	return so->rules.value[RULE_ABORT] == ABORT_ABORTED ? WSAECONNABORTED
							    : WSAECONNRESET;
}

/* Keep-alive on an idle circuit (E5), or data that nobody acknowledged (E13). */
static int timed_out(struct socket *so)
{
	int keepalive = 0;

	so->transport->ops->ask(so->transport, TRANSPORT_WHY_TIMEOUT, &keepalive);
	PLANT(KEEPALIVE, keepalive = 0);
	if (!keepalive)
		return WSAECONNABORTED;
	return so->rules.value[RULE_KEEPALIVE] == KEEPALIVE_NETRESET ? WSAENETRESET
								     : WSAETIMEDOUT;
}

static int of_circuit(struct socket *so, int native)
{
	switch (native) {
	case EPIPE: /* a reset after the peer's own end: in answer to what we sent, if we did */
		return so->dead = so->sent ? reset_after_close(so) : WSAECONNRESET;
	case ECONNRESET:
		/* Records that were queued before it are still there, though the kernel
		 * speaks of the reset first; a stream gives its data first by itself. */
		if (so->boundaries) {
			so->broken = WSAECONNRESET;
			so->reset = true;
			return 0;
		}
		PLANT(RESET_TOLD_ONCE, return WSAECONNRESET);
		return so->dead = WSAECONNRESET;
	case ECONNREFUSED:
		return so->dead = WSAECONNRESET;
	case ETIMEDOUT:
		return so->dead = timed_out(so);
	case ECONNABORTED:
	case ENETUNREACH:
	case EHOSTUNREACH:
	case EHOSTDOWN:
	case EPROTO:
		return so->dead = WSAECONNABORTED;
	}
	return code_from_errno(native);
}

/* What ICMP said of an earlier send. Only "port unreachable" concerns a receive. */
static int of_datagram(struct socket *so, int native)
{
	int ignored = 0;

	switch (native) {
	case ECONNREFUSED:
	case EHOSTUNREACH:
	case ENETUNREACH:
	case EHOSTDOWN:
	case EPROTO:
	case EMSGSIZE:
	case EACCES:
		so->transport->ops->ask(so->transport, TRANSPORT_ERROR, &ignored);
		PLANT(UNREACHABLE_UNTOLD, return 0);
		return native == ECONNREFUSED ? WSAECONNRESET : 0;
	case ECONNRESET: /* a local peer that was closed */
		return WSAECONNRESET;
	}
	return code_from_errno(native);
}

int failure_of(struct socket *so, int native)
{
	so->last.nativeErrno = native;
	return so->connectionless ? of_datagram(so, native) : of_circuit(so, native);
}

int failure_at_end(struct socket *so)
{
	int native = 0;

	if (so->broken != 0)
		return so->dead = so->broken;
	if (!so->sent)
		return 0;
	so->transport->ops->ask(so->transport, TRANSPORT_ERROR, &native);
	if (native == 0)
		return 0;
	so->last.nativeErrno = native;
	/* The kernel says EPIPE for a reset that follows the peer's end; whichever it says
	 * here, the end had come first. */
	return so->dead = native == ETIMEDOUT ? timed_out(so) : reset_after_close(so);
}
