/* SPDX-License-Identifier: MIT */
/* The exit statuses: one table, never a number used twice.
 *
 * The status never depends on the output format. */
#pragma once

#include <stdio.h>

#include "scenario/outcome.h"

/* X(NAME, number, sentence) */
/* clang-format off */
#define STATUSES(X) \
	X(GOOD, 0, "data, a message, or a graceful end") \
	X(EXPECTATION, 1, "a line of a scenario was not as expected; fmt --check: a file would change") \
	X(USAGE, 2, "the command line is wrong") \
	X(SCRIPT, 3, "a scenario cannot be read") \
	X(RESET, 4, "the connection was reset or aborted") \
	X(TIMEOUT, 5, "nothing came in time, or the receive would have had to wait") \
	X(OUTPUT, 6, "the output could not be written") \
	X(OPEN, 7, "the address could not be resolved, bound, connected or accepted on") \
	X(HANDSHAKE, 8, "there was no TLS handshake, or the peer could not be verified") \
	X(CUT, 9, "a TLS stream ended without close_notify: more may be missing") \
	X(SIZE, 10, "a message was larger than the buffers") \
	X(REFUSED, 11, "the receive was refused: flags, state or pointers") \
	X(CANCELLED, 12, "the receive was cancelled") \
	X(SKIPPED, 77, "every scenario was skipped") \
	X(FAULT, 99, "internal fault: the receive broke its own promises") \
	X(INTERRUPTED, 130, "interrupted (Ctrl-C)") \
	X(TERMINATED, 143, "terminated (SIGTERM)")
/* clang-format on */

enum status {
#define STATUS_ENUM(name, number, text) STATUS_##name = (number),
	STATUSES(STATUS_ENUM)
#undef STATUS_ENUM
};

enum status status_of_outcome(enum outcome_word word);
enum status status_of_signal(int signal);

/* The table, for help. */
void status_help(FILE *to);
