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

/* For who measures: seconds, and how many of them went into operations that open a socket, a
 * handshake among them, as long as somebody wants to know. */
double transcript_now(void);
extern bool transcript_times;
extern double transcript_opening;

/* From now on, for one input. */
void transcript_begin(void);
bool transcript_wanted(void);
void transcript_add(const void *bytes, size_t n);
void transcript_text(const char *text);
uint64_t transcript_end(void);
