/* SPDX-License-Identifier: MIT */
/* Calls that must succeed, and those whose code is told. */
#include "tests/unit/sim_calls.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

SOCKET left = INVALID_SOCKET, right = INVALID_SOCKET, listener = INVALID_SOCKET;
struct place calls_at;

static struct place loopback(int family)
{
	struct place p = { .sa.ss_family = (sa_family_t)family };
	struct sockaddr_in *four = (struct sockaddr_in *)&p.sa;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)&p.sa;

	four->sin_addr.s_addr = family == AF_INET ? htonl(INADDR_LOOPBACK) : 0;
	if (family == AF_INET6)
		six->sin6_addr = in6addr_loopback;
	p.n = family == AF_INET6  ? (int)sizeof *six
	      : family == AF_INET ? (int)sizeof *four
				  : (int)sizeof(sa_family_t);
	return p;
}

SOCKET calls_opened(int family, int type)
{
	int error = 0;
	SOCKET s = WSPSocket(family, type, 0, NULL, 0, 0, &error);

	assert_int_equal(error, 0);
	return s;
}

struct place calls_name_of(SOCKET s, bool remote)
{
	struct place p = { .n = sizeof p.sa };
	int error = 0;

	memset(&p.sa, 0, sizeof p.sa);
	(remote ? WSPGetPeerName : WSPGetSockName)(s, (struct sockaddr *)&p.sa, &p.n,
						   &error);
	assert_int_equal(error, 0);
	return p;
}

SOCKET calls_bound(int family, int type, struct place *p)
{
	SOCKET s = calls_opened(family, type);
	int error = 0;

	*p = loopback(family);
	WSPBind(s, (struct sockaddr *)&p->sa, p->n, &error);
	assert_int_equal(error, 0);
	*p = calls_name_of(s, false);
	return s;
}

int calls_connect_to(SOCKET s, const struct place *p)
{
	int error = 0;

	WSPConnect(s, (const struct sockaddr *)&p->sa, p->n, NULL, NULL, NULL, NULL,
		   &error);
	return error;
}

void calls_same(const struct place *p, const struct place *q)
{
	assert_int_equal(p->n, q->n);
	assert_memory_equal(&p->sa, &q->sa, (size_t)p->n);
}

/* a is connected to b. */
void calls_circuit(int family, int type)
{
	struct place from = { .n = sizeof from.sa }, name;
	int error = 0;

	listener = calls_bound(family, type, &calls_at);
	assert_int_equal(WSPListen(listener, 2, &error), 0);
	left = calls_opened(family, type);
	assert_int_equal(calls_connect_to(left, &calls_at), 0);
	right = WSPAccept(listener, (struct sockaddr *)&from.sa, &from.n, NULL, 0,
			  &error);
	assert_int_equal(error, 0);
	name = calls_name_of(left, false);
	calls_same(&from, &name);
	name = calls_name_of(left, true);
	calls_same(&calls_at, &name);
	name = calls_name_of(right, false);
	calls_same(&calls_at, &name);
}

void calls_end(void)
{
	if (left != INVALID_SOCKET)
		fixture_close(left);
	if (right != INVALID_SOCKET)
		fixture_close(right);
	if (listener != INVALID_SOCKET)
		fixture_close(listener);
	left = right = listener = INVALID_SOCKET;
}

void calls_set(SOCKET s, int option, const void *value, int n)
{
	int error = 0;

	assert_int_equal(WSPSetSockOpt(s, SOL_SOCKET, option, value, n, &error), 0);
}

int calls_send_to(SOCKET s, const char *text, const struct place *to)
{
	WSABUF buffer = { (ULONG)strlen(text), (CHAR *)(uintptr_t)text };
	DWORD n;
	int error = 0;

	WSPSendTo(s, &buffer, 1, &n, 0, (const struct sockaddr *)&to->sa, to->n, NULL,
		  NULL, NULL, &error);
	return error;
}

void calls_came_from(SOCKET s, const char *text, const struct place *from)
{
	CHAR got[16] = "";
	WSABUF buffer = { sizeof got - 1, got };
	struct place p = { .n = sizeof p.sa };
	DWORD n = 0, flags = 0;
	int error = 0;

	WSPRecvFrom(s, &buffer, 1, &n, &flags, (struct sockaddr *)&p.sa, &p.n, NULL,
		    NULL, NULL, &error);
	assert_int_equal(error, 0);
	assert_string_equal(got, text);
	calls_same(&p, from);
}
