/* SPDX-License-Identifier: MIT */
/* Telling the client that operations are over: the result into the WSAOVERLAPPED, then
 * the event, or the routine through a call queued to its thread (K1 to K4, K9, A1 to A3). */
#pragma once

#include "spi/socket.h"
#include "wpu.h"

/* Tells of requests in the order of the list, and takes them over. Nothing is locked. */
void notify(struct turns *finished);

/* A call that the client queued for us (A2) was dropped, for its thread has ended (A5):
 * for thread_at_drop(). */
void notify_dropped(LPWSAUSERAPC function, DWORD_PTR context);
