/* SPDX-License-Identifier: MIT */
/* Drives WSPRecv() as a call that waits or refuses to, with every flag and pointer, on every
 * protocol that is simulated; beside it WSPSend(), WSPShutdown(), WSPSetSockOpt(),
 * WSPIoctl(), WSPCloseSocket(). */
#include "fuzz/play.h"

PLAY_TARGET(PROGRAM_RECV)
