/* SPDX-License-Identifier: MIT */
/* One word out of a list. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "scenario/diag.h"

/* The index of `value` in a NULL-terminated list of words; false with a diag that says
 * which words there are and which was probably meant. `noun` is what they are called. */
bool choice_find(const char *value, const char *noun, const char *const *words,
		 size_t *index, struct diag *d);
