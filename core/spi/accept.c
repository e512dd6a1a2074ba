/* SPDX-License-Identifier: MIT */
/* WSPAccept. */
#include <errno.h>
#include <string.h>

#include "base/code.h"
#include "spi/blocking.h"
#include "spi/capture.h"

/* What an accepted socket has from its listener; the rest the kernel hands down. */
struct heritage {
	WSAPROTOCOL_INFO info;
	struct rules rules;
	bool overlapped, nonblocking, oob_inline, stream, boundaries;
	DWORD receive_limit, send_limit;
};

static struct heritage heritage_of(const struct socket *so)
{
	return (struct heritage){
		.info = so->info,
		.rules = so->rules,
		.overlapped = so->overlapped,
		.nonblocking = so->nonblocking,
		.oob_inline = so->oob_inline,
		.stream = so->stream,
		.boundaries = so->boundaries,
		.receive_limit = so->receive_limit,
		.send_limit = so->send_limit,
	};
}

static void inherit(struct socket *so, const struct heritage *h)
{
	so->rules = h->rules;
	so->overlapped = h->overlapped;
	so->nonblocking = h->nonblocking;
	so->oob_inline = h->oob_inline;
	so->stream = h->stream;
	so->boundaries = h->boundaries;
	so->receive_limit = h->receive_limit;
	so->send_limit = h->send_limit;
	so->state = SOCKET_CONNECTED;
}

/* Takes one connection; entered before and after. */
static int take(struct socket *so, SOCKET s, struct transport **t)
{
	struct blocked b;
	int code = 0;

	if (so->state != SOCKET_LISTENING)
		return so->connectionless ? WSAEOPNOTSUPP : WSAEINVAL;
	if (!so->nonblocking && blocking_busy())
		return WSAEINPROGRESS;
	blocking_init(&b);
	while (code == 0) {
		int native = so->transport->ops->accept(so->transport, t);

		if (native == 0)
			break;
		if (native == ECONNABORTED) /* gone before it was taken: the next one */
			continue;
		if (native != EAGAIN)
			code = code_from_errno(native);
		else if (so->nonblocking)
			code = WSAEWOULDBLOCK;
		else
			code = blocking_wait(&b, so, s, N_TURNS, READY_RECEIVE,
					     so->receive_limit);
	}
	blocking_fini(&b, so);
	return code;
}

/* Asks the client whether it wants this connection. */
static int ask_condition(struct transport *t, LPCONDITIONPROC condition,
			 DWORD_PTR context)
{
	struct sockaddr_storage caller, callee;
	socklen_t caller_length = sizeof caller, callee_length = sizeof callee;
	WSABUF from, to;
	GROUP g = 0;

	if (t->ops->name_of(t, true, (struct sockaddr *)&caller, &caller_length) != 0)
		caller_length = 0;
	if (t->ops->name_of(t, false, (struct sockaddr *)&callee, &callee_length) != 0)
		callee_length = 0;
	from = (WSABUF){ caller_length, (CHAR *)&caller };
	to = (WSABUF){ callee_length, (CHAR *)&callee };
	return condition(&from, NULL, NULL, NULL, &to, NULL, &g, context) == CF_ACCEPT
		       ? 0
		       : WSAECONNREFUSED;
}

static void tell_address(struct transport *t, struct sockaddr *addr, LPINT addrlen)
{
	struct sockaddr_storage sa;
	socklen_t n = sizeof sa;

	if (addr == NULL)
		return;
	if (t->ops->name_of(t, true, (struct sockaddr *)&sa, &n) != 0)
		n = 0;
	memcpy(addr, &sa, n);
	*addrlen = (int)n;
}

SOCKET WSPAccept(SOCKET s, struct sockaddr *addr, LPINT addrlen,
		 LPCONDITIONPROC lpfnCondition, DWORD_PTR dwCallbackData, LPINT lpErrno)
{
	struct socket *so = socket_enter(s);
	struct transport *t = NULL;
	struct heritage heritage;
	SOCKET accepted = INVALID_SOCKET;
	int code;

	if (so == NULL) {
		capture_answer(WSAENOTSOCK, lpErrno);
		return INVALID_SOCKET;
	}
	code = capture_address_room(so->info.iAddressFamily, addr, addrlen);
	if (code == 0)
		code = take(so, s, &t);
	heritage = heritage_of(so);
	socket_leave(so);
	if (code == 0 && lpfnCondition != NULL)
		code = ask_condition(t, lpfnCondition, dwCallbackData);
	if (code == 0) {
		tell_address(t, addr, addrlen);
		so = socket_new(t, &heritage.info);
		code = so == NULL ? WSAENOBUFS : 0;
	}
	if (code == 0) {
		inherit(so, &heritage);
		accepted = so->handle;
		socket_leave(so);
	} else if (t != NULL) {
		t->ops->close(t, true);
	}
	capture_answer(code, lpErrno);
	return accepted;
}
