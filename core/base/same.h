/* SPDX-License-Identifier: MIT */
/* Texts that are compared often. */
#pragma once

#include <stdbool.h>

/* Whether both are the same; of most that are compared the first letters differ. */
static inline bool text_is(const char *a, const char *b)
{
	while (*a == *b && *a != '\0') {
		a++;
		b++;
	}
	return *a == *b;
}
