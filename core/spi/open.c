/* SPDX-License-Identifier: MIT */
/* WSPSocket, WSPBind, WSPListen, WSPAccept, WSPJoinLeaf, WSPCloseSocket. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/code.h"
#include "net/bsd.h"
#include "net/network.h"
#include "spi/blocking.h"
#include "spi/capture.h"
#include "spi/catalog.h"
#include "spi/connection.h"
#include "spi/open.h"
#include "spi/provider.h"

/* Boundaries cannot be added to a transport that has none. */
static bool override(WSAPROTOCOL_INFO *info, const WSAPROTOCOL_INFO *wanted)
{
	DWORD had = info->dwServiceFlags1;

	if (wanted == NULL || wanted->dwServiceFlags1 == 0)
		return true;
	info->dwServiceFlags1 = (had & ~(DWORD)CATALOG_OVERRIDES) |
				(wanted->dwServiceFlags1 & CATALOG_OVERRIDES);
	return !(info->dwServiceFlags1 & ~had & XP1_MESSAGE_ORIENTED);
}

/* Makes the socket around t; INVALID_SOCKET with *code, t being the caller's still. */
static SOCKET make(struct transport *t, const WSAPROTOCOL_INFO *entry,
		   const WSAPROTOCOL_INFO *info, DWORD flags, enum socket_state state,
		   int *code)
{
	struct socket *so = socket_new(t, info);
	SOCKET s;

	if (so == NULL) {
		*code = WSAENOBUFS;
		return INVALID_SOCKET;
	}
	so->boundaries = (entry->dwServiceFlags1 & XP1_MESSAGE_ORIENTED) != 0;
	so->stream = !(info->dwServiceFlags1 & XP1_MESSAGE_ORIENTED) ||
		     (info->dwServiceFlags1 & XP1_PSEUDO_STREAM);
	so->overlapped = (flags & WSA_FLAG_OVERLAPPED) != 0;
	so->state = state;
	if (so->connectionless && state == SOCKET_CONNECTED)
		connection_vet(so);
	s = so->handle;
	socket_leave(so);
	return s;
}

SOCKET open_transport(struct transport *t, const WSAPROTOCOL_INFO *entry,
		      const WSAPROTOCOL_INFO *wanted, DWORD flags, int *code)
{
	WSAPROTOCOL_INFO info = *entry;

	if (!override(&info, wanted)) {
		*code = WSAEOPNOTSUPP;
		return INVALID_SOCKET;
	}
	return make(t, entry, &info, flags, SOCKET_CONNECTED, code);
}

static int check_arguments(const WSAPROTOCOL_INFO *wanted, DWORD flags)
{
	if (!provider_started())
		return WSANOTINITIALISED;
	if (flags & ~(DWORD)WSA_FLAG_OVERLAPPED)
		return WSAEINVAL;
	if (wanted != NULL && !capture_readable(wanted, sizeof *wanted))
		return WSAEFAULT;
	return 0;
}

SOCKET WSPSocket(int af, int type, int protocol, LPWSAPROTOCOL_INFO lpProtocolInfo,
		 GROUP g, DWORD dwFlags, LPINT lpErrno)
{
	const WSAPROTOCOL_INFO *entry;
	WSAPROTOCOL_INFO info;
	struct transport *t = NULL;
	SOCKET s = INVALID_SOCKET;
	int code = check_arguments(lpProtocolInfo, dwFlags);

	(void)g;
	if (code != 0)
		goto out;
	entry = catalog_find(af, type, protocol);
	if (entry == NULL) {
		code = WSAEPROTONOSUPPORT;
		goto out;
	}
	info = *entry;
	if (!override(&info, lpProtocolInfo)) {
		code = WSAEOPNOTSUPP;
		goto out;
	}
	code = code_from_errno(network_current()->open(
		entry->iAddressFamily, entry->iSocketType, entry->iProtocol, &t));
	if (code == 0)
		s = make(t, entry, &info, dwFlags, SOCKET_FRESH, &code);
	if (code != 0 && t != NULL)
		t->ops->close(t, false);
out:
	capture_answer(code, lpErrno);
	return s;
}

