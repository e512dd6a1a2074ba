/* SPDX-License-Identifier: MIT */
/* Draws from a sequence of numbers. */
#include "cli/shuffle.h"

void shuffle_begin(struct shuffle *s, uint64_t seed)
{
	s->state = seed;
}

/* An odd step through all numbers, mixed: neighbouring seeds have nothing in common. */
static uint64_t draw(struct shuffle *s)
{
	uint64_t x = s->state += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

/* Less than n; the few numbers that would make some likelier are drawn again. */
static uint64_t below(struct shuffle *s, uint64_t n)
{
	uint64_t unfair = (UINT64_MAX - n + 1) % n, x;

	do
		x = draw(s);
	while (x < unfair);
	return x % n;
}

void shuffle_order(struct shuffle *s, size_t *items, size_t n)
{
	for (size_t left = n; left > 1; left--) {
		size_t with = (size_t)below(s, left), item = items[left - 1];

		items[left - 1] = items[with];
		items[with] = item;
	}
}
