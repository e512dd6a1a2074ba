/* SPDX-License-Identifier: MIT */
/* An order that a number decides: the same one on every machine. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct shuffle {
	uint64_t state;
};

void shuffle_begin(struct shuffle *s, uint64_t seed);

/* Puts the n items into another order; each order is as likely as any other. */
void shuffle_order(struct shuffle *s, size_t *items, size_t n);
