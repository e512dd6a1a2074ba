/* SPDX-License-Identifier: MIT */
/* Plays: a program is carried out, and every step of it judged.
 *
 * This is what fuzz targets do with an input, and what everybody else does who wants to
 * come to the same verdict. With a simulated network a play makes no system call, starts no
 * thread and reads no clock once everything has been used before. One at a time in a
 * process, in which it takes over the memory that receives are given (scenario/memory.h). */
#pragma once

#include "scenario/program.h"
#include "scenario/session.h"

struct play_wish {
	const struct program_rules *rules;
	/* Before and after each step; may be NULL. `clause` is what is wrong with it, or
	 * "late", and `text` says it; NULL: nothing is. */
	void (*begins)(void *context, const struct script_line *line);
	void (*told)(void *context, const struct session_step *step, const char *clause,
		     const char *text);
	void *context;
	bool sometimes; /* look for the points that it meets, which takes some time */
};

void play_program(const struct play_wish *wish, const struct script *program);
