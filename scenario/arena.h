/* SPDX-License-Identifier: MIT */
/* Memory that is given back all at once: that of a script and everything read from it.
 *
 * Pieces are handed out and never freed singly. An arena that is all zero is empty. */
#pragma once

#include <stddef.h>

struct arena_block;
struct arena {
	struct arena_block *blocks;
	size_t left; /* bytes of the first block that are free */
};

/* n bytes that are zero, aligned for anything; aborts without memory, for a script that
 * cannot be read cannot be run either. */
void *arena_take(struct arena *a, size_t n);

/* The same, but for what is in them: the caller writes it. */
void *arena_room(struct arena *a, size_t n);

/* A copy of n bytes, with a NUL behind them. */
void *arena_copy(struct arena *a, const void *bytes, size_t n);
char *arena_text(struct arena *a, const char *text);

/* Gives everything back, but keeps one block, so that a loop need not allocate. */
void arena_reset(struct arena *a);
void arena_fini(struct arena *a);
