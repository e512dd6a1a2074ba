/* SPDX-License-Identifier: MIT */
/* Looks through the C library's names. */
#include "scenario/errnoword.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "scenario/quantity.h"

#define ERRNO_LAST 133 /* EHWPOISON, the last that Linux shows to programs */

/* The C library knows one name of a number. */
static const struct {
	const char *name;
	int native;
} second[] = {
	{ "EWOULDBLOCK", EWOULDBLOCK },
	{ "ENOTSUP", ENOTSUP },
	{ "EDEADLOCK", EDEADLOCK },
};

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
	for (size_t i = 0; i < sizeof second / sizeof second[0]; i++)
		if (strcasecmp(second[i].name, word) == 0) {
			*native = second[i].native;
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

bool errnoword_at(const char *text, int *native, uint64_t *nth, struct diag *d)
{
	size_t n = strcspn(text, "@"), column = n + 1;
	char word[40];

	snprintf(word, sizeof word, "%.*s", (int)(n < 39 ? n : 39), text);
	if (!errnoword_parse(word, native, d))
		return false;
	*nth = 1;
	if (text[n] == '\0')
		return true;
	if (!quantity_number(text + column, nth, d))
		return diag_shift(d, column);
	if (*nth == 0)
		return diag_set(d, column, "receives are counted from 1");
	if (*nth > UINT32_MAX)
		return diag_set(d, column, "the number is too large");
	return true;
}
