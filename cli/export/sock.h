/* SPDX-License-Identifier: MIT */
/* Sockets of ours, opened stage by stage. After the first error nothing more is done. */
#pragma once

#include <netinet/tcp.h>

#include "cli/export/code.h"

struct sock {
	SOCKET handle, listener; /* the handle goes on when it is closed */
	int error;               /* of opening */
	bool open, overlapped, nonblocking, connected;
	DWORD limit; /* milliseconds that its calls may wait; 0: for ever */
	WSAPROTOCOL_INFO info;
	struct peer peer;
	char path[108]; /* a file to unlink; "" */
};

/* A new one of that name; the old one is closed. */
static struct sock *new_sock(struct sock *old, int family, int type, int protocol)
{
	struct sock *s = calloc(1, sizeof *s);
	int error;

	if (s == NULL)
		abort();
	if (old != NULL) {
		if (old->open)
			WSPCloseSocket(old->handle, &error);
		if (old->listener != INVALID_SOCKET)
			WSPCloseSocket(old->listener, &error);
		if (old->path[0] != '\0')
			unlink(old->path);
		peer_close(&old->peer);
	}
	s->handle = INVALID_SOCKET;
	s->listener = INVALID_SOCKET;
	s->overlapped = true;
	s->peer.family = family;
	s->peer.type = type;
	s->peer.protocol = protocol;
	return s;
}

/* The catalogue's entry with other XP1 flags. */
static WSAPROTOCOL_INFO * override(int family, int type, int protocol, DWORD set,
				   DWORD clear)
{
	static WSAPROTOCOL_INFO info;

	for (DWORD i = 0; WSPCatalogEntry(i, &info); i++) {
		if (info.iAddressFamily != family || info.iSocketType != type ||
		    (protocol != 0 && info.iProtocol != protocol))
			continue;
		info.dwServiceFlags1 = (info.dwServiceFlags1 & ~clear) | set;
		return &info;
	}
	return NULL;
}

static void make_socket(struct sock *s, DWORD flags, WSAPROTOCOL_INFO *info)
{
	if (s->error != 0)
		return;
	s->handle = WSPSocket(s->peer.family, s->peer.type, s->peer.protocol, info, 0,
			      flags, &s->error);
	s->open = s->handle != INVALID_SOCKET;
	s->overlapped = (flags & WSA_FLAG_OVERLAPPED) != 0;
}

/* Around a descriptor that exists. */
static void adopt(struct sock *s, int fd, DWORD flags, WSAPROTOCOL_INFO *info)
{
	if (s->error != 0)
		return;
	s->handle = WSPSocketFromDescriptor(fd, info, flags, &s->error);
	s->open = s->handle != INVALID_SOCKET;
	s->overlapped = (flags & WSA_FLAG_OVERLAPPED) != 0;
}

static void set_rule(struct sock *s, const char *name, const char *value)
{
	WSPRULE rule = { "", "" };

	if (s->error != 0)
		return;
	snprintf(rule.name, sizeof rule.name, "%s", name);
	snprintf(rule.value, sizeof rule.value, "%s", value);
	s->error = control(s->handle, SIO_WSP_SET_RULE, &rule, sizeof rule);
}

static void set_bytes(struct sock *s, int level, int option, const void *value, int n)
{
	if (s->error == 0)
		WSPSetSockOpt(s->handle, level, option, value, n, &s->error);
}

static void set_number(struct sock *s, int level, int option, int value)
{
	set_bytes(s, level, option, &value, sizeof value);
}

static void set_linger(struct sock *s, int seconds)
{
	struct linger linger = { 1, seconds };

	set_bytes(s, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

static void set_limits(struct sock *s, DWORD milliseconds)
{
	s->limit = milliseconds;
	set_bytes(s, SOL_SOCKET, SO_RCVTIMEO, &milliseconds, sizeof milliseconds);
	set_bytes(s, SOL_SOCKET, SO_SNDTIMEO, &milliseconds, sizeof milliseconds);
}

static void set_blocking(SOCKET s, bool blocking)
{
	DWORD on = !blocking;

	control(s, FIONBIO, &on, sizeof on);
}

/* Most overlapped operations that may be outstanding. */
static void set_operations(struct sock *s, DWORD most)
{
	if (s->error == 0)
		s->error = control(s->handle, SIO_WSP_SET_LIMIT, &most, sizeof most);
}

static void set_nonblocking(struct sock *s, bool nonblocking)
{
	DWORD on = nonblocking;

	s->error = control(s->handle, FIONBIO, &on, sizeof on);
	if (s->error == 0)
		s->nonblocking = nonblocking;
}

static bool name_of(SOCKET s, struct place *at)
{
	int n = sizeof at->sa, error = 0;

	memset(at, 0, sizeof *at);
	if (WSPGetSockName(s, (struct sockaddr *)&at->sa, &n, &error) != 0)
		return false;
	at->n = (socklen_t)n;
	return true;
}
