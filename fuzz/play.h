/* SPDX-License-Identifier: MIT */
/* Plays of which a fault is told to standard error as a scenario, and ends the process by
 * abort(). Where the environment has WSPRECV_FUZZ_STATUS, how far they are is told there now
 * and then. */
#pragma once

#include "fuzz/engine.h"
#include "fuzz/mutate.h"
#include "scenario/program.h"

void play(enum program_target target, const uint8_t *data, size_t n);
void play_explain(enum program_target target, const uint8_t *data, size_t n, FILE *to);
void play_status(FILE *to);

/* What engines call, for a target that is a row of program_rules(). */
#define PLAY_TARGET(target) \
	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) \
	{ \
		play(target, data, n); \
		return 0; \
	} \
	void fuzz_explain(const uint8_t *data, size_t n, FILE *to) \
	{ \
		play_explain(target, data, n, to); \
	} \
	void fuzz_status(FILE *to) \
	{ \
		play_status(to); \
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
