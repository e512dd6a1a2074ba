/* SPDX-License-Identifier: MIT */
/* Alternatives as one text. */
#include "cli/various.h"

#include <string.h>

#include "scenario/text.h"

bool various_has(const char *all, const char *got)
{
	size_t n = strlen(got);

	if (n == 0)
		return true;
	for (const char *at = all; (at = strstr(at, got)) != NULL; at++) {
		bool begins = at == all ||
			      (at - all >= 4 && memcmp(at - 4, " or ", 4) == 0);
		bool ends = at[n] == '\0' || strncmp(at + n, " or ", 4) == 0;

		if (begins && ends)
			return true;
	}
	return false;
}

const char *various_add(const char *all, const char *got, struct arena *arena)
{
	struct text text = { .arena = arena };
	const char *more = strlen(all) < VARIOUS_MAX ? got : "...";

	if (various_has(all, got) || various_has(all, more))
		return all;
	text_format(&text, "%s or %s", all, more);
	return text_whole(&text);
}
