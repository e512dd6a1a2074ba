/* SPDX-License-Identifier: MIT */
/* A word for functions off the common path.
 *
 * WSPRecv is flat (spi/recv.c): what is rare must be kept out of it by name, or the common
 * path would be scattered among it, and each jump costs on a processor that forgets its
 * branches at a system call. */
#pragma once

#define RARE __attribute__((cold, noinline))
