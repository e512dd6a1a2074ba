/* SPDX-License-Identifier: MIT */
/* Operations made by chance, the same ones in every run. */
#pragma once

#include "scenario/op.h"
#include "tests/unit/mutate.h"

/* The text of one that is right, in one of the ways in which it may be written; in the
 * arena. */
const char *op_random_text(struct mutate *m, struct arena *arena);
