/* SPDX-License-Identifier: MIT */
/* Drives the same as fuzz_overlapped on real sockets and threads: what holds in the
 * simulation holds there. */
#include "fuzz/play.h"

PLAY_TARGET(PROGRAM_KERNEL)
