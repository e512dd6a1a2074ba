/* SPDX-License-Identifier: MIT */
/* What an input came to, as a number: the same one whenever and wherever it is replayed.
 *
 * Nobody adds to it until transcript_begin(). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Operations that were carried out and judged, since the process began. */
extern uint64_t transcript_operations;

/* From now on, for one input. */
void transcript_begin(void);
bool transcript_wanted(void);
void transcript_add(const void *bytes, size_t n);
void transcript_text(const char *text);
uint64_t transcript_end(void);
