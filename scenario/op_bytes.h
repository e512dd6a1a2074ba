/* SPDX-License-Identifier: MIT */
/* Operations as bytes, for those who change bytes blindly.
 *
 * Every string of bytes is a list of operations, and every one of them is legal: counts and
 * choices are taken modulo what there is, names come from short lists (a, b, c...; r1, r2,
 * ...; t1, ...) or are spelled out, what ends early goes on with zeros. Zero bytes are the
 * simplest operation. op_decode() of what op_encode() made gives an equal operation;
 * blocks are closed where the bytes end. */
#pragma once

#include "scenario/op.h"

/* Reads one operation from n bytes, *used of which it took (at least 1 of them where there
 * are any). What pointers lead to is in the arena. */
void op_decode(const unsigned char *bytes, size_t n, struct arena *arena,
	       struct op *out, size_t *used);

/* How many of n bytes op_decode() takes, for those who want no more of it. */
size_t op_length(const unsigned char *bytes, size_t n);

/* Writes at most `room` bytes and returns how many it takes; more than room: too few. */
size_t op_encode(const struct op *op, unsigned char *bytes, size_t room);
