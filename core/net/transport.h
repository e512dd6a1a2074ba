/* SPDX-License-Identifier: MIT */
/* What carries bytes: a socket of the kernel, or something that behaves like one.
 *
 * A transport knows nothing of Winsock. It never waits: what cannot be done at once is
 * EAGAIN, and a source that watches it is told when to try again (net/ready.h). Calls
 * return 0 or an errno. The one who opened it owns it; calls on one transport do not
 * overlap. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "net/ready.h"

struct transport {
	const struct transport_ops *ops;
};

/* One receive. The upper half is asked, the lower half is answered. */
struct arrival {
	struct iovec *vec; /* where bytes go; at most IOV_MAX entries */
	size_t n;
	bool peek; /* look, take nothing */
	bool oob;  /* the urgent byte */
	bool ask_from;

	size_t placed; /* bytes put into vec */
	size_t length; /* of the whole message, placed or not; a stream: placed */
	bool ended;    /* the end of the stream or circuit, and no message of 0 bytes */
	bool more;     /* the transport itself will deliver more of this message */
	struct sockaddr_storage from; /* valid for from_length bytes, 0: no name */
	socklen_t from_length;
};

/* What can be asked of a transport. */
enum transport_question {
	TRANSPORT_WAITING,     /* bytes that can be received now */
	TRANSPORT_OOB,         /* whether an urgent byte waits */
	TRANSPORT_ERROR,       /* the errno that waits; asking clears it */
	TRANSPORT_HUNG_UP,     /* whether the peer will send no more */
	TRANSPORT_WHY_TIMEOUT, /* after ETIMEDOUT: 1 keep-alive, 0 anything else */
	/* Bytes sent that the other end has not taken yet; the end of a stream, which we
	 * sent, is one. 0 where nobody will ever tell. */
	TRANSPORT_UNSENT,
};

/* Options that every kind of socket has. Times are milliseconds, lengths bytes. */
enum transport_option {
	TRANSPORT_ACCEPTCONN,
	TRANSPORT_REUSEADDR,
	TRANSPORT_KEEPALIVE,
	TRANSPORT_BROADCAST,
	TRANSPORT_OOBINLINE,
	TRANSPORT_SNDBUF,
	TRANSPORT_RCVBUF,
	TRANSPORT_TYPE,
	TRANSPORT_LINGER,  /* seconds, -1: off */
	TRANSPORT_RECVERR, /* tell what ICMP says also without a connection */
};

struct transport_ops {
	const char *name;
	bool pieces; /* a message may come in pieces: arrival's `more` */
	int (*recv)(struct transport *t, struct arrival *a);
	/* EAGAIN with *sent > 0: so much was taken, and is on its way only once a later
	 * send, of the rest or of nothing, is 0. */
	int (*send)(struct transport *t, const struct iovec *vec, size_t n, bool oob,
		    const struct sockaddr *to, socklen_t to_length, size_t *sent);
	int (*bind)(struct transport *t, const struct sockaddr *sa, socklen_t length);
	int (*connect)(struct transport *t, const struct sockaddr *sa,
		       socklen_t length);
	int (*listen)(struct transport *t, int backlog);
	/* *out is the caller's. */
	int (*accept)(struct transport *t, struct transport **out);
	int (*shut_send)(struct transport *t);
	int (*name_of)(struct transport *t, bool peer, struct sockaddr *sa,
		       socklen_t *length);
	int (*ask)(struct transport *t, enum transport_question q, int *answer);
	int (*get)(struct transport *t, enum transport_option o, int *value);
	int (*set)(struct transport *t, enum transport_option o, int value);
	/* Options by the kernel's own numbers. */
	int (*raw_get)(struct transport *t, int level, int option, void *value,
		       socklen_t *length);
	int (*raw_set)(struct transport *t, int level, int option, const void *value,
		       socklen_t length);
	/* From now on s is called when t may be able to go on: ready_want, 0: no more. */
	int (*watch)(struct transport *t, struct source *s, unsigned want);
	/* Goes on with what is its own affair (a handshake, what was taken and has not
	 * gone): whoever is told that t may go on calls it first. NULL: there is none. */
	void (*turn)(struct transport *t);
	/* Whether it has taken something that has not gone yet: a turn sends it once there
	 * is room (READY_SEND). `last`: it is to be closed, which would lose that, and
	 * says so to the other end first. NULL: it never has. */
	bool (*owes)(struct transport *t, bool last);
	/* Frees, but leaves the descriptor open, and to the caller. */
	void (*release)(struct transport *t);
	/* Closes and frees; `abrupt` resets a circuit instead of ending it. */
	void (*close)(struct transport *t, bool abrupt);
};
