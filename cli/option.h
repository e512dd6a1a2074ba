/* SPDX-License-Identifier: MIT */
/* The options of a command: one table, from which parsing, help and completion come.
 *
 * A table is constant; what the options say goes into a target that the command owns and
 * that the setters fill. Wrong options are told to standard error here, in one way for
 * all commands: what is wrong, a caret, a guess. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "scenario/diag.h"

struct option_kind {
	const char *name;     /* "buffers": typed as --buffers */
	char letter;          /* typed as -b; 0: there is none */
	const char *argument; /* "LAYOUT"; NULL: it takes none */
	const char *text;     /* one sentence for help */
	/* Takes the value (NULL where there is no argument); false fills the diag, whose
	 * column counts in the value. */
	bool (*set)(void *target, const char *value, struct diag *d);
};

/* Gives every option of argv[1..] to its setter, wherever it stands; `--` ends them. The
 * operands are moved to the end of argv, and the index of the first is returned; -1 when
 * something was wrong, which has then been told. */
int option_read(const struct option_kind *table, size_t n, void *target, int argc,
		char **argv);

/* Prints the table, one option a paragraph. */
void option_help(FILE *to, const struct option_kind *table, size_t n);

/* A setter for commands with one option: the target is a bool, which becomes true. */
bool option_on(void *target, const char *value, struct diag *d);

/* An unsigned decimal number. */
bool option_number(const char *value, unsigned long long *number, struct diag *d);
