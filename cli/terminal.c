/* SPDX-License-Identifier: MIT */
/* Asks the stream and the environment. */
#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_USUAL 80
#define WIDTH_LEAST 40

bool terminal_is(FILE *stream)
{
	return isatty(fileno(stream)) == 1;
}

bool terminal_colours(FILE *stream, enum terminal_colour wish)
{
	const char *no_colour = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	switch (wish) {
	case TERMINAL_ALWAYS:
		return true;
	case TERMINAL_NEVER:
		return false;
	case TERMINAL_AUTO:
		break;
	}
	if (no_colour != NULL && no_colour[0] != '\0')
		return false;
	if (term == NULL || strcmp(term, "dumb") == 0)
		return false;
	return terminal_is(stream);
}

unsigned terminal_width(FILE *stream)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	unsigned width = 0;

	if (!terminal_is(stream))
		return 0;
	if (columns != NULL)
		width = (unsigned)strtoul(columns, NULL, 10);
	if (width == 0 && ioctl(fileno(stream), TIOCGWINSZ, &size) == 0)
		width = size.ws_col;
	if (width == 0)
		width = WIDTH_USUAL;
	return width < WIDTH_LEAST ? WIDTH_LEAST : width;
}
