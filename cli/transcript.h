/* SPDX-License-Identifier: MIT */
/* What a session was, line by line with what came back: a scenario that passes. */
#pragma once

#include "cli/witness.h"

/* In the verdict's arena. Of a witness with lines, after the session. A line of a
 * `repeat` whose rounds differed has all that came back as alternatives. */
const char *transcript_print(const struct witness *w);
