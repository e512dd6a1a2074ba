/* SPDX-License-Identifier: MIT */
/* The memory of receives, used again: guarded pages are dear to map.
 *
 * For one thread at a time, under the world's lock. */
#pragma once

#include "scenario/memory.h"

/* Memory of that layout; NULL without. */
struct memory *world_memory_take(const struct layout *layout);
/* Gives it back, to be taken again or freed. */
void world_memory_give(struct memory *m, const struct layout *layout);
