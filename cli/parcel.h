/* SPDX-License-Identifier: MIT */
/* Numbers and texts in a row of bytes, for two processes of the same program.
 *
 * Taking out is in the order of putting in. What was taken from a parcel that is too short
 * is zero and empty, and the parcel is then bad; so are all that follow. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scenario/arena.h"

struct parcel {
	unsigned char *bytes; /* heap, owned */
	size_t n, room;
	size_t at; /* of what is taken next */
	bool bad;
};

void parcel_put_number(struct parcel *p, uint64_t number);
/* NULL stays NULL. */
void parcel_put_bytes(struct parcel *p, const void *bytes, size_t n);
void parcel_put_text(struct parcel *p, const char *text);

uint64_t parcel_number(struct parcel *p);
/* Into the arena, with a NUL behind them; NULL where NULL was put in. */
unsigned char *parcel_bytes(struct parcel *p, struct arena *arena, size_t *n);
char *parcel_text(struct parcel *p, struct arena *arena);

/* So many bytes more as they stand; where to write them. */
unsigned char *parcel_room(struct parcel *p, size_t n);

/* Empty, but keeps its memory. */
void parcel_reset(struct parcel *p);
void parcel_free(struct parcel *p);
