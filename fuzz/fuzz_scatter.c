/* SPDX-License-Identifier: MIT */
/* Drives vec_scatter(), vec_gather(), vec_slice() and vec_room(): where bytes go. */
#include "base/vec.h"
#include "fuzz/engine.h"
#include "fuzz/scatter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	scatter_check(data, n, vec_scatter);
	return 0;
}

void fuzz_explain(const uint8_t *data, size_t n, FILE *to)
{
	scatter_explain(data, n, to);
}
