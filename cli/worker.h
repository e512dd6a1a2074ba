/* SPDX-License-Identifier: MIT */
/* A process that runs one file after another, and answers each with a verdict.
 *
 *	staff -- number of the file --> worker -- length, verdict --> staff
 *
 * It is forked once, with the list of files. Whatever a file does to it, the one who
 * watches lives on. */
#pragma once

#include <stdint.h>

#include "cli/found.h"
#include "cli/whereabouts.h"
#include "scenario/script.h"
#include "scenario/session.h"

/* What is the same for all files; borrowed. */
struct worker_wish {
	struct found files;
	const char *input; /* the text of "-" */
	size_t n_input;
	const struct script_define *defines;
	size_t n_defines;
	bool simulate, judge;
	double time_scale;
	bool transcript; /* verdicts have one */
	bool update;     /* files that differ are rewritten */
	bool mute;       /* what a crash writes to standard error is not shown */
};

/* Answers until the other end of the socket is closed, and ends the process. */
_Noreturn void worker_work(const struct worker_wish *wish, int socket,
			   struct whereabouts *where);
