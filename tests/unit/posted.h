/* SPDX-License-Identifier: MIT */
/* Overlapped receives as tests want them: posted, waited for, looked at. */
#pragma once

#include "tests/unit/wsp_fixture.h"

/* One receive; poisoned before it is posted. */
struct posted {
	WSPOVERLAPPED o;
	DWORD n, flags;
	int result, error;
	unsigned told; /* how often its routine has run */
	DWORD told_code, told_n, told_flags;
	size_t room;
	char bytes[64];
};

/* A pair whose socket was made for overlapped use. */
struct pair posted_pair(enum plain_kind kind);
struct pair posted_pair_as(enum plain_kind kind, DWORD add, DWORD take);

/* Posts a receive into one buffer of `room` bytes: with an event, or (posted_routine) with
 * a routine that counts in `told`. */
void posted_event(struct posted *r, SOCKET s, size_t room, DWORD flags);
void posted_routine(struct posted *r, SOCKET s, size_t room, DWORD flags);
/* The same with a routine of the test's own. */
void posted_with(struct posted *r, SOCKET s, size_t room, DWORD flags,
		 LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);

/* The call said WSA_IO_PENDING and touched nothing; it is pending still. */
void posted_is_pending(const struct posted *r);
BOOL posted_event_is_set(const struct posted *r);

/* Waits until it is over (WSPGetOverlappedResult): these bytes and flags; this code and
 * nothing touched. The event, if it has one, is set; it is closed. */
void posted_gets(struct posted *r, SOCKET s, const char *text, DWORD flags);
void posted_fails(struct posted *r, SOCKET s, int code);

/* Waits alertably until that routine has run. */
void posted_await(struct posted *r);
/* It ran once, with these bytes; with this code. */
void posted_told(struct posted *r, const char *text, DWORD flags);
void posted_told_code(struct posted *r, int code);
