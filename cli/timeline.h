/* SPDX-License-Identifier: MIT */
/* What happened to overlapped receives, in its order: drawn with one row a receive.
 *
 *	    0 us   7 us   31 us  52 us  58 us
 *	#1  [=============|======]         data 5 bytes after 52 us
 *	#2         [======|=============]  graceful 0 bytes after 51 us
 *	                  | sent 1 bytes  31 us
 *
 * Every event has a column of its own, as long as there are enough of them: order shows,
 * not how long something took; that stands above and beside it. ASCII only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "scenario/outcome.h"

#define TIMELINE_WIDTH 72  /* columns where there is no terminal */
#define TIMELINE_ROWS 1000 /* receives; later ones are only counted */

/* All zero: nothing has happened. `at` is in microseconds, from any beginning. */
struct timeline {
	struct timeline_event *events;
	struct timeline_row *rows; /* of the receives 1, 2, 3, ... */
	size_t n_events, n_rows;
	uint64_t left_out; /* receives that have no row */
};

/* Receives are numbered from 1 and posted in that order. */
void timeline_posted(struct timeline *t, uint64_t number, uint64_t at);

/* Its call failed; or it has completed. */
void timeline_refused(struct timeline *t, uint64_t number, const struct outcome *o);
void timeline_completed(struct timeline *t, uint64_t number, uint64_t at,
			const struct outcome *o);

/* Something beside them; `text` is copied and cut. */
void timeline_mark(struct timeline *t, const char *text, uint64_t at);

/* Draws all of it in so many columns (0: TIMELINE_WIDTH). */
void timeline_draw(const struct timeline *t, FILE *to, unsigned width, bool colour);

void timeline_free(struct timeline *t);
