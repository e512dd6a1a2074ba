/* SPDX-License-Identifier: MIT */
/* Lines without libedit: the terminal itself edits them. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/lineread.h"

struct lineread {
	struct lineread_wish wish;
	char *line;
	size_t room;
};

struct lineread *lineread_new(const struct lineread_wish *wish)
{
	struct lineread *l = calloc(1, sizeof *l);

	if (l == NULL)
		abort();
	l->wish = *wish;
	return l;
}

enum lineread_got lineread_next(struct lineread *l, const char *prompt,
				const char **line)
{
	if (l->wish.terminal)
		fputs(prompt, stdout);
	return lineread_plainly(&l->line, &l->room, line);
}

void lineread_free(struct lineread *l)
{
	free(l->line);
	free(l);
}
