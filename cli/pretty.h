/* SPDX-License-Identifier: MIT */
/* The one way in which scenarios are laid out.
 *
 * Operations and expectations are printed anew, except in lines with a variable, a file's
 * bytes or a line end in them; the arrows of neighbouring lines stand below each other;
 * blocks are indented. Comments and blank lines stay. What it printed it prints again, and
 * it means the same. */
#pragma once

#include <stdbool.h>

#include "scenario/script.h"

/* Reads n bytes called `path`. The text is in the arena; NULL: a line cannot be read, and
 * *e says why. */
const char *pretty_print(const char *path, const char *text, size_t n,
			 struct arena *arena, struct script_error *e);
