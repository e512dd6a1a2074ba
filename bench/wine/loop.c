/* SPDX-License-Identifier: MIT */
/* The loop of bench/overlapped.c for Windows, by WSARecv: a receive is posted, a datagram
 * sent, its completion waited for. Prints `MODE nanoseconds` a mode; medians. */
#include <stdio.h>
#include <stdlib.h>
#include <winsock2.h>

#define ROUNDS 2000
#define WARM 100
#define BYTES 20

enum mode {
	EVENT,
	EVENTS,
	ROUTINE,
	POLL
};

static const char *const names[] = { "event", "events", "routine", "poll" };

static SOCKET here, there;
static char room[BYTES];
static WSAOVERLAPPED overlapped;
static BOOL ran;
static double times[ROUNDS];

static void fail(const char *what)
{
	fprintf(stderr, "%s: error %d\n", what, WSAGetLastError());
	exit(1);
}

static double now(void)
{
	LARGE_INTEGER count, second;

	QueryPerformanceFrequency(&second);
	QueryPerformanceCounter(&count);
	return (double)count.QuadPart * 1e9 / (double)second.QuadPart;
}

static void open_sockets(void)
{
	struct sockaddr_in sa = { 0 };
	int n = sizeof sa;

	sa.sin_family = AF_INET;
	sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	here = WSASocket(AF_INET, SOCK_DGRAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED);
	there = WSASocket(AF_INET, SOCK_DGRAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED);
	if (here == INVALID_SOCKET || there == INVALID_SOCKET ||
	    bind(here, (struct sockaddr *)&sa, n) != 0 ||
	    getsockname(here, (struct sockaddr *)&sa, &n) != 0 ||
	    connect(there, (struct sockaddr *)&sa, n) != 0)
		fail("loopback");
}

static void CALLBACK routine(DWORD error, DWORD bytes, LPWSAOVERLAPPED of, DWORD flags)
{
	(void)of;
	(void)flags;
	if (error != 0 || bytes != BYTES)
		fail("the routine was told");
	ran = TRUE;
}

static void result(BOOL wait)
{
	DWORD bytes, flags;

	while (!WSAGetOverlappedResult(here, &overlapped, &bytes, wait, &flags))
		if (wait || WSAGetLastError() != WSA_IO_INCOMPLETE)
			fail("WSAGetOverlappedResult");
	if (bytes != BYTES)
		fail("WSAGetOverlappedResult");
}

static void take(enum mode mode)
{
	switch (mode) {
	case EVENT:
		result(TRUE);
		break;
	case EVENTS:
		if (WSAWaitForMultipleEvents(1, &overlapped.hEvent, FALSE, WSA_INFINITE,
					     FALSE) != WSA_WAIT_EVENT_0)
			fail("WSAWaitForMultipleEvents");
		result(FALSE);
		break;
	case ROUTINE:
		while (!ran)
			SleepEx(INFINITE, TRUE);
		break;
	case POLL:
		result(FALSE);
		break;
	}
}

static double turn(enum mode mode)
{
	WSABUF buffer = { sizeof room, room };
	DWORD flags = 0;
	double begin = now();

	ran = FALSE;
	if (WSARecv(here, &buffer, 1, NULL, &flags, &overlapped,
		    mode == ROUTINE ? routine : NULL) != 0 &&
	    WSAGetLastError() != WSA_IO_PENDING)
		fail("WSARecv");
	if (send(there, "twenty bytes of data", BYTES, 0) != BYTES)
		fail("send");
	take(mode);
	return now() - begin;
}

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int main(void)
{
	WSADATA data;

	if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
		return 1;
	open_sockets();
	overlapped.hEvent = WSACreateEvent();
	for (enum mode mode = EVENT; mode <= POLL; mode++) {
		for (int i = -WARM; i < ROUNDS; i++) {
			double time = turn(mode);

			if (i >= 0)
				times[i] = time;
		}
		qsort(times, ROUNDS, sizeof *times, compare);
		printf("%s %.0f\n", names[mode], times[ROUNDS / 2]);
	}
	return 0;
}
