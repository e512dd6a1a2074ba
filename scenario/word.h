/* SPDX-License-Identifier: MIT */
/* Words of a line: what blanks separate, quotes minded.
 *
 * A double quote anywhere in a word begins what may hold blanks, and the next one ends it;
 * a backslash takes the next character with it (outside of quotes no blank), so that \" is
 * no quote. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "scenario/arena.h"
#include "scenario/diag.h"

/* The first character from `at` on that is no blank. */
size_t word_start(const char *text, size_t at);

/* The end of the word that starts at `at`: its blank, or the end of the text. */
size_t word_end(const char *text, size_t at);

/* Where a comment begins: at a # that starts a word; the end of the text without one. */
size_t word_comment(const char *text);

/* A word that is a literal in quotes and means its bytes as text: they replace it, in the
 * arena; any other word stays as it is. The diag counts in the word. */
bool word_unquote(const char *word, struct arena *arena, const char **out,
		  struct diag *d);

/* [A-Za-z][A-Za-z0-9_-]*: how many characters of such a name there are, 0 for none. */
size_t word_name(const char *text);
