/* SPDX-License-Identifier: MIT */
/* PKZIP's format, method 0, every date the first one there is. */
#include "fuzz/zip.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_DATE 0x21 /* 1 January 1980 */

static uint32_t crc(const uint8_t *bytes, size_t n)
{
	uint32_t sum = UINT32_MAX;

	for (size_t i = 0; i < n; i++) {
		sum ^= bytes[i];
		for (int bit = 0; bit < 8; bit++)
			sum = sum >> 1 ^ (sum & 1 ? UINT32_C(0xedb88320) : 0);
	}
	return ~sum;
}

struct record {
	uint8_t bytes[46];
	size_t n;
};

static void put(struct record *r, uint32_t value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		r->bytes[r->n++] = (uint8_t)(value >> 8 * i);
}

static void write_out(struct zip *z, const void *bytes, size_t n)
{
	fwrite(bytes, 1, n, z->to);
	z->at += (uint32_t)n;
}

static void keep(struct zip *z, const void *bytes, size_t n)
{
	z->index = realloc(z->index, z->n_index + n);
	if (z->index == NULL)
		abort();
	memcpy(z->index + z->n_index, bytes, n);
	z->n_index += n;
}

/* What both of a file's records have in common. */
static void put_file(struct record *r, uint32_t sum, size_t n, const char *name)
{
	put(r, 10, 2); /* version needed */
	put(r, 0, 2);  /* flags */
	put(r, 0, 2);  /* method */
	put(r, 0, 2);  /* time */
	put(r, FIRST_DATE, 2);
	put(r, sum, 4);
	put(r, (uint32_t)n, 4);
	put(r, (uint32_t)n, 4);
	put(r, (uint32_t)strlen(name), 2);
	put(r, 0, 2); /* extra */
}

void zip_begin(struct zip *z, FILE *to)
{
	*z = (struct zip){ .to = to };
}

void zip_add(struct zip *z, const char *name, const void *bytes, size_t n)
{
	uint32_t sum = crc(bytes, n), start = z->at;
	struct record local = { .n = 0 }, entry = { .n = 0 };

	put(&local, 0x04034b50, 4);
	put_file(&local, sum, n, name);
	write_out(z, local.bytes, local.n);
	write_out(z, name, strlen(name));
	write_out(z, bytes, n);
	put(&entry, 0x02014b50, 4);
	put(&entry, 10, 2); /* version made by */
	put_file(&entry, sum, n, name);
	put(&entry, 0, 2); /* comment */
	put(&entry, 0, 2); /* disk */
	put(&entry, 0, 2); /* attributes, of both kinds */
	put(&entry, 0, 4);
	put(&entry, start, 4);
	keep(z, entry.bytes, entry.n);
	keep(z, name, strlen(name));
	z->n++;
}

void zip_end(struct zip *z)
{
	struct record end = { .n = 0 };
	uint32_t start = z->at;

	write_out(z, z->index, z->n_index);
	put(&end, 0x06054b50, 4);
	put(&end, 0, 2); /* disks */
	put(&end, 0, 2);
	put(&end, z->n, 2);
	put(&end, z->n, 2);
	put(&end, (uint32_t)z->n_index, 4);
	put(&end, start, 4);
	put(&end, 0, 2); /* comment */
	write_out(z, end.bytes, end.n);
	free(z->index);
	z->index = NULL;
}
