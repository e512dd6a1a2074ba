/* SPDX-License-Identifier: MIT */
/* Chance that is the same for the same seed. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct chance {
	uint64_t state;
};

/* From 0 on, below n; of none: 0. */
static inline size_t below(struct chance *c, size_t n)
{
	uint64_t x = c->state += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return n == 0 ? 0 : (size_t)((x ^ (x >> 31)) % n);
}
