/* SPDX-License-Identifier: MIT */
/* Texts that are nearly right, the same ones in every run. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Any start but 0. */
struct mutate {
	uint64_t state;
};

/* A number under `below`, which is not 0. */
uint32_t mutate_number(struct mutate *m, uint32_t below);

/* Copies `from` with one to four changes: characters of `alphabet` (at times any byte) put
 * in, taken out, replaced, swapped, the end cut off, a piece doubled. */
void mutate_text(struct mutate *m, const char *from, const char *alphabet, char *out,
		 size_t room);
