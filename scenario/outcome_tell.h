/* SPDX-License-Identifier: MIT */
/* What a receive came to, as the tokens of a scenario. */
#pragma once

#include "scenario/memory.h"
#include "scenario/outcome.h"
#include "scenario/token.h"

/* Appends them; `m` holds the bytes. `source` is who sent it where that is worth telling,
 * NULL: it is not. */
void outcome_tell(const struct outcome *o, struct memory *m, const char *source,
		  struct tokens *out);
