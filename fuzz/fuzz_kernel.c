/* SPDX-License-Identifier: MIT */
/* Drives nearly the same as fuzz_overlapped on real sockets, from one thread, so that
 * thousands of programs run in a second: what holds in the simulation holds there. */
#include "fuzz/play.h"

PLAY_TARGET(PROGRAM_KERNEL)
