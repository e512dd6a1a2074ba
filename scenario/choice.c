/* SPDX-License-Identifier: MIT */
/* Finds the word, or says which there are. */
#include "scenario/choice.h"

#include <string.h>

bool choice_find(const char *value, const char *noun, const char *const *words,
		 size_t *index, struct diag *d)
{
	char list[120] = "";
	const char *likely;

	for (size_t i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], value) == 0) {
			*index = i;
			return true;
		}
	likely = diag_guess(value, words);
	for (size_t i = 0; words[i] != NULL; i++) {
		if (i > 0)
			strncat(list, ", ", sizeof list - strlen(list) - 1);
		strncat(list, words[i], sizeof list - strlen(list) - 1);
	}
	diag_set(d, 0, "there is no %s '%.40s'", noun, value);
	if (likely != NULL)
		return diag_hint(d, "did you mean %s?", likely);
	return diag_hint(d, "there is %s", list);
}
