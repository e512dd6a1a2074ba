/* SPDX-License-Identifier: MIT */
/* Sets of flags by name: the MSG_* of a receive and the XP1_* of a protocol.
 *
 * One table each; numbers are Winsock's. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct flag {
	const char *name; /* "MSG_PEEK" */
	const char *word; /* "peek": what people type */
	uint32_t value;
	const char *text;
};

/* The flags of a receive: peek, oob, partial, waitall, push-immediate. */
const struct flag *flag_receive(size_t *n);

/* The XP1 flags: connectionless, guaranteed-delivery, guaranteed-order, message,
 * pseudo-stream, graceful-close, expedited-data, broadcast, multipoint, uni-send,
 * uni-recv, ifs-handles, partial. */
const struct flag *flag_xp1(size_t *n);

/* The row of a table by word or by name, whatever the case; NULL if there is none. */
const struct flag *flag_find(const struct flag *table, size_t n, const char *word);
