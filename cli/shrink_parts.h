/* SPDX-License-Identifier: MIT */
/* How a scenario is made smaller, for the files that do so.
 *
 * Each of them tries one kind of smaller draft after the other; what still fails in the
 * same manner becomes the best. Everything they try is simpler than what it is made from,
 * so that this ends. */
#pragma once

#include "cli/progress.h"
#include "cli/trial.h"

struct shrink_tried;

struct shrink {
	struct trial trial;
	struct manner wanted;
	struct draft best;
	size_t failing;     /* its line that fails; best.n: not known */
	struct arena arena; /* of values that were made smaller */
	uint64_t until;     /* microseconds of the clock */
	bool stopped;       /* time is up, or a signal came */
	uint64_t runs;
	struct progress progress;
	size_t lines;               /* at the beginning */
	struct shrink_tried *tried; /* drafts that were no good */
};

/* Runs it, unless it is unreadable or was tried before. It belongs to the callee. True: it
 * fails in the same manner and is the best now. */
bool shrink_try(struct shrink *s, struct draft *d);

/* One line of the best with another operation in it; names that are gone take their lines
 * with them. */
bool shrink_try_op(struct shrink *s, size_t line, const struct op *op);

/* Makes everything smaller that can be, until nothing can or `until` has come. */
void shrink_all(struct shrink *s);

/* What can be left out of a list, in a row: without from..to. Counts are asked for anew
 * after each that was left out. */
struct shrink_list {
	size_t line, step; /* of the best */
	size_t (*count)(const struct shrink *s, const struct shrink_list *l);
	bool (*without)(struct shrink *s, const struct shrink_list *l, size_t from,
			size_t to);
};
/* Halves first, from the end; true: something went. */
bool shrink_thin_out(struct shrink *s, const struct shrink_list *l);

/* By file: each tries what it can, and says whether something went. */
bool shrink_lines(struct shrink *s);
bool shrink_blocks(struct shrink *s);
bool shrink_threads(struct shrink *s);
bool shrink_options(struct shrink *s, size_t line);
bool shrink_values(struct shrink *s, size_t line);
bool shrink_expectations(struct shrink *s);
