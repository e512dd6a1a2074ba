/* SPDX-License-Identifier: MIT */
/* Waiting until a transport can go on, or until somebody calls. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum ready_want {
	READY_RECEIVE,
	READY_URGENT, /* an urgent byte, or the end */
	READY_SEND,
};

/* Waits for `descriptor` (errors count as ready) or for `call` (an eventfd, -1: none), at
 * most usec microseconds (UINT64_MAX: for ever). Returns when any of these happened or a
 * signal came: the caller looks for itself. */
void ready_wait(int descriptor, enum ready_want want, int call, uint64_t usec);

/* Microseconds of a clock that only goes forward. */
uint64_t ready_now(void);
