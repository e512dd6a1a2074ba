/* SPDX-License-Identifier: MIT */
/* A network in memory: sockets that behave like those of the kernel on one machine, but
 * for what their owner chooses: how bytes are cut, what waits on its way, what is lost.
 *
 * For simulations (ready_simulate()): no thread, no clock, no system call. One thread at a
 * time uses all sockets. Any may be given to the provider, which opens its own here too
 * (net/network.h); the others are its peers, used by their verbs (net/transport.h) or by
 * the calls below. The same calls in the same order always give the same ports and names.
 *
 * There are AF_INET, AF_INET6 (TCP and UDP; the addresses of this machine are the loopback
 * ones) and AF_UNIX (paths exist here alone). */
#pragma once

#include <stdint.h>

#include "net/transport.h"

enum sim_kind {
	SIM_STREAM, /* a TCP connection */
	SIM_DATAGRAM,
	SIM_RECORD, /* a circuit of records, AF_UNIX SEQPACKET */
};

/* A new socket, the caller's; 0, ENOMEM, or what socket() says. */
int sim_open(int family, int type, int protocol, struct transport **out);
/* Two AF_UNIX sockets that are connected, each the caller's. */
int sim_local_pair(int type, struct transport *ends[2]);
/* Forgets the name of an AF_UNIX socket, as unlink() would; ENOENT. */
int sim_remove(const char *path);

/* Forgets all ports and names: for a new simulation, when the sockets are closed. */
void sim_reset(void);

/* The socket at the other end, still its owner's; NULL: there is none, or not any more. */
struct transport *sim_other(struct transport *t);

/* Streams: no receive at t gives more than n bytes, be there more or not; 0: as it is.
 * Records: what is sent to t from now on comes in pieces of n bytes, as SCTP may do it. */
void sim_cut(struct transport *t, size_t n);

/* Most bytes that wait to be received at t; a send beyond is EAGAIN, or over UDP lost. At
 * first 256 KiB. */
void sim_room(struct transport *t, size_t n);

/* From now on what is sent to t, its end too, stays on its way (on), or arrives. */
void sim_hold(struct transport *t, bool on);
/* Lets the next thing on its way to t arrive, or be lost; false: there is none. */
bool sim_pass(struct transport *t);
bool sim_lose(struct transport *t);

/* TCP: t's connection is over because nobody answered: keep-alive probes, or data. */
void sim_time_out(struct transport *t, bool keepalive);
/* Microseconds that it takes, by t's options: with something unanswered, and (keepalive)
 * on an idle connection; 0: that is never given up. */
uint64_t sim_patience(struct transport *t, bool keepalive);

/* Closes and frees t; its other end sees a reset, be it AF_UNIX, where a close cannot ask
 * for one. */
void sim_break(struct transport *t);
