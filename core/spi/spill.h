/* SPDX-License-Identifier: MIT */
/* A place for what does not fit: the last buffer of a receive that must lose nothing.
 *
 * One system call takes a whole message, whatever its size, into the caller's buffers and
 * this. It is the thread's own, large in addresses and small in memory: pages that were
 * never written cost nothing, and what a huge message used is given back. */
#pragma once

#include <stddef.h>

/* No message of a kernel socket is longer: its sender needs one piece of memory for it. */
#define SPILL_SIZE ((size_t)16 << 20)

/* SPILL_SIZE bytes, until the thread ends; NULL without memory. */
char *spill_get(void);

/* Its first `used` bytes are not needed any more. */
void spill_done(size_t used);
