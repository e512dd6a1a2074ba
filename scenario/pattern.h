/* SPDX-License-Identifier: MIT */
/* What a peer's `pattern` and `flood` send: byte i is i % 251. The period is a prime, so
 * that bytes out of their place show. */
#pragma once

#include <stddef.h>
#include <string.h>

#define PATTERN_PERIOD 251

/* n bytes of it, from its byte `from` on. */
static inline void pattern_fill(unsigned char *bytes, size_t n, size_t from)
{
	size_t first = n < PATTERN_PERIOD ? n : PATTERN_PERIOD;

	for (size_t i = 0; i < first; i++)
		bytes[i] = (unsigned char)((from + i) % PATTERN_PERIOD);
	for (size_t i = first; i < n; i += first) {
		/* What is there already, whole periods of it, once more. */
		first = i < n - i ? i : n - i;
		memcpy(bytes + i, bytes, first);
	}
}
