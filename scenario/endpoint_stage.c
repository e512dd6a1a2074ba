/* SPDX-License-Identifier: MIT */
/* The stages of opening an endpoint: resolve, socket, bind, connect. */
#include <stdio.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/code.h"
#include "net/network.h"
#include "scenario/endpoint_parts.h"

bool endpoint_name(SOCKET s, bool remote, struct sockaddr_place *out)
{
	int n = sizeof out->sa, error = 0;
	struct sockaddr *sa = (struct sockaddr *)&out->sa;

	memset(out, 0, sizeof *out);
	if ((remote ? WSPGetPeerName(s, sa, &n, &error)
		    : WSPGetSockName(s, sa, &n, &error)) != 0)
		return false;
	out->n = (socklen_t)n;
	return n > (int)sizeof(sa_family_t);
}

/* The place that is tried, with the name that it was given where that says more. */
static void print_place(const struct opening *o, char out[2 * SOCKADDR_TEXT])
{
	const char *host = o->address->place.host;
	char place[SOCKADDR_TEXT];

	sockaddr_print((struct sockaddr *)&o->place->sa, o->place->n, place);
	if (host[0] == '\0' || strstr(place, host) != NULL)
		snprintf(out, 2 * SOCKADDR_TEXT, "%s", place);
	else
		snprintf(out, 2 * SOCKADDR_TEXT, "%.100s (%s)", host, place);
}

WSAPROTOCOL_INFO *endpoint_override(const struct opening *o, int family, int type,
				    int protocol, WSAPROTOCOL_INFO *room)
{
	const struct endpoint_wish *w = o->wish;

	if (w->xp1_set == 0 && w->xp1_clear == 0 && !address_is_tls(o->address))
		return NULL;
	for (DWORD i = 0; WSPCatalogEntry(i, room); i++) {
		if (room->iAddressFamily != family || room->iSocketType != type ||
		    (protocol != 0 && room->iProtocol != protocol))
			continue;
		room->dwServiceFlags1 &= ~w->xp1_clear;
		room->dwServiceFlags1 |= w->xp1_set;
		return room;
	}
	return NULL;
}

int endpoint_control(SOCKET s, DWORD code, const void *in, size_t n)
{
	DWORD returned;
	int error = 0;

	WSPIoctl(s, code, (LPVOID)(uintptr_t)in, (DWORD)n, NULL, 0, &returned, NULL,
		 NULL, NULL, &error);
	return error;
}

bool endpoint_set_rules(struct opening *o)
{
	for (size_t i = 0; i < o->wish->n_rules; i++) {
		const WSPRULE *rule = &o->wish->rules[i];
		int error = endpoint_control(o->end->socket, SIO_WSP_SET_RULE, rule,
					     sizeof *rule);

		if (error != 0)
			return endpoint_fail(o, "option", error,
					     "cannot set rule %s=%s", rule->name,
					     rule->value);
	}
	return true;
}

bool endpoint_set_limits(struct opening *o)
{
	uint64_t usec = o->wish->timeout;
	uint64_t whole = usec / 1000 + (usec % 1000 != 0);
	DWORD limit = whole < UINT32_MAX ? (DWORD)whole : UINT32_MAX;
	int error = 0;

	if (usec == 0)
		return true;
	WSPSetSockOpt(o->end->socket, SOL_SOCKET, SO_RCVTIMEO, (CHAR *)&limit,
		      sizeof limit, &error);
	if (error == 0)
		WSPSetSockOpt(o->end->socket, SOL_SOCKET, SO_SNDTIMEO, (CHAR *)&limit,
			      sizeof limit, &error);
	return error == 0 || endpoint_fail(o, "option", error, "cannot set the limit");
}

bool endpoint_make_socket(struct opening *o)
{
	int family = o->place->sa.ss_family, error = 0;
	DWORD flags = o->wish->overlapped ? WSA_FLAG_OVERLAPPED : 0;
	WSAPROTOCOL_INFO room;

	o->end->socket =
		WSPSocket(family, o->type, o->protocol,
			  endpoint_override(o, family, o->type, o->protocol, &room), 0,
			  flags, &error);
	if (o->end->socket == INVALID_SOCKET)
		return endpoint_fail(o, "socket", error, "cannot make the socket");
	return endpoint_set_rules(o) && endpoint_set_options(o) &&
	       endpoint_set_limits(o);
}

