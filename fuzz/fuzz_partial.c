/* SPDX-License-Identifier: MIT */
/* Drives WSPRecv() on messages: MSG_PARTIAL, what is left of a message, what is lost or kept,
 * empty ones, peeks. */
#include "fuzz/play.h"

PLAY_TARGET(PROGRAM_PARTIAL)
