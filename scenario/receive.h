/* SPDX-License-Identifier: MIT */
/* One receive through WSPRecv, carried out and described.
 *
 * The memory is poisoned, the count and the flags are given known values, the call is
 * timed, and everything that came back (and everything that must not have changed) goes
 * into the outcome. */
#pragma once

#include "scenario/memory.h"
#include "scenario/outcome.h"

/* `s` must be watched (SIO_WSP_WATCH) for lengths and sources to be known; a handle that
 * is no socket is fine and gives its error. */
void receive_once(SOCKET s, struct memory *m, DWORD flags, struct outcome *out);

/* Where WSPRecvFrom puts the source: passed on as it is. */
struct receive_source {
	struct sockaddr *name;
	LPINT length;
};

/* The same with some pointers (enum op_pointer) passed as NULL, or as leading nowhere; by
 * WSPRecvFrom where there is a `from`. */
void receive_with(SOCKET s, struct memory *m, DWORD flags, unsigned nulls,
		  unsigned bads, const struct receive_source *from,
		  struct outcome *out);

/* Sends n bytes through WSPSend, waiting as long as it takes; 0 or the code. */
int receive_send(SOCKET s, const void *bytes, size_t n);
