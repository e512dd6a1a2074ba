/* SPDX-License-Identifier: MIT */
/* Calls that wait. */
#pragma once

#include "cli/export/upcall.h"

/* What a hook shall do once; bits. */
#define RECEIVE_IN_HOOK 1
#define CANCEL_IN_HOOK 2

static atomic_int hook_act;

static SOCKET hook_socket;

static void *hook_thread; /* whose call it is for */

static struct request *hook_request; /* that call, which tells what the receive came to */

/* Runs again and again on a thread whose call waits. */
static BOOL CALLBACK hook(DWORD_PTR context)
{
	int act = me == hook_thread ? atomic_exchange(&hook_act, 0) : 0, error;
	DWORD count = 0, flags = 0;
	char byte;
	WSABUF buffer = { 1, &byte };

	(void)context;
	will_wait();
	if (act & RECEIVE_IN_HOOK)
		WSPRecv(hook_socket, &buffer, 1, &count, &flags, NULL, NULL, NULL,
			&hook_request->hook_error);
	if ((act & CANCEL_IN_HOOK) == 0)
		return TRUE;
	WSPCancelBlockingCall(&error);
	return FALSE;
}

static int name_hook(DWORD entry, LPBLOCKINGCALLBACK *callback, DWORD_PTR *context,
		     LPINT error)
{
	(void)entry;
	(void)error;
	*callback = hook;
	*context = 0;
	return 0;
}

/* For ever is until a routine has run. */
static void sleep_for(int64_t milliseconds, bool alertable)
{
	DWORD end;

	will_wait();
	do
		end = SleepEx(milliseconds < 0 ? 50 : (DWORD)milliseconds, alertable);
	while (end == 0 && milliseconds < 0);
	say(end == WAIT_IO_COMPLETION ? "io-completion" : "elapsed");
}
