/* SPDX-License-Identifier: MIT */
/* Our ways to wait: an overlapped WSPRecv, and how its completion is learnt. */
#include <stdio.h>
#include <stdlib.h>

#include "bench/loop.h"
#include "bench/udp.h"
#include "wspmore.h"

struct posted {
	WSAOVERLAPPED overlapped; /* first: a routine finds the rest by it */
	SOCKET s;
	LPWSAOVERLAPPED_COMPLETION_ROUTINE routine; /* NULL where hEvent tells */
	bool run;                                   /* the routine was */
	char room[UDP_BYTES];
};

static void fail(const char *what, int error)
{
	fprintf(stderr, "%s: error %d\n", what, error);
	exit(1);
}

static struct posted *open_any(int here)
{
	WSPUPCALLTABLE upcalls = { 0 };
	struct posted *p = calloc(1, sizeof *p);
	int error = WSPStartup(0x0202, NULL, NULL, upcalls, NULL);

	if (p == NULL || error != 0)
		fail("WSPStartup", error);
	p->s = WSPSocketFromDescriptor(here, NULL, WSA_FLAG_OVERLAPPED, &error);
	if (p->s == INVALID_SOCKET)
		fail("WSPSocketFromDescriptor", error);
	return p;
}

static void *open_event(int here)
{
	struct posted *p = open_any(here);
	int error = 0;

	p->overlapped.hEvent = WPUCreateEvent(&error);
	if (p->overlapped.hEvent == WSA_INVALID_EVENT)
		fail("WPUCreateEvent", error);
	return p;
}

static void CALLBACK ran(DWORD error, DWORD bytes, LPWSAOVERLAPPED overlapped,
			 DWORD flags)
{
	struct posted *p = (struct posted *)overlapped;

	(void)flags;
	if (error != 0 || bytes != UDP_BYTES)
		fail("the routine was told", (int)error);
	p->run = true;
}

static void *open_routine(int here)
{
	struct posted *p = open_any(here);

	p->routine = ran;
	return p;
}

static void *open_poll(int here)
{
	return open_any(here);
}

static void post(void *state)
{
	struct posted *p = state;
	WSABUF buffer = { sizeof p->room, p->room };
	DWORD flags = 0;
	int error;

	if (WSPRecv(p->s, &buffer, 1, NULL, &flags, &p->overlapped, p->routine, NULL,
		    &error) != 0 &&
	    error != WSA_IO_PENDING)
		fail("WSPRecv", error);
}

/* Whether the result is there; exits if it is a bad one. */
static bool result(struct posted *p, BOOL wait)
{
	DWORD bytes, flags;
	int error;

	if (!WSPGetOverlappedResult(p->s, &p->overlapped, &bytes, wait, &flags,
				    &error)) {
		if (error != WSA_IO_INCOMPLETE)
			fail("WSPGetOverlappedResult", error);
		return false;
	}
	if (bytes != UDP_BYTES)
		fail("WSPGetOverlappedResult", 0);
	return true;
}

static void take_event(void *state)
{
	if (!result(state, TRUE))
		fail("WSPGetOverlappedResult", WSA_IO_INCOMPLETE);
}

static void take_events(void *state)
{
	struct posted *p = state;

	if (WSAWaitForMultipleEvents(1, &p->overlapped.hEvent, FALSE, WSA_INFINITE,
				     FALSE) != WSA_WAIT_EVENT_0 ||
	    !result(p, FALSE))
		fail("WSAWaitForMultipleEvents", WSAGetLastError());
}

static void take_routine(void *state)
{
	struct posted *p = state;

	while (!p->run)
		SleepEx(INFINITE, TRUE);
	p->run = false;
}

static void take_poll(void *state)
{
	while (!result(state, FALSE))
		;
}

static void close_any(void *state)
{
	struct posted *p = state;
	int error;

	WSPCloseSocket(p->s, &error);
	if (p->overlapped.hEvent != WSA_INVALID_EVENT)
		WPUCloseEvent(p->overlapped.hEvent, &error);
	WSPCleanup(&error);
	free(p);
}

const struct loop loop_event = { "event", open_event, post, take_event, close_any };
const struct loop loop_events = { "events", open_event, post, take_events, close_any };
const struct loop loop_routine = { "routine", open_routine, post, take_routine,
				   close_any };
const struct loop loop_poll = { "poll", open_poll, post, take_poll, close_any };
