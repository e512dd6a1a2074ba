/* SPDX-License-Identifier: MIT */
/* The built-in peer as tests want it: a script in C, and the plain end that it plays to. */
#pragma once

#include <netinet/in.h>
#include <stddef.h>

#include "scenario/peer.h"

#define SEND(text) \
	{ \
		.verb = PEER_SEND, .data = (unsigned char *)(text), \
		.n = sizeof(text) - 1 \
	}
#define OOB(text) \
	{ \
		.verb = PEER_OOB, .data = (unsigned char *)(text), \
		.n = sizeof(text) - 1 \
	}
#define STRANGER(text) \
	{ \
		.verb = PEER_STRANGER, .data = (unsigned char *)(text), \
		.n = sizeof(text) - 1 \
	}
#define STEP(name) \
	{ \
		.verb = PEER_##name \
	}
#define SIZED(name, size) \
	{ \
		.verb = PEER_##name, .n = (size) \
	}
#define WAIT(microseconds) \
	{ \
		.verb = PEER_WAIT, .usec = (microseconds) \
	}
#define SCRIPT(...) static const struct peer_step script[] = { __VA_ARGS__ }
#define LENGTH (sizeof script / sizeof script[0])

/* Each starts a peer with the script and returns the descriptor of the other end. */
int played_pair(int type, const struct peer_step *steps, size_t n, struct peer **p);
int played_tcp(const struct peer_step *steps, size_t n, struct peer **p);
int played_udp(const struct peer_step *steps, size_t n, struct peer **p);

/* A socket of 127.0.0.1 that listens, or for datagrams is bound; -1: no such protocol. */
int played_listener(int type, int protocol, struct sockaddr_in *at);
struct peer *played_connect(int type, int protocol, const struct sockaddr_in *at,
			    const struct peer_step *steps, size_t n);

/* One receive: it must give just these bytes; must fail with this errno. */
void played_takes(int fd, const char *what);
void played_fails(int fd, int flags, int error);

/* Ends the peer: this step must have failed with this errno, or none with 0. */
void played_ends(struct peer *p, int error, size_t step);
