/* SPDX-License-Identifier: MIT */
/* Where a worker is in its file, in memory that it shares with the one who watches it: for
 * the case that it can no longer say so itself.
 *
 * One writes; the other reads when the writer has ended. Texts that are too long are
 * cut. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/verdict.h"
#include "scenario/session.h"

#define WHEREABOUTS_TEXT 240

struct whereabouts_line {
	size_t line; /* from 1; 0: none */
	char path[WHEREABOUTS_TEXT], text[WHEREABOUTS_TEXT], got[WHEREABOUTS_TEXT];
};

struct whereabouts {
	struct whereabouts_line next;                   /* the last that was begun */
	struct whereabouts_line before[VERDICT_BEFORE]; /* a ring */
	uint64_t n;                                     /* ever */
};

/* n of them, to be shared with children; NULL: no memory. */
struct whereabouts *whereabouts_map(size_t n);
void whereabouts_unmap(struct whereabouts *w, size_t n);

/* A file begins, and ends. */
void whereabouts_begin(struct whereabouts *w);
void whereabouts_end(struct whereabouts *w);

/* A line is about to be carried out. */
void whereabouts_line(struct whereabouts *w, const struct script *s,
		      const struct script_line *line);

/* A step has been taken, and its outcome is this text. */
void whereabouts_step(struct whereabouts *w, const struct script *s,
		      const struct session_step *step, const char *got);

/* Fills in the operations before, and for a failure that nobody could tell its line too.
 * Copies into the arena. */
void whereabouts_before(const struct whereabouts *w, struct arena *arena,
			struct verdict_failure *f);
void whereabouts_next(const struct whereabouts *w, struct arena *arena,
		      struct verdict_failure *f);
