/* SPDX-License-Identifier: MIT */
/* Bytes as a scenario: every string of bytes is one that can be printed, read and run.
 *
 * Operations are decoded one behind the other (scenario/op_bytes.h). Those that the target
 * has no use for are left out; names, sizes and times are brought into bounds; what is used
 * before it is there is made: a socket is opened, a request that nobody made is another
 * one. So most of what a fuzzer tries comes to something. */
#pragma once

#include <stdint.h>

#include "scenario/script.h"

#define PROGRAM_OPS 64 /* decoded; opens that are put in come on top */

struct program_rules {
	const char *target;
	bool simulate;  /* else on real sockets, alone */
	uint64_t verbs; /* PROGRAM_VERB() of each */
	unsigned modes; /* PROGRAM_MODE() of each; the first one is as it is */
	const char *const
		*addresses; /* NULL after the last; the first one is the usual */
};

#define PROGRAM_VERB(verb) (UINT64_C(1) << OP_DO_##verb)
#define PROGRAM_MODE(mode) (1u << OP_MODE_##mode)

/* What any target may do to sockets. */
#define PROGRAM_PLAIN \
	(PROGRAM_VERB(OPEN) | PROGRAM_VERB(RECV) | PROGRAM_VERB(PEER) | \
	 PROGRAM_VERB(SEND) | PROGRAM_VERB(SHUTDOWN) | PROGRAM_VERB(CLOSE) | \
	 PROGRAM_VERB(SET) | PROGRAM_VERB(RULE) | PROGRAM_VERB(READABLE) | \
	 PROGRAM_VERB(ATMARK) | PROGRAM_VERB(WAIT) | PROGRAM_VERB(CONNECT))

/* The targets that play programs. */
enum program_target {
	PROGRAM_PARTIAL,
	PROGRAM_RECV,
	PROGRAM_OVERLAPPED,
	PROGRAM_FAULT,
	PROGRAM_KERNEL,
	PROGRAM_TLS,
};

const struct program_rules *program_rules(enum program_target target);

/* "fuzz_recv"; NULL: it plays none. */
const struct program_rules *program_rules_named(const char *target);

/* Reads a program; all of it lies in s->arena, which the caller keeps for the next one
 * (arena_reset()). */
void program_read(const uint8_t *bytes, size_t n, const struct program_rules *rules,
		  struct script *s);

/* Brings one operation into bounds; false: it is to be left out. `left` counts the bytes
 * that may still be sent. */
bool program_fix(struct op *op, const struct program_rules *rules, struct arena *arena,
		 size_t *left);

void program_print(const struct script *s, FILE *to);
