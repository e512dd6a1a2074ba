/* SPDX-License-Identifier: MIT */
/* TLS over another transport, which may be the kernel's or a simulation's.
 *
 * It waits for nothing, has no thread, and looks at the one below through its verbs alone.
 * What the one below does not take at once is kept (at most a record and an answer of the
 * handshake) and goes with the next call, whichever it is, or with a turn. Settings and
 * state are options of level SOL_WSP_TLS (wsptls.h). */
#pragma once

#include "net/transport.h"
#include "wsptls.h"

/* Takes over `under` (closes it when closed); 0 or an errno: then under is untouched.
 * EPROTONOSUPPORT where this was built without TLS. */
int tls_over(struct transport *under, struct transport **out);

/* The same for DTLS over datagrams. */
int dtls_over(struct transport *under, struct transport **out);

/* Takes TLS off again, in whatever state it is, and says nothing of it to the other end:
 * the one below, which is the caller's. */
struct transport *tls_strip(struct transport *t);

/* Its session, which begins here unless it has: of OpenSSL, and the transport's. It is for
 * those who watch, before the handshake. NULL: it cannot be made. */
struct ssl_st *tls_session(struct transport *t);

/* Whether what it is waiting for, if anything, is room to send below. */
bool tls_waits_for_room(struct transport *t);
