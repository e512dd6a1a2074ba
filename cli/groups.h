/* SPDX-License-Identifier: MIT */
/* Findings that are the same one, as far as can be told from outside. */
#pragma once

#include <stdio.h>

#include "cli/finding.h"

struct group {
	const char *key;
	struct finding first; /* of the smallest input; owned */
	size_t least;         /* its bytes */
	const char **paths;   /* of all */
	size_t n, room;
};

/* All zero it is empty. Paths are borrowed. */
struct groups {
	struct arena arena;
	struct group *at; /* heap, the largest first after groups_sort() */
	size_t n, room;
	size_t inputs, findings;
};

/* A finding, which is the callee's now, of an input of n bytes. */
void groups_add(struct groups *g, struct finding *f, size_t n);
void groups_sort(struct groups *g);
void groups_free(struct groups *g);

/* What is in the columns of a group: the clause or signal, the operation or place, ... */
struct group_row {
	const char *what, *operation, *protocol, *flags;
};
struct group_row group_row(const struct group *group);

void groups_table(FILE *to, const struct groups *g);
void groups_junit(FILE *to, const struct groups *g);
void groups_sarif(FILE *to, const struct groups *g);
