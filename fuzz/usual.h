/* SPDX-License-Identifier: MIT */
/* Operations as they are usually given: each verb, alone and with each of its options. A
 * dictionary has them, and a mutator puts them in. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define USUAL_MAX 60 /* bytes */

/* In the code of op_bytes.h; n is 0 where a line takes more. */
struct usual_op {
	uint8_t bytes[USUAL_MAX];
	size_t n;
};

/* Static; *n of them. */
const struct usual_op *usual_ops(size_t *n);