/* A socket of no protocol in the catalogue: told by its type alone. */
static WSAPROTOCOL_INFO unknown_protocol(const struct bsd_found *found)
{
	bool stream = found->type == SOCK_STREAM;

	return (WSAPROTOCOL_INFO){
		.dwServiceFlags1 = XP1_IFS_HANDLES |
				   (stream ? XP1_GUARANTEED_DELIVERY |
						     XP1_GUARANTEED_ORDER
					   : XP1_MESSAGE_ORIENTED | XP1_CONNECTIONLESS),
		.iAddressFamily = found->family,
		.iSocketType = found->type,
		.iProtocol = found->protocol,
		.szProtocol = "other",
	};
}

static enum socket_state state_of(const struct bsd_found *found)
{
	if (found->listening)
		return SOCKET_LISTENING;
	if (found->connected)
		return SOCKET_CONNECTED;
	return found->bound ? SOCKET_BOUND : SOCKET_FRESH;
}

/* TLS over what was found, where that was asked for. */
static int dress(const WSAPROTOCOL_INFO *wanted, struct transport **t,
		 struct bsd_found *found)
{
	int protocol = wanted != NULL ? wanted->iProtocol : 0;

	if (protocol != WSPPROTO_TLS && protocol != WSPPROTO_DTLS)
		return 0;
	if (found->type != (protocol == WSPPROTO_TLS ? SOCK_STREAM : SOCK_DGRAM))
		return WSAEPROTOTYPE;
	found->protocol = protocol;
	return code_from_errno(network_dress(protocol, t));
}

SOCKET WSPSocketFromDescriptor(int fd, LPWSAPROTOCOL_INFO lpProtocolInfo, DWORD dwFlags,
			       LPINT lpErrno)
{
	const WSAPROTOCOL_INFO *known;
	WSAPROTOCOL_INFO entry, info;
	struct bsd_found found;
	struct transport *t = NULL;
	SOCKET s = INVALID_SOCKET;
	int mode = fcntl(fd, F_GETFL);
	int code = check_arguments(lpProtocolInfo, dwFlags);

	if (code == 0)
		code = code_from_errno(bsd_adopt(fd, &t, &found));
	if (code != 0)
		goto out;
	code = dress(lpProtocolInfo, &t, &found);
	known = catalog_find(found.family, found.type, found.protocol);
	entry = known != NULL ? *known : unknown_protocol(&found);
	info = entry;
	if (!override(&info, lpProtocolInfo))
		code = WSAEOPNOTSUPP;
	else if (code == 0)
		s = make(t, &entry, &info, dwFlags, state_of(&found), &code);
	if (code != 0) {
		t->ops->release(t);
		fcntl(fd, F_SETFL, mode);
	}
out:
	capture_answer(code, lpErrno);
	return s;
}

int WSPCloseSocket(SOCKET s, LPINT lpErrno)
{
	struct socket *so = socket_enter(s);

	if (so == NULL)
		return capture_answer(WSAENOTSOCK, lpErrno);
	socket_close(so);
	return 0;
}

static int bind_to(struct socket *so, const struct sockaddr *name, int namelen)
{
	int native;

	if (namelen <= 0 || name == NULL || !capture_readable(name, (size_t)namelen))
		return WSAEFAULT;
	if (so->state != SOCKET_FRESH)
		return WSAEINVAL;
	native = so->transport->ops->bind(so->transport, name, (socklen_t)namelen);
	if (native == 0)
		connection_move(so, SOCKET_BOUND);
	/* ENOENT here is a folder that does not exist, not a peer. */
	return native == ENOENT ? WSAEADDRNOTAVAIL : code_from_errno(native);
}

int WSPBind(SOCKET s, const struct sockaddr *name, int namelen, LPINT lpErrno)
{
	struct socket *so = socket_enter(s);
	int code;

	if (so == NULL)
		return capture_answer(WSAENOTSOCK, lpErrno);
	code = bind_to(so, name, namelen);
	socket_leave(so);
	return capture_answer(code, lpErrno);
}

int WSPListen(SOCKET s, int backlog, LPINT lpErrno)
{
	struct socket *so = socket_enter(s);
	int code = 0;

	if (so == NULL)
		return capture_answer(WSAENOTSOCK, lpErrno);
	if (so->connectionless)
		code = WSAEOPNOTSUPP;
	else if (so->state == SOCKET_CONNECTED || so->state == SOCKET_CONNECTING)
		code = WSAEISCONN;
	else if (so->state == SOCKET_FRESH)
		code = WSAEINVAL;
	else
		code = code_from_errno(
			so->transport->ops->listen(so->transport, backlog));
	if (code == 0)
		connection_move(so, SOCKET_LISTENING);
	socket_leave(so);
	return capture_answer(code, lpErrno);
}