bool endpoint_resolve(struct opening *o, int family, const struct address_place *place,
		      struct sockaddr_list *out)
{
	const char *why = sockaddr_resolve(family, o->type, place, out);

	if (why != NULL)
		return endpoint_fail(o, "resolve", 0, "cannot resolve %s: %s",
				     place->host, why);
	return true;
}

static int bind_to(struct opening *o, const struct sockaddr_place *to)
{
	const struct sockaddr *sa = (const struct sockaddr *)&to->sa;
	int error = 0;

	WSPBind(o->end->socket, sa, (int)to->n, &error);
	if (error == WSAEADDRINUSE && network_current() == &network_kernel &&
	    sockaddr_is_stale(sa, to->n, o->type)) {
		unlink(((const struct sockaddr_un *)sa)->sun_path);
		error = 0;
		WSPBind(o->end->socket, sa, (int)to->n, &error);
	}
	if (error == 0 && sockaddr_is_file(sa, to->n))
		snprintf(o->end->path, sizeof o->end->path, "%s",
			 ((const struct sockaddr_un *)sa)->sun_path);
	return error;
}

bool endpoint_bind_place(struct opening *o, struct sockaddr_place *to)
{
	struct sockaddr_place *tried = o->place;
	char text[SOCKADDR_TEXT];
	int error = bind_to(o, to);

	if (error == 0)
		return true;
	sockaddr_print((struct sockaddr *)&to->sa, to->n, text);
	o->place = to;
	endpoint_fail(o, "bind", error, "cannot bind to %s", text);
	o->place = tried;
	return false;
}

/* The local end of a socket that connects: where asked for, or, where it shall be bound
 * and no more, anywhere. */
static bool bind_connector(struct opening *o)
{
	const struct address_option *wanted = endpoint_option(o, ADDRESS_BIND);
	const struct address_place anywhere = { .cid = UINT32_MAX,
						.vsock_port = UINT32_MAX };
	int family = o->place->sa.ss_family;
	struct sockaddr_list local;

	if (wanted == NULL && o->wish->depth != ENDPOINT_BOUND)
		return true;
	if (!endpoint_resolve(o, family, wanted != NULL ? &wanted->place : &anywhere,
			      &local))
		return false;
	/* A Unix socket that is bound to no name gets one from the kernel. */
	if (wanted == NULL && family == AF_UNIX)
		local.at[0].n = sizeof(sa_family_t);
	return endpoint_bind_place(o, &local.at[0]);
}

int endpoint_connect_to(const struct opening *o, const struct sockaddr_place *to)
{
	bool caught = o->wish->depth == ENDPOINT_CONNECTING;
	DWORD on = 1, off = 0;
	int error = 0;

	if (caught)
		error = endpoint_control(o->end->socket, FIONBIO, &on, sizeof on);
	if (error != 0)
		return error;
	WSPConnect(o->end->socket, (const struct sockaddr *)&to->sa, (int)to->n, NULL,
		   NULL, NULL, NULL, &error);
	if (!caught)
		return error;
	if (error == WSAEWOULDBLOCK)
		error = 0;
	return error != 0 ? error
			  : endpoint_control(o->end->socket, FIONBIO, &off, sizeof off);
}

bool endpoint_connect_place(struct opening *o)
{
	char text[2 * SOCKADDR_TEXT];
	int error;

	if (!endpoint_make_socket(o))
		return false;
	if (o->wish->depth == ENDPOINT_SOCKET)
		return true;
	if (!bind_connector(o))
		return false;
	if (o->wish->depth == ENDPOINT_BOUND)
		return true;
	error = endpoint_connect_to(o, o->place);
	if (error == 0)
		return true;
	print_place(o, text);
	if (endpoint_is_unshaken(o))
		return endpoint_fail_handshake(o, error, text);
	return endpoint_fail(o, "connect", error, "cannot connect to %s", text);
}
