/* SPDX-License-Identifier: MIT */
/* The sockets of the kernel as transports. */
#pragma once

#include "net/transport.h"

/* A new socket; 0 with *out (the caller's), or an errno: EPROTONOSUPPORT, EAFNOSUPPORT,
 * ... where the kernel does not have it. */
int bsd_open(int family, int type, int protocol, struct transport **out);

/* A transport around a non-blocking socket, which it owns on success; 0 or an errno. */
int bsd_wrap(int fd, int family, int type, int protocol, struct transport **out);

/* The recv of every transport made here: known by name, so that the commonest call of all
 * need not go through the table (spi/intake.c). */
int bsd_recv(struct transport *t, struct arrival *a);

/* What a descriptor turned out to be. */
struct bsd_found {
	int family, type, protocol;
	bool listening;
	bool connected;
	bool bound;
};

/* A transport around a socket that exists; on success it owns fd, which is non-blocking
 * from now on. ENOTSOCK for anything else. */
int bsd_adopt(int fd, struct transport **out, struct bsd_found *found);
