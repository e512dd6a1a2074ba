/* SPDX-License-Identifier: MIT */
/* One packing of bytes into buffers, against bytes that are counted one by one.
 *
 * The input: how many buffers, the length of each, then how much is skipped, placed, and
 * cut. Buffers are blocks of exactly their length, so that a write past one is seen. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/uio.h>

#include "scenario/layout.h"

/* As vec_scatter(). */
typedef size_t scatter_function(const struct iovec *vec, size_t n, size_t skip,
				const void *bytes, size_t length);

/* Aborts, having said what is wrong. */
void scatter_check(const uint8_t *data, size_t n, scatter_function *scatter);

void scatter_explain(const uint8_t *data, size_t n, FILE *to);

/* The input for a layout's lengths, at most `room` bytes; returns how many it takes. */
size_t scatter_encode(const struct layout *l, size_t skip, size_t length, uint8_t *out,
		      size_t room);
