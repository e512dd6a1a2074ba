/* SPDX-License-Identifier: MIT */
/* What composes single operations, for those who put several together. */
#pragma once

#include "fuzz/chance.h"
#include "fuzz/compose.h"
#include "scenario/op.h"

#define PICK(c, list) ((list)[below(c, sizeof(list) / sizeof((list)[0]))])
#define COMPOSED_STEPS 3
#define COMPOSED_BUFFERS 3

struct composed {
	struct op op;
	struct peer_step steps[COMPOSED_STEPS];
	struct layout layout;
	struct layout_buffer buffers[COMPOSED_BUFFERS];
};

/* "a", or with a number "r1". */
void compose_name(struct op_name *to, char first, size_t number);
void compose_some_request(struct chance *c, struct op_name *to);

/* Something that the peer does, behind what it does already. */
void compose_step(struct chance *c, struct composed *x);

/* A receive of the socket that is named. */
void compose_receive(struct chance *c, struct composed *x);

/* Returns how many bytes: where it takes too many, none. */
size_t compose_written(const struct composed *x, uint8_t out[USUAL_MAX]);

/* Several operations that say little without each other; how many bytes. */
size_t compose_idiom(struct chance *c, uint8_t out[COMPOSED_MAX]);
