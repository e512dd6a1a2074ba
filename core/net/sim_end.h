/* SPDX-License-Identifier: MIT */
/* One socket in memory, and what travels between them; for net/sim*.c alone.
 *
 * The words are the kernel's own, whose behaviour this copies: a TCP connection counts its
 * bytes as sequence numbers, and where its urgent byte is. */
#pragma once

#include <netinet/in.h>
#include <stdint.h>
#include <sys/queue.h>
#include <sys/un.h>

#include "net/sim.h"
#include "net/sim_option.h"

/* A local address. */
struct sim_name {
	struct in6_addr ip; /* IPv4: mapped */
	unsigned port;
	socklen_t length; /* AF_UNIX: bytes of path, an ending NUL too; 0: unnamed */
	char path[sizeof((struct sockaddr_un *)NULL)->sun_path + 1];
};

enum parcel_kind {
	PARCEL_BYTES,
	PARCEL_URGENT, /* bytes, the last one urgent */
	PARCEL_END,    /* the graceful end */
	PARCEL_RESET,
};

struct parcel {
	enum parcel_kind kind;
	STAILQ_ENTRY(parcel) link;
	struct sim_end *sender; /* to be compared only; NULL: it is closed */
	struct sim_name from;
	size_t at, n; /* bytes[at..n) have not been received */
	bool more;    /* the next one goes on with the same record */
	char bytes[];
};
STAILQ_HEAD(parcels, parcel);

enum sim_state {
	SIM_FRESH,
	SIM_LISTENING,
	SIM_CONNECTING, /* TCP: the listener's queue is full */
	SIM_CONNECTED,
	SIM_REFUSED, /* TCP, until the next connect */
	SIM_DEAD,    /* TCP: reset, or timed out */
};

enum sim_urgent {
	SIM_URGENT_NONE,
	SIM_URGENT_VALID,
	SIM_URGENT_READ
};

TAILQ_HEAD(sim_ends, sim_end);

struct sim_end {
	struct transport super;
	TAILQ_ENTRY(sim_end) link; /* all of the simulation */
	int family;
	enum sim_kind kind;
	enum sim_state state;
	int option[N_SIM_OPTIONS];

	struct sim_name here, there; /* AF_UNIX: there is the last known one */
	bool bound;                  /* here is held */
	bool chose_ip, chose_port;   /* by a bind, and not for us to forget */
	bool told_connected;         /* a connect has said 0 since */

	struct sim_end *other; /* of a circuit; where AF_UNIX datagrams go; NULL: gone */
	bool bereft; /* of a pair of AF_UNIX datagram sockets: other is gone */

	int backlog; /* listening */
	size_t n_accepted;
	struct sim_ends accepted, waiting; /* connections; and who wants to be one */
	TAILQ_ENTRY(sim_end) turn;         /* in either */
	struct sim_end *listener;          /* in whose lists it is */
	struct sim_end *waits_for;         /* whose room it was told there is not */

	struct parcels arrived; /* bytes only */
	struct parcels way;     /* held */
	size_t queued, room;    /* bytes arrived or on their way; most of them */
	size_t cut;             /* sim_cut() */
	bool held;
	bool ended; /* the peer's end has arrived */
	bool shut;  /* our own has been sent */
	bool keepalive_died;
	int error; /* the one that waits, 0: none */

	uint64_t read, next; /* TCP: bytes taken, bytes that have arrived */
	enum sim_urgent urgent;
	uint64_t urgent_at; /* its place among them */
	char urgent_byte;

	struct source *source; /* NULL: nobody watches */
};

static inline struct sim_end *sim_end_of(struct transport *t)
{
	return (struct sim_end *)t;
}

static inline bool sim_is_inet(const struct sim_end *e)
{
	return e->family != AF_UNIX;
}

static inline bool sim_is_tcp(const struct sim_end *e)
{
	return sim_is_inet(e) && e->kind == SIM_STREAM;
}

/* A TCP connection is dead once it was reset, or both ends have ended. */
bool sim_is_dead(const struct sim_end *e);

/* Sends n bytes as one parcel to `to`; ENOMEM. */
int sim_send_parcel(struct sim_end *to, struct sim_end *sender, enum parcel_kind kind,
		    const struct iovec *vec, size_t count, size_t n);
/* Sends a record, in the pieces that `to` was cut to. */
int sim_send_record(struct sim_end *to, struct sim_end *sender, const struct iovec *vec,
		    size_t count, size_t n);
void sim_reset_arrives(struct sim_end *e);

/* Takes n bytes, or the first message, at e off; whoever waits for room hears of it. */
void sim_take(struct sim_end *e, size_t n);
void sim_take_message(struct sim_end *e);
void sim_drop_all(struct sim_end *e);
size_t sim_room_left(const struct sim_end *e);
/* What is on its way from e to its peer: bytes, an end or an empty message being one. */
size_t sim_on_its_way(const struct sim_end *e);
void sim_tell(struct sim_end *e);
