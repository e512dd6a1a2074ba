/* SPDX-License-Identifier: MIT */
/* What a receive that waits and one that is posted share: a call, and how it is told. */
#pragma once

#include "scenario/outcome.h"
#include "wspmore.h"

/* What the results are before a call, to see that it leaves them alone. */
#define RECEIVE_UNTOUCHED_COUNT 0xdeadbeefu
#define RECEIVE_UNTOUCHED_ERROR 0x5a5a5a5a

/* A call as it came back; or an operation as it completed, which is told likewise. */
struct receive_call {
	DWORD count, flags;
	int result, error;
	WSPLASTRECEIVE last;
	WSAPROTOCOL_INFO info; /* of the socket; all zero where it is none */
	uint8_t ending;        /* enum wsptls_ending; 0: none, or no TLS */
};

/* What to pass for the pointer of that kind (enum op_pointer). */
void *receive_pointer(void *real, unsigned kind, unsigned nulls, unsigned bads);

/* What the provider knows of the last nonoverlapped receive: c->last and c->info. */
void receive_ask(SOCKET s, struct receive_call *c);

/* How the TLS session of a socket with that protocol has ended; 0: it has not, or there is
 * none. */
uint8_t receive_ending(SOCKET s, const WSAPROTOCOL_INFO *info);

/* Fills in everything but the time, the room and the damage. */
void receive_describe(const struct receive_call *c, DWORD flags, struct outcome *out);

/* X3: a MSG_WAITALL that was cancelled, or whose socket was closed, may have used the
 * buffers for what it then put back, or what is nobody's any more. */
bool receive_may_have_used(DWORD flags, int error);

/* R5, R6 and P9: what a call must leave alone it has left alone; else out->damage says
 * which. `flags` are those that it was given. */
void receive_check_results(const struct receive_call *c, DWORD flags,
			   struct outcome *out);
