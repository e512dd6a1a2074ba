/* SPDX-License-Identifier: MIT */
/* Buffers between pages that cannot be touched: where each of them lies. */
#include "scenario/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "scenario/memory_parts.h"

#define LEAD 64             /* pattern before each buffer, at least */
#define GAP 16              /* the same where no pages are between */
#define PAGED_MAX 1000      /* buffers with pages between */
#define FULL_MAX (64 << 20) /* bytes that are filled with the pattern whole */
#define HEAD 4096           /* what is filled of each buffer past that */

static size_t pages(const struct memory *m, uint64_t bytes)
{
	return (size_t)((bytes + m->page - 1) / m->page * m->page);
}

static char *map(size_t length, int protection)
{
	void *at = mmap(NULL, length, protection,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return at == MAP_FAILED ? NULL : at;
}

/* The longest of the buffers that begin where buffer i does. */
static size_t block_of(const struct layout *layout, size_t i)
{
	size_t length = layout->buffers[i].length;

	while (++i < layout->n && layout->buffers[i].same)
		if (layout->buffers[i].length > length)
			length = layout->buffers[i].length;
	return length;
}

/* Adds a plain buffer that has memory of its own. */
static void measure_plain(struct memory *m, const struct layout *layout, size_t i,
			  bool paged, uint64_t *total, uint64_t *plain)
{
	struct memory_buffer *b = &m->buffers[i];

	b->block = block_of(layout, i);
	b->lead = paged ? pages(m, b->block + (uint64_t)LEAD) - b->block : GAP;
	*total += b->lead + b->block + (paged ? m->page : 0);
	*plain += b->block;
}

/* What the buffers need, from their kinds and lengths. */
static void measure(struct memory *m, const struct layout *layout, size_t n_plain)
{
	bool paged = n_plain <= PAGED_MAX;
	uint64_t plain = 0, total = 0;

	for (size_t i = 0; i < m->n; i++) {
		const struct layout_buffer *b = &layout->buffers[i];

		m->buffers[i] = (struct memory_buffer){ .before = m->room,
							.kind = b->kind,
							.same = b->same };
		m->room += b->length;
		switch (b->kind) {
		case LAYOUT_PLAIN:
			if (!b->same)
				measure_plain(m, layout, i, paged, &total, &plain);
			break;
		case LAYOUT_NULL:
			break;
		case LAYOUT_BAD:
			if (b->length >= m->bad_length)
				m->bad_length = pages(m, b->length + (uint64_t)1);
			break;
		case LAYOUT_READONLY:
			if (b->length >= m->readonly_length)
				m->readonly_length = pages(m, b->length + (uint64_t)1);
			break;
		case LAYOUT_HALF:
			if (2 * (uint64_t)b->length >= m->half_length)
				m->half_length = 2 * pages(m, b->length + (uint64_t)1);
			break;
		}
	}
	if (n_plain > 0)
		m->plain_length = m->page + (paged ? (size_t)total
						   : pages(m, total + GAP) + m->page);
	for (size_t i = 0; i < m->n; i++) {
		size_t n = m->buffers[i].block;

		m->buffers[i].head = plain <= FULL_MAX || n < HEAD ? n : HEAD;
	}
}

static bool map_all(struct memory *m)
{
	if (m->plain_length > 0)
		m->plain = map(m->plain_length, PROT_NONE);
	if (m->bad_length > 0)
		m->bad = map(m->bad_length, PROT_NONE);
	if (m->readonly_length > 0)
		m->readonly = map(m->readonly_length, PROT_READ);
	if (m->half_length > 0)
		m->half = map(m->half_length, PROT_NONE);
	return (m->plain_length == 0 || m->plain != NULL) &&
	       (m->bad_length == 0 || m->bad != NULL) &&
	       (m->readonly_length == 0 || m->readonly != NULL) &&
	       (m->half_length == 0 ||
		(m->half != NULL &&
		 mprotect(m->half, m->half_length / 2, PROT_READ | PROT_WRITE) == 0));
}

/* Gives each buffer its place, and opens the pages of the plain ones. */
static bool place(struct memory *m, const struct layout *layout, bool paged)
{
	char *at = m->plain != NULL ? m->plain + m->page : NULL;
	size_t open = m->plain != NULL ? m->plain_length - 2 * m->page : 0;

	if (m->plain != NULL && !paged &&
	    mprotect(at, open, PROT_READ | PROT_WRITE) != 0)
		return false;
	for (size_t i = 0; i < m->n; i++) {
		size_t length = m->buffers[i].block, lead = m->buffers[i].lead;
		char *buf = NULL;

		switch (m->buffers[i].kind) {
		case LAYOUT_PLAIN:
			if (m->buffers[i].same) {
				buf = m->array[i - 1].buf;
				break;
			}
			buf = at + lead;
			if (paged &&
			    mprotect(at, lead + length, PROT_READ | PROT_WRITE) != 0)
				return false;
			at = buf + length + (paged ? m->page : 0);
			break;
		case LAYOUT_NULL:
			break;
		case LAYOUT_BAD:
			buf = m->bad;
			break;
		case LAYOUT_READONLY:
			buf = m->readonly;
			break;
		case LAYOUT_HALF:
			buf = m->half + m->half_length / 2 -
			      layout->buffers[i].length / 2;
			break;
		}
		m->array[i] = (WSABUF){ layout->buffers[i].length, buf };
	}
	if (m->plain != NULL && !paged) {
		m->tail = at;
		m->tail_length = (size_t)(m->plain + m->page + open - at);
	}
	return true;
}

struct memory *memory_new(const struct layout *layout)
{
	struct memory *m = memory_heap_new(layout);
	size_t n_plain = 0;

	if (m != NULL)
		return m;
	m = calloc(1, sizeof *m);
	if (m == NULL)
		return NULL;
	m->page = (size_t)sysconf(_SC_PAGESIZE);
	m->n = layout->n;
	m->dirty = UINT64_MAX;
	m->buffers = calloc(m->n + 1, sizeof *m->buffers);
	m->array = calloc(m->n + 1, sizeof *m->array);
	m->original = calloc(m->n + 1, sizeof *m->original);
	if (m->buffers == NULL || m->array == NULL || m->original == NULL)
		goto fail;
	for (size_t i = 0; i < m->n; i++)
		n_plain += layout->buffers[i].kind == LAYOUT_PLAIN &&
			   !layout->buffers[i].same;
	measure(m, layout, n_plain);
	if (!map_all(m) || !place(m, layout, n_plain <= PAGED_MAX))
		goto fail;
	memcpy(m->original, m->array, m->n * sizeof *m->array);
	return m;
fail:
	memory_free(m);
	errno = ENOMEM;
	return NULL;
}

static void unmap(char *at, size_t length)
{
	if (at != NULL)
		munmap(at, length);
}

void memory_free(struct memory *m)
{
	if (m == NULL)
		return;
	if (m->heap != NULL) {
		memory_heap_free(m);
		return;
	}
	unmap(m->plain, m->plain_length);
	unmap(m->bad, m->bad_length);
	unmap(m->readonly, m->readonly_length);
	unmap(m->half, m->half_length);
	free(m->buffers);
	free(m->array);
	free(m->original);
	free(m);
}

LPWSABUF memory_buffers(struct memory *m, DWORD *n)
{
	*n = (DWORD)m->n;
	return m->array;
}

uint64_t memory_room(const struct memory *m)
{
	return m->room;
}

uint32_t memory_filled(const struct memory *m, size_t i, uint64_t bytes)
{
	uint64_t before = m->buffers[i].before;

	if (bytes <= before)
		return 0;
	bytes -= before;
	return bytes < m->original[i].len ? (uint32_t)bytes : m->original[i].len;
}

uint32_t memory_extent(const struct memory *m, size_t i, uint64_t bytes)
{
	uint32_t most = memory_filled(m, i, bytes);

	while (++i < m->n && m->buffers[i].same && m->buffers[i].before < bytes) {
		uint32_t n = memory_filled(m, i, bytes);

		if (n > most)
			most = n;
	}
	return most;
}
