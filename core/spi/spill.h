/* SPDX-License-Identifier: MIT */
/* A place for what does not fit: the last buffer of a receive that must lose nothing.
 *
 * One system call takes a whole message, whatever its size, into the caller's buffers and
 * this. It is the thread's own, large in addresses and small in memory: pages that were
 * never written cost nothing, and what a huge message used is given back. */
#pragma once

#include <stddef.h>

#include "base/rare.h"

/* No message of a kernel socket is longer: its sender needs one piece of memory for it. */
#define SPILL_SIZE ((size_t)16 << 20)

/* SPILL_SIZE bytes, until the thread ends; NULL without memory. */
char *spill_get(void);

/* Its first `used` bytes are not needed any more. */
void spill_done(size_t used);

/* The same, to be the caller's with what is in it; the thread takes another when it needs
 * one. NULL: it has none now. spill_free() gives it back. */
RARE char *spill_give(void);
void spill_free(char *given);
