/* SPDX-License-Identifier: MIT */
/* Memory, and counting down to the one that is refused. */
#include "base/heap.h"

#include <stdlib.h>

static __attribute__((tls_model("initial-exec"))) _Thread_local unsigned left;

bool heap_refuses(void)
{
	return left > 0 && --left == 0;
}

void heap_refuse(unsigned nth)
{
	left = nth;
}

void *heap_take(size_t n)
{
	return heap_refuses() ? NULL : malloc(n);
}

void *heap_zeroed(size_t count, size_t size)
{
	return heap_refuses() ? NULL : calloc(count, size);
}

void *heap_more(void *p, size_t n)
{
	return heap_refuses() ? NULL : realloc(p, n);
}
