/* SPDX-License-Identifier: MIT */
/* A scenario that is being edited: operations and expectations, and nothing of the files
 * that they came from.
 *
 * Variables are replaced and includes are part of it. What the operations lead to stays
 * in the arenas that it was made with; the lists are the draft's. */
#pragma once

#include "scenario/script.h"

struct draft_line {
	struct op op;
	const char *expected; /* NULL: nothing is */
};

struct draft {
	struct draft_line *lines;
	size_t n;
	const char **needs;
	size_t n_needs;
};

void draft_from_script(struct draft *d, const struct script *s);
void draft_copy(struct draft *to, const struct draft *from);
void draft_free(struct draft *d);

/* The other end of the block that line i begins or ends. */
size_t draft_partner(const struct draft *d, size_t i);

/* Takes lines from..to out, an end of a block only together with the other, and then every
 * line whose names nothing has any more. */
void draft_cut(struct draft *d, size_t from, size_t to);

/* Takes the two ends of a block out and leaves what is in it. */
void draft_unwrap(struct draft *d, size_t i);

/* Takes lines out whose names nothing has. */
void draft_prune(struct draft *d);

/* The text, one operation a line; in the arena. */
const char *draft_print(const struct draft *d, struct arena *arena);

/* Which operation stands in that line of the text, from 1; d->n: none. */
size_t draft_at(const struct draft *d, size_t line);

/* The operations as bytes, one behind the other: a seed; on the heap. */
unsigned char *draft_encode(const struct draft *d, size_t *n);
