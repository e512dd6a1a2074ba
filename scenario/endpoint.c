/* SPDX-License-Identifier: MIT */
/* Opening and closing an endpoint, stage by stage. */
#include "scenario/endpoint.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/code.h"
#include "net/network.h"
#include "scenario/endpoint_parts.h"
#include "spi/catalog.h"
#include "spi/open.h"

#define BACKLOG 128

static void print_name(SOCKET s, bool remote, char out[SOCKADDR_TEXT])
{
	struct sockaddr_place name;

	out[0] = '\0';
	if (endpoint_name(s, remote, &name))
		sockaddr_print((struct sockaddr *)&name.sa, name.n, out);
}

static void close_socket(SOCKET *s)
{
	int error;

	if (*s != INVALID_SOCKET)
		WSPCloseSocket(*s, &error);
	*s = INVALID_SOCKET;
}

/* Removes the file that this endpoint made. */
static void remove_file(struct endpoint *e)
{
	if (e->path[0] != '\0')
		network_current()->remove(e->path);
	e->path[0] = '\0';
}

static bool open_connector(struct opening *o)
{
	if (!endpoint_resolve(o, o->kind->family, &o->address->place, &o->places))
		return false;
	for (size_t i = 0; i < o->places.n; i++) {
		o->place = &o->places.at[i];
		if (endpoint_connect_place(o))
			return true;
		close_socket(&o->end->socket);
		remove_file(o->end);
		if (o->error->code == WSAEINTR ||
		    strcmp(o->error->stage, "handshake") == 0)
			return false;
	}
	return false;
}

/* A port alone is IPv4's, unless what goes with it is IPv6's. */
static int served_family(const struct opening *o)
{
	if (o->kind->family != AF_UNSPEC || o->address->place.host[0] != '\0')
		return o->kind->family;
	for (size_t i = 0; i < o->address->n_options; i++)
		if (strchr(o->address->options[i].place.host, ':') != NULL)
			return AF_INET6;
	return AF_INET;
}

/* Tells the address that others may come to. */
static void announce(struct opening *o)
{
	print_name(o->end->socket, false, o->end->local);
	if (o->wish->listening != NULL)
		o->wish->listening(o->wish->context, o->end->local);
}

static bool accept_one(struct opening *o)
{
	struct sockaddr_place from = { .n = 0 };
	int n = sizeof from.sa, error = 0;

	o->end->listener = o->end->socket;
	o->end->socket = WSPAccept(o->end->listener, (struct sockaddr *)&from.sa, &n,
				   NULL, 0, &error);
	if (o->end->socket == INVALID_SOCKET)
		return endpoint_fail(o, "accept", error, "cannot accept on %s",
				     o->end->local);
	/* Told here, since a peer that has reset the connection has no name any more. */
	if (n > (int)sizeof(sa_family_t))
		sockaddr_print((struct sockaddr *)&from.sa, (socklen_t)n,
			       o->end->remote);
	return o->wish->unshaken || endpoint_shake(o);
}

static bool listen_and_accept(struct opening *o)
{
	int error = 0;

	if (WSPListen(o->end->socket, BACKLOG, &error) != 0)
		return endpoint_fail(o, "listen", error, "cannot listen");
	announce(o);
	if (o->wish->connect_peer && !endpoint_connect_peer(o))
		return false;
	return o->wish->depth == ENDPOINT_LISTENING || accept_one(o);
}

/* With connect= the built-in peer, if there is one, is a stranger (S3). */
static bool receive_from(struct opening *o)
{
	const struct address_option *only = endpoint_option(o, ADDRESS_CONNECT_TO);
	char text[SOCKADDR_TEXT];
	struct sockaddr_list to;
	int error;

	if (!endpoint_join(o))
		return false;
	if (only != NULL && o->wish->depth == ENDPOINT_FULL) {
		if (!endpoint_resolve(o, o->place->sa.ss_family, &only->place, &to))
			return false;
		error = endpoint_connect_to(o, &to.at[0]);
		if (error != 0) {
			sockaddr_print((struct sockaddr *)&to.at[0].sa, to.at[0].n,
				       text);
			return endpoint_fail(o, "connect", error,
					     "cannot connect to %s", text);
		}
	}
	announce(o);
	return !o->wish->connect_peer || endpoint_connect_peer(o);
}

/* An address that listens, or is bound and receives from anybody. */
static bool open_served(struct opening *o)
{
	if (!endpoint_resolve(o, served_family(o), &o->address->place, &o->places))
		return false;
	o->place = &o->places.at[0];
	if (!endpoint_make_socket(o))
		return false;
	if (o->wish->depth == ENDPOINT_SOCKET)
		return true;
	if (!endpoint_bind_place(o, o->place))
		return false;
	if (o->kind->role == ADDRESS_BOUND)
		return receive_from(o);
	return o->wish->depth == ENDPOINT_BOUND || listen_and_accept(o);
}

