/* SPDX-License-Identifier: MIT */
/* What exported programs are made from: the definitions in cli/export/, cut into pieces by
 * cli/export/pieces.awk when this is built. */
#pragma once

#include <stddef.h>

struct export_piece {
	const char *file;
	const char *
		names; /* " name name "; NULL: an include that the file's pieces need */
	int after;     /* it speaks Winsock: wspmore.h goes before it */
	const char *text;
};

/* In an order in which they compile; file NULL after the last. */
extern const struct export_piece export_pieces[];
