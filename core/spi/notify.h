/* SPDX-License-Identifier: MIT */
/* Telling the client that operations are over: the result into the WSAOVERLAPPED, then
 * the event, or the routine through a call queued to its thread (K1 to K4, K9, A1 to A3). */
#pragma once

#include "spi/socket.h"

/* Tells of requests in the order of the list, and takes them over. Nothing is locked. */
void notify(struct turns *finished);
