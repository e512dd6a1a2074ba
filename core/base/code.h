/* SPDX-License-Identifier: MIT */
/* The codes that a call can end with: number, name, the errno behind it, and a sentence.
 *
 * The table is WSA_CODES in wspcode.h. Names, parsing, printing, help and man pages are
 * derived from it. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "wspcode.h"

/* One row of the table; name and text live as long as the program. */
struct code {
	int number;
	const char *name;
	int native; /* errno, 0: none of its own */
	const char *text;
};

/* The rows in rising order of number; *n receives how many. */
const struct code *code_all(size_t *n);

/* NULL where there is no such number or name. Names match whatever their case. */
const struct code *code_by_number(int number);
const struct code *code_by_name(const char *name);

/* The code for an errno of the kernel (positive). Synonyms fold together (EPIPE is a
 * reset, ENOMEM is WSAENOBUFS, ENODEV is WSAENETDOWN); what nothing else fits is
 * WSAEINVAL, as Windows has it for a status without a code. 0 is 0. */
int code_from_errno(int native);
