/* SPDX-License-Identifier: MIT */
/* The peer of a socket of ours: how it comes to be, and how it is waited for.
 *
 * Calls return 0 or an errno. */
#pragma once

#include <pthread.h>

#include "net/transport.h"
#include "scenario/crew.h"
#include "scenario/rogue.h"
#include "scenario/sockaddr.h"

struct world;

/* The other end of a socket of ours: a transport that never goes through the provider. */
struct world_peer {
	pthread_mutex_t lock;   /* while one of these is used; zeroed is unlocked */
	struct transport *t;    /* NULL: there is none (any more) */
	_Atomic bool shaking;   /* the thread that opens the socket uses it for now */
	struct rogue *rogue;    /* TLS: t is its, and owns it; NULL: there is no TLS */
	struct transport *ours; /* simulated, t is closed: our end; NULL: so is it */
	bool left; /* ours is closed, and there as long as somebody waits in a call */
	struct transport *listener; /* where ours has not connected yet */
	struct transport *spare;    /* another handle of our end, for a reset; NULL */
	struct transport *stranger; /* NULL: none has sent yet */
	int family, type, protocol;
	struct sockaddr_place to;  /* ours, of datagrams; n 0: not known */
	struct sockaddr_place at;  /* itself, of datagrams, also when it is gone */
	char name[SOCKADDR_TEXT];  /* as a source is printed */
	struct crew_alarm noticed; /* a simulation's: when ours gives up a silent peer */
	struct crew *crew;         /* whose alarm that is */
	uint64_t silent_since;
};

/* Peers are the owner's, and a routine's. One that runs while the owner plays may close
 * them: what waits looks again whether they are there. */
int world_peer_pair(struct world_peer *p, int type, struct transport **ours);
/* Before either end has TLS. */
void world_tls_begin(struct world *w);
/* Puts TLS, or DTLS (WSPPROTO_*), over the peer; `accepts`: it is the one that is called. */
int world_tls_dress(struct world_peer *p, int protocol, bool accepts);
/* They meet, `ours` (NULL: it is the provider's own) with TLS over it; `shakes`: and shake
 * hands, which leaves the socket blocking. 0 or a code. */
int world_tls_meet(struct world *w, SOCKET s, struct world_peer *p,
		   struct transport *ours, bool shakes);
/* From now on the peer is without it, and has said nothing. */
void world_tls_strip(struct world_peer *p);
/* Its own socket, beneath TLS if there is that. */
struct transport *world_peer_base(const struct world_peer *p);
/* `full`: it listens, and whoever comes is kept waiting. */
int world_peer_listen(struct world_peer *p, bool full, struct sockaddr_place *at);
int world_peer_accept(struct world *w, struct world_peer *p);
int world_peer_bind(struct world_peer *p, struct sockaddr_place *at);
int world_peer_connect(struct world *w, struct world_peer *p,
		       const struct sockaddr_place *to);
/* Datagrams: ours is at p->to; whom else it sends to is not heard. */
int world_peer_meet(struct world_peer *p);
/* Makes p->stranger, which has an address of its own. */
int world_peer_stranger(struct world_peer *p);
void world_peer_close(struct world_peer *p);
/* From now on it takes nothing, acknowledgements neither; 0 or an errno. */
int world_peer_drop(struct world *w, struct world_peer *p);
/* Waits until what it sent has arrived, as far as it can. */
void world_peer_settle(struct world *w, struct world_peer *p);
