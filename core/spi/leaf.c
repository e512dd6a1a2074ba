/* SPDX-License-Identifier: MIT */
/* WSPJoinLeaf: joining a multicast group. */
#include <netinet/in.h>
#include <string.h>

#include "base/code.h"
#include "spi/capture.h"
#include "spi/connection.h"

/* A socket without a local address gets the group's port (S2). */
static int bind_port(struct socket *so, const struct sockaddr *group)
{
	struct sockaddr_in any4 = { .sin_family = AF_INET };
	struct sockaddr_in6 any6 = { .sin6_family = AF_INET6 };
	bool six = group->sa_family == AF_INET6;
	int native;

	if (so->state != SOCKET_FRESH)
		return 0;
	any4.sin_port = ((const struct sockaddr_in *)group)->sin_port;
	any6.sin6_port = ((const struct sockaddr_in6 *)group)->sin6_port;
	native = six ? so->transport->ops->bind(so->transport, (struct sockaddr *)&any6,
						sizeof any6)
		     : so->transport->ops->bind(so->transport, (struct sockaddr *)&any4,
						sizeof any4);
	if (native == 0)
		connection_move(so, SOCKET_BOUND);
	return code_from_errno(native);
}

static int join(struct socket *so, const struct sockaddr *name, int namelen,
		DWORD flags)
{
	struct group_req request = { 0 };
	bool six = so->info.iAddressFamily == AF_INET6;
	int code;

	if (!(so->info.dwServiceFlags1 & XP1_SUPPORT_MULTIPOINT))
		return WSAEOPNOTSUPP;
	if (name == NULL ||
	    namelen < (int)(six ? sizeof(struct sockaddr_in6)
				: sizeof(struct sockaddr_in)) ||
	    namelen > (int)sizeof request.gr_group ||
	    !capture_readable(name, (size_t)namelen))
		return WSAEFAULT;
	if (name->sa_family != so->info.iAddressFamily)
		return WSAEAFNOSUPPORT;
	if (flags > JL_BOTH)
		return WSAEINVAL;
	code = bind_port(so, name);
	if (code != 0 || flags == JL_SENDER_ONLY)
		return code;
	if (six)
		request.gr_interface =
			((const struct sockaddr_in6 *)name)->sin6_scope_id;
	memcpy(&request.gr_group, name, (size_t)namelen);
	return code_from_errno(so->transport->ops->raw_set(
		so->transport, six ? IPPROTO_IPV6 : IPPROTO_IP, MCAST_JOIN_GROUP,
		&request, sizeof request));
}

SOCKET WSPJoinLeaf(SOCKET s, const struct sockaddr *name, int namelen,
		   LPWSABUF lpCallerData, LPWSABUF lpCalleeData, LPQOS lpSQOS,
		   LPQOS lpGQOS, DWORD dwFlags, LPINT lpErrno)
{
	struct socket *so = socket_enter(s);
	int code = WSAENOTSOCK;

	(void)lpCallerData;
	(void)lpCalleeData;
	(void)lpSQOS;
	(void)lpGQOS;
	if (so != NULL) {
		code = join(so, name, namelen, dwFlags);
		socket_leave(so);
	}
	return capture_answer(code, lpErrno) == 0 ? s : INVALID_SOCKET;
}
