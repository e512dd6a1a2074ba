/* SPDX-License-Identifier: MIT */
/* The kernel's error numbers by name: "ECONNREFUSED". */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "scenario/diag.h"

/* The name; "errno 512" for a number that has none. Valid until the next call. */
const char *errnoword_name(int native);

/* A name in any case, or a number. */
bool errnoword_parse(const char *word, int *native, struct diag *d);

/* ERRNO[@N]: *nth is N, from 1, and fits 32 bits; 1 without it. */
bool errnoword_at(const char *text, int *native, uint64_t *nth, struct diag *d);
