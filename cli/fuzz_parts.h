/* SPDX-License-Identifier: MIT */
/* The commands of `wsprecv fuzz`, and what they share. */
#pragma once

#include <stdio.h>

#include "cli/finding.h"
#include "cli/option.h"

#define FUZZ_LIMIT UINT64_C(10000000) /* microseconds that an input may take */

struct fuzz_command {
	const char *name;
	const char *text;
	const char *usage; /* its operands */
	const char *more;  /* sentences below the usage */
	const char *statuses;
	const struct option_kind *options;
	size_t n_options;
	int (*run)(int argc, char **argv); /* argv[0] is the command */
};

extern const struct fuzz_command fuzz_explain, fuzz_minimize, fuzz_pack, fuzz_unpack,
	fuzz_triage, fuzz_run_target;

void fuzz_command_help(FILE *to, const struct fuzz_command *c);

/* What is wrong with the command line, and what would be right; the status for that. */
int fuzz_usage(const char *what, const char *hint);

/* The bytes of a file, or of standard input; on the heap, n + 1 of them, the last a NUL.
 * NULL: told. */
unsigned char *fuzz_read(const char *path, size_t *n);

/* A status: 0, or the one for output, which has been told. */
int fuzz_write(const char *path, const void *bytes, size_t n);

/* "a.wsp" below the folder, which is made where it is not there; on the heap. NULL: told. */
char *fuzz_below(const char *folder, const char *name, const char *suffix);

/* A folder, and those above it. False: told. */
bool fuzz_folder(const char *path);
