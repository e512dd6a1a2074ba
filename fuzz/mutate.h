/* SPDX-License-Identifier: MIT */
/* Changes to programs on the level of operations: one left out, doubled, moved, put in, a
 * field of it changed, and two programs made into one. The same seed does the same. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* In place; returns the new length, at most `most`. */
size_t mutate_operations(uint8_t *data, size_t n, size_t most, unsigned seed);

size_t mutate_cross(const uint8_t *a, size_t n_a, const uint8_t *b, size_t n_b,
		    uint8_t *out, size_t most, unsigned seed);
