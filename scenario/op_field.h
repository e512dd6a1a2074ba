/* SPDX-License-Identifier: MIT */
/* What the parser and the printer of operations know of each field, and nobody else needs.
 *
 * A field is read from the text of its value and written as that text; quotes around it,
 * `--name=` and the like are the callers'. */
#pragma once

#include "scenario/diag.h"
#include "scenario/op.h"
#include "scenario/text.h"

struct op_reader {
	struct arena *arena;
	struct op *op;  /* what is read goes into it */
	struct diag *d; /* columns count in the value */
};

struct op_field_form {
	bool (*read)(struct op_reader *r, const char *value);
	/* Appends the value, number i from 0 where there may be more than one; false, and
	 * nothing is appended, where it is not given. */
	bool (*write)(const struct op *op, size_t i, struct text *to);
	bool raw; /* the reader sees quotes, and the writer makes them */
};

/* NULL functions: a field without a value. */
const struct op_field_form *op_field_form(enum op_field field);

/* A field without a value; NULL: it is none. */
bool *op_field_flag(struct op *op, enum op_field field);

/* The name of a socket, a request, an event or a thread. */
bool op_name_read(const char *value, struct op_name *out, struct diag *d);

/* Those of the fields whose values are longer: op_value.c, op_place.c, op_pointer.c. */
extern const struct op_field_form op_value_address, op_value_data, op_value_steps,
	op_value_option, op_value_buffers, op_value_input, op_value_place,
	op_value_events, op_value_nulls, op_value_bads, op_value_question,
	op_value_control;

/* Byte i of what `pattern:SIZE` stands for. */
#define OP_PATTERN_LENGTH ((size_t)251)
#define OP_PATTERN_BYTE(i) ((unsigned char)((i) % OP_PATTERN_LENGTH))
bool op_value_is_pattern(const unsigned char *data, size_t n);
/* OP_PATTERN_MAX bytes of it; nobody's. */
const unsigned char *op_value_pattern(void);

/* Copies steps, and the data that they lead to, into the arena. */
const struct peer_step *op_value_copy_steps(struct arena *arena,
					    const struct peer_step *steps, size_t n);
