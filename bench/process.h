/* SPDX-License-Identifier: MIT */
/* What this process uses. */
#pragma once

#include <stddef.h>

/* Bytes of memory: what is resident, or what malloc has given out (by the main arena),
 * whichever grew more since `before`. */
struct process_memory {
	size_t resident, given;
};
struct process_memory process_memory(void);
size_t process_grown(const struct process_memory *before);

/* Nanoseconds of processor time of all threads. */
double process_time(void);

/* How often a thread of it has waited for something. */
long process_waits(void);

long process_threads(void);
