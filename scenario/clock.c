/* SPDX-License-Identifier: MIT */
/* Asks the kernel's monotonic clock. */
#include "scenario/clock.h"

#include <time.h>

uint64_t clock_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}
