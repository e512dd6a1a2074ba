/* SPDX-License-Identifier: MIT */
/* Bytes as people type them, and bytes as a terminal may see them.
 *
 * In: plain text with escapes (\n \r \t \0 \\ \" \xHH), the same inside double quotes,
 * `hex:00ff 0a` (blanks allowed between bytes), `@FILE`, `-` and `@-` (standard input).
 * Out: the same escapes, so that what was printed can, inside quotes, be typed in again. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "scenario/diag.h"

struct literal {
	unsigned char *bytes; /* heap, owned; not NULL even where n is 0 */
	size_t n;
};

/* Reads one literal that is the whole of `text`. On true the caller must
 * literal_free(). A file that cannot be read is an error like any other, with the
 * system's reason in it. Files and standard input are read whole, up to LITERAL_MAX. */
#define LITERAL_MAX ((size_t)1 << 30) /* bytes of a file: /dev/zero has no end */

bool literal_parse(const char *text, struct literal *out, struct diag *d);
void literal_free(struct literal *l);

/* How much text literal_escape() can need for n bytes, with the final NUL. */
#define LITERAL_ESCAPED(n) (4 * (n) + 1)

/* Writes n bytes as printable ASCII with the escapes above, without quotes, NUL at the
 * end; returns the length. Everything that is not 0x20..0x7e, and the quote and the
 * backslash, is escaped: nothing that comes from a network reaches a terminal raw. */
size_t literal_escape(const void *bytes, size_t n, char *out);
