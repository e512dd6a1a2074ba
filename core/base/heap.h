/* SPDX-License-Identifier: MIT */
/* Memory for the provider, which may be refused on demand: so it can be seen what happens
 * when there is none. free() gives it back. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* As malloc(), calloc() and realloc(). */
void *heap_take(size_t n);
void *heap_zeroed(size_t count, size_t size);
void *heap_more(void *p, size_t n);

/* Whether this thread is refused what it asks for now; for those who ask elsewhere. */
bool heap_refuses(void);

/* The nth time that this thread asks from now on it is refused; 0: never. */
void heap_refuse(unsigned nth);
