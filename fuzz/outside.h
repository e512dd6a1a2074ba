/* SPDX-License-Identifier: MIT */
/* Inputs that would read files: those of people may, those of a fuzzer may not. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a text may name a file, or standard input, as a literal (@FILE, -) or to be
 * included. Some that name none are taken for such, too. */
bool outside_is_named(const uint8_t *text, size_t n);
