/* SPDX-License-Identifier: MIT */
/* The pattern in and around the buffers, and the search for writes outside the data. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "scenario/memory_parts.h"

#define LOOK_PAGES 4096 /* asked about at once */

/* Makes bytes zero, giving whole pages back to the kernel. */
static void make_zero(const struct memory *m, char *at, size_t n)
{
	size_t lead = (m->page - (uintptr_t)at % m->page) % m->page;
	size_t middle = n > lead ? (n - lead) / m->page * m->page : 0;

	if (middle == 0 || madvise(at + lead, middle, MADV_DONTNEED) != 0) {
		memset(at, 0, n);
		return;
	}
	memset(at, 0, lead);
	memset(at + lead + middle, 0, n - lead - middle);
}

void memory_poison(struct memory *m)
{
	bool everything = m->dirty > m->room;

	memcpy(m->array, m->original, m->n * sizeof *m->array);
	for (size_t i = 0; i < m->n; i++) {
		const struct memory_buffer *b = &m->buffers[i];
		size_t n = memory_extent(m, i, m->dirty);
		char *buf = m->original[i].buf;

		if (!everything && b->before >= m->dirty)
			break;
		if (b->kind != LAYOUT_PLAIN || b->same)
			continue;
		if (everything)
			memset(buf - b->lead, MEMORY_PATTERN, b->lead);
		memset(buf, MEMORY_PATTERN, n < b->head ? n : b->head);
		if (n > b->head)
			make_zero(m, buf + b->head, n - b->head);
	}
	if (everything && m->tail_length > 0)
		memset(m->tail, MEMORY_PATTERN, m->tail_length);
	m->dirty = UINT64_MAX; /* until a check has found nothing else */
}

/* Offset of the first byte that is not `value`; n: there is none. */
static size_t first_other(const char *at, size_t n, int value)
{
	const unsigned char *bytes = (const unsigned char *)at;
	size_t i = 0;

	if (n == 0 || (bytes[0] == value && memcmp(at, at + 1, n - 1) == 0))
		return n;
	while (bytes[i] == value)
		i++;
	return i;
}

/* The same for bytes that must be zero, without taking memory for those never used. */
static size_t first_not_zero(const struct memory *m, const char *at, size_t n)
{
	unsigned char used[LOOK_PAGES];
	size_t i = 0;

	while (i < n) {
		char *first = (char *)((uintptr_t)(at + i) / m->page * m->page);
		size_t span = (size_t)(at + n - first);

		if (span > LOOK_PAGES * m->page)
			span = LOOK_PAGES * m->page;
		if (mincore(first, span, used) != 0)
			memset(used, 1, sizeof used);
		for (size_t p = 0; p * m->page < span; p++) {
			size_t to = (size_t)(first + (p + 1) * m->page - at);

			if (to > n)
				to = n;
			if (used[p] & 1 && first_other(at + i, to - i, 0) < to - i)
				return i + first_other(at + i, to - i, 0);
			i = to;
		}
	}
	return n;
}

static bool check_plain(const struct memory *m, size_t i, size_t filled, char *what)
{
	const struct memory_buffer *b = &m->buffers[i];
	const char *buf = m->original[i].buf;
	size_t n = b->block, at = filled;
	size_t stray = first_other(buf - b->lead, b->lead, MEMORY_PATTERN);

	if (stray < b->lead) {
		snprintf(what, MEMORY_TEXT,
			 "buffer %zu: %zu bytes before it were written", i,
			 b->lead - stray);
		return false;
	}
	if (at < b->head)
		at += first_other(buf + at, b->head - at, MEMORY_PATTERN);
	if (at >= b->head)
		at += first_not_zero(m, buf + at, n - at);
	if (at == n)
		return true;
	snprintf(what, MEMORY_TEXT,
		 "buffer %zu: the byte at offset %zu was written, %zu were reported", i,
		 at, filled);
	return false;
}

bool memory_same_array(const WSABUF *a, const WSABUF *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (a[i].len != b[i].len || a[i].buf != b[i].buf)
			return false;
	return true;
}

static bool check_array(const struct memory *m, uint64_t bytes, char *what)
{
	if (!memory_same_array(m->array, m->original, m->n)) {
		snprintf(what, MEMORY_TEXT, "the array of buffers was changed");
		return false;
	}
	if (bytes > m->room) {
		snprintf(what, MEMORY_TEXT,
			 "%" PRIu64 " bytes were reported, the buffers hold %" PRIu64,
			 bytes, m->room);
		return false;
	}
	return true;
}

bool memory_check(struct memory *m, uint64_t bytes, char what[MEMORY_TEXT])
{
	m->dirty = UINT64_MAX;
	if (!check_array(m, bytes, what))
		return false;
	for (size_t i = 0; i < m->n; i++) {
		uint32_t filled = memory_filled(m, i, bytes);

		if (m->buffers[i].kind == LAYOUT_PLAIN) {
			if (!m->buffers[i].same &&
			    !check_plain(m, i, memory_extent(m, i, bytes), what))
				return false;
		} else if (filled > 0) {
			snprintf(what, MEMORY_TEXT,
				 "buffer %zu: %" PRIu32
				 " bytes were reported in it, it can "
				 "hold none",
				 i, filled);
			return false;
		}
	}
	if (first_other(m->tail, m->tail_length, MEMORY_PATTERN) < m->tail_length) {
		snprintf(what, MEMORY_TEXT, "bytes after the last buffer were written");
		return false;
	}
	m->dirty = bytes;
	what[0] = '\0';
	return true;
}
