/* SPDX-License-Identifier: MIT */
/* Making slots, and giving them out. */
#include "base/slots.h"

#include <stdlib.h>

#include "base/heap.h"

/* Under the lock. */
static void make_block(struct slots *s, size_t size, void (*fresh)(struct slot *))
{
	char *block;

	if (s->n_blocks == SLOTS_BLOCKS)
		return;
	block = heap_zeroed(SLOTS_BLOCK, size);
	if (block == NULL)
		return;
	for (unsigned i = SLOTS_BLOCK; i-- > 0;) {
		struct slot *slot = (struct slot *)(block + i * size);

		slot->number = s->n_blocks * SLOTS_BLOCK + i;
		slot->next_free = s->free;
		s->free = slot;
		fresh(slot);
	}
	atomic_store_explicit(&s->blocks[s->n_blocks++], block, memory_order_release);
}

struct slot *slots_take(struct slots *s, size_t size, void (*fresh)(struct slot *))
{
	struct slot *slot;

	pthread_mutex_lock(&s->lock);
	if (s->free == NULL)
		make_block(s, size, fresh);
	slot = s->free;
	if (slot != NULL)
		s->free = slot->next_free;
	pthread_mutex_unlock(&s->lock);
	return slot;
}

void slots_give(struct slots *s, struct slot *slot)
{
	pthread_mutex_lock(&s->lock);
	slot->next_free = s->free;
	s->free = slot;
	pthread_mutex_unlock(&s->lock);
}
