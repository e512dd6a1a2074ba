/* SPDX-License-Identifier: MIT */
/* What fuzz engines print, read for how far they are; and how it is shown.
 *
 * libFuzzer's status lines, those of fuzz/standalone.c, and two that a target may print:
 *
 *	wsprecv: operations 12345        since its process began
 *	wsprecv: sometimes 57/60 a b c   points met, all, and those not met yet
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define ENGINE_UNMET 3072 /* bytes of names */
#define ENGINE_PATH 4096

/* Of one process; all zero: nothing is known yet. */
struct engine {
	uint64_t executions, speed; /* a second */
	uint64_t operations;
	uint64_t coverage, features;
	uint64_t corpus, corpus_bytes;
	uint64_t points;           /* 0: not told */
	char unmet[ENGINE_UNMET];  /* names of points, in a row */
	char found[ENGINE_PATH];   /* the input that it has just written; "": none */
	char running[ENGINE_PATH]; /* standalone: the input that it died of */
};

/* One line without its end; what says nothing changes nothing. `found` and `running` are
 * for the caller to clear. True: it was a line of a kind that is known. */
bool engine_line(struct engine *e, const char *line);

/* Another process in its place counts anew; points, coverage and corpus stay. */
void engine_anew(struct engine *e);

/* Points that were met, of e->points. */
uint64_t engine_met(const struct engine *e);

/* Adds a process to a whole: executions and speed are added up; a point is met that one of
 * them met; of the rest the most counts, for corpora are shared. */
void engine_add(struct engine *whole, const struct engine *part);

/* How a run stands. */
struct engine_view {
	const char *target, *engine;
	size_t jobs;
	uint64_t usec, limit; /* gone, and in all; 0: there is no limit */
	uint64_t findings;
	struct engine sum;
	uint64_t operations_speed; /* a second */
};

/* Thousands apart: "1,234,567". */
void engine_number(uint64_t number, char out[32]);

/* Whole percent of the time, at most 100; 0 without a limit. */
unsigned engine_percent(const struct engine_view *v);

/* Several lines, of `width` columns at most; returns how many. */
unsigned engine_screen(FILE *to, const struct engine_view *v, unsigned width);

/* The same in one line. */
void engine_plain(FILE *to, const struct engine_view *v);
/* One line more: the points that were not met; nothing where all were, or there are none. */
void engine_unmet(FILE *to, const struct engine_view *v);
