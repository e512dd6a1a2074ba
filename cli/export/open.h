/* SPDX-License-Identifier: MIT */
/* The stages of opening that need a place, or the peer. */
#pragma once

#include <netdb.h>

#include "cli/export/sock.h"

/* Host "": any address. */
static struct place inet_place(int family, const char *host, int port)
{
	struct addrinfo hints = { .ai_family = family, .ai_socktype = SOCK_DGRAM };
	struct addrinfo *found = NULL;
	struct place at = { .n = 0 };
	char text[8];

	hints.ai_flags = host[0] == '\0' ? AI_PASSIVE : 0;
	snprintf(text, sizeof text, "%d", port);
	if (getaddrinfo(host[0] != '\0' ? host : NULL, text, &hints, &found) != 0)
		return at;
	memcpy(&at.sa, found->ai_addr, found->ai_addrlen);
	at.n = found->ai_addrlen;
	freeaddrinfo(found);
	return at;
}

static struct place unix_place(const char *path, size_t n, bool abstract)
{
	struct place at = { .n = 0 };
	struct sockaddr_un *un = (struct sockaddr_un *)&at.sa;

	un->sun_family = AF_UNIX;
	memcpy(un->sun_path + abstract, path, n);
	at.n = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n + 1);
	return at;
}

/* A name that only this process has. */
static struct place own_place(const char *name)
{
	char text[60];

	snprintf(text, sizeof text, "wsprecv-%d-%s", (int)getpid(), name);
	return unix_place(text, strlen(text), true);
}

static void bind_to(struct sock *s, struct place at)
{
	const struct sockaddr_un *un = (const struct sockaddr_un *)&at.sa;

	if (s->error != 0)
		return;
	if (at.n == 0)
		s->error = WSAEINVAL;
	else
		WSPBind(s->handle, (struct sockaddr *)&at.sa, (int)at.n, &s->error);
	if (s->error == 0 && at.sa.ss_family == AF_UNIX &&
	    at.n > sizeof at.sa.ss_family && un->sun_path[0] != '\0')
		snprintf(s->path, sizeof s->path, "%.107s", un->sun_path);
}

/* A routine may run meanwhile, for which a socket that is not open yet is none. */
static void connect_to(struct sock *s, struct place at)
{
	SOCKET handle = s->handle;

	s->error = s->error == 0 && at.n == 0 ? WSAEINVAL : s->error;
	s->handle = INVALID_SOCKET;
	if (s->error == 0)
		WSPConnect(handle, (struct sockaddr *)&at.sa, (int)at.n, NULL, NULL,
			   NULL, NULL, &s->error);
	s->handle = handle;
}

/* The same, but nobody waits for its end. */
static void begin_to_connect(struct sock *s, struct place at)
{
	if (s->error != 0)
		return;
	set_blocking(s->handle, false);
	connect_to(s, at);
	if (s->error == WSAEWOULDBLOCK)
		s->error = 0;
	set_blocking(s->handle, true);
}

static void listen_on(struct sock *s)
{
	if (s->error == 0)
		WSPListen(s->handle, 128, &s->error);
}

/* The peer comes to where ours is. */
static void let_peer_connect(struct sock *s)
{
	if (s->error != 0 || !name_of(s->handle, &s->peer.to))
		return;
	to_loopback(&s->peer.to);
	s->error = code_of(peer_connect(&s->peer));
}

static void accept_one(struct sock *s)
{
	if (s->error != 0)
		return;
	s->listener = s->handle;
	s->handle = WSPAccept(s->listener, NULL, NULL, NULL, 0, &s->error);
	s->open = s->handle != INVALID_SOCKET;
}

/* Datagrams: each knows where the other is. */
static void let_peer_meet(struct sock *s)
{
	if (s->error != 0 || !name_of(s->handle, &s->peer.to))
		return;
	to_loopback(&s->peer.to);
	if (s->peer.fd == 0) {
		s->peer.family = s->peer.to.sa.ss_family;
		s->error = code_of(peer_bind(&s->peer));
	}
	if (s->error == 0)
		s->error = code_of(peer_meet(&s->peer));
}

/* The last stage. */
static void finish_opening(struct sock *s)
{
	DWORD watch = WSP_WATCH_OVERLAPPED;
	int n = sizeof s->info, error;
	struct sockaddr_storage name;

	if (s->error != 0)
		return;
	s->error = control(s->handle, SIO_WSP_WATCH, &watch, sizeof watch);
	WSPGetSockOpt(s->handle, SOL_SOCKET, SO_PROTOCOL_INFO, (CHAR *)&s->info, &n,
		      &error);
	n = sizeof name;
	s->connected = WSPGetPeerName(s->handle, (struct sockaddr *)&name, &n,
				      &error) == 0 &&
		       n > (int)sizeof(sa_family_t);
}

/* `connect`: to where the peer is. */
static void connect_to_peer(struct sock *s)
{
	int error = 0;

	if (s->peer.listener == 0 && s->peer.fd == 0) {
		say("no-peer");
		return;
	}
	WSPConnect(s->handle, (struct sockaddr *)&s->peer.at.sa, (int)s->peer.at.n,
		   NULL, NULL, NULL, NULL, &error);
	s->connected = s->connected || error == 0;
	if (error == 0 && s->peer.listener > 0)
		error = code_of(peer_accept(&s->peer));
	if (error == 0 && s->peer.type == SOCK_DGRAM && name_of(s->handle, &s->peer.to))
		error = code_of(peer_meet(&s->peer));
	say_code(error);
}
