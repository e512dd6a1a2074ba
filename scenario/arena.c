/* SPDX-License-Identifier: MIT */
/* Blocks of memory, cut from the front. */
#include "scenario/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)16 << 10)
#define ALIGN alignof(max_align_t)

struct arena_block {
	struct arena_block *next;
	size_t size;
	alignas(max_align_t) unsigned char bytes[];
};

static void add_block(struct arena *a, size_t n)
{
	size_t size = n > BLOCK ? n : BLOCK;
	struct arena_block *b = malloc(sizeof *b + size);

	if (b == NULL) {
		fputs("wsprecv: out of memory\n", stderr);
		abort();
	}
	b->next = a->blocks;
	b->size = size;
	a->blocks = b;
	a->left = size;
}

void *arena_room(struct arena *a, size_t n)
{
	unsigned char *at;

	n = (n + ALIGN - 1) / ALIGN * ALIGN;
	if (a->blocks == NULL || a->left < n)
		add_block(a, n);
	at = a->blocks->bytes + (a->blocks->size - a->left);
	a->left -= n;
	return at;
}

void *arena_take(struct arena *a, size_t n)
{
	return memset(arena_room(a, n), 0, n);
}

void *arena_copy(struct arena *a, const void *bytes, size_t n)
{
	unsigned char *copy = arena_room(a, n + 1);

	if (n > 0)
		memcpy(copy, bytes, n);
	copy[n] = '\0';
	return copy;
}

char *arena_text(struct arena *a, const char *text)
{
	return arena_copy(a, text, strlen(text));
}

void arena_reset(struct arena *a)
{
	struct arena_block *b = a->blocks;

	while (b != NULL && b->next != NULL) {
		struct arena_block *next = b->next;

		free(b);
		b = next;
	}
	a->blocks = b;
	a->left = b != NULL ? b->size : 0;
}

void arena_fini(struct arena *a)
{
	arena_reset(a);
	free(a->blocks);
	*a = (struct arena){ NULL, 0 };
}
