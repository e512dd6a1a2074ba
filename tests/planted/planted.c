/* SPDX-License-Identifier: MIT */
/* Which planted defect this process has: the one that WSP_DEFECT in its environment names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/planted/planted.h"

int planted_now;

/* Before main(): nothing of the core has run then. */
__attribute__((constructor)) static void choose(void)
{
	static const char *const names[] = {
#define NAME(name, clause, text) [PLANTED_##name] = #name,
		PLANTED_DEFECTS(NAME)
#undef NAME
	};
	const char *wanted = getenv("WSP_DEFECT");

	if (wanted == NULL || *wanted == '\0')
		return;
	for (int i = 1; i < N_PLANTED; i++)
		if (strcmp(names[i], wanted) == 0)
			planted_now = i;
	if (planted_now == 0) {
		fprintf(stderr, "WSP_DEFECT=%s: no such defect is planted\n", wanted);
		abort();
	}
}
