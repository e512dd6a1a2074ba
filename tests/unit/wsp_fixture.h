/* SPDX-License-Identifier: MIT */
/* Sockets of the provider for tests, and receives that say all they returned. */
#pragma once

#include "tests/unit/wsp_plain.h"
#include "wspmore.h"

/* A socket of the provider around one end of a pair; the other end is plain. */
struct pair {
	SOCKET s;
	int near; /* the descriptor inside s, for looking only */
	int peer; /* -1: closed already */
};

/* One receive. Count and flags show FIXTURE_UNTOUCHED where the call left them alone. */
#define FIXTURE_UNTOUCHED 0xdeadbeefu
struct got {
	int result;
	int error; /* 0: not written */
	DWORD n;
	DWORD flags; /* what went in, where they were left alone */
	char bytes[4096];
};

/* For cmocka groups. cmocka puts its own handler of SIGSEGV over the provider's before
 * each test: one that passes bad memory begins with fixture_guard(), which puts the
 * provider's back. */
void fixture_guard(void);
int fixture_start(void **state);
int fixture_stop(void **state);

struct pair fixture_pair(enum plain_kind kind);
/* The XP1 flags of the protocol, some added and some taken away. */
struct pair fixture_pair_as(enum plain_kind kind, DWORD add, DWORD take);
void fixture_end(struct pair *p);
void fixture_close_peer(struct pair *p);

SOCKET fixture_adopt(int fd);
void fixture_close(SOCKET s);
void fixture_nonblocking(SOCKET s, BOOL on);
void fixture_rule(SOCKET s, const char *name, const char *value);
void fixture_fault(SOCKET s, int native, DWORD nth);
void fixture_timeout(SOCKET s, DWORD milliseconds);
/* A reset, of whichever kind of circuit; what the peer sent before it stays queued. */
void fixture_reset(struct pair *p);

/* One buffer of `room` bytes. */
struct got fixture_recv(SOCKET s, size_t room, DWORD flags);
/* The same without waiting, whatever the socket's mode is (it is blocking afterwards). */
struct got fixture_look(SOCKET s, size_t room, DWORD flags);
int fixture_send(SOCKET s, const char *text);

/* The receive must succeed with these bytes and flags; must fail and touch nothing. */
void fixture_data(SOCKET s, size_t room, DWORD flags, const char *text, DWORD out);
void fixture_fails(SOCKET s, size_t room, DWORD flags, int error);
void fixture_too_large(SOCKET s, size_t room, DWORD flags, const char *text);
/* 0 bytes, result 0. */
void fixture_nothing(SOCKET s, size_t room, DWORD flags);
