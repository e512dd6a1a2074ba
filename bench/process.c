/* SPDX-License-Identifier: MIT */
/* Looks into /proc and at the counters of the C library and the kernel. */
#include "bench/process.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

/* The number behind `name` in a file of lines `name: number`. */
static long number_in(const char *file, const char *name)
{
	FILE *f = fopen(file, "re");
	size_t n = strlen(name);
	char line[256];
	long number = -1;

	while (f != NULL && number < 0 && fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, name, n) == 0 && line[n] == ':')
			number = strtol(line + n + 1, NULL, 10);
	if (number < 0) {
		fprintf(stderr, "%s has no %s\n", file, name);
		exit(1);
	}
	fclose(f);
	return number;
}

struct process_memory process_memory(void)
{
	struct mallinfo2 m = mallinfo2();

	return (struct process_memory){
		.resident = (size_t)number_in("/proc/self/smaps_rollup", "Rss") * 1024,
		.given = m.uordblks + m.hblkhd,
	};
}

size_t process_grown(const struct process_memory *before)
{
	struct process_memory now = process_memory();
	size_t resident = now.resident > before->resident
				  ? now.resident - before->resident
				  : 0;
	size_t given = now.given > before->given ? now.given - before->given : 0;

	return resident > given ? resident : given;
}

double process_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

long process_waits(void)
{
	struct rusage r;

	getrusage(RUSAGE_SELF, &r);
	return r.ru_nvcsw;
}

long process_threads(void)
{
	return number_in("/proc/self/status", "Threads");
}
