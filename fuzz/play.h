/* SPDX-License-Identifier: MIT */
/* Plays: a program is carried out, and every step of it judged.
 *
 * What the contract does not allow is told to standard error as a scenario, and ends the
 * process by abort(). With a simulated network a play makes no system call, starts no
 * thread and reads no clock once everything has been used before. */
#pragma once

#include "fuzz/engine.h"
#include "fuzz/mutate.h"
#include "fuzz/program.h"

void play(const struct program_rules *rules, const uint8_t *data, size_t n);
void play_explain(const struct program_rules *rules, const uint8_t *data, size_t n,
		  FILE *to);

/* What engines call, for a target that is made of its rules. */
#define PLAY_TARGET(rules) \
	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) \
	{ \
		play(&(rules), data, n); \
		return 0; \
	} \
	void fuzz_explain(const uint8_t *data, size_t n, FILE *to) \
	{ \
		play_explain(&(rules), data, n, to); \
	} \
	size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t n, size_t most, \
				       unsigned seed) \
	{ \
		return mutate_operations(data, n, most, seed); \
	} \
	size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t n_a, \
					 const uint8_t *b, size_t n_b, uint8_t *out, \
					 size_t most, unsigned seed) \
	{ \
		return mutate_cross(a, n_a, b, n_b, out, most, seed); \
	}
