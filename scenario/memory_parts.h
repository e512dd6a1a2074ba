/* SPDX-License-Identifier: MIT */
/* The insides of a memory, for the two files that know them. */
#pragma once

#include <stddef.h>

#include "scenario/memory.h"

#define MEMORY_PATTERN 0xa5

struct memory_buffer {
	uint64_t before; /* sum of the lengths of the buffers before this one */
	size_t lead;     /* bytes of pattern before it; 0 unless plain */
	size_t block;    /* bytes of memory that begin there, if it is plain */
	size_t head;     /* of those, the ones with the pattern; the rest is zero */
	enum layout_kind kind;
	bool same; /* its memory is that of the buffer before it */
};

struct memory {
	size_t n, page;
	uint64_t room;
	uint64_t dirty; /* bytes to be filled again, UINT64_MAX: everything */
	struct memory_buffer *buffers; /* n */
	WSABUF *array;                 /* n, handed out */
	WSABUF *original;              /* n, what the array must still say */
	char *plain; /* one mapping for all plain buffers, with what is between */
	size_t plain_length;
	char *tail; /* pattern behind the last plain buffer */
	size_t tail_length;
	char *bad; /* cannot be touched; all bad buffers start here */
	size_t bad_length;
	char *readonly; /* the same for those that can be read */
	size_t readonly_length;
	char *half; /* pages that can be written, and as many that cannot be touched */
	size_t half_length;
	char *heap; /* NULL: not on the heap, else `total` bytes, part of the memory's own */
	size_t total;
};

/* Up to where the first `bytes` bytes fill the memory of buffer i. */
uint32_t memory_extent(const struct memory *m, size_t i, uint64_t bytes);

/* scenario/memory_heap.c; NULL: there is no memory, or it is to be mapped. */
struct memory *memory_heap_new(const struct layout *layout);
void memory_heap_free(struct memory *m);
