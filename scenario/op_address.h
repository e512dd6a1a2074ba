/* SPDX-License-Identifier: MIT */
/* The address of `open` and the option of `set`, from the texts that an operation has. */
#pragma once

#include "scenario/address.h"
#include "scenario/op.h"

/* *brief: only WORD[,OPTION...] was given, for a socket of that kind with a peer of its
 * own; the place in *out is then meaningless. False for an operation without an address. */
bool op_address(const struct op *op, struct address *out, bool *brief);

/* Reads a whole address or a brief one; *canonical is in the arena. */
bool op_address_read(const char *text, struct arena *arena, const char **canonical,
		     struct diag *d);

enum op_setting_kind {
	OP_SETTING_OPTION,
	OP_SETTING_NONBLOCKING, /* number: 0 or 1 */
	OP_SETTING_LIMIT,       /* number: from 1, fits 32 bits */
};

struct op_setting {
	enum op_setting_kind kind;
	uint64_t number;
	struct address_option option;
};

/* False for an operation without one. */
bool op_setting(const struct op *op, struct op_setting *out);

bool op_setting_read(const char *text, struct op_setting *out, struct diag *d);

/* The canonical text, in the arena. */
const char *op_setting_print(const struct op_setting *s, struct arena *arena);

/* Whether a socket of that kind has such a stage: what listens can be caught listening, what
 * connects to a circuit connecting, and what comes connected has none but the last. */
bool op_depth_fits(enum op_depth depth, const struct address_kind *kind);
