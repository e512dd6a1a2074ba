/* SPDX-License-Identifier: MIT */
/* Medians and rows. */
#include "bench/sample.h"

#include <stdio.h>
#include <stdlib.h>

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

double sample_median(double *times, size_t n)
{
	qsort(times, n, sizeof *times, compare);
	return times[n / 2];
}

double sample_row(const char *metric, double ours, double reference)
{
	printf("%s\t%.0f\t%.0f\t%.3f\n", metric, ours, reference, ours / reference);
	fflush(stdout);
	return ours / reference;
}
