/* SPDX-License-Identifier: MIT */
/* Archives of small files that are not compressed, as fuzz/zip.h writes them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Calls `file` for one after the other; what it is given is borrowed. False: these bytes
 * are no such archive, or `file` wanted no more. */
bool unzip(const unsigned char *bytes, size_t n,
	   bool (*file)(void *context, const char *name, const unsigned char *bytes,
			size_t n),
	   void *context);
