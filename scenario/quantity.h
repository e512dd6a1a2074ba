/* SPDX-License-Identifier: MIT */
/* Numbers, sizes and durations as people type them.
 *
 * Sizes: a decimal or 0x number, then nothing, k, M, G (powers of 1024; K, Ki, Mi, Gi
 * mean the same). Durations: a decimal number, fractions allowed, then us, ms, s, m; a
 * plain number is seconds. All parse a whole string: anything left over is an error. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "scenario/diag.h"

/* The value of a digit in base 10 or 16, -1 where it is none. */
int quantity_digit(char c, unsigned base);

/* A plain number, 0x allowed. Refuses what does not fit 64 bits. */
bool quantity_number(const char *text, uint64_t *n, struct diag *d);

/* Bytes. Refuses what does not fit 64 bits. */
bool quantity_size(const char *text, uint64_t *bytes, struct diag *d);

/* The shortest text, "4k" or "1000"; quantity_size reads it back. */
void quantity_print_size(uint64_t bytes, char out[32]);

/* Microseconds. Refuses what does not fit 63 bits, and fractions of a microsecond; 0 is
 * allowed. */
bool quantity_duration(const char *text, uint64_t *usec, struct diag *d);

/* "1.5s", "20ms", "7us", "2m": exact, in the largest unit that it fills, minutes only
 * where they are whole; quantity_duration reads it back. */
void quantity_print_duration(uint64_t usec, char out[32]);
