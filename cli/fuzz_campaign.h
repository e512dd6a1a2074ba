/* SPDX-License-Identifier: MIT */
/* A target that is run in several processes, for some time. */
#pragma once

#include "cli/finding.h"
#include "cli/fuzz_job.h"
#include "cli/inputs.h"

struct campaign_wish {
	uint64_t limit; /* microseconds */
	size_t jobs;
	const char *corpus; /* NULL: the usual one */
	const char *out;
	char **arguments; /* for the engine; NULL after the last */
	bool help;
};

/* The exit status. */
int campaign(const struct campaign_wish *w, const struct finding_target *t);

/* What the files of a campaign share. */
struct campaign {
	const struct campaign_wish *wish;
	const struct finding_target *target;
	struct arena arena;
	const char *corpus, *findings; /* folders */
	bool libfuzzer;
	struct inputs inputs; /* of the corpus */
	struct fuzz_job *jobs;
	struct engine_view view;
	uint64_t begun;
	bool failed;    /* it cannot go on, which has been told */
	bool unwritten; /* a finding could not be written, likewise */
	bool screen;    /* on a terminal */
	unsigned rows;
	uint64_t drawn, noted;
};

/* Folders, seeds, engine. False: told. */
bool campaign_prepare(struct campaign *c);

/* The command line of a job that has `usec` left; NULL after the last, in the arena. */
char *const *campaign_line(struct campaign *c, const struct fuzz_job *j, uint64_t usec);
