/* SPDX-License-Identifier: MIT */
/* Wraps words into columns. */
#include "cli/column.h"

#include <string.h>

#define INDENT 2
#define WIDTH 80

void column_print(FILE *to, enum column column, const char *term, const char *sentence)
{
	int right = (int)column;
	int at = fprintf(to, "%*s%s", INDENT, "", term);

	if (at > right - 2) {
		fputc('\n', to);
		at = 0;
	}
	while (*sentence != '\0') {
		int word = (int)strcspn(sentence, " ");

		if (at > right && at + 1 + word >= WIDTH) {
			fputc('\n', to);
			at = 0;
		}
		if (at < right)
			at += fprintf(to, "%*s", right - at, "");
		else
			at += fprintf(to, " ");
		at += fprintf(to, "%.*s", word, sentence);
		sentence += word;
		sentence += strspn(sentence, " ");
	}
	fputc('\n', to);
}

void column_words(FILE *to, const char *const *words, size_t n)
{
	int at = 0;

	for (size_t i = 0; i < n; i++) {
		if (at > 0 && at + 1 + (int)strlen(words[i]) >= WIDTH) {
			fputc('\n', to);
			at = 0;
		}
		at += fprintf(to, "%*s%s", at == 0 ? INDENT : 1, "", words[i]);
	}
	fputc('\n', to);
}
