/* SPDX-License-Identifier: MIT */
/* What engines call, as all of them have it, and what a target may offer beside.
 *
 * The first four names are libFuzzer's; engines that know only the first one (AFL++,
 * honggfuzz, fuzz/standalone.c) lose speed, nothing else: every string of bytes is a right
 * input of every target. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* One input; returns 0. What is wrong with the program under test ends the process. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Changes an input in place, at most `most` bytes; the same seed does the same. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t n, size_t most, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t n_a, const uint8_t *b,
				 size_t n_b, uint8_t *out, size_t most, unsigned seed);

/* The engine's own mutation of bytes; NULL: it has none. */
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *data, size_t n, size_t most);

/* How many operations were carried out so far, and which points were met sometimes, as two
 * lines that begin with "wsprecv: "; NULL: the target has neither. */
__attribute__((weak)) void fuzz_status(FILE *to);

/* Prints the input as people read it; NULL: the target cannot. */
__attribute__((weak)) void fuzz_explain(const uint8_t *data, size_t n, FILE *to);
