/* SPDX-License-Identifier: MIT */
/* What the built-in peer does, as asked for on the command line:
 *
 *	send "hello"; send hex:00ff; oob "!"; wait 10ms; shutdown; rst; close
 *
 * Steps are separated by semicolons or newlines; empty ones do not count. Data are
 * written as in literal.h, sizes and durations as in quantity.h. The table of verbs is in
 * scenario/peer.h. */
#pragma once

#include <stdbool.h>

#include "scenario/diag.h"
#include "scenario/peer.h"
#include "scenario/text.h"

/* On true *steps (heap; steps and the data in them) is the caller's, to be given to
 * peer_steps_free(), also where there are none of them. A quoted argument may hold
 * semicolons. */
bool peerscript_parse(const char *text, struct peer_step **steps, size_t *n,
		      struct diag *d);

/* The same, but data from standard input are refused. */
bool peerscript_parse_alone(const char *text, struct peer_step **steps, size_t *n,
			    struct diag *d);

/* Appends the canonical text: the same steps, separated by "; ", the data in quotes. */
void peerscript_print(const struct peer_step *steps, size_t n, struct text *to);
