/* SPDX-License-Identifier: MIT */
/* WSPGetSockOpt, WSPSetSockOpt, WSPGetSockName, WSPGetPeerName.
 *
 * Level SOL_SOCKET has Winsock's numbers and Winsock's values (time-outs in milliseconds,
 * buffer sizes read back as they were set); every other level is the kernel's. */
#include <string.h>

#include "base/code.h"
#include "spi/capture.h"
#include "spi/connection.h"

struct option {
	int name;
	enum transport_option native;
	bool settable;
	bool doubled; /* Linux answers twice what was set */
};

static const struct option options[] = {
	{ SO_ACCEPTCONN, TRANSPORT_ACCEPTCONN, false, false },
	{ SO_REUSEADDR, TRANSPORT_REUSEADDR, true, false },
	{ SO_KEEPALIVE, TRANSPORT_KEEPALIVE, true, false },
	{ SO_BROADCAST, TRANSPORT_BROADCAST, true, false },
	{ SO_OOBINLINE, TRANSPORT_OOBINLINE, true, false },
	{ SO_SNDBUF, TRANSPORT_SNDBUF, true, true },
	{ SO_RCVBUF, TRANSPORT_RCVBUF, true, true },
	{ SO_TYPE, TRANSPORT_TYPE, false, false },
};

static const struct option *option_find(int name)
{
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
		if (options[i].name == name)
			return &options[i];
	return NULL;
}

/* Copies a value of n bytes out; *room is how much there is, and becomes n. */
static int give(const void *value, size_t n, CHAR *to, LPINT room)
{
	if (*room < (int)n || !capture_writable(to, n))
		return WSAEFAULT;
	memcpy(to, value, n);
	*room = (int)n;
	return 0;
}

static int get_linger(struct socket *so, CHAR *to, LPINT room)
{
	struct linger l = { 0 };
	int seconds = 0;
	int native = so->transport->ops->get(so->transport, TRANSPORT_LINGER, &seconds);

	l.l_onoff = seconds >= 0;
	l.l_linger = seconds >= 0 ? seconds : 0;
	return native != 0 ? code_from_errno(native) : give(&l, sizeof l, to, room);
}

/* The error of a connect that failed; a receive's own errors are not told here, and
 * asking takes nothing away from it. */
static int get_error(struct socket *so, CHAR *to, LPINT room)
{
	int code;

	if (so->state == SOCKET_CONNECTING)
		connection_finish(so);
	code = give(&so->refused, sizeof so->refused, to, room);
	if (code == 0)
		so->refused = 0;
	return code;
}

static int get_socket_level(struct socket *so, int name, CHAR *to, LPINT room)
{
	const struct option *o = option_find(name);
	int value = 0, native;

	switch (name) {
	case SO_RCVTIMEO:
		return give(&so->receive_limit, sizeof so->receive_limit, to, room);
	case SO_SNDTIMEO:
		return give(&so->send_limit, sizeof so->send_limit, to, room);
	case SO_ERROR:
		return get_error(so, to, room);
	case SO_LINGER:
		return get_linger(so, to, room);
	case SO_PROTOCOL_INFO:
		return give(&so->info, sizeof so->info, to, room);
	}
	if (o == NULL)
		return WSAENOPROTOOPT;
	native = so->transport->ops->get(so->transport, o->native, &value);
	if (native != 0)
		return code_from_errno(native);
	if (o->doubled)
		value /= 2;
	return give(&value, sizeof value, to, room);
}

static int get_option(struct socket *so, int level, int name, CHAR *to, LPINT room)
{
	socklen_t n;
	int native;

	if (room == NULL || !capture_writable(room, sizeof *room) || *room < 0)
		return WSAEFAULT;
	if (level == SOL_SOCKET)
		return get_socket_level(so, name, to, room);
	n = (socklen_t)*room;
	native = so->transport->ops->raw_get(so->transport, level, name, to, &n);
	if (native == 0)
		*room = (int)n;
	return code_from_errno(native);
}

static int set_linger(struct socket *so, const CHAR *from, int n)
{
	struct linger l;

	if (n < (int)sizeof l)
		return WSAEFAULT;
	memcpy(&l, from, sizeof l);
	return code_from_errno(so->transport->ops->set(so->transport, TRANSPORT_LINGER,
						       l.l_onoff ? l.l_linger : -1));
}

static int set_socket_level(struct socket *so, int name, const CHAR *from, int n)
{
	const struct option *o = option_find(name);
	int value, native;

	if (name == SO_LINGER)
		return set_linger(so, from, n);
	if (n < (int)sizeof value)
		return WSAEFAULT;
	memcpy(&value, from, sizeof value);
	if (name == SO_RCVTIMEO) {
		so->receive_limit = (DWORD)value;
		return 0;
	}
	if (name == SO_SNDTIMEO) {
		so->send_limit = (DWORD)value;
		return 0;
	}
	if (o == NULL || !o->settable)
		return WSAENOPROTOOPT;
	native = so->transport->ops->set(so->transport, o->native, value);
	if (native == 0 && name == SO_OOBINLINE)
		so->oob_inline = value != 0;
	return code_from_errno(native);
}

static int set_option(struct socket *so, int level, int name, const CHAR *from, int n)
{
	if (n < 0 || !capture_readable(from, (size_t)n))
		return WSAEFAULT;
	if (level == SOL_SOCKET)
		return set_socket_level(so, name, from, n);
	return code_from_errno(so->transport->ops->raw_set(so->transport, level, name,
							   from, (socklen_t)n));
}

int WSPGetSockOpt(SOCKET s, int level, int optname, CHAR *optval, LPINT optlen,
		  LPINT lpErrno)
{
	struct socket *so = socket_enter(s);
	int code = WSAENOTSOCK;

	if (so != NULL) {
		code = get_option(so, level, optname, optval, optlen);
		socket_leave(so);
	}
	return capture_answer(code, lpErrno);
}

int WSPSetSockOpt(SOCKET s, int level, int optname, const CHAR *optval, int optlen,
		  LPINT lpErrno)
{
	struct socket *so = socket_enter(s);
	int code = WSAENOTSOCK;

	if (so != NULL) {
		code = set_option(so, level, optname, optval, optlen);
		socket_leave(so);
	}
	return capture_answer(code, lpErrno);
}

static int get_name(SOCKET s, bool peer, struct sockaddr *name, LPINT namelen,
		    LPINT lpErrno)
{
	struct socket *so = socket_enter(s);
	struct sockaddr_storage sa;
	socklen_t n = sizeof sa;
	int code = WSAENOTSOCK;

	if (so == NULL)
		return capture_answer(code, lpErrno);
	if (peer ? connection_check(so) != 0 || so->state != SOCKET_CONNECTED
		 : so->state == SOCKET_FRESH && so->info.iAddressFamily != AF_UNIX)
		code = peer ? WSAENOTCONN : WSAEINVAL;
	else if (namelen == NULL || !capture_writable(namelen, sizeof *namelen))
		code = WSAEFAULT;
	else
		code = code_from_errno(so->transport->ops->name_of(
			so->transport, peer, (struct sockaddr *)&sa, &n));
	if (code == 0)
		code = give(&sa, n, (CHAR *)name, namelen);
	socket_leave(so);
	return capture_answer(code, lpErrno);
}

int WSPGetSockName(SOCKET s, struct sockaddr *name, LPINT namelen, LPINT lpErrno)
{
	return get_name(s, false, name, namelen, lpErrno);
}

int WSPGetPeerName(SOCKET s, struct sockaddr *name, LPINT namelen, LPINT lpErrno)
{
	return get_name(s, true, name, namelen, lpErrno);
}
