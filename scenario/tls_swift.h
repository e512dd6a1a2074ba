/* SPDX-License-Identifier: MIT */
/* Swift handshakes, for plays that need thousands in a second: both ends know a secret, so
 * that TLS 1.3 needs neither certificates nor an exchange of keys. */
#pragma once

#include "net/transport.h"

/* Both are TLS (net/tls.h), and have not shaken hands. What cannot be is left as it is, and
 * so is who calls with a least or a highest version of its own: a handshake in full. */
void tls_swift(struct transport *calls, struct transport *accepts);
