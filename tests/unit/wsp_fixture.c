/* SPDX-License-Identifier: MIT */
/* Making sockets of the provider, and receiving from them. */
#include "tests/unit/wsp_fixture.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct sigaction provider_segv, provider_bus;

int fixture_start(void **state)
{
	const WSPUPCALLTABLE none = { 0 };
	int r;

	(void)state;
	r = WSPStartup(0x0202, NULL, NULL, none, NULL);
	sigaction(SIGSEGV, NULL, &provider_segv);
	sigaction(SIGBUS, NULL, &provider_bus);
	return r;
}

void fixture_guard(void)
{
	sigaction(SIGSEGV, &provider_segv, NULL);
	sigaction(SIGBUS, &provider_bus, NULL);
}

int fixture_stop(void **state)
{
	int error;

	(void)state;
	return WSPCleanup(&error);
}

SOCKET fixture_adopt(int fd)
{
	int error = 0;
	SOCKET s = WSPSocketFromDescriptor(fd, NULL, 0, &error);

	if (s == INVALID_SOCKET)
		fail_msg("WSPSocketFromDescriptor: %d", error);
	return s;
}

struct pair fixture_pair(enum plain_kind kind)
{
	return fixture_pair_as(kind, 0, 0);
}

static WSAPROTOCOL_INFO protocol_of(SOCKET s)
{
	WSAPROTOCOL_INFO info;
	int n = sizeof info, error;

	assert_int_equal(WSPGetSockOpt(s, SOL_SOCKET, SO_PROTOCOL_INFO, (CHAR *)&info,
				       &n, &error),
			 0);
	return info;
}

struct pair fixture_pair_as(enum plain_kind kind, DWORD add, DWORD take)
{
	struct pair p = { .s = INVALID_SOCKET };
	WSAPROTOCOL_INFO info;
	int ends[2], error = 0, second;

	plain_pair(kind, ends);
	p.near = ends[0];
	p.peer = ends[1];
	if (add == 0 && take == 0) {
		p.s = fixture_adopt(ends[0]);
		return p;
	}
	second = dup(ends[0]);
	p.s = fixture_adopt(second);
	info = protocol_of(p.s);
	fixture_close(p.s);
	info.dwServiceFlags1 = (info.dwServiceFlags1 | add) & ~take;
	p.s = WSPSocketFromDescriptor(ends[0], &info, 0, &error);
	if (p.s == INVALID_SOCKET)
		fail_msg("WSPSocketFromDescriptor: %d", error);
	return p;
}

void fixture_close_peer(struct pair *p)
{
	if (p->peer >= 0)
		close(p->peer);
	p->peer = -1;
}

void fixture_end(struct pair *p)
{
	fixture_close_peer(p);
	fixture_close(p->s);
}

void fixture_close(SOCKET s)
{
	int error = 0;

	if (WSPCloseSocket(s, &error) != 0)
		fail_msg("WSPCloseSocket: %d", error);
}

static void control(SOCKET s, DWORD code, void *in, DWORD n)
{
	DWORD returned;
	int error = 0;

	if (WSPIoctl(s, code, in, n, NULL, 0, &returned, NULL, NULL, NULL, &error) != 0)
		fail_msg("WSPIoctl %x: %d", code, error);
}

void fixture_nonblocking(SOCKET s, BOOL on)
{
	DWORD word = (DWORD)on;

	control(s, FIONBIO, &word, sizeof word);
}

void fixture_rule(SOCKET s, const char *name, const char *value)
{
	WSPRULE rule = { "", "" };

	snprintf(rule.name, sizeof rule.name, "%s", name);
	snprintf(rule.value, sizeof rule.value, "%s", value);
	control(s, SIO_WSP_SET_RULE, &rule, sizeof rule);
}

void fixture_fault(SOCKET s, int native, DWORD nth)
{
	WSPFAULT fault = { native, nth };

	control(s, SIO_WSP_FAULT, &fault, sizeof fault);
}

void fixture_timeout(SOCKET s, DWORD milliseconds)
{
	int error = 0;

	assert_int_equal(WSPSetSockOpt(s, SOL_SOCKET, SO_RCVTIMEO,
				       (const CHAR *)&milliseconds, sizeof milliseconds,
				       &error),
			 0);
}

void fixture_reset(struct pair *p)
{
	WSAPROTOCOL_INFO info = protocol_of(p->s);

	if (info.iAddressFamily == AF_UNIX) {
		/* A Unix socket resets by closing with something unread. */
		assert_int_equal(fixture_send(p->s, "x"), 0);
		close(p->peer);
	} else {
		plain_rst(p->peer);
	}
	p->peer = -1;
}

struct got fixture_recv(SOCKET s, size_t room, DWORD flags)
{
	struct got g = { .n = FIXTURE_UNTOUCHED, .flags = flags };
	WSABUF buffer = { (ULONG)room, g.bytes };

	assert_true(room < sizeof g.bytes);
	memset(g.bytes, 0x7e, sizeof g.bytes - 1);
	g.result = WSPRecv(s, &buffer, 1, &g.n, &g.flags, NULL, NULL, NULL, &g.error);
	for (size_t i = g.result == 0 || g.error == WSAEMSGSIZE ? g.n : 0;
	     i < sizeof g.bytes - 1; i++)
		if (g.bytes[i] != 0x7e)
			fail_msg("the byte at %zu was written, %u were reported", i,
				 g.n);
	g.bytes[g.n < sizeof g.bytes ? g.n : 0] = '\0';
	return g;
}

struct got fixture_look(SOCKET s, size_t room, DWORD flags)
{
	struct got g;

	fixture_nonblocking(s, TRUE);
	g = fixture_recv(s, room, flags);
	fixture_nonblocking(s, FALSE);
	return g;
}

int fixture_send(SOCKET s, const char *text)
{
	WSABUF buffer = { (ULONG)strlen(text), (CHAR *)(uintptr_t)text };
	DWORD n;
	int error = 0;

	return WSPSend(s, &buffer, 1, &n, 0, NULL, NULL, NULL, &error) == 0 ? 0 : error;
}

void fixture_data(SOCKET s, size_t room, DWORD flags, const char *text, DWORD out)
{
	struct got g = fixture_recv(s, room, flags);

	assert_int_equal(g.error, 0);
	assert_int_equal(g.result, 0);
	assert_int_equal(g.n, strlen(text));
	assert_string_equal(g.bytes, text);
	assert_int_equal(g.flags, out);
}

void fixture_fails(SOCKET s, size_t room, DWORD flags, int error)
{
	struct got g = fixture_recv(s, room, flags);

	assert_int_equal(g.result, SOCKET_ERROR);
	assert_int_equal(g.error, error);
	assert_int_equal(g.n, FIXTURE_UNTOUCHED);
	assert_int_equal(g.flags, flags);
}

void fixture_too_large(SOCKET s, size_t room, DWORD flags, const char *text)
{
	struct got g = fixture_recv(s, room, flags);

	assert_int_equal(g.result, SOCKET_ERROR);
	assert_int_equal(g.error, WSAEMSGSIZE);
	assert_int_equal(g.n, strlen(text));
	assert_string_equal(g.bytes, text);
	assert_int_equal(g.flags, flags);
}

void fixture_nothing(SOCKET s, size_t room, DWORD flags)
{
	fixture_data(s, room, flags, "", 0);
}
