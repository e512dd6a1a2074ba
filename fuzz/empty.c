/* SPDX-License-Identifier: MIT */
/* Does nothing: what an engine costs by itself, in a program that has all that a target has
 * (bench/fuzz.sh). */
#include "fuzz/engine.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	(void)data;
	(void)n;
	return 0;
}
