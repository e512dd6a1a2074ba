/* SPDX-License-Identifier: MIT */
/* The chance of TLS in a simulation: OpenSSL's random bytes, which then are always the same.
 *
 * For one thread: while they are fixed nobody else uses OpenSSL. */
#pragma once

#include <stdint.h>

/* From here on they are those of that number, from the first one on. */
void tls_chance_fix(uint64_t number);

/* As ever again; where nothing was fixed it does nothing. */
void tls_chance_free(void);
