/* SPDX-License-Identifier: MIT */
/* Two rows of bytes below each other, with what differs marked. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What was wanted (-) and what came (+), 16 bytes a row, the rows that differ and one
 * that does not before each and behind the last; differing bytes stand in brackets, in colour where that
 * is wished. */
void bytediff_print(FILE *to, const unsigned char *wanted, size_t n,
		    const unsigned char *got, size_t m, bool colour);
