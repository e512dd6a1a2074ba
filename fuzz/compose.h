/* SPDX-License-Identifier: MIT */
/* Operations that go together, as people write them: a socket, what its peer does, receives
 * that wait, refuse to or are posted, and what became of these. */
#pragma once

#include "fuzz/chance.h"
#include "fuzz/usual.h"

#define COMPOSED_MAX (9 * (size_t)USUAL_MAX) /* bytes */

/* One of those, or several that belong together; returns how many bytes. */
size_t compose_operations(struct chance *c, uint8_t out[COMPOSED_MAX]);

/* The socket that they are about. */
size_t compose_open(struct chance *c, uint8_t out[COMPOSED_MAX]);
