/* SPDX-License-Identifier: MIT */
/* Buffers of an exported program's requests. */
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include "cli/export/request.h"

/* Kinds of buffers. */
#define PLAIN 0
#define NULL_POINTER 1
#define UNMAPPED 2
#define READ_ONLY 3
#define HALF_MAPPED 4
#define SAME 5 /* as the one before it */

struct room {
	size_t times, length;
	int kind;
};

/* The second half cannot be touched. */
static char *make_half(size_t length)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t room = (length + page) / page * page;
	char *at = mmap(NULL, 2 * room, PROT_NONE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (at == MAP_FAILED || mprotect(at, room, PROT_READ | PROT_WRITE) != 0)
		abort();
	return at + room - length / 2;
}

static char *make_buffer(size_t length, int kind)
{
	void *at;

	if (kind == NULL_POINTER)
		return NULL;
	if (kind == HALF_MAPPED)
		return make_half(length);
	at = kind == PLAIN
		     ? malloc(length + 1)
		     : mmap(NULL, length + 1, kind == UNMAPPED ? PROT_NONE : PROT_READ,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (at == NULL || at == MAP_FAILED)
		abort();
	return at;
}

/* What a plain one needs, with those that are the same. */
static size_t longest(const struct room *rooms, size_t n)
{
	size_t length = rooms[0].length;

	for (size_t i = 1; i < n && rooms[i].kind == SAME; i++)
		if (rooms[i].length > length)
			length = rooms[i].length;
	return length;
}

static void make_buffers(struct request *r, size_t n, const struct room *rooms)
{
	for (size_t i = 0; i < n; i++)
		r->n_buffers += (DWORD)rooms[i].times;
	r->buffers = calloc(r->n_buffers + 1, sizeof r->buffers[0]);
	if (r->buffers == NULL)
		abort();
	r->n_buffers = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < rooms[i].times; k++) {
			WSABUF *b = &r->buffers[r->n_buffers++];

			b->len = (ULONG)rooms[i].length;
			b->buf = rooms[i].kind == SAME
					 ? b[-1].buf
					 : make_buffer(longest(&rooms[i], n - i),
						       rooms[i].kind);
		}
}

/* The bytes to send, copied. */
static void take_bytes(struct request *r, const void *bytes, size_t n)
{
	make_buffers(r, 1, (const struct room[]){ { 1, n, PLAIN } });
	if (n > 0)
		memcpy(r->buffers[0].buf, bytes, n);
	r->sends = true;
}

/* Byte i is i % 251. */
static const void *pattern(size_t n)
{
	unsigned char *bytes = malloc(n + 1);

	if (bytes == NULL)
		abort();
	for (size_t i = 0; i < n; i++)
		bytes[i] = (unsigned char)(i % 251);
	return bytes;
}
