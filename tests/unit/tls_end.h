/* SPDX-License-Identifier: MIT */
/* Ends of TLS over a network in memory, used as transports. */
#pragma once

#include <stdbool.h>

#include "net/transport.h"
#include "wsptls.h"

/* TLS, or DTLS, over `base`, which it owns, with these settings. */
struct transport *tls_end(struct transport *base, bool datagrams,
			  const WSPTLS *settings);

/* One attempt at n bytes; the errno that it came to. */
int tls_end_receive(struct transport *t, void *bytes, size_t n, bool peek,
		    struct arrival *a);

WSPTLSSTATE tls_end_state(struct transport *t);
