/* SPDX-License-Identifier: MIT */
/* A draft that is run in a process of its own, and the manner in which it fails. */
#pragma once

#include "cli/draft.h"
#include "cli/finding.h"
#include "cli/verdict.h"

#define TRIAL_SUMMARY 240

struct trial {
	bool simulate;
	uint64_t limit; /* microseconds; longer is a hang */
	/* Whose input the draft is made, and played by it; NULL: it is run. */
	const struct finding_target *target;
};

/* What makes two failures the same one: the verb and the role that differ and what was
 * wanted and got of it; the clause that is objected with; the signal of a crash; or that it
 * hangs. */
struct manner {
	enum verdict_end end; /* PASSED, SKIPPED: it does not fail */
	enum verdict_kind kind;
	enum op_verb verb; /* OP_N_VERBS: of no line */
	char summary[TRIAL_SUMMARY];
	size_t line; /* of the draft; its n: not known. Not compared */
};

/* False: a signal came, or no process could be made, which has been told. `usec` is how long
 * it took. */
bool trial_run(const struct trial *t, const struct draft *d, const char *text,
	       struct manner *out, uint64_t *usec);

/* Of an input that was played. */
void manner_of_finding(const struct finding *f, struct manner *out);

bool manner_equal(const struct manner *a, const struct manner *b);
