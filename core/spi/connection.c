/* SPDX-License-Identifier: MIT */
/* WSPConnect and WSPShutdown, and the table of states. */
#include "spi/connection.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "base/code.h"
#include "base/planted.h"
#include "spi/blocking.h"
#include "spi/capture.h"
#include "spi/engine.h"
#include "spi/receive.h"

#define TO(state) (1u << SOCKET_##state)

static const unsigned moves[] = {
	[SOCKET_FRESH] = TO(BOUND) | TO(CONNECTING) | TO(CONNECTED) | TO(LISTENING),
	[SOCKET_BOUND] = TO(BOUND) | TO(LISTENING) | TO(CONNECTING) | TO(CONNECTED),
	[SOCKET_LISTENING] = TO(LISTENING),
	[SOCKET_CONNECTING] = TO(CONNECTED) | TO(BOUND),
	/* A datagram socket may get another peer, or none. */
	[SOCKET_CONNECTED] = TO(CONNECTED) | TO(BOUND),
};

void connection_move(struct socket *so, enum socket_state to)
{
	assert(moves[so->state] & 1u << to);
	so->state = to;
}

int connection_finish(struct socket *so)
{
	struct sockaddr_storage sa;
	socklen_t n = sizeof sa;
	struct transport *t = so->transport;
	int native = 0;

	t->ops->ask(t, TRANSPORT_ERROR, &native);
	if (native != 0) {
		connection_move(so, SOCKET_BOUND);
		return so->refused = code_from_errno(native);
	}
	if (t->ops->name_of(t, true, (struct sockaddr *)&sa, &n) == 0)
		connection_move(so, SOCKET_CONNECTED);
	return 0;
}

int connection_check(struct socket *so)
{
	if (so->state == SOCKET_CONNECTED)
		return 0;
	PLANT(UNBOUND_NOTCONN, if (so->state == SOCKET_FRESH) return WSAENOTCONN);
	if (so->connectionless)
		return so->state == SOCKET_BOUND ? 0 : WSAEINVAL;
	if (so->state == SOCKET_CONNECTING)
		connection_finish(so);
	return so->state == SOCKET_CONNECTED ? 0 : WSAENOTCONN;
}

/* Whether the name can be read and is long enough to have a family. */
static int check_name(const struct sockaddr *name, int namelen)
{
	if (namelen < (int)sizeof(sa_family_t) || name == NULL ||
	    !capture_readable(name, (size_t)namelen))
		return WSAEFAULT;
	return namelen > (int)sizeof(struct sockaddr_storage) ? WSAEFAULT : 0;
}

void connection_vet(struct socket *so)
{
	/* As the kernel tells it: that is how its messages will be named. */
	so->peer_length = sizeof so->peer;
	if (so->transport->ops->name_of(so->transport, true,
					(struct sockaddr *)&so->peer,
					&so->peer_length) != 0)
		so->peer_length = 0;
	so->vetting = so->peer_length > sizeof(sa_family_t);
	PLANT(EARLY_STRANGERS, so->vetting = false);
	so->vet_from = ready_now();
}

static int connect_datagram(struct socket *so, const struct sockaddr *name, int namelen)
{
	int native = so->transport->ops->connect(so->transport, name,
						 (socklen_t)namelen);

	if (native != 0)
		return code_from_errno(native);
	if (name->sa_family == AF_UNSPEC) {
		if (so->state == SOCKET_CONNECTED)
			connection_move(so, SOCKET_BOUND);
		so->vetting = false;
		return 0;
	}
	connection_move(so, SOCKET_CONNECTED);
	connection_vet(so);
	PLANT(HELD_STRANGERS, return 0);
	if (held_any(&so->held) &&
	    !intake_is_peer(so, &so->held.from, so->held.from_length))
		held_drop(&so->held);
	return 0;
}

