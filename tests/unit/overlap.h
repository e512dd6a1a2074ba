/* SPDX-License-Identifier: MIT */
/* Overlapped receives as tests want them: posted, waited for, looked at. */
#pragma once

#include "tests/unit/wsp_fixture.h"

/* One receive; poisoned before it is posted. */
struct overlap {
	WSPOVERLAPPED o;
	DWORD n, flags;
	int result, error;
	unsigned told; /* how often its routine has run */
	DWORD told_code, told_n, told_flags;
	size_t room;
	char bytes[64];
};

/* A pair whose socket was made for overlapped use. */
struct pair overlap_pair(enum plain_kind kind);
struct pair overlap_pair_as(enum plain_kind kind, DWORD add, DWORD take);

/* Posts a receive into one buffer of `room` bytes: with an event, or (overlap_routine) with
 * a routine that counts in `told`. */
void overlap_event(struct overlap *r, SOCKET s, size_t room, DWORD flags);
void overlap_routine(struct overlap *r, SOCKET s, size_t room, DWORD flags);
/* The same with a routine of the test's own. */
void overlap_with(struct overlap *r, SOCKET s, size_t room, DWORD flags,
		  LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);

/* The call said WSA_IO_PENDING and touched nothing; it is pending still. */
void overlap_is_pending(const struct overlap *r);
BOOL overlap_event_is_set(const struct overlap *r);

/* Waits until it is over (WSPGetOverlappedResult): these bytes and flags; this code and
 * nothing touched. The event, if it has one, is set; it is closed. */
void overlap_gets(struct overlap *r, SOCKET s, const char *text, DWORD flags);
void overlap_fails(struct overlap *r, SOCKET s, int code);

/* Waits alertably until that routine has run. */
void overlap_await(struct overlap *r);
/* It ran once, with these bytes; with this code. */
void overlap_told(struct overlap *r, const char *text, DWORD flags);
void overlap_told_code(struct overlap *r, int code);
