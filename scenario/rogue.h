/* SPDX-License-Identifier: MIT */
/* TLS of a peer that misbehaves on command: what it says is held back, cut anew, preceded
 * by bytes that are no TLS, or ended by an alert.
 *
 *	TLS (net/tls.h) -> what is kept -> the transport below
 *
 * TLS knows nothing of it: what it hands down is kept until a step passes it on. Nothing
 * waits: a step that cannot be finished now is EAGAIN, and rogue_go_on() goes on with
 * it. */
#pragma once

#include "net/transport.h"
#include "scenario/peer.h"

struct rogue;

/* Puts it over `base`, which it owns from now on (untouched on failure); *tls is the
 * transport to use, and owns the rogue. `datagrams`: TLS is DTLS, which says what it says. `accepts`: the
 * other end speaks first. 0 or an errno. */
int rogue_over(struct transport *base, bool datagrams, bool accepts, struct rogue **out,
	       struct transport **tls);

/* Takes both off, in silence: base, which is the caller's again. */
struct transport *rogue_strip(struct rogue *r);

struct transport *rogue_base(const struct rogue *r);

/* Whether the verb is a step of TLS alone. */
bool rogue_has(enum peer_verb verb);

/* Plays one of these steps: 0, EAGAIN, or an errno. */
int rogue_play(struct rogue *r, const struct peer_step *step);
int rogue_go_on(struct rogue *r);

/* How many of n bytes go into the next record. */
size_t rogue_record(const struct rogue *r, size_t n);
