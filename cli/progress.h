/* SPDX-License-Identifier: MIT */
/* One line on a terminal that says how far a run is; nothing anywhere else. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
	FILE *to;       /* NULL: nobody would see it */
	unsigned width; /* of the terminal */
	uint64_t total; /* 0: not known */
	uint64_t drawn; /* when, in microseconds */
	bool there;     /* the line */
};

void progress_begin(struct progress *p, FILE *to, bool wished, uint64_t total);

/* So many are done, and this one has begun; not drawn more often than can be read. */
void progress_draw(struct progress *p, uint64_t done, const char *name);

/* Makes room for other text. */
void progress_clear(struct progress *p);
