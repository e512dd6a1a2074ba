/* SPDX-License-Identifier: MIT */
/* Events: set, reset, waited for (WPUCreateEvent and its like are in wpu.h).
 *
 * A handle ends in the bits 10, as no pointer to anything does: with a routine hEvent may
 * hold whatever the client likes, and without one it may be nothing at all (K3, K4). */
#pragma once

#include <stdbool.h>

#include "net/lead.h"
#include "wpu.h"

/* One wait's place at one event; lies on the stack of the thread that waits. */
struct event_wait {
	struct event *event; /* NULL: none joined */
	struct sleeper *sleeper;
	LIST_ENTRY(event_wait) link;
};

enum event_state {
	EVENT_SET,
	EVENT_UNSET,
	EVENT_NONE, /* no event has this handle (any more) */
};

enum event_state event_state(WSAEVENT e);

/* From now on the sleeper is woken when the event is set or closed, until event_leave().
 * Returns how it is now; EVENT_NONE: nothing was joined. */
enum event_state event_join(WSAEVENT e, struct event_wait *w, struct sleeper *s);
void event_leave(struct event_wait *w);
