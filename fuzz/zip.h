/* SPDX-License-Identifier: MIT */
/* Archives of small files, flat and not compressed: what engines take seeds from. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct zip {
	FILE *to;
	uint32_t at;    /* bytes written */
	uint16_t n;     /* files */
	uint8_t *index; /* heap: the directory at the end, so far */
	size_t n_index;
};

void zip_begin(struct zip *z, FILE *to);
void zip_add(struct zip *z, const char *name, const void *bytes, size_t n);
void zip_end(struct zip *z);
