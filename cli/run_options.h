/* SPDX-License-Identifier: MIT */
/* Everything that `wsprecv run` was asked to do. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/option.h"
#include "cli/sink.h"
#include "cli/terminal.h"
#include "scenario/script.h"

#define RUN_DEFINES 64
#define RUN_REPORTS 8
#define RUN_JOBS_MAX 1024

struct run_report {
	const struct sink_format *format;
	const char *file;  /* NULL: standard output */
	const char *value; /* "json:FILE", as it was given */
};

/* Texts are argv's. */
struct run_options {
	struct script_define defines[RUN_DEFINES];
	size_t n_defines;
	bool simulate, judge;
	double time_scale;
	size_t jobs;
	const char *filter; /* NULL: none */
	uint64_t rounds;    /* --repeat; 0: not given */
	bool until_fail;
	bool shuffle;
	uint64_t seed;
	uint64_t limit;       /* microseconds for a file, the scale not yet in it */
	size_t shard, shards; /* from 1; 0: not given */
	struct run_report reports[RUN_REPORTS];
	size_t n_reports;
	bool on_stdout; /* one of them goes there */
	enum terminal_colour colour;
	bool update, quiet, verbose, help;
	char **operands; /* files, folders, - */
	size_t n_operands;
};

/* False: something is wrong and has been told. */
bool run_options_read(struct run_options *o, int argc, char **argv);

const struct option_kind *run_table(size_t *n);

/* Another report goes to the file of this one. */
bool run_report_twice(const struct run_report *r, struct diag *d);

/* For -D: its name is argv's, cut at the equals sign; false fills the diag. */
bool run_define(struct script_define *define, const char *value, struct diag *d);
