/* SPDX-License-Identifier: MIT */
/* Memory for those who take and give back the same sizes over and over, from one thread: it
 * never goes back to the system, and no sanitizer looks at it. */
#pragma once

#include <stddef.h>

void *pool_take(size_t n); /* NULL: there is none */
void *pool_resize(void *at, size_t n);
void pool_give(void *at);
