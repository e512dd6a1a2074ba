/* SPDX-License-Identifier: MIT */
/* What a line came to in several rounds: "blocked or data 3", each once. */
#pragma once

#include <stdbool.h>

#include "scenario/arena.h"

#define VARIOUS_MAX 400 /* bytes before the rest is left out */

/* Whether one of the alternatives in `all` is this; nothing always is. */
bool various_has(const char *all, const char *got);

/* One more, unless it is there; "..." where it would grow too long. In the arena. */
const char *various_add(const char *all, const char *got, struct arena *arena);
