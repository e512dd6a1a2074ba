/* SPDX-License-Identifier: MIT */
/* Help and lists in two columns: a term, and a sentence that wraps beside it. */
#pragma once

#include <stdio.h>

enum column {
	COLUMN_NARROW = 18, /* where the sentence begins */
	COLUMN_WIDE = 26,
};

/* "  term      sentence", wrapped before column 80; a term that is too long has a line of
 * its own. */
void column_print(FILE *to, enum column at, const char *term, const char *sentence);

/* A paragraph: words wrapped before column 80, each line indented by two. */
void column_words(FILE *to, const char *const *words, size_t n);
