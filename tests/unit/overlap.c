/* SPDX-License-Identifier: MIT */
/* Posting receives and waiting for them. */
#include "tests/unit/overlap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define POISON 0x7e

struct pair overlap_pair_as(enum plain_kind kind, DWORD add, DWORD take)
{
	struct pair p = fixture_pair(kind);
	WSAPROTOCOL_INFO info;
	int fd = plain_dup(p.near), n = sizeof info, error = 0;

	assert_int_equal(WSPGetSockOpt(p.s, SOL_SOCKET, SO_PROTOCOL_INFO, (CHAR *)&info,
				       &n, &error),
			 0);
	fixture_close(p.s);
	info.dwServiceFlags1 = (info.dwServiceFlags1 | add) & ~take;
	p.s = WSPSocketFromDescriptor(fd, &info, WSA_FLAG_OVERLAPPED, &error);
	assert_true(p.s != INVALID_SOCKET);
	p.near = fd;
	return p;
}

struct pair overlap_pair(enum plain_kind kind)
{
	return overlap_pair_as(kind, 0, 0);
}

static void post(struct overlap *r, SOCKET s, DWORD flags,
		 LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
	WSABUF buffer = { (ULONG)r->room, r->bytes };

	r->n = FIXTURE_UNTOUCHED;
	r->flags = flags;
	r->o.overlapped.Offset = 0xdead3;
	r->o.overlapped.OffsetHigh = 0xdead4;
	r->result = WSPRecv(s, &buffer, 1, &r->n, &r->flags, &r->o.overlapped, routine,
			    NULL, &r->error);
	/* The array is the provider's own by now (B3). */
	memset(&buffer, 0xff, sizeof buffer);
}

static void prepare(struct overlap *r, size_t room)
{
	memset(r, 0, sizeof *r);
	memset(r->bytes, POISON, sizeof r->bytes);
	assert_true(room < sizeof r->bytes);
	r->room = room;
}

void overlap_event(struct overlap *r, SOCKET s, size_t room, DWORD flags)
{
	int error;

	prepare(r, room);
	r->o.overlapped.hEvent = WPUCreateEvent(&error);
	assert_true(r->o.overlapped.hEvent != WSA_INVALID_EVENT);
	post(r, s, flags, NULL);
}

void overlap_with(struct overlap *r, SOCKET s, size_t room, DWORD flags,
		  LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
	prepare(r, room);
	post(r, s, flags, routine);
}

static void CALLBACK count(DWORD code, DWORD n, LPWSAOVERLAPPED o, DWORD flags)
{
	struct overlap *r = (struct overlap *)o;

	r->told++;
	r->told_code = code;
	r->told_n = n;
	r->told_flags = flags;
}

void overlap_routine(struct overlap *r, SOCKET s, size_t room, DWORD flags)
{
	overlap_with(r, s, room, flags, count);
}

void overlap_is_pending(const struct overlap *r)
{
	assert_int_equal(r->result, SOCKET_ERROR);
	assert_int_equal(r->error, WSA_IO_PENDING);
	assert_int_equal(r->n, FIXTURE_UNTOUCHED);
	assert_int_equal(r->o.overlapped.Internal, WSS_OPERATION_IN_PROGRESS);
	for (size_t i = 0; i < sizeof r->bytes; i++)
		assert_int_equal(r->bytes[i], POISON);
}

BOOL overlap_event_is_set(const struct overlap *r)
{
	return WSAWaitForMultipleEvents(1, &r->o.overlapped.hEvent, FALSE, 0, FALSE) ==
	       WSA_WAIT_EVENT_0;
}

static void bytes_are(const struct overlap *r, const char *text)
{
	size_t n = strlen(text);

	assert_memory_equal(r->bytes, text, n);
	for (size_t i = n; i < sizeof r->bytes; i++)
		assert_int_equal(r->bytes[i], POISON);
	assert_int_equal(r->o.overlapped.InternalHigh, n);
	assert_int_equal(r->o.overlapped.Offset, 0xdead3);
	assert_int_equal(r->o.overlapped.OffsetHigh, 0xdead4);
}

static void end_event(struct overlap *r)
{
	int error;

	if (r->o.overlapped.hEvent == WSA_INVALID_EVENT)
		return;
	assert_int_equal(WSAWaitForMultipleEvents(1, &r->o.overlapped.hEvent, FALSE,
						  WSA_INFINITE, FALSE),
			 WSA_WAIT_EVENT_0);
	assert_true(WPUCloseEvent(r->o.overlapped.hEvent, &error));
	r->o.overlapped.hEvent = WSA_INVALID_EVENT;
}

void overlap_gets(struct overlap *r, SOCKET s, const char *text, DWORD flags)
{
	DWORD n = 0, out = FIXTURE_UNTOUCHED;
	int error = 0;

	if (!WSPGetOverlappedResult(s, &r->o.overlapped, &n, TRUE, &out, &error))
		fail_msg("the receive failed: %d", error);
	assert_int_equal(n, strlen(text));
	assert_int_equal(out, flags);
	bytes_are(r, text);
	end_event(r);
}

void overlap_fails(struct overlap *r, SOCKET s, int code)
{
	DWORD n = FIXTURE_UNTOUCHED, out = FIXTURE_UNTOUCHED;
	int error = 0;

	assert_false(
		WSPGetOverlappedResult(s, &r->o.overlapped, &n, TRUE, &out, &error));
	assert_int_equal(error, code);
	assert_int_equal(n, FIXTURE_UNTOUCHED);
	assert_int_equal(out, FIXTURE_UNTOUCHED);
	bytes_are(r, "");
	end_event(r);
}

void overlap_await(struct overlap *r)
{
	while (r->told == 0)
		SleepEx(INFINITE, TRUE);
}

void overlap_told(struct overlap *r, const char *text, DWORD flags)
{
	overlap_await(r);
	assert_int_equal(r->told, 1);
	assert_int_equal(r->told_code, 0);
	assert_int_equal(r->told_n, strlen(text));
	assert_int_equal(r->told_flags, flags);
	bytes_are(r, text);
}

void overlap_told_code(struct overlap *r, int code)
{
	overlap_await(r);
	assert_int_equal(r->told, 1);
	assert_int_equal(r->told_code, code);
	assert_int_equal(r->told_flags, 0);
}
