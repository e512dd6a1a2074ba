/* SPDX-License-Identifier: MIT */
/* A pattern for flags. */
#pragma once

#include "cli/export/code.h"
#include "cli/export/match.h"

/* All of `set`, none of `clear`. */
static bool has_flags(DWORD set, DWORD clear)
{
	const char *word;
	size_t n = next_word(&word);
	DWORD flags = 0;

	for (size_t at = 0, length; at < n; at += length + 1) {
		length = strcspn(word + at, ", ");
		for (size_t i = 0; i < FLAG_WORDS; i++)
			if (strlen(flag_words[i].word) == length &&
			    memcmp(flag_words[i].word, word + at, length) == 0)
				flags |= flag_words[i].bit;
	}
	return n > 0 && (flags & set) == set && (flags & clear) == 0;
}
