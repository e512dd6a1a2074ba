/* SPDX-License-Identifier: MIT */
/* Operations as text.
 *
 *	[THREAD:] VERB OPERAND... [--OPTION[=VALUE]]... [as NAME]
 *
 * Words are separated by blanks; what is in double quotes, with the escapes of literal.h,
 * is one word. Options stand anywhere behind the verb, with the names, letters and values
 * of the command line. STEPS take the rest of the line, semicolons and all. op_print(),
 * whose options stand in the order of the table, and op_parse() are inverse. */
#pragma once

#include "scenario/diag.h"
#include "scenario/op.h"

/* `text` is one operation, without expectation and comment. Columns of the diag count in
 * it. What pointers lead to is in the arena. */
bool op_parse(const char *text, struct arena *arena, struct op *out, struct diag *d);

/* The same, and where the names of other things stand: columns, which count only where the
 * operation has such a name. */
struct op_places {
	size_t name, reuse;
};
bool op_parse_at(const char *text, struct arena *arena, struct op *out,
		 struct op_places *places, struct diag *d);

/* The canonical text, in the arena. */
const char *op_print(const struct op *op, struct arena *arena);

/* Where the operation of a line ends: the offset of its `->`, or of the `#` of a comment,
 * or of the end; quotes are minded. */
size_t op_text_end(const char *line);

bool op_equal(const struct op *a, const struct op *b);
