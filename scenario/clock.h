/* SPDX-License-Identifier: MIT */
/* The clock that waits and reports are measured with. */
#pragma once

#include <stdint.h>

/* Microseconds since some moment before the program began; never goes back. */
uint64_t clock_now(void);
