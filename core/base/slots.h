/* SPDX-License-Identifier: MIT */
/* Things with handles: slots that are never given back to the system, so that a stale
 * handle can be looked at safely and is seen to be stale for good.
 *
 * A handle is uses << 24 | slot << 2 | kind: larger than any descriptor, and never given
 * out twice (40 bits count the uses of a slot). What is in a slot begins with a struct
 * slot; slots come in blocks, made when needed, all zero. Any thread. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#define SLOTS_BLOCK 256
#define SLOTS_BLOCKS 4096
#define SLOTS_BITS 24

struct slot {
	unsigned number;
	uint64_t uses;
	struct slot *next_free;
};

struct slots {
	_Atomic(char *) blocks[SLOTS_BLOCKS];
	pthread_mutex_t lock; /* for what follows */
	struct slot *free;
	unsigned n_blocks;
};

#define SLOTS_INITIALIZER \
	{ \
		.lock = PTHREAD_MUTEX_INITIALIZER \
	}

/* The slot with that number, of things of `size` bytes; NULL: there never was one. */
static inline struct slot *slots_at(struct slots *s, uintptr_t number, size_t size)
{
	char *block;

	if (number >= (uintptr_t)SLOTS_BLOCK * SLOTS_BLOCKS)
		return NULL;
	block = atomic_load_explicit(&s->blocks[number / SLOTS_BLOCK],
				     memory_order_acquire);
	return block == NULL ? NULL
			     : (struct slot *)(block + number % SLOTS_BLOCK * size);
}

/* The number that a handle names. */
static inline uintptr_t slots_number(uintptr_t handle)
{
	return (handle & ((1u << SLOTS_BITS) - 1)) >> 2;
}

/* A free slot, or NULL: there is no memory, or there are as many as can be. `fresh` is
 * called for each slot of a new block. */
struct slot *slots_take(struct slots *s, size_t size, void (*fresh)(struct slot *));
void slots_give(struct slots *s, struct slot *slot);

/* The next handle of a slot that was taken. `kind` is 0 to 3. */
static inline uintptr_t slots_handle(struct slot *slot, unsigned kind)
{
	return (uintptr_t)(++slot->uses << SLOTS_BITS) | (uintptr_t)slot->number << 2 |
	       kind;
}
