/* SPDX-License-Identifier: MIT */
/* Keeping bytes. */
#include "spi/held.h"

#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "base/rare.h"
#include "base/vec.h"
#include "spi/spill.h"

static void give_back(const struct held *h)
{
	if (h->spilt)
		spill_free(h->bytes);
	else
		free(h->bytes);
}

/* Without memory: the thread's spill, with the n bytes behind the first `before`, which
 * are to be filled. */
RARE static char *in_spill(size_t before, const void *bytes, size_t n)
{
	char *base = before <= SPILL_SIZE && n <= SPILL_SIZE - before ? spill_give()
								      : NULL;

	if (base != NULL && n > 0)
		memmove(base + before, bytes, n);
	return base;
}

bool held_keep(struct held *h, const struct iovec *vec, size_t count, size_t first,
	       const void *bytes, size_t n)
{
	char *copy = heap_take(first + n + 1);
	bool spilt = copy == NULL;

	if (spilt)
		copy = in_spill(first, bytes, n);
	else if (n > 0)
		memcpy(copy + first, bytes, n);
	if (copy == NULL)
		return false;
	vec_gather(vec, count, 0, copy, first);
	*h = (struct held){ .bytes = copy,
			    .spilt = spilt,
			    .end = first + n,
			    .room = first + n,
			    .whole = first + n };
	return true;
}

/* Room for n bytes more. */
static bool grow(struct held *h, size_t n)
{
	size_t room = h->room + h->room / 2 + n; /* many may follow */
	char *grown = h->spilt ? heap_take(room + 1) : heap_more(h->bytes, room + 1);

	if (grown == NULL)
		return false;
	if (h->spilt) {
		memcpy(grown, h->bytes, h->end);
		spill_free(h->bytes);
		h->spilt = false;
	}
	h->bytes = grown;
	h->room = room;
	return true;
}

/* Behind the same bytes in the thread's spill. */
RARE static bool append_in_spill(struct held *h, const void *bytes, size_t n)
{
	size_t left = held_left(h);
	char *base = in_spill(left, bytes, n);

	if (base == NULL)
		return false;
	memcpy(base, h->bytes + h->at, left);
	give_back(h);
	h->bytes = base;
	h->spilt = true;
	h->at = 0;
	h->end = h->room = left + n;
	h->whole += n;
	return true;
}

bool held_append(struct held *h, const void *bytes, size_t n)
{
	if (n > h->room - h->end && !grow(h, n))
		return append_in_spill(h, bytes, n);
	if (n > 0)
		memcpy(h->bytes + h->end, bytes, n);
	h->end += n;
	h->whole += n;
	return true;
}

bool held_put_back(struct held *h, const struct iovec *vec, size_t count, size_t n)
{
	char *copy = heap_take(n + 1);

	if (copy == NULL)
		return false;
	vec_gather(vec, count, 0, copy, n);
	*h = (struct held){ .bytes = copy, .end = n, .room = n };
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
	give_back(h);
	*h = (struct held){ 0 };
}
