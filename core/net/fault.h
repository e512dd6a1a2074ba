/* SPDX-License-Identifier: MIT */
/* A transport over another one, whose calls fail on demand.
 *
 * A fault says which call fails (from 1, counted from when it was added) and with what
 * errno, as if the kernel had said so; nothing is done then. Of two that mean the same call
 * the later strikes at the next one. EINTR is tried again, as every transport does: it
 * counts as a call, and nobody hears of it. It serves to see the errors that no loopback
 * brings about, and to try the provider against them. */
#pragma once

#include "net/transport.h"

/* Takes over `under` (closes it when closed). NULL without memory: under is untouched. */
struct transport *fault_new(struct transport *under);

/* Whether t was made here. */
bool fault_is(const struct transport *t);

/* By what the verbs of a transport do; in the order of WSP_CALL_RECEIVE and its like. */
enum fault_call {
	FAULT_RECEIVE,
	FAULT_SEND,
	FAULT_BIND,
	FAULT_CONNECT,
	FAULT_LISTEN,
	FAULT_ACCEPT,
	FAULT_NAME,
	FAULT_ASK,
	FAULT_GET, /* options, in either numbering */
	FAULT_SET,
	FAULT_WATCH
};

/* ENOBUFS where there are 64 already. */
int fault_add(struct transport *t, enum fault_call call, unsigned nth, int native);
