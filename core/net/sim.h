/* SPDX-License-Identifier: MIT */
/* A network in memory: pairs of ends that behave like sockets of the kernel, but for what
 * their owner chooses: how bytes are cut, what waits on its way, what is lost.
 *
 * For simulations (ready_simulate()): no thread, no clock, no system call. One thread at a
 * time uses all ends. Either end may be given to the provider; the other one is then the
 * peer, used by its verbs (net/transport.h) or by the calls below. */
#pragma once

#include "net/transport.h"

enum sim_kind {
	SIM_STREAM, /* as TCP: with an urgent byte */
	SIM_DATAGRAM,
	SIM_RECORD, /* a circuit of records, as AF_UNIX SEQPACKET */
};

/* Two ends that are connected, each the caller's; ENOMEM. */
int sim_pair(enum sim_kind kind, struct transport *ends[2]);

/* Streams: no receive at t gives more than n bytes, be there more or not; 0: as it is. */
void sim_cut(struct transport *t, size_t n);

/* Most bytes that wait to be received at t; a send beyond is EAGAIN. At first 256 KiB. */
void sim_room(struct transport *t, size_t n);

/* From now on what is sent to t, its end too, stays on its way (on), or arrives. */
void sim_hold(struct transport *t, bool on);
/* Lets the next thing on its way to t arrive, or be lost; false: there is none. */
bool sim_pass(struct transport *t);
bool sim_lose(struct transport *t);

/* The next receive at t fails with this errno, as if the kernel had said so. */
void sim_fail(struct transport *t, int native);
