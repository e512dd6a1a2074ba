/* SPDX-License-Identifier: MIT */
/* Receives with as little as possible around the call. */
#include "cli/lean.h"

#include "scenario/receive_parts.h"
#include "wspmore.h"

static bool keeps_boundaries(const WSAPROTOCOL_INFO *info, DWORD flags)
{
	return (info->dwServiceFlags1 & XP1_MESSAGE_ORIENTED) != 0 &&
	       (info->dwServiceFlags1 & XP1_PSEUDO_STREAM) == 0 &&
	       (flags & MSG_PARTIAL) == 0;
}

bool lean_needs_watching(const WSAPROTOCOL_INFO *info, const struct memory *m)
{
	return info->iSocketType != SOCK_STREAM || memory_room(m) == 0 ||
	       (info->dwServiceFlags1 & XP1_MESSAGE_ORIENTED) != 0;
}

/* Everything but plain data is worth a second look. */
static void look(SOCKET s, const WSAPROTOCOL_INFO *info, struct memory *m,
		 struct outcome *out)
{
	WSPLASTRECEIVE last = { .nativeErrno = 0 };
	bool stream = !keeps_boundaries(info, out->flags_in);
	DWORD n;
	int error;

	out->zero_room = memory_room(m) == 0;
	WSPIoctl(s, SIO_WSP_LAST_RECEIVE, NULL, 0, &last, sizeof last, &n, NULL, NULL,
		 NULL, &error);
	out->native = last.nativeErrno;
	out->ending = out->result != 0 ? receive_ending(s, info) : 0;
	out->length_known = last.lengthKnown;
	out->length = last.messageLength;
	out->lost = last.messageLost;
	out->word = outcome_judge(out, !stream,
				  last.ended || !lean_needs_watching(info, m));
}

void lean_receive(SOCKET s, const WSAPROTOCOL_INFO *info, struct memory *m, DWORD flags,
		  struct outcome *out)
{
	DWORD n, bytes = 0, given = flags;
	LPWSABUF buffers = memory_buffers(m, &n);
	int error = 0;

	out->flags_in = flags;
	out->result = WSPRecv(s, buffers, n, &bytes, &given, NULL, NULL, NULL, &error);
	out->bytes = bytes;
	out->error = error;
	out->flags_out = out->result == 0 ? given : 0;
	out->word = OUTCOME_DATA;
	out->length_known = false;
	out->zero_room = false;
	if (out->result != 0 || bytes == 0 || given != 0)
		look(s, info, m, out);
}
