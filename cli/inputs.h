/* SPDX-License-Identifier: MIT */
/* The inputs of fuzz targets that lie in folders. Hidden files are none, nor are the
 * scenarios (*.wsp) that lie beside what they were made from. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* All zero there are none. */
struct inputs {
	char **paths; /* heap, owned, like each of them; a folder's by their names */
	size_t n, room;
};

/* Adds the file, whatever it is called, or all inputs in the folder and below. False:
 * something cannot be read, which has been told. */
bool inputs_search(struct inputs *in, const char *path);
void inputs_free(struct inputs *in);
