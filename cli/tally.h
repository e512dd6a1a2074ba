/* SPDX-License-Identifier: MIT */
/* How many passed, failed and were skipped, and why. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "cli/status.h"
#include "cli/verdict.h"

#define TALLY_REASONS 16 /* that are told; others are only counted as skipped */
#define TALLY_REASON 48

struct tally {
	uint64_t files, passed, failed, skipped, unreadable, updated;
	uint64_t steps;
	uint64_t usec; /* from the first to the last, whoever measures it */
	struct {
		char text[TALLY_REASON]; /* "needs sctp": what stands before the colon */
		uint64_t n;
	} reasons[TALLY_REASONS];
	size_t n_reasons;
	enum status status; /* that the run ends with, once that is known */
};

void tally_add(struct tally *t, const struct verdict *v);

/* "3 passed, 1 failed, 2 skipped (needs sctp: 2), in 1.2 s", without a line end. */
void tally_print(FILE *to, const struct tally *t);

/* Why the run ended before all files had been run: "interrupted"; NULL: it did not. */
const char *tally_cut_short(const struct tally *t);

/* What cannot be read goes before what fails, and that before all having been skipped. */
enum status tally_status(const struct tally *t);
