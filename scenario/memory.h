/* SPDX-License-Identifier: MIT */
/* The buffers of a receive, laid out so that a write outside them is caught and named.
 *
 * Each plain buffer ends against a page that cannot be touched and starts behind bytes of
 * a known pattern; the buffers themselves are filled with the pattern before a receive.
 * (Past 1,000 buffers there are no pages between, only pattern: a process may have about
 * 65,000 mappings. Past 64 MiB together only the first 4 KiB of each buffer have the
 * pattern, the rest is zero, so that memory which is never used is never taken.)
 * Owned by whoever made it; nothing of it is shared. Buffers are counted from 0. */
#pragma once

#include <stdbool.h>

#include "scenario/layout.h"
#include "wsp.h"

struct memory;

/* From now on new ones of at most 1 MiB lie on the heap instead: no page is mapped for
 * them. Their surroundings are pattern, or AddressSanitizer's. */
void memory_on_heap(bool on);

/* NULL with errno where there is no memory. */
struct memory *memory_new(const struct layout *layout);
void memory_free(struct memory *m);

/* The array for WSPRecv; for layout `none` a pointer to no buffers, with *n 0. The array
 * is the memory's own and is compared by memory_check(), so that a provider that writes
 * into it is found out. */
LPWSABUF memory_buffers(struct memory *m, DWORD *n);

/* Whether two arrays say the same: by their words, for what lies between those was never
 * written. */
bool memory_same_array(const WSABUF *a, const WSABUF *b, size_t n);

/* Sum of the lengths of all buffers. */
uint64_t memory_room(const struct memory *m);

/* Fills buffers and surroundings with the pattern: before every receive. After a
 * memory_check() that found nothing, only what that receive has filled is filled again. */
void memory_poison(struct memory *m);

#define MEMORY_TEXT 120

/* Whether anything but the first `bytes` bytes (in buffer order) was touched since
 * memory_poison(). If so, false, and `what` says what: "buffer 2: the byte at offset 16
 * was written, 16 were reported". A NULL, bad, read-only or half buffer cannot hold bytes. */
bool memory_check(struct memory *m, uint64_t bytes, char what[MEMORY_TEXT]);

/* How many of the first `bytes` bytes fell into buffer i. */
uint32_t memory_filled(const struct memory *m, size_t i, uint64_t bytes);
