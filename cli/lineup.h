/* SPDX-License-Identifier: MIT */
/* Verdicts that come in any order, and go on in the order of their numbers.
 *
 * Those that came too early wait here. A lineup that is all zero is empty. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "cli/verdict.h"

struct lineup {
	struct verdict **waiting; /* a ring: waiting[(number) % room]; NULL: not here */
	size_t room;
	size_t next; /* the number whose turn it is */
	size_t n;    /* that wait */
};

/* The verdict with this number is here: a copy of it, which owns what it owned, waits. */
void lineup_put(struct lineup *l, size_t number, const struct verdict *v);

/* The one whose turn it is. False: it is not here. */
bool lineup_take(struct lineup *l, struct verdict *v);

/* The next one that is here, past any that are not: for the end. False: there is none. */
bool lineup_take_any(struct lineup *l, struct verdict *v);

/* Drops those that wait. */
void lineup_free(struct lineup *l);
