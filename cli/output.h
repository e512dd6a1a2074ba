/* SPDX-License-Identifier: MIT */
/* Standard output, and the one place that knows when it could not be written.
 *
 * A program whose reader has gone away stops without a word; one whose disk is full says
 * so. Both have the exit status for output. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "cli/status.h"

/* Makes sure that the three standard descriptors are open, so that no socket is given
 * one of their numbers, and that a closed pipe is an error and not a signal. */
void output_init(void);

/* Hands on what stdio has buffered. False: it could not be written, now or before. */
bool output_flush(void);

/* Writes n bytes past stdio, whole. False as above, or when a signal ended it. */
bool output_write(const void *bytes, size_t n);

/* Flushes for the last time. Returns `status`, or the one for output, having said why
 * unless the reader just went away. */
enum status output_finish(enum status status);
