/* SPDX-License-Identifier: MIT */
/* Lists of pieces by size, each size twice the one before; a piece has its list's number in
 * front of it. */
#include "fuzz/pool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SMALLEST 5 /* powers of two */
#define LARGEST 24
#define CHUNK ((size_t)1 << 20)
#define FRONT 16 /* bytes, so that what is behind them is aligned */

struct piece {
	struct piece *next;
};

static struct piece *free_pieces[LARGEST + 1];
static unsigned char *chunk;
static size_t left;

static unsigned class_of(size_t n)
{
	unsigned c = SMALLEST;

	while (c <= LARGEST && (size_t)1 << c < n)
		c++;
	return c;
}

static unsigned *front(void *at)
{
	return (unsigned *)((unsigned char *)at - FRONT);
}

/* A new piece: of the chunk, or by itself. */
static unsigned char *cut(size_t n)
{
	unsigned char *at;

	if (n > CHUNK / 4)
		return malloc(n);
	if (n > left) {
		chunk = malloc(CHUNK);
		left = chunk != NULL ? CHUNK : 0;
	}
	if (n > left)
		return NULL;
	at = chunk;
	chunk += n;
	left -= n;
	return at;
}

void *pool_take(size_t n)
{
	unsigned c = class_of(n);
	struct piece *p = c <= LARGEST ? free_pieces[c] : NULL;
	unsigned char *at;

	if (c > LARGEST)
		return NULL;
	if (p != NULL) {
		free_pieces[c] = p->next;
		return p;
	}
	at = cut(FRONT + ((size_t)1 << c));
	if (at == NULL)
		return NULL;
	*(unsigned *)(void *)at = c;
	return at + FRONT;
}

void pool_give(void *at)
{
	struct piece *p = at;

	if (p == NULL)
		return;
	p->next = free_pieces[*front(at)];
	free_pieces[*front(at)] = p;
}

void *pool_resize(void *at, size_t n)
{
	size_t had = at != NULL ? (size_t)1 << *front(at) : 0;
	void *new;

	if (at != NULL && n <= had)
		return at;
	new = pool_take(n);
	if (new != NULL && at != NULL)
		memcpy(new, at, had);
	if (new != NULL)
		pool_give(at);
	return new;
}
