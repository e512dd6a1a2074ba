/* SPDX-License-Identifier: MIT */
/* An address come to life: the socket that receives, and the built-in peer if asked for.
 *
 *	resolve -> socket, rules -> option -> bind -> join -> listen, accept | connect
 *
 * endpoint_open() goes through the stages in order; the first that fails is told with its
 * name. Everything opened is owned by the endpoint and ends with endpoint_close(). The
 * provider must have been started (WSPStartup). */
#pragma once

#include <stdbool.h>

#include "net/transport.h"
#include "scenario/address.h"
#include "scenario/peer.h"
#include "wspmore.h"

/* How far to open. A depth that the address does not pass means the whole way: so a pair,
 * an inherited descriptor and a handle are always opened whole. */
enum endpoint_depth {
	ENDPOINT_SOCKET,    /* only made, options set */
	ENDPOINT_BOUND,     /* bound too; what would connect is bound to any address */
	ENDPOINT_LISTENING, /* listening: the receive is tried on the listening socket */
	ENDPOINT_CONNECTING, /* the connect has been started, without waiting for its end */
	ENDPOINT_FULL,
};

struct endpoint_wish {
	enum endpoint_depth depth;
	DWORD xp1_set, xp1_clear; /* overrides; 0: the catalogue's */
	bool unshaken; /* TLS that is accepted: its handshake is the caller's to make */
	bool familiar; /* TLS that connects: whoever answers is no stranger */
	bool overlapped;  /* create with WSA_FLAG_OVERLAPPED */
	bool nonblocking; /* FIONBIO, once open */
	/* Longest wait of connecting, accepting, sending and receiving, in microseconds, at
	 * least 1 ms: SO_RCVTIMEO and SO_SNDTIMEO; 0: none. */
	uint64_t timeout;
	WSPRULE rules[16]; /* applied in order; "profile" is a name too */
	size_t n_rules;
	WSPFAULT faults[16]; /* put in place when the socket is open */
	size_t n_faults;
	const struct peer_step *steps; /* borrowed until endpoint_close() */
	size_t n_steps; /* 0: a peer that there is holds its socket open, in silence */
	bool connect_peer; /* a listening or bound address: the built-in peer connects */
	const char *keylog; /* TLS: where secrets go without keylog=; NULL: nowhere */
	/* Called when a socket that listens or is bound knows its address, before it waits
	 * for anybody: "127.0.0.1:41023". May be NULL. */
	void (*listening)(void *context, const char *local);
	void *context;
};

struct endpoint {
	SOCKET socket;         /* the one to receive on */
	SOCKET listener;       /* INVALID_SOCKET: none */
	bool borrowed;         /* the socket is a number that was given: not closed */
	struct peer *peer;     /* NULL: none */
	WSAPROTOCOL_INFO info; /* its catalogue entry, overrides applied */
	char local[160];       /* printed local address, "" where there is none */
	char remote[160];      /* printed peer's address, "" where there is none */
	char path[108];        /* file to unlink at the end, "" none */
};

struct endpoint_error {
	const char *stage; /* "resolve", "socket", "option", "bind", "join", "listen",
			      "accept", "connect", "peer", "adopt", "tls",
			      "handshake" */
	int code;          /* WSAE*, 0 for a name that does not resolve */
	int native;        /* the errno that the code stands for, 0: none */
	char text[300]; /* one line: what failed, for which place, why, what would help;
			      the code itself is not in it */
	/* Of a peer that could not be verified; "" for all else. */
	char certificate[512], name[256], reason[256];
};

/* On false there is nothing to close, and *e says why. When it returns, the built-in peer
 * has done all it can do by itself (peer_settle). */
bool endpoint_open(const struct address *a, const struct endpoint_wish *wish,
		   struct endpoint *out, struct endpoint_error *e);

/* The same around a transport that is connected already, one end of a pair say; it belongs
 * to the endpoint from now on, on failure too. The address gives the options. */
bool endpoint_open_transport(struct transport *t, int family, int type,
			     const struct address *a, const struct endpoint_wish *wish,
			     struct endpoint *out, struct endpoint_error *e);

/* What is known of the TLS session; false: it is a socket without TLS, or none. */
bool endpoint_tls_state(SOCKET s, WSPTLSSTATE *out);

/* Ends the peer, closes the sockets, removes the file of a Unix socket if it was made by
 * endpoint_open(). Returns the errno of the peer's first step that failed, its number in
 * *failed_step (may be NULL), or 0. */
int endpoint_close(struct endpoint *e, size_t *failed_step);
