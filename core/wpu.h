/* SPDX-License-Identifier: MIT */
/* The other side of the provider: events, threads and alertable waits.
 *
 * On Windows Ws2_32.dll and the system have these; a provider calls up to them, and its
 * client waits in them. Names, parameters and numbers are theirs. The WPU* functions
 * return what is told at each, and a WSAE* code in *lpErrno where they fail. Any thread
 * may call any of them, with or without a provider started.
 *
 * Nobody needs a thread for receives to go on: a thread that waits here, in a blocking
 * call or in WSPGetOverlappedResult drives all of them meanwhile. */
#pragma once

#include "wspword.h"

#define WSA_INVALID_EVENT ((WSAEVENT)0)
#define WSA_MAXIMUM_WAIT_EVENTS 64
#define WSA_INFINITE 0xffffffffu
#define WSA_WAIT_EVENT_0 0u
#define WSA_WAIT_IO_COMPLETION 0xc0u
#define WSA_WAIT_TIMEOUT 258u
#define WSA_WAIT_FAILED 0xffffffffu
#define WAIT_IO_COMPLETION 0xc0u
#define INFINITE 0xffffffffu

typedef void(CALLBACK *LPWSAUSERAPC)(DWORD_PTR dwContext);

#pragma GCC visibility push(default)

/* A manual-reset event that is not set; the caller's until WPUCloseEvent. WSA_INVALID_EVENT
 * without memory (WSA_NOT_ENOUGH_MEMORY). A handle is never used again, and one that is
 * closed, or never was an event, is WSA_INVALID_HANDLE to all of these. */
WSAEVENT WPUCreateEvent(LPINT lpErrno);
BOOL WPUCloseEvent(WSAEVENT hEvent, LPINT lpErrno);
BOOL WPUSetEvent(WSAEVENT hEvent, LPINT lpErrno);
BOOL WPUResetEvent(WSAEVENT hEvent, LPINT lpErrno);

/* Names the calling thread in *lpThreadId: ThreadHandle is its pthread_t, Reserved a number
 * that no other thread ever has. Returns 0 or SOCKET_ERROR. There is nothing to close; the
 * pair exists because Winsock has it. */
int WPUOpenCurrentThread(LPWSATHREADID lpThreadId, LPINT lpErrno);
int WPUCloseThread(LPWSATHREADID lpThreadId, LPINT lpErrno);

/* Has that thread run lpfnUserApc(dwContext) in its next alertable wait (A2). Calls are run
 * in the order they were queued. Returns 0 or SOCKET_ERROR: WSAEFAULT where the thread does
 * not exist (any more), WSAENOBUFS without memory. */
int WPUQueueApc(LPWSATHREADID lpThreadId, LPWSAUSERAPC lpfnUserApc, DWORD_PTR dwContext,
		LPINT lpErrno);

/* Waits so many milliseconds. Where bAlertable, queued calls are run, if need be as soon as
 * they come, and end the wait: WAIT_IO_COMPLETION. Otherwise 0. */
DWORD SleepEx(DWORD dwMilliseconds, BOOL bAlertable);

/* Waits until one of cEvents events is set (all of them with fWaitAll), and returns
 * WSA_WAIT_EVENT_0 plus the number of the first that is. WSA_WAIT_TIMEOUT after dwTimeout
 * milliseconds (0: only look). With fAlertable calls that are queued are run instead, and
 * end the wait: WSA_WAIT_IO_COMPLETION. WSA_WAIT_FAILED with the code in WSAGetLastError():
 * WSA_INVALID_HANDLE, WSA_INVALID_PARAMETER (cEvents 0 or above 64), WSAEFAULT. */
DWORD WSAWaitForMultipleEvents(DWORD cEvents, const WSAEVENT *lphEvents, BOOL fWaitAll,
			       DWORD dwTimeout, BOOL fAlertable);
/* Why the calling thread's last WSAWaitForMultipleEvents failed. */
int WSAGetLastError(void);

#pragma GCC visibility pop
