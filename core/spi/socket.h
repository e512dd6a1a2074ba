/* SPDX-License-Identifier: MIT */
/* One socket of the provider: what it is, what state it is in, what it keeps.
 *
 * Sockets live in slots that are never given back to the system; a handle is a slot and
 * the number of its use, so that a stale handle is seen to be stale for good (P1). Every
 * call enters a socket (finds and locks it) and leaves it; a blocking call leaves the
 * lock while it waits (spi/blocking.h), and the one who leaves a closed socket last ends
 * it. So a descriptor is never closed under a thread that waits on it. */
#pragma once

#include <stdbool.h>
#include <sys/queue.h>

#include "base/lock.h"
#include "base/slots.h"
#include "net/transport.h"
#include "spi/held.h"
#include "spi/rules.h"
#include "wspmore.h"

enum socket_state {
	SOCKET_FRESH, /* no local address yet */
	SOCKET_BOUND,
	SOCKET_LISTENING,
	SOCKET_CONNECTING, /* a non-blocking connect is under way */
	SOCKET_CONNECTED,
};

/* Those who wait for the same thing stand in line, and are served in its order (B4). */
enum turn_kind {
	TURN_RECEIVE,
	TURN_URGENT,
	TURN_SEND,
	N_TURNS, /* also: none of them */
};

/* A place in such a line. */
struct turn {
	struct sleeper *caller; /* of a blocking call; NULL: a struct request */
	TAILQ_ENTRY(turn) link;
};
TAILQ_HEAD(turns, turn);

struct blocked; /* a thread that waits (spi/blocking.h) */

struct socket {
	struct slot slot;
	struct lock lock;
	SOCKET handle;        /* INVALID_SOCKET: free, or closed and still waited on */
	struct source source; /* of its transport */
	struct blocked *blocked; /* threads that wait here */
	struct turns turns[N_TURNS];
	struct turns finished; /* requests to be told of when the socket is left */
	unsigned outstanding;  /* requests in all lines */
	DWORD limit;           /* of them */
	struct transport *transport; /* owned; NULL while free */
	WSAPROTOCOL_INFO info;       /* catalogue entry, overrides applied */
	struct rules rules;
	enum socket_state state;
	bool overlapped;
	bool nonblocking;
	bool oob_inline;
	bool shut_receive; /* SD_RECEIVE was asked for (never told to the kernel) */
	bool shut_send;
	bool end_sent;   /* and the transport has been told, all sends being over */
	bool stream;     /* acts as a byte stream whatever the flags (T1, T2) */
	bool boundaries; /* the transport keeps message boundaries */
	bool connectionless;
	bool sent;           /* something was sent: an end may hide a reset */
	int dead;            /* remembered reset: told by every call from now on */
	int broken;          /* known; receives tell it when data is over */
	bool reset;          /* broken, by a reset that no graceful end came before */
	int once;            /* told by the next receive alone */
	int refused;         /* a connect's own failure: told by SO_ERROR once */
	DWORD receive_limit; /* SO_RCVTIMEO, milliseconds, 0: none */
	DWORD send_limit;    /* SO_SNDTIMEO */
	struct held held;    /* bytes taken from the transport and not yet given out */
	bool vetting; /* a connected datagram socket may hold strangers' messages */
	uint64_t vet_from;            /* microseconds: when it was connected */
	struct sockaddr_storage peer; /* of a connected datagram socket */
	socklen_t peer_length;
	bool owes;     /* the transport has taken what has not gone: see engine_owe() */
	DWORD watched; /* WSP_WATCH_* */
	WSPLASTRECEIVE last;
};

/* Finds and locks; NULL: not a socket. */
struct socket *socket_enter(SOCKET s);
/* Unlocks, and tells of the requests that have finished meanwhile. */
void socket_leave(struct socket *so);

/* A free slot with this transport (owned by the socket on success) and entry; entered.
 * NULL: no slot or no memory (WSAENOBUFS), or the provider was never started. */
struct socket *socket_new(struct transport *t, const WSAPROTOCOL_INFO *info);

/* Makes every handle to it stale, cancels what is pending and calls that wait on it, and
 * ends it as soon as the last of them has gone. Leaves it. */
void socket_close(struct socket *so);

/* Ends those that are closed and would send what their transport has taken. */
void socket_end_all(void);

/* The next live socket from slot `from` on, entered; NULL: none. For closing them all. */
struct socket *socket_next(unsigned from);
