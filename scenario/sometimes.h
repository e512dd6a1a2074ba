/* SPDX-License-Identifier: MIT */
/* Points that plays must have met sometimes: where nobody ever saw a message in parts, it
 * says nothing that nobody objected to one.
 *
 *	steps that are allowed -> what is worth a look -> points met
 *
 * What is met stays met for the life of the process. A step of a kind that was looked at
 * before costs next to nothing. One play at a time. */
#pragma once

#include <stdio.h>

#include "scenario/session.h"

struct sometimes_point {
	const char *name;   /* "partial-peek" */
	const char *clause; /* of the contract */
	const char *text;
};

size_t sometimes_points(void);
const struct sometimes_point *sometimes_point(size_t i);

/* A play begins; the program is borrowed until the next one does. */
void sometimes_begin(const struct script *program);
void sometimes_look(const struct session_step *step);

size_t sometimes_met(void);
bool sometimes_is_met(size_t i);

/* "31/60 name name", the names of those that were not met; no end of line. */
void sometimes_print(FILE *to);
