/* SPDX-License-Identifier: MIT */
/* Buffers in one block of the heap: nothing is mapped, and with AddressSanitizer what lies
 * between them cannot be touched; without it there is pattern, as where pages are. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "scenario/memory_parts.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define GUARDED 1
#else
#define ASAN_POISON_MEMORY_REGION(at, n) ((void)(at), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(at, n) ((void)(at), (void)(n))
#define GUARDED 0
#endif

#define ALIGN ((size_t)16)
#define GAP ((size_t)32)             /* at least, between two buffers */
#define MOST ((size_t)1 << 20)       /* bytes of a memory on the heap */
#define FORBIDDEN ((size_t)64 << 10) /* bytes that cannot be touched, or not written */

static bool wanted;

void memory_on_heap(bool on)
{
	wanted = on;
}

/* One for all: nobody can change it. */
static char *forbidden(int protection)
{
	static char *places[2];
	char **at = &places[protection == PROT_READ];

	if (*at == NULL) {
		*at = mmap(NULL, FORBIDDEN, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			   0);
		if (*at == MAP_FAILED)
			*at = NULL;
	}
	return *at;
}

/* The end of memory that can be written: what follows cannot be touched. */
static char *brink(void)
{
	static char *at;

	if (at != NULL)
		return at + FORBIDDEN;
	at = mmap(NULL, 2 * FORBIDDEN, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (at == MAP_FAILED)
		at = NULL;
	else if (mprotect(at, FORBIDDEN, PROT_READ | PROT_WRITE) == 0)
		return at + FORBIDDEN;
	return NULL;
}

static size_t rounded(size_t n)
{
	return (n + ALIGN - 1) / ALIGN * ALIGN;
}

/* Bytes of the block; 0: it has to be guarded by pages. */
static size_t measure(const struct layout *l)
{
	size_t n = GAP;

	for (size_t i = 0; i < l->n; i++) {
		const struct layout_buffer *b = &l->buffers[i];

		if (b->same || b->length >= FORBIDDEN || n > MOST)
			return 0;
		if (b->kind == LAYOUT_PLAIN)
			n += rounded(b->length) + GAP;
	}
	return n;
}

/* Each buffer, its lead being all that lies between it and the one before. */
static bool place(struct memory *m, const struct layout *l, size_t total)
{
	char *last = m->heap, *at = m->heap + GAP;

	for (size_t i = 0; i < m->n; i++) {
		const struct layout_buffer *from = &l->buffers[i];
		struct memory_buffer *b = &m->buffers[i];
		char *buf = NULL;

		*b = (struct memory_buffer){ .before = m->room, .kind = from->kind };
		m->room += from->length;
		switch (from->kind) {
		case LAYOUT_PLAIN:
			b->lead = GUARDED ? 0 : (size_t)(at - last);
			b->block = b->head = from->length;
			buf = at;
			last = at + from->length;
			ASAN_POISON_MEMORY_REGION(last, rounded(from->length) + GAP -
								from->length);
			at += rounded(from->length) + GAP;
			break;
		case LAYOUT_NULL:
			break;
		case LAYOUT_BAD:
			buf = forbidden(PROT_NONE);
			break;
		case LAYOUT_READONLY:
			buf = forbidden(PROT_READ);
			break;
		case LAYOUT_HALF:
			buf = brink();
			if (buf != NULL)
				buf -= from->length / 2;
			break;
		}
		if (buf == NULL && from->kind != LAYOUT_NULL)
			return false;
		m->array[i] = (WSABUF){ .len = from->length, .buf = buf };
	}
	ASAN_POISON_MEMORY_REGION(m->heap, GAP);
	m->tail = last;
	m->tail_length = GUARDED ? 0 : (size_t)(m->heap + total - last);
	return true;
}

/* All in one block: the memory itself, its arrays, the buffers. */
struct memory *memory_heap_new(const struct layout *l)
{
	size_t total = wanted ? measure(l) : 0, n = l->n + 1;
	size_t arrays =
		rounded(n * (sizeof(struct memory_buffer) + 2 * sizeof(WSABUF)));
	struct memory *m;

	if (total == 0)
		return NULL;
	m = malloc(rounded(sizeof *m) + arrays + total);
	if (m == NULL)
		return NULL;
	*m = (struct memory){ .n = l->n, .dirty = UINT64_MAX, .total = total };
	m->buffers = (struct memory_buffer *)((char *)m + rounded(sizeof *m));
	m->array = (WSABUF *)(m->buffers + n);
	m->original = m->array + n;
	m->heap = (char *)m->buffers + arrays;
	if (!place(m, l, total)) {
		memory_heap_free(m);
		return NULL;
	}
	memcpy(m->original, m->array, m->n * sizeof *m->array);
	return m;
}

void memory_heap_free(struct memory *m)
{
	ASAN_UNPOISON_MEMORY_REGION(m->heap, m->total);
	free(m);
}