static bool adopt(struct opening *o)
{
	uint64_t number = o->address->place.number;
	int fd = number <= INT_MAX ? (int)number : -1, error = 0;
	int family = 0, type = 0, protocol = 0;
	WSAPROTOCOL_INFO *info = NULL, room;

	if (sockaddr_of_descriptor(fd, &family, &type, &protocol))
		info = endpoint_override(o, family, type, protocol, &room);
	o->end->socket = WSPSocketFromDescriptor(
		fd, info, o->wish->overlapped ? WSA_FLAG_OVERLAPPED : 0, &error);
	if (o->end->socket == INVALID_SOCKET)
		return endpoint_fail(o, "adopt", error, "cannot use descriptor %llu",
				     (unsigned long long)number);
	return endpoint_set_rules(o) && endpoint_set_options(o) && endpoint_join(o);
}

/* What every socket gets once it is open. Faults come last: they count receives. */
static bool finish(struct opening *o)
{
	const struct endpoint_wish *w = o->wish;
	SOCKET s = o->end->socket;
	DWORD on = w->nonblocking;
	BOOL watched = TRUE;
	int n = sizeof o->end->info, error;

	error = endpoint_control(s, FIONBIO, &on, sizeof on);
	if (error == 0)
		error = endpoint_control(s, SIO_WSP_WATCH, &watched, sizeof watched);
	if (error == 0)
		WSPGetSockOpt(s, SOL_SOCKET, SO_PROTOCOL_INFO, (CHAR *)&o->end->info,
			      &n, &error);
	for (size_t i = 0; error == 0 && i < w->n_faults; i++)
		error = endpoint_control(s, SIO_WSP_FAULT, &w->faults[i],
					 sizeof w->faults[i]);
	if (error != 0)
		return endpoint_fail(o, "option", error, "cannot prepare the socket");
	if (!endpoint_set_limits(o))
		return false;
	print_name(s, false, o->end->local);
	if (o->end->remote[0] == '\0')
		print_name(s, true, o->end->remote);
	return true;
}

static bool open_role(struct opening *o)
{
	switch (o->kind->role) {
	case ADDRESS_CONNECT:
		if (o->wish->connect_peer)
			return endpoint_fail(o, "peer", WSAEINVAL,
					     "the built-in peer can only connect to an "
					     "address that listens");
		return open_connector(o) && finish(o);
	case ADDRESS_LISTEN:
	case ADDRESS_BOUND:
		return open_served(o) && finish(o);
	case ADDRESS_PAIR:
		return endpoint_open_pair(o) && finish(o);
	case ADDRESS_FD:
		return adopt(o) && finish(o);
	case ADDRESS_HANDLE:
		o->end->socket = (SOCKET)o->address->place.number;
		o->end->borrowed = true;
		return true;
	}
	return false;
}

bool endpoint_open(const struct address *a, const struct endpoint_wish *wish,
		   struct endpoint *out, struct endpoint_error *e)
{
	size_t n;
	const struct address_kind *kind = &address_kinds(&n)[a->kind];
	struct opening o = { .address = a,
			     .kind = kind,
			     .wish = wish,
			     .end = out,
			     .error = e,
			     .type = kind->type,
			     .protocol = kind->protocol };

	*out = (struct endpoint){ .socket = INVALID_SOCKET,
				  .listener = INVALID_SOCKET };
	o.place = &o.places.at[0];
	if (!open_role(&o)) {
		(void)endpoint_close(out, NULL);
		return false;
	}
	if (out->peer != NULL)
		peer_settle(out->peer);
	return true;
}

bool endpoint_open_transport(struct transport *t, int family, int type,
			     const struct address *a, const struct endpoint_wish *wish,
			     struct endpoint *out, struct endpoint_error *e)
{
	size_t n;
	struct opening o = { .address = a,
			     .kind = &address_kinds(&n)[a->kind],
			     .wish = wish,
			     .end = out,
			     .error = e,
			     .type = type };
	WSAPROTOCOL_INFO room;
	int code = 0;

	*out = (struct endpoint){ .listener = INVALID_SOCKET };
	o.place = &o.places.at[0];
	o.protocol = address_tls(a);
	out->socket =
		open_transport(t, catalog_find(family, type, o.protocol),
			       endpoint_override(&o, family, type, o.protocol, &room),
			       wish->overlapped ? WSA_FLAG_OVERLAPPED : 0, &code);
	if (out->socket == INVALID_SOCKET) {
		t->ops->close(t, false);
		return endpoint_fail(&o, "socket", code, "cannot use one end of it");
	}
	if (endpoint_set_rules(&o) && endpoint_set_options(&o) && finish(&o))
		return true;
	(void)endpoint_close(out, NULL);
	return false;
}

int endpoint_close(struct endpoint *e, size_t *failed_step)
{
	int error = 0;

	/* The peer first: closed sockets would make its steps fail. */
	if (e->peer != NULL)
		error = peer_end(e->peer, failed_step);
	e->peer = NULL;
	if (!e->borrowed)
		close_socket(&e->socket);
	close_socket(&e->listener);
	remove_file(e);
	return error;
}
