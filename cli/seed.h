/* SPDX-License-Identifier: MIT */
/* Seeds: the operations of a scenario as bytes (scenario/op_bytes.h), one behind the
 * other. */
#pragma once

#include "scenario/program.h"
#include "scenario/script.h"

/* The scenario, in the arena: the operations as they stand, where that can be read; else
 * what the rules make of them. NULL: there are no rules. */
const char *seed_decode(const unsigned char *bytes, size_t n,
			const struct program_rules *rules, struct arena *arena);

/* "oob-mark" of d/oob/mark.wsp, found in the operand d; on the heap. */
char *seed_name(const char *path, char **operands, size_t n);
