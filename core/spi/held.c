/* SPDX-License-Identifier: MIT */
/* Keeping bytes. */
#include "spi/held.h"

#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "base/vec.h"

bool held_keep(struct held *h, const struct iovec *vec, size_t count, size_t first,
	       const void *bytes, size_t n)
{
	char *copy = heap_take(first + n + 1);

	if (copy == NULL)
		return false;
	vec_gather(vec, count, 0, copy, first);
	if (n > 0)
		memcpy(copy + first, bytes, n);
	*h = (struct held){
		.bytes = copy, .end = first + n, .room = first + n, .whole = first + n
	};
	return true;
}

bool held_append(struct held *h, const void *bytes, size_t n)
{
	if (n > h->room - h->end) {
		size_t room = h->room + h->room / 2 + n; /* many may follow */
		char *grown = heap_more(h->bytes, room + 1);

		if (grown == NULL)
			return false;
		h->bytes = grown;
		h->room = room;
	}
	if (n > 0)
		memcpy(h->bytes + h->end, bytes, n);
	h->end += n;
	h->whole += n;
	return true;
}

bool held_put_back(struct held *h, const struct iovec *vec, size_t count, size_t n)
{
	size_t left = held_any(h) ? held_left(h) : 0;
	char *copy = heap_take(n + left + 1);

	if (copy == NULL)
		return false;
	vec_gather(vec, count, 0, copy, n);
	if (left > 0)
		memcpy(copy + n, h->bytes + h->at, left);
	free(h->bytes);
	h->bytes = copy;
	h->at = 0;
	h->end = h->room = n + left;
	return true;
}

void held_take(struct held *h, size_t n)
{
	h->at += n;
	if (h->at == h->end)
		held_drop(h);
}

void held_drop(struct held *h)
{
	free(h->bytes);
	*h = (struct held){ 0 };
}
