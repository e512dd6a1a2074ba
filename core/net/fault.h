/* SPDX-License-Identifier: MIT */
/* A transport over another one, whose receives fail on demand.
 *
 * A fault says which receive fails (from 1, counted from when it was added) and with what
 * errno, as if the kernel had said so; nothing is taken then. It serves to see the errors
 * that no loopback brings about, and to try the provider against them. */
#pragma once

#include "net/transport.h"

/* Takes over `under` (closes it when closed). NULL without memory: under is untouched. */
struct transport *fault_new(struct transport *under);

/* Whether t was made here. */
bool fault_is(const struct transport *t);

/* ENOBUFS where there are 64 already. */
int fault_add(struct transport *t, unsigned nth, int native);
