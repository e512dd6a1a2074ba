/* SPDX-License-Identifier: MIT */
/* A receive for its bytes alone: one WSPRecv, and nothing around it. */
#pragma once

#include <stdbool.h>

#include "scenario/memory.h"
#include "scenario/outcome.h"

/* Whether the provider must keep the details of receives (SIO_WSP_WATCH), which costs a
 * little: the bytes of a stream speak for themselves, unless there is no room for any. */
bool lean_needs_watching(const WSAPROTOCOL_INFO *info, const struct memory *m);

/* Receives into `m` without guards, clock or details; `out` gets result, error, word,
 * bytes and flags, and what the provider knows of a message where it is watched. `info`
 * is the socket's catalogue entry. */
void lean_receive(SOCKET s, const WSAPROTOCOL_INFO *info, struct memory *m, DWORD flags,
		  struct outcome *out);
