/* SPDX-License-Identifier: MIT */
/* Drives a packing with a planted defect: where this one is not found, nothing would be. */
#include "base/vec.h"
#include "fuzz/engine.h"
#include "fuzz/scatter.h"

/* One byte too few, where a third buffer is begun. */
static size_t scatter(const struct iovec *vec, size_t n, size_t skip, const void *bytes,
		      size_t length)
{
	size_t two = vec_room(vec, n < 2 ? n : 2, SIZE_MAX);

	if (n > 2 && vec[1].iov_len > 0 && skip + length > two && length > 1)
		length--;
	return vec_scatter(vec, n, skip, bytes, length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	scatter_check(data, n, scatter);
	return 0;
}

void fuzz_explain(const uint8_t *data, size_t n, FILE *to)
{
	scatter_explain(data, n, to);
}
