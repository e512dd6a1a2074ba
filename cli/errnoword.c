/* SPDX-License-Identifier: MIT */
/* Looks through the C library's names. */
#include "cli/errnoword.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ERRNO_LAST 133 /* EHWPOISON, the last that Linux shows to programs */

const char *errnoword_name(int native)
{
	static char number[24];
	const char *name = strerrorname_np(native);

	if (name != NULL)
		return name;
	snprintf(number, sizeof number, "errno %d", native);
	return number;
}

bool errnoword_parse(const char *word, int *native, struct diag *d)
{
	const char *names[ERRNO_LAST + 1];
	const char *likely;
	size_t n = 0;
	char *end;
	long number = strtol(word, &end, 10);

	if (*word != '\0' && *end == '\0' && number > 0 && number <= 4095) {
		*native = (int)number;
		return true;
	}
	for (int i = 1; i <= ERRNO_LAST; i++) {
		const char *name = strerrorname_np(i);

		if (name == NULL)
			continue;
		if (strcasecmp(name, word) == 0) {
			*native = i;
			return true;
		}
		names[n++] = name;
	}
	names[n] = NULL;
	likely = diag_guess(word, names);
	diag_set(d, 0, "there is no errno '%.40s'", word);
	if (likely != NULL)
		return diag_hint(d, "did you mean %s?", likely);
	return diag_hint(d, "write a name such as ECONNRESET, or a number");
}
