/* SPDX-License-Identifier: MIT */
/* A fuzz target's program that runs, and whose lines are read as it prints them. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "cli/engine.h"

#define FUZZ_LINE 4096

struct fuzz_job {
	pid_t pid;  /* 0: it does not run */
	int output; /* both of its outputs */
	char line[FUZZ_LINE];
	size_t n;                        /* bytes of the line so far */
	char last[256];                  /* line that said nothing to engine_line() */
	struct engine engine;            /* of this process */
	uint64_t operations, executions; /* of those before it */
	uint64_t begun;
	bool stopped; /* it was asked to end */
	size_t input; /* standalone: the next one */
};

/* False: told. */
bool fuzz_job_start(struct fuzz_job *j, char *const argv[]);

/* What there is to read, line by line. False: that was the end, and the process has been
 * waited for; *good is whether it ended with status 0. */
bool fuzz_job_read(struct fuzz_job *j, bool *good);

/* SIGINT, by which engines end in order; SIGKILL the second time. */
void fuzz_job_stop(struct fuzz_job *j, bool again);
