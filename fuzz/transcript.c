/* SPDX-License-Identifier: MIT */
/* FNV-1a over everything that was added. */
#include "fuzz/transcript.h"

#include <string.h>
#include <time.h>

#define BASIS UINT64_C(0xcbf29ce484222325)
#define PRIME UINT64_C(0x100000001b3)

uint64_t transcript_operations;
bool transcript_times;
double transcript_opening;
static bool wanted;
static uint64_t hash;

double transcript_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void transcript_begin(void)
{
	wanted = true;
	hash = BASIS;
}

bool transcript_wanted(void)
{
	return wanted;
}

void transcript_add(const void *bytes, size_t n)
{
	const unsigned char *from = bytes;

	for (size_t i = 0; wanted && i < n; i++)
		hash = (hash ^ from[i]) * PRIME;
}

void transcript_text(const char *text)
{
	if (wanted)
		transcript_add(text, strlen(text) + 1);
}

uint64_t transcript_end(void)
{
	wanted = false;
	return hash;
}
