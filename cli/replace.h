/* SPDX-License-Identifier: MIT */
/* A file whose text is replaced as a whole: whoever looks sees the old one or the new. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define REPLACE_WHY 160

/* The file need not be there yet; what is no file (a device) is only written to. Mode and, where that is allowed, owner stay; a link goes on leading to the file. On
 * false the file is as it was, and `why` says what the system said. */
bool replace_file(const char *path, const char *text, size_t n, char why[REPLACE_WHY]);
