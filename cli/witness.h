/* SPDX-License-Identifier: MIT */
/* Sees every step of a session, and remembers what is told of it later. */
#pragma once

#include "cli/verdict.h"
#include "cli/whereabouts.h"
#include "scenario/session.h"

/* What a line of the script came to, in all its rounds. */
struct witness_line {
	uint64_t times;  /* it ran so often */
	uint64_t failed; /* so often not as expected */
	uint64_t late;   /* so often as expected, but something else was wrong */
	const char *got; /* the outcome, of the first round */
	const char *all; /* its different outcomes, as an expectation: "a or b" */
	bool differs;    /* there is more than one */
};

struct witness {
	const struct script *script;
	struct verdict *verdict; /* what it says goes in there */
	struct whereabouts *where;
	struct witness_line *lines; /* of the script; NULL: nobody will ask */
};

/* The pointers are borrowed until the end of the session; `lines` is whether every line's
 * outcome will be asked for. It uses the verdict's arena. */
void witness_init(struct witness *w, const struct script *s, struct verdict *v,
		  struct whereabouts *where, bool lines);

/* For session_wish.begins and told; the context is the witness. */
void witness_begins(void *context, const struct script_line *line);
void witness_told(void *context, const struct session_step *step);
