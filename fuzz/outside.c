/* SPDX-License-Identifier: MIT */
/* An @ that begins a word, a variable with an @ at its start, a dash by itself. */
#include "fuzz/outside.h"

#include <string.h>

static bool has(const uint8_t *text, size_t n, const char *word)
{
	return memmem(text, n, word, strlen(word)) != NULL;
}

/* What stands between two words, or at the end of a line. */
static bool separates(uint8_t c)
{
	return c == '\0' || strchr(" \t\r\n=;,#\"'}", c) != NULL;
}

bool outside_is_named(const uint8_t *text, size_t n)
{
	if (has(text, n, "include"))
		return true;
	for (size_t i = 0; i < n; i++) {
		bool begins = i == 0 || separates(text[i - 1]);
		bool ends = i + 1 >= n || separates(text[i + 1]);

		if (begins && (text[i] == '@' || (text[i] == '-' && ends)))
			return true;
	}
	return false;
}
