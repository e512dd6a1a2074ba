/* SPDX-License-Identifier: MIT */
/* What the files of the endpoint share, and nobody else needs. */
#pragma once

#include "scenario/endpoint.h"
#include "scenario/sockaddr.h"

/* One endpoint_open() under way. */
struct opening {
	const struct address *address;
	const struct address_kind *kind;
	const struct endpoint_wish *wish;
	struct endpoint *end;
	struct endpoint_error *error;
	int type, protocol;
	struct sockaddr_list places;  /* to connect to, or to bind to */
	struct sockaddr_place *place; /* the one that is tried */
};

/* Fills in the error and returns false: the printed text, then a colon and what the code
 * means (nothing of the kind for code 0), then what would help where that is known. */
bool endpoint_fail(struct opening *o, const char *stage, int code, const char *format,
		   ...) __attribute__((format(printf, 4, 5)));

/* The first option of that kind, NULL: none. */
const struct address_option *endpoint_option(const struct opening *o,
					     enum address_option_id id);

/* Sets all options that are set on a socket, in the order given (stage "option"). */
bool endpoint_set_options(struct opening *o);
/* The longest wait of connecting, accepting, sending and receiving. */
bool endpoint_set_limits(struct opening *o);

/* Joins all groups asked for (stage "join"). */
bool endpoint_join(struct opening *o);

/* Starts the peer that connects to where end->socket is bound, and waits until it has
 * (stage "peer"). */
bool endpoint_connect_peer(struct opening *o);

/* A socketpair: one end becomes end->socket, the other the peer's. */
bool endpoint_open_pair(struct opening *o);

/* TLS: the settings that the options make (stage "tls"); the handshake, of an end that did
 * not connect itself; whether one has failed, and telling so (stage "handshake"). Without
 * TLS nothing, and true (of the second: false). */
bool endpoint_set_tls(struct opening *o);
bool endpoint_shake(struct opening *o);
bool endpoint_is_unshaken(const struct opening *o);
bool endpoint_fail_handshake(struct opening *o, int code, const char *with);

/* The rules of the wish, on end->socket. */
bool endpoint_set_rules(struct opening *o);

/* The catalogue's entry with the overrides of the wish; NULL where nothing is to be
 * overridden, or there is no such protocol. */
WSAPROTOCOL_INFO *endpoint_override(const struct opening *o, int family, int type,
				    int protocol, WSAPROTOCOL_INFO *room);

/* Fills a list with what a place stands for (stage "resolve"). */
bool endpoint_resolve(struct opening *o, int family, const struct address_place *place,
		      struct sockaddr_list *out);

/* A socket for the place that is tried, with its rules and options (stages "socket" and
 * "option"). */
bool endpoint_make_socket(struct opening *o);

/* Binds end->socket (stage "bind"). The file of a Unix socket that nobody has open any
 * more is replaced; a new one is the endpoint's to remove. */
bool endpoint_bind_place(struct opening *o, struct sockaddr_place *to);

/* Connects end->socket, or only starts to where the wish is to be caught in between; 0 or
 * the code. */
int endpoint_connect_to(const struct opening *o, const struct sockaddr_place *to);

/* All stages of a socket that connects, for the place that is tried. */
bool endpoint_connect_place(struct opening *o);

/* The local or the remote end's name. False: there is none. */
bool endpoint_name(SOCKET s, bool remote, struct sockaddr_place *out);

/* WSPIoctl with a value that goes in; 0 or the code. */
int endpoint_control(SOCKET s, DWORD code, const void *in, size_t n);
