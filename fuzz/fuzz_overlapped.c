/* SPDX-License-Identifier: MIT */
/* Drives overlapped WSPRecv() and WSPSend(), WSPGetOverlappedResult(), completion by event
 * and routine, WSPCancelBlockingCall(), closing, ends of threads, WSPCleanup(): the input
 * says who does what when. */
#include "fuzz/play.h"

PLAY_TARGET(PROGRAM_OVERLAPPED)
