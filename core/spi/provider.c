/* SPDX-License-Identifier: MIT */
/* WSPStartup and WSPCleanup.
 *
 * The interface names no provider in its calls, so there is one a process; this file and
 * the table of sockets (spi/socket.c) hold what is its own. */
#include "spi/provider.h"

#include <pthread.h>
#include <stdio.h>

#include "base/probe.h"
#include "spi/capture.h"
#include "spi/catalog.h"
#include "spi/engine.h"
#include "spi/notify.h"
#include "spi/socket.h"

/* Starting and stopping as a whole; and what these two change. */
static pthread_mutex_t life = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned users;
static WSPUPCALLTABLE upcalls;

#define VERSION_2_2 0x0202

static const WSPPROC_TABLE procs = {
#define PROC(name) .lp##name = name
	PROC(WSPAccept),
	PROC(WSPBind),
	PROC(WSPCancelBlockingCall),
	PROC(WSPCleanup),
	PROC(WSPCloseSocket),
	PROC(WSPConnect),
	PROC(WSPGetOverlappedResult),
	PROC(WSPGetPeerName),
	PROC(WSPGetSockName),
	PROC(WSPGetSockOpt),
	PROC(WSPIoctl),
	PROC(WSPJoinLeaf),
	PROC(WSPListen),
	PROC(WSPRecv),
	PROC(WSPRecvFrom),
	PROC(WSPSend),
	PROC(WSPSendTo),
	PROC(WSPSetSockOpt),
	PROC(WSPShutdown),
	PROC(WSPSocket),
#undef PROC
};

bool provider_started(void)
{
	bool started;

	pthread_mutex_lock(&lock);
	started = users > 0;
	pthread_mutex_unlock(&lock);
	return started;
}

static WSPUPCALLTABLE table(void)
{
	WSPUPCALLTABLE t;

	pthread_mutex_lock(&lock);
	t = upcalls;
	pthread_mutex_unlock(&lock);
	return t;
}

bool provider_blocking_callback(DWORD entry, LPBLOCKINGCALLBACK *hook,
				DWORD_PTR *context)
{
	__typeof__(upcalls.lpWPUQueryBlockingCallback) query =
		table().lpWPUQueryBlockingCallback;
	int ignored = 0;

	*hook = NULL;
	return query != NULL && query(entry, hook, context, &ignored) == 0 &&
	       *hook != NULL;
}

bool provider_queue_apc(LPWSATHREADID id, LPWSAUSERAPC function, DWORD_PTR context)
{
	__typeof__(upcalls.lpWPUQueueApc) queue = table().lpWPUQueueApc;
	int ignored;

	return queue != NULL && queue != WPUQueueApc &&
	       queue(id, function, context, &ignored) == 0;
}

void provider_set_event(WSAEVENT event)
{
	__typeof__(upcalls.lpWPUSetEvent) set = table().lpWPUSetEvent;
	int ignored;

	(set != NULL ? set : WPUSetEvent)(event, &ignored);
}

void provider_reset_event(WSAEVENT event)
{
	__typeof__(upcalls.lpWPUResetEvent) reset = table().lpWPUResetEvent;
	int ignored;

	(reset != NULL ? reset : WPUResetEvent)(event, &ignored);
}

static void start(const WSPUPCALLTABLE *calls)
{
	pthread_mutex_lock(&life);
	pthread_mutex_lock(&lock);
	probe_open();
	users++;
	upcalls = *calls;
	thread_at_end(engine_thread_ended);
	thread_at_wait(engine_thread_waits);
	thread_at_drop(notify_dropped);
	pthread_mutex_unlock(&lock);
	pthread_mutex_unlock(&life);
}

int WSPStartup(WORD wVersionRequested, LPWSPDATA lpWSPData,
	       LPWSAPROTOCOL_INFO lpProtocolInfo, WSPUPCALLTABLE UpcallTable,
	       LPWSPPROC_TABLE lpProcTable)
{
	int ignored;

	(void)lpProtocolInfo; /* one provider for the whole catalogue */
	if (wVersionRequested != VERSION_2_2)
		return WSAVERNOTSUPPORTED;
	start(&UpcallTable);
	if ((lpWSPData != NULL && !capture_writable(lpWSPData, sizeof *lpWSPData)) ||
	    (lpProcTable != NULL &&
	     !capture_writable(lpProcTable, sizeof *lpProcTable))) {
		WSPCleanup(&ignored);
		return WSAEFAULT;
	}
	if (lpWSPData != NULL) {
		lpWSPData->wVersion = lpWSPData->wHighVersion = VERSION_2_2;
		snprintf(lpWSPData->szDescription, sizeof lpWSPData->szDescription,
			 "WSPRecv over BSD sockets");
	}
	if (lpProcTable != NULL)
		*lpProcTable = procs;
	return 0;
}

static void close_all(void)
{
	struct socket *so;

	for (unsigned slot = 0; (so = socket_next(slot)) != NULL;) {
		slot = so->slot.number + 1;
		socket_close(so);
	}
	socket_end_all();
	lead_close();
}

/* One user less; false: there is none. The client's ways to indicate stay, for what is
 * still to be told. */
static bool leave(bool *last)
{
	bool any;

	pthread_mutex_lock(&lock);
	any = users > 0;
	*last = any && --users == 0;
	if (*last)
		upcalls.lpWPUQueryBlockingCallback = NULL;
	pthread_mutex_unlock(&lock);
	return any;
}

int WSPCleanup(LPINT lpErrno)
{
	bool last, any;

	pthread_mutex_lock(&life);
	any = leave(&last);
	if (last)
		close_all();
	if (any)
		probe_close();
	pthread_mutex_unlock(&life);
	return any ? 0 : capture_answer(WSANOTINITIALISED, lpErrno);
}

BOOL WSPCatalogEntry(DWORD index, LPWSAPROTOCOL_INFO lpProtocolInfo)
{
	const WSAPROTOCOL_INFO *entry = catalog_entry(index);

	if (entry == NULL || !capture_writable(lpProtocolInfo, sizeof *lpProtocolInfo))
		return FALSE;
	*lpProtocolInfo = *entry;
	return TRUE;
}

BOOL WSPRuleEntry(DWORD index, WSPRULEENTRY *entry)
{
	return capture_writable(entry, sizeof *entry) && rules_row(index, entry);
}
