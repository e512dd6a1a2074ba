/* SPDX-License-Identifier: MIT */
/* What a peer's `pattern` and `flood` send: byte i is i % 251. The period is a prime, so
 * that bytes out of their place show. */
#pragma once

#include <stddef.h>

#define PATTERN_PERIOD 251

/* n bytes of it, from its byte `from` on. */
static inline void pattern_fill(unsigned char *bytes, size_t n, size_t from)
{
	for (size_t i = 0; i < n; i++)
		bytes[i] = (unsigned char)((from + i) % PATTERN_PERIOD);
}
