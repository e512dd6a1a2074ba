/* SPDX-License-Identifier: MIT */
/* Sockets around transports that were not opened here: a simulation's. */
#pragma once

#include "spi/socket.h"

/* A connected socket of that protocol around t, which it owns from now on; `wanted` (may be
 * NULL) overrides XP1 flags as in WSPSocket. INVALID_SOCKET with *code, t being the
 * caller's still. */
SOCKET open_transport(struct transport *t, const WSAPROTOCOL_INFO *entry,
		      const WSAPROTOCOL_INFO *wanted, DWORD flags, int *code);
