/* SPDX-License-Identifier: MIT */
/* Coding, for the files that do it: one function reads and writes alike.
 *
 * Each takes the value and returns it: the same one where it is written, the one that the
 * bytes say where it is read. Behind the end zeros are read. */
#pragma once

#include "scenario/op_field.h"

struct op_coder {
	const unsigned char *from; /* NULL: it writes */
	unsigned char *to;
	size_t at, n; /* bytes read or written; there are, or may be, n */
	unsigned any; /* the bits of all bytes that were written */
	struct arena
		*arena; /* of what is read; NULL: what pointers lead to is not kept */
};

unsigned op_code_byte(struct op_coder *c, unsigned value);

/* One byte; below n. */
unsigned op_code_choice(struct op_coder *c, unsigned value, size_t n);

/* Seven bits a byte, the low ones first. */
uint64_t op_code_number(struct op_coder *c, uint64_t value);

/* How many bytes are left to read. */
size_t op_code_left(const struct op_coder *c);

/* n bytes as they are; `bytes` itself where it writes. */
const unsigned char *op_code_bytes(struct op_coder *c, const unsigned char *bytes,
				   size_t n);

/* A millisecond count, or microseconds, or OP_FOREVER. */
uint64_t op_code_duration(struct op_coder *c, uint64_t usec);

/* Those of op_code_name.c. */
void op_code_socket(struct op_coder *c, struct op *op);
void op_code_request(struct op_coder *c, struct op *op);
void op_code_event_name(struct op_coder *c, struct op *op);
void op_code_thread_name(struct op_coder *c, struct op *op);
void op_code_event(struct op_coder *c, struct op *op);
void op_code_reuse(struct op_coder *c, struct op *op);
void op_code_thread(struct op_coder *c, struct op *op);
void op_code_as(struct op_coder *c, struct op *op);

/* Those of op_code_value.c: what pointers lead to. */
void op_code_address(struct op_coder *c, struct op *op);
void op_code_data(struct op_coder *c, struct op *op);
void op_code_steps(struct op_coder *c, struct op *op);
void op_code_option(struct op_coder *c, struct op *op);
void op_code_buffers(struct op_coder *c, struct op *op);
void op_code_hook(struct op_coder *c, struct op *op);
void op_code_limit(struct op_coder *c, struct op *op);
void op_code_length(struct op_coder *c, struct op *op);
void op_code_input(struct op_coder *c, struct op *op);
void op_code_events(struct op_coder *c, struct op *op);
void op_code_place(struct op_coder *c, struct op *op);
void op_code_question(struct op_coder *c, struct op *op);
void op_code_control(struct op_coder *c, struct op *op);
