/* SPDX-License-Identifier: MIT */
/* The buffers of one receive, as asked for on the command line: "3,0,4x16,1M".
 *
 * Items are separated by commas: SIZE, null:SIZE (a NULL pointer with that length),
 * bad:SIZE (a pointer to memory that is not mapped), ro:SIZE (memory that can be read but
 * not written), half:SIZE (memory of which the second half, a middle byte too, is not
 * mapped), same:SIZE (the memory of the buffer before it once more), and each of them
 * N times: NxSIZE, Nxnull:SIZE, ... `none` alone is an array of no buffers. A leading 0x is of a hexadecimal number: 0x10 is one of 16. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scenario/diag.h"

enum layout_kind {
	LAYOUT_PLAIN,
	LAYOUT_NULL,
	LAYOUT_BAD,
	LAYOUT_READONLY,
	LAYOUT_HALF,
};

struct layout_buffer {
	enum layout_kind kind;
	uint32_t length; /* bytes: what a WSABUF can say */
	bool same;       /* plain: it begins where the plain buffer before it begins */
};

#define LAYOUT_MAX 65536 /* buffers: past IOV_MAX on purpose */

struct layout {
	size_t n;
	struct layout_buffer *buffers; /* n of them, heap, owned */
};

/* Buffers that are there (plain, read-only and half) may ask for at most 4 GiB together, those
 * that have another's memory for as much as they like. On true
 * the caller must layout_free(). */
bool layout_parse(const char *text, struct layout *out, struct diag *d);
void layout_free(struct layout *l);

/* Buffers that are the same as none become plain ones. */
void layout_mend(struct layout *l);

/* The shortest text that parses to the same layout (runs of equal buffers become Nx);
 * heap, the caller frees; NULL without memory. */
char *layout_print(const struct layout *l);
