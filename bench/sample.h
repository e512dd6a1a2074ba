/* SPDX-License-Identifier: MIT */
/* Times that were taken, and the row that tells of them. */
#pragma once

#include <stddef.h>
#include <time.h>

/* Nanoseconds. */
static inline double sample_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* Sorts them. */
double sample_median(double *times, size_t n);

/* One line: metric, ours, reference, ratio. Returns the ratio. */
double sample_row(const char *metric, double ours, double reference);
