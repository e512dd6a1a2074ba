/* SPDX-License-Identifier: MIT */
/* SleepEx and WSAWaitForMultipleEvents.
 *
 * A wait drives receives meanwhile, for it waits by way of net/lead.h. */
#include <stdbool.h>

#include "base/planted.h"
#include "base/probe.h"
#include "ws2/event.h"
#include "ws2/thread.h"

static __attribute__((tls_model("initial-exec"))) _Thread_local int last_error;

/* When that many milliseconds have passed. */
static uint64_t time_after(DWORD milliseconds)
{
	return milliseconds == INFINITE ? READY_FOREVER
					: ready_now() + (uint64_t)milliseconds * 1000;
}

DWORD SleepEx(DWORD dwMilliseconds, BOOL bAlertable)
{
	struct thread *me = bAlertable ? thread_current() : NULL;
	uint64_t until;
	struct sleeper s;

	PLANT(NOT_ALERTABLE, me = thread_current());
	if (dwMilliseconds == 0) {
		lead_turn();
		return me != NULL && thread_run(me) ? WAIT_IO_COMPLETION : 0;
	}
	for (until = time_after(dwMilliseconds);;) {
		enum lead_end end;

		lead_prepare(&s);
		end = me != NULL ? thread_wait(me, &s, until) : lead_wait(&s, until);
		if (me != NULL && thread_run(me))
			return WAIT_IO_COMPLETION;
		if (end == LEAD_TIME)
			return 0;
	}
}

/* One call of WSAWaitForMultipleEvents. */
struct wait {
	DWORD n;
	const WSAEVENT *events;
	bool all;
	struct sleeper sleeper;
	struct event_wait at[WSA_MAXIMUM_WAIT_EVENTS];
};

/* What the wait is over with; WSA_WAIT_TIMEOUT: it is not. */
static DWORD look(const struct wait *w)
{
	DWORD first = w->n, set = 0;

	for (DWORD i = w->n; i-- > 0;)
		switch (event_state(w->events[i])) {
		case EVENT_NONE:
			return WSA_WAIT_FAILED;
		case EVENT_SET:
			first = i;
			set++;
			break;
		case EVENT_UNSET:
			break;
		}
	if (w->all ? set == w->n : set > 0)
		return WSA_WAIT_EVENT_0 + first;
	return WSA_WAIT_TIMEOUT;
}

static void join(struct wait *w)
{
	for (DWORD i = 0; i < w->n; i++)
		event_join(w->events[i], &w->at[i], &w->sleeper);
}

static void leave(struct wait *w)
{
	for (DWORD i = 0; i < w->n; i++)
		event_leave(&w->at[i]);
}

/* Once asleep and awake; without alertable calls where `me` is NULL. */
static enum lead_end doze(struct wait *w, struct thread *me, uint64_t until)
{
	enum lead_end end = LEAD_WOKEN;
	struct thread *known = thread_known();

	lead_prepare(&w->sleeper);
	join(w);
	if (look(w) == WSA_WAIT_TIMEOUT) {
		if (me == NULL && known != NULL)
			thread_look(known);
		end = me != NULL ? thread_wait(me, &w->sleeper, until)
				 : lead_wait(&w->sleeper, until);
	}
	leave(w);
	return end;
}

/* Without a wait: at what the thread itself has pending, though another one may lead, and
 * at everything else if none does. */
static void look_around(void)
{
	struct thread *known = thread_known();

	if (known != NULL)
		thread_look(known);
	lead_turn();
}

static DWORD wait_for(struct wait *w, DWORD timeout, BOOL alertable)
{
	struct thread *me = alertable ? thread_current() : NULL;
	enum lead_end end = LEAD_WOKEN;
	uint64_t until;
	DWORD r = look(w);

	if (r != WSA_WAIT_TIMEOUT)
		return r;
	until = time_after(timeout);
	if (timeout == 0) {
		look_around();
		end = LEAD_TIME;
	}
	for (;;) {
		r = look(w);
		if (r != WSA_WAIT_TIMEOUT)
			return r;
		if (me != NULL && thread_run(me))
			return WSA_WAIT_IO_COMPLETION;
		if (end == LEAD_TIME)
			return r;
		end = doze(w, me, until);
	}
}

DWORD WSAWaitForMultipleEvents(DWORD cEvents, const WSAEVENT *lphEvents, BOOL fWaitAll,
			       DWORD dwTimeout, BOOL fAlertable)
{
	struct wait w = { .n = cEvents, .events = lphEvents, .all = fWaitAll };
	DWORD r = WSA_WAIT_FAILED;

	if (cEvents == 0 || cEvents > WSA_MAXIMUM_WAIT_EVENTS) {
		last_error = WSA_INVALID_PARAMETER;
	} else if (!probe_read(lphEvents, cEvents * sizeof *lphEvents)) {
		last_error = WSAEFAULT;
	} else {
		r = wait_for(&w, dwTimeout, fAlertable);
		if (r == WSA_WAIT_FAILED)
			last_error = WSA_INVALID_HANDLE;
	}
	return r;
}

int WSAGetLastError(void)
{
	return last_error;
}
