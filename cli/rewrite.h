/* SPDX-License-Identifier: MIT */
/* --update: what a session came to becomes what its file expects. */
#pragma once

#include "cli/witness.h"

/* Of a witness with lines, after the session. Rewrites the script's own file where lines
 * differ or expect nothing; the verdict is then without their failures, and has notes on
 * what was left alone. */
void rewrite_files(struct witness *w);
