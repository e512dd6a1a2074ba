/* SPDX-License-Identifier: MIT */
/* What both ways of reading lines share. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/lineread.h"
#include "cli/output.h"

size_t lineread_word(const char *line, size_t n)
{
	while (n > 0 && line[n - 1] != ' ' && line[n - 1] != '\t' && line[n - 1] != ';')
		n--;
	return n;
}

enum lineread_got lineread_plainly(char **room, size_t *size, const char **line)
{
	ssize_t n;

	output_flush();
	errno = 0;
	n = getline(room, size, stdin);
	if (n < 0 && errno == EINTR) {
		clearerr(stdin);
		return LINEREAD_CANCELLED;
	}
	if (n < 0)
		return LINEREAD_END;
	while (n > 0 && strchr("\r\n", (*room)[n - 1]) != NULL)
		(*room)[--n] = '\0';
	*line = *room;
	return LINEREAD_LINE;
}
