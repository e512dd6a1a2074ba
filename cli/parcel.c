/* SPDX-License-Identifier: MIT */
/* Puts in and takes out. */
#include "cli/parcel.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT64_MAX /* the length of NULL */

unsigned char *parcel_room(struct parcel *p, size_t n)
{
	if (p->room - p->n < n) {
		size_t room = 2 * p->room + n + 256;
		unsigned char *more = realloc(p->bytes, room);

		if (more == NULL)
			abort(); /* as an arena does */
		p->bytes = more;
		p->room = room;
	}
	return p->bytes + p->n;
}

static void put(struct parcel *p, const void *bytes, size_t n)
{
	unsigned char *to = parcel_room(p, n);

	if (n > 0)
		memcpy(to, bytes, n);
	p->n += n;
}

void parcel_put_number(struct parcel *p, uint64_t number)
{
	put(p, &number, sizeof number);
}

void parcel_put_bytes(struct parcel *p, const void *bytes, size_t n)
{
	parcel_put_number(p, bytes == NULL ? NONE : n);
	if (bytes != NULL)
		put(p, bytes, n);
}

void parcel_put_text(struct parcel *p, const char *text)
{
	parcel_put_bytes(p, text, text == NULL ? 0 : strlen(text));
}

/* The n bytes that are next; NULL: there are not so many. */
static const unsigned char *take(struct parcel *p, uint64_t n)
{
	const unsigned char *from;

	if (p->bad || p->n - p->at < n) {
		p->bad = true;
		return NULL;
	}
	from = p->bytes + p->at;
	p->at += n;
	return from;
}

uint64_t parcel_number(struct parcel *p)
{
	const unsigned char *from = take(p, sizeof(uint64_t));
	uint64_t number = 0;

	if (from != NULL)
		memcpy(&number, from, sizeof number);
	return number;
}

unsigned char *parcel_bytes(struct parcel *p, struct arena *arena, size_t *n)
{
	uint64_t length = parcel_number(p);
	const unsigned char *from;

	*n = 0;
	if (length == NONE)
		return NULL;
	from = take(p, length);
	if (from == NULL)
		return arena_copy(arena, "", 0);
	*n = (size_t)length;
	return arena_copy(arena, from, *n);
}

char *parcel_text(struct parcel *p, struct arena *arena)
{
	size_t n;

	return (char *)parcel_bytes(p, arena, &n);
}

void parcel_reset(struct parcel *p)
{
	p->n = p->at = 0;
	p->bad = false;
}

void parcel_free(struct parcel *p)
{
	free(p->bytes);
	*p = (struct parcel){ .bytes = NULL };
}
