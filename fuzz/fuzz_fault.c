/* SPDX-License-Identifier: MIT */
/* Drives the same as fuzz_overlapped, and lets receives of the network below fail with any
 * errno (SIO_WSP_FAULT). */
#include "fuzz/play.h"

PLAY_TARGET(PROGRAM_FAULT)
