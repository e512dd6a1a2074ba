/* SPDX-License-Identifier: MIT */
/* Transcripts as text, for the judge: operations and what they came to. */
#pragma once

#include "scenario/model.h"

/* The tokens that the text behind an arrow stands for: data 3 "abc" flags oob. */
void transcript_tokens(const char *text, struct tokens *out);

/* Takes the lines of a transcript, each of them
 *
 *	OPERATION -> OUTCOME
 *	[REQUEST] OPERATION -> OUTCOME    inside that request's routine
 *	@routine REQUEST THREAD           its routine begins
 *	@over REQUEST THREAD              and ends
 *	@time MICROSECONDS                it is so late
 *	@exact                            as in a simulation
 *	@end                              everything is over
 *
 * and returns the first objection, NULL: there is none. *line is its number from 1. */
const struct objection *transcript_judge(struct model *m, const char *text,
					 size_t *line);

/* A promise: behind `before` the operation may come to `good`, and not to `bad`; where
 * `op` is "" those are whole lines. */
struct promise {
	const char *clause, *before, *op, *good, *bad;
};

/* Tries both, and that the objection names the clause. */
void transcript_keeps(const struct promise *rows, size_t n);