/* An AF_UNIX listener with a full queue can only be asked again and again. */
static int begin_connect(struct socket *so, SOCKET s, const struct sockaddr *name,
			 int namelen, struct blocked *b)
{
	struct transport *t = so->transport;
	int native;

	so->refused = 0;
	native = t->ops->connect(t, name, (socklen_t)namelen);
	if (native == ECONNABORTED) /* only says that an earlier one had failed */
		native = t->ops->connect(t, name, (socklen_t)namelen);
	for (; native == EAGAIN;
	     native = t->ops->connect(t, name, (socklen_t)namelen)) {
		int code = so->nonblocking ? WSAEWOULDBLOCK
					   : blocking_wait(b, so, s, N_TURNS,
							   READY_SEND | READY_OFTEN,
							   so->send_limit);

		if (code != 0)
			return code;
	}
	if (native == 0 && name->sa_family == AF_UNSPEC)
		return 0; /* there was no circuit to leave */
	if (native == 0)
		connection_move(so, SOCKET_CONNECTED);
	else if (native == EINPROGRESS)
		connection_move(so, SOCKET_CONNECTING);
	else
		return code_from_errno(native);
	return 0;
}

/* Until the handshake is over, one way or the other. */
static int await_connect(struct socket *so, SOCKET s, struct blocked *b)
{
	int code = 0;

	while (code == 0 && so->state == SOCKET_CONNECTING) {
		code = blocking_wait(b, so, s, N_TURNS, READY_SEND, so->send_limit);
		if (code == 0) {
			code = connection_finish(so);
			so->refused = 0;
		}
	}
	return code;
}

static int connect_circuit(struct socket *so, SOCKET s, const struct sockaddr *name,
			   int namelen)
{
	struct blocked b;
	int code;

	if (so->state == SOCKET_CONNECTED)
		return WSAEISCONN;
	if (so->state == SOCKET_LISTENING)
		return WSAEINVAL;
	if (so->state == SOCKET_CONNECTING)
		return WSAEALREADY;
	if (!so->nonblocking && blocking_busy())
		return WSAEINPROGRESS;
	blocking_init(&b);
	code = begin_connect(so, s, name, namelen, &b);
	if (code == 0 && so->state == SOCKET_CONNECTING)
		code = so->nonblocking ? WSAEWOULDBLOCK : await_connect(so, s, &b);
	blocking_fini(&b, so);
	return code;
}

int WSPConnect(SOCKET s, const struct sockaddr *name, int namelen,
	       LPWSABUF lpCallerData, LPWSABUF lpCalleeData, LPQOS lpSQOS, LPQOS lpGQOS,
	       LPINT lpErrno)
{
	struct socket *so = socket_enter(s);
	int code;

	(void)lpCallerData; /* no protocol here carries connect data */
	(void)lpSQOS;
	(void)lpGQOS;
	if (so == NULL)
		return capture_answer(WSAENOTSOCK, lpErrno);
	code = check_name(name, namelen);
	if (code == 0)
		code = so->connectionless ? connect_datagram(so, name, namelen)
					  : connect_circuit(so, s, name, namelen);
	if (lpCalleeData != NULL &&
	    capture_writable(lpCalleeData, sizeof *lpCalleeData))
		lpCalleeData->len = 0;
	socket_leave(so);
	return capture_answer(code, lpErrno);
}

static int shut_down(struct socket *so, int how)
{
	bool receive = how == SD_RECEIVE || how == SD_BOTH;
	bool send = how == SD_SEND || how == SD_BOTH;

	if (!receive && !send)
		return WSAEINVAL;
	if (!so->connectionless && connection_check(so) != 0)
		return WSAENOTCONN;
	/* Not told to the kernel, which would end receives that wait already (K10). */
	so->shut_receive |= receive;
	PLANT(SHUTDOWN_DISTURBS, if (receive) engine_abort(so));
	if (send) {
		so->shut_send = true;
		engine_sent(so);
	}
	return 0;
}

int WSPShutdown(SOCKET s, int how, LPINT lpErrno)
{
	struct socket *so = socket_enter(s);
	int code;

	if (so == NULL)
		return capture_answer(WSAENOTSOCK, lpErrno);
	code = shut_down(so, how);
	socket_leave(so);
	return capture_answer(code, lpErrno);
}
