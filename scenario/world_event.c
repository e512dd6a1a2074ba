/* SPDX-License-Identifier: MIT */
/* Events by name, and what the provider calls up for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/text.h"
#include "scenario/world_parts.h"
#include "ws2/event.h"

#define EVENTS_MAX 70 /* more than one wait takes */

/* The world whose upcalls these are. */
static struct world *upcalled;

static struct world_event *find(struct world *w, const char *name)
{
	struct world_event *e;

	TAILQ_FOREACH (e, &w->events, link)
		if (text_is(e->name, name))
			break;
	return e;
}

WSAEVENT world_event_handle(struct world *w, const char *name)
{
	struct world_request *r = world_request(w, name);
	struct world_event *e;
	int error;

	if (r != NULL && r->event != WSA_INVALID_EVENT)
		return r->event;
	crew_enter(w->crew, &w->lock);
	e = find(w, name);
	if (e == NULL && (e = calloc(1, sizeof *e)) != NULL) {
		text_fit(e->name, sizeof e->name, name);
		e->handle = WPUCreateEvent(&error);
		TAILQ_INSERT_TAIL(&w->events, e, link);
	}
	crew_leave(w->crew, &w->lock);
	return e != NULL ? e->handle : WSA_INVALID_EVENT;
}

void world_event(struct world *w, const struct op *op, struct tokens *out)
{
	WSAEVENT e = world_event_handle(w, op->name.text);
	int error = 0;

	switch (op->event_act) {
	case OP_EVENT_LOOK:
		if (!crew_simulates(w->crew))
			crew_go_on(w->crew);
		tokens_word(out, "word",
			    event_state(e) == EVENT_SET     ? "set"
			    : event_state(e) == EVENT_UNSET ? "unset"
							    : "none");
		return;
	case OP_EVENT_SET:
		WPUSetEvent(e, &error);
		break;
	case OP_EVENT_RESET:
		WPUResetEvent(e, &error);
		break;
	case OP_EVENT_CLOSE:
		WPUCloseEvent(e, &error);
		break;
	}
	world_code(out, error);
}

void world_wait_events(struct world *w, const struct op *op, DWORD milliseconds,
		       bool last, struct tokens *out)
{
	WSAEVENT events[EVENTS_MAX];
	char names[EVENTS_MAX][OP_NAME_MAX + 1];
	DWORD n = 0, end;
	size_t length;

	for (const char *at = op->events;; at += length + 1) {
		length = strcspn(at, ",");
		if (n < EVENTS_MAX) {
			snprintf(names[n], sizeof names[n], "%.*s", (int)length, at);
			events[n] = world_event_handle(w, names[n]);
		}
		n++;
		if (at[length] == '\0')
			break;
	}
	do
		end = WSAWaitForMultipleEvents(n, events, op->all, milliseconds,
					       op->alertable);
	while (end == WSA_WAIT_TIMEOUT && !last && !w->ending);
	if (end == WSA_WAIT_FAILED)
		world_code(out, WSAGetLastError());
	else if (end < n && n <= EVENTS_MAX)
		tokens_word(out, "event", arena_text(out->arena, names[end]));
	else
		tokens_word(out, "word",
			    end == WSA_WAIT_TIMEOUT ? "elapsed" : "io-completion");
}

void world_order(struct world *w, const struct op *op, struct tokens *out)
{
	(void)op;
	crew_enter(w->crew, &w->lock);
	w->n_looked = w->n_order;
	for (size_t i = 0; i < w->n_order; i++)
		tokens_word(out, "request", arena_text(out->arena, w->order[i]));
	if (w->n_order == 0)
		tokens_word(out, "request", "none");
	crew_leave(w->crew, &w->lock);
}

/* By the one event that is its own. */
static void remember(struct world *w, WSAEVENT e)
{
	struct world_request *r;

	TAILQ_FOREACH (r, &w->requests, link)
		if (r->own_event && r->event == e && r->mode == OP_MODE_EVENT) {
			world_note_order(w, r->name);
			return;
		}
}

static int queue(LPWSATHREADID thread, LPWSAUSERAPC apc, DWORD_PTR context, LPINT error)
{
	crew_enter(upcalled->crew, &upcalled->lock);
	upcalled->queued++;
	crew_leave(upcalled->crew, &upcalled->lock);
	return WPUQueueApc(thread, apc, context, error);
}

static BOOL set(WSAEVENT e, LPINT error)
{
	crew_enter(upcalled->crew, &upcalled->lock);
	upcalled->set++;
	remember(upcalled, e);
	crew_leave(upcalled->crew, &upcalled->lock);
	return WPUSetEvent(e, error);
}

static BOOL reset(WSAEVENT e, LPINT error)
{
	crew_enter(upcalled->crew, &upcalled->lock);
	upcalled->reset++;
	crew_leave(upcalled->crew, &upcalled->lock);
	return WPUResetEvent(e, error);
}

/* E4: a blocking call inside the hook; what it came to. */
static int receive_in_hook(SOCKET s)
{
	char byte;
	WSABUF buffer = { 1, &byte };
	DWORD n = 0, flags = 0;
	int error = 0;

	WSPRecv(s, &buffer, 1, &n, &flags, NULL, NULL, NULL, &error);
	return error;
}

/* A2 and A7: the hook runs on the thread whose call waits. */
static BOOL CALLBACK hook(DWORD_PTR context)
{
	struct world *w = (struct world *)context;
	struct member *me = member_current();
	enum op_hook what = OP_HOOK_NONE;
	bool both = false;
	int error = 0;

	crew_enter(w->crew, &w->lock);
	if (me == w->hook_member) {
		what = w->hook;
		both = w->hook_both;
		w->hook = OP_HOOK_NONE;
	}
	crew_leave(w->crew, &w->lock);
	/* A call that is about to be cancelled does not stay. */
	if (me != NULL && what != OP_HOOK_CANCEL)
		member_will_wait(me);
	switch (what) {
	case OP_HOOK_NONE:
		break;
	case OP_HOOK_RECEIVE:
		w->hooked = receive_in_hook(w->hook_socket);
		break;
	case OP_HOOK_CANCEL:
		if (both)
			w->hooked = receive_in_hook(w->hook_socket);
		WSPCancelBlockingCall(&error);
		return FALSE;
	}
	return TRUE;
}

static int query(DWORD entry, LPBLOCKINGCALLBACK *callback, DWORD_PTR *context,
		 LPINT error)
{
	(void)entry;
	(void)error;
	/* A simulation sees by itself who waits; a callback would only make time pass. */
	if (crew_simulates(upcalled->crew) && upcalled->hook == OP_HOOK_NONE)
		return SOCKET_ERROR;
	*callback = hook;
	*context = (DWORD_PTR)upcalled;
	return 0;
}

WSPUPCALLTABLE world_upcalls(struct world *w)
{
	upcalled = w;
	return (WSPUPCALLTABLE){ query, queue, set, reset };
}
