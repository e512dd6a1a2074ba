/* SPDX-License-Identifier: MIT */
/* Calling WSPRecv, and looking at everything that it left behind. */
#include "scenario/receive.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/code.h"
#include "net/ready.h"
#include "scenario/op.h"
#include "scenario/receive_parts.h"
#include "scenario/sockaddr.h"

#define NAP_NSEC 1000000
#define NOWHERE 0x1000 /* below what any process may map */

void receive_ask(SOCKET s, struct receive_call *c)
{
	int n = sizeof c->info, error;
	DWORD returned;

	WSPIoctl(s, SIO_WSP_LAST_RECEIVE, NULL, 0, &c->last, sizeof c->last, &returned,
		 NULL, NULL, NULL, &error);
	WSPGetSockOpt(s, SOL_SOCKET, SO_PROTOCOL_INFO, (CHAR *)&c->info, &n, &error);
	c->ending = c->result != 0 ? receive_ending(s, &c->info) : 0;
}

uint8_t receive_ending(SOCKET s, const WSAPROTOCOL_INFO *info)
{
	WSPTLSSTATE state = { 0 };
	int n = sizeof state, error;

	if (info->iProtocol == WSPPROTO_TLS || info->iProtocol == WSPPROTO_DTLS)
		WSPGetSockOpt(s, SOL_WSP_TLS, SO_WSP_TLS_STATE, (CHAR *)&state, &n,
			      &error);
	return state.ending;
}

bool receive_may_have_used(DWORD flags, int error)
{
	return (flags & MSG_WAITALL) != 0 &&
	       (error == WSAEINTR || error == WSAENOTSOCK);
}

void receive_check_results(const struct receive_call *c, DWORD flags,
			   struct outcome *out)
{
	const char *what = NULL;

	if (c->result == 0 && c->error != RECEIVE_UNTOUCHED_ERROR)
		what = "the call succeeded and wrote an error code";
	else if (c->result != 0 && c->error == RECEIVE_UNTOUCHED_ERROR)
		what = "the call failed and wrote no error code";
	else if (c->result != 0 && c->flags != flags)
		what = "the call failed and changed the flags";
	else if (c->result != 0 && c->error != WSAEMSGSIZE &&
		 c->count != RECEIVE_UNTOUCHED_COUNT)
		what = "the call failed and changed the byte count";
	if (what != NULL)
		snprintf(out->damage, sizeof out->damage, "%s", what);
}

static void name_source(const struct receive_call *c, struct outcome *out)
{
	_Static_assert(sizeof out->source >= SOCKADDR_TEXT,
		       "a printed address must fit");

	if (c->last.fromLength > 0)
		sockaddr_print((const struct sockaddr *)&c->last.from,
			       c->last.fromLength, out->source);
	else if (c->last.arrived && (c->info.dwServiceFlags1 & XP1_CONNECTIONLESS))
		snprintf(out->source, sizeof out->source, "unnamed");
}

void receive_describe(const struct receive_call *c, DWORD flags, struct outcome *out)
{
	DWORD xp1 = c->info.dwServiceFlags1;
	bool messages = (xp1 & XP1_MESSAGE_ORIENTED) && !(xp1 & XP1_PSEUDO_STREAM);

	out->result = c->result;
	out->flags_in = flags;
	if (c->result == 0 || c->error == WSAEMSGSIZE)
		out->bytes = c->count;
	if (c->result == 0)
		out->flags_out = c->flags;
	else
		out->error = c->error;
	if (c->result != 0)
		out->native = c->last.nativeErrno;
	out->length_known = c->last.lengthKnown;
	out->length = c->last.messageLength;
	out->lost = c->last.messageLost;
	out->ending = c->ending;
	name_source(c, out);
	out->word = outcome_judge(out, messages, c->last.ended);
}

void *receive_pointer(void *real, unsigned kind, unsigned nulls, unsigned bads)
{
	if (nulls & kind)
		return NULL;
	return bads & kind ? (void *)(uintptr_t)NOWHERE : real;
}

void receive_once(SOCKET s, struct memory *m, DWORD flags, struct outcome *out)
{
	receive_with(s, m, flags, 0, 0, NULL, out);
}

void receive_with(SOCKET s, struct memory *m, DWORD flags, unsigned nulls,
		  unsigned bads, const struct receive_source *from, struct outcome *out)
{
	struct receive_call c = { .count = RECEIVE_UNTOUCHED_COUNT,
				  .flags = flags,
				  .error = RECEIVE_UNTOUCHED_ERROR };
	char damage[MEMORY_TEXT];
	LPWSABUF buffers, array;
	LPDWORD count, in_out;
	LPWSAOVERLAPPED o;
	uint64_t start;
	DWORD n;

	memset(out, 0, sizeof *out);
	memory_poison(m);
	buffers = memory_buffers(m, &n);
	start = ready_now();
	array = receive_pointer(buffers, OP_POINTER_ARRAY, nulls, bads);
	count = receive_pointer(&c.count, OP_POINTER_COUNT, nulls, bads);
	in_out = receive_pointer(&c.flags, OP_POINTER_FLAGS, nulls, bads);
	o = receive_pointer(NULL, OP_POINTER_OVERLAPPED, nulls, bads);
	c.result = from != NULL ? WSPRecvFrom(s, array, n, count, in_out, from->name,
					      from->length, o, NULL, NULL, &c.error)
				: WSPRecv(s, array, n, count, in_out, o, NULL, NULL,
					  &c.error);
	out->elapsed = ready_now() - start;
	receive_ask(s, &c);
	out->zero_room = memory_room(m) == 0;
	receive_describe(&c, flags, out);
	receive_check_results(&c, flags, out);
	if (receive_may_have_used(flags, c.error))
		return;
	if (!memory_check(m, out->bytes, damage) && out->damage[0] == '\0')
		memcpy(out->damage, damage, sizeof damage);
}

int receive_send(SOCKET s, const void *bytes, size_t n)
{
	const CHAR *at = bytes;
	const struct timespec nap = { .tv_nsec = NAP_NSEC };
	int error;
	DWORD sent;

	for (;;) {
		ULONG piece = n < UINT32_MAX ? (ULONG)n : UINT32_MAX;
		WSABUF buffer = { .len = piece, .buf = (CHAR *)(uintptr_t)at };

		error = 0;
		sent = 0;
		WSPSend(s, &buffer, 1, &sent, 0, NULL, NULL, NULL, &error);
		/* Winsock has no wait for room but select(), which is not a provider's. */
		if (error == WSAEWOULDBLOCK) {
			nanosleep(&nap, NULL);
			continue;
		}
		if (error != 0)
			return error;
		if (sent >= n)
			return 0;
		at += sent;
		n -= sent;
	}
}
