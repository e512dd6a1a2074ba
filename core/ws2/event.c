/* SPDX-License-Identifier: MIT */
/* The table of events. */
#include "ws2/event.h"

#include <stddef.h>

#include "base/lock.h"
#include "base/slots.h"

#define KIND 2u

struct event {
	struct slot slot;
	struct lock lock; /* for what follows */
	uintptr_t handle; /* 0: free */
	bool set;
	LIST_HEAD(, event_wait) waits; /* also at a use of the slot that is over */
};

static struct slots events = SLOTS_INITIALIZER;

static void fresh(struct slot *slot)
{
	struct event *e = (struct event *)slot;

	lock_init(&e->lock);
	LIST_INIT(&e->waits);
}

/* Finds and locks; NULL: no such event. */
static struct event *enter(WSAEVENT handle)
{
	uintptr_t h = (uintptr_t)handle;
	struct event *e;

	if ((h & 3) != KIND)
		return NULL;
	e = (struct event *)slots_at(&events, slots_number(h), sizeof *e);
	if (e == NULL)
		return NULL;
	lock_take(&e->lock);
	if (e->handle == h)
		return e;
	lock_give(&e->lock);
	return NULL;
}

static BOOL answer(bool good, int code, LPINT lpErrno)
{
	if (!good && lpErrno != NULL)
		*lpErrno = code;
	return good;
}

static void wake_all(struct event *e)
{
	struct event_wait *w;

	LIST_FOREACH (w, &e->waits, link)
		lead_wake(w->sleeper);
}

WSAEVENT WPUCreateEvent(LPINT lpErrno)
{
	struct event *e = (struct event *)slots_take(&events, sizeof *e, fresh);

	if (!answer(e != NULL, WSA_NOT_ENOUGH_MEMORY, lpErrno))
		return WSA_INVALID_EVENT;
	lock_take(&e->lock);
	e->set = false;
	e->handle = slots_handle(&e->slot, KIND);
	lock_give(&e->lock);
	return (WSAEVENT)e->handle;
}

BOOL WPUCloseEvent(WSAEVENT hEvent, LPINT lpErrno)
{
	struct event *e = enter(hEvent);

	if (e != NULL) {
		e->handle = 0;
		wake_all(e);
		lock_give(&e->lock);
		slots_give(&events, &e->slot);
	}
	return answer(e != NULL, WSA_INVALID_HANDLE, lpErrno);
}

BOOL WPUSetEvent(WSAEVENT hEvent, LPINT lpErrno)
{
	struct event *e = enter(hEvent);

	if (e != NULL) {
		e->set = true;
		wake_all(e);
		lock_give(&e->lock);
	}
	return answer(e != NULL, WSA_INVALID_HANDLE, lpErrno);
}

BOOL WPUResetEvent(WSAEVENT hEvent, LPINT lpErrno)
{
	struct event *e = enter(hEvent);

	if (e != NULL) {
		e->set = false;
		lock_give(&e->lock);
	}
	return answer(e != NULL, WSA_INVALID_HANDLE, lpErrno);
}

enum event_state event_state(WSAEVENT hEvent)
{
	struct event *e = enter(hEvent);
	bool set;

	if (e == NULL)
		return EVENT_NONE;
	set = e->set;
	lock_give(&e->lock);
	return set ? EVENT_SET : EVENT_UNSET;
}

enum event_state event_join(WSAEVENT hEvent, struct event_wait *w, struct sleeper *s)
{
	struct event *e = enter(hEvent);
	bool set;

	w->event = e;
	if (e == NULL)
		return EVENT_NONE;
	w->sleeper = s;
	LIST_INSERT_HEAD(&e->waits, w, link);
	set = e->set;
	lock_give(&e->lock);
	return set ? EVENT_SET : EVENT_UNSET;
}

void event_leave(struct event_wait *w)
{
	struct event *e = w->event;

	if (e == NULL)
		return;
	lock_take(&e->lock);
	LIST_REMOVE(w, link);
	lock_give(&e->lock);
}
