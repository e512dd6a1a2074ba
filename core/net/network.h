/* SPDX-License-Identifier: MIT */
/* Where sockets come from: the kernel, or a simulation. */
#pragma once

#include "net/transport.h"

struct network {
	const char *name;
	/* A new socket, the caller's; 0 or an errno. */
	int (*open)(int family, int type, int protocol, struct transport **out);
	/* Two AF_UNIX sockets of that type that are connected, each the caller's. *spare
	 * receives another handle of ends[0], or NULL where there are no such. */
	int (*pair)(int type, struct transport *ends[2], struct transport **spare);
	/* Removes the file that binding an AF_UNIX socket to a path has left. */
	int (*remove)(const char *path);
};

extern const struct network network_kernel, network_sim;

/* Puts over *t what a protocol of our own adds to a stream or to datagrams: TLS. Nothing for any other. 0,
 * or an errno: then *t is as it was. */
int network_dress(int protocol, struct transport **t);

/* The simulation while there is one (ready_simulate()), else the kernel. */
const struct network *network_current(void);
