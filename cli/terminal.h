/* SPDX-License-Identifier: MIT */
/* What a stream leads to: whether to colour, how wide it is. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

enum terminal_colour {
	TERMINAL_AUTO, /* on a terminal, unless NO_COLOR or TERM=dumb say otherwise */
	TERMINAL_ALWAYS,
	TERMINAL_NEVER,
};

bool terminal_is(FILE *stream);
bool terminal_colours(FILE *stream, enum terminal_colour wish);

/* Columns; 0 where it is no terminal. COLUMNS goes before what the terminal says. */
unsigned terminal_width(FILE *stream);
