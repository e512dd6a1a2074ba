/* SPDX-License-Identifier: MIT */
/* What the kernel is tried for: plain sockets, never through the provider. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define DOCTOR_WHY 160

struct doctor_trial {
	const char *name;
	const char *use; /* what a receive needs it for */
	/* False: the kernel cannot, and `why` says why, "" where there is nothing to add. */
	bool (*run)(char why[DOCTOR_WHY]);
};

const struct doctor_trial *doctor_trials(size_t *n);
