/* SPDX-License-Identifier: MIT */
/* Waiting for a completion: by events, by asking, or in alertable sleep. */
#include "base/code.h"
#include "cli/overlapped_parts.h"

#define NAP 1 /* milliseconds between two rounds of asking */

/* The posted receives that have not completed, `skip` of them left out, as many as one
 * wait can have. */
static DWORD gather(const struct overlapped *o, struct request **waited,
		    WSAEVENT *events)
{
	struct request *r;
	size_t skip = o->skip;
	DWORD n = 0;

	for (r = requests_underway(&o->requests, NULL); r != NULL;
	     r = requests_underway(&o->requests, r)) {
		if (skip > 0) {
			skip--;
			continue;
		}
		if (n == WSA_MAXIMUM_WAIT_EVENTS)
			break;
		waited[n] = r;
		events[n++] = r->event;
	}
	return n;
}

static void tell_broken(struct overlapped *o, const char *what)
{
	receiving_damage(o->run, what);
	o->over = true;
}

/* One wait takes 64 events; of more, the next 64 have the next wait. */
static bool wait_events(struct overlapped *o, DWORD milliseconds)
{
	struct request *waited[WSA_MAXIMUM_WAIT_EVENTS];
	WSAEVENT events[WSA_MAXIMUM_WAIT_EVENTS];
	DWORD n = gather(o, waited, events), which;

	which = WSAWaitForMultipleEvents(n, events, FALSE, milliseconds, FALSE);
	if (which == WSA_WAIT_TIMEOUT) {
		o->skip += n;
		if (o->skip >= o->requests.outstanding)
			o->skip = 0;
		return false;
	}
	o->skip = 0;
	if (which >= WSA_WAIT_EVENT_0 + n) {
		tell_broken(o, "the wait for events failed");
		return false;
	}
	if (!posted_look(&waited[which]->posted, o->socket)) {
		tell_broken(o, "an event is set though its receive has not completed");
		return false;
	}
	overlapped_told(o, waited[which], REPORT_BY_EVENT);
	return true;
}

static bool look_at_all(struct overlapped *o)
{
	struct request *r;

	for (r = requests_underway(&o->requests, NULL); r != NULL;
	     r = requests_underway(&o->requests, r))
		if (posted_look(&r->posted, o->socket)) {
			overlapped_told(o, r, REPORT_BY_POLL);
			return true;
		}
	return false;
}

bool overlapped_wait(struct overlapped *o, DWORD milliseconds)
{
	switch (o->left_alone && o->run->o.mode == RECV_ROUTINE ? RECV_POLL
								: o->run->o.mode) {
	case RECV_EVENT:
		return wait_events(o, milliseconds);
	case RECV_POLL:
		if (look_at_all(o))
			return true;
		SleepEx(milliseconds < NAP ? milliseconds : NAP, FALSE);
		return false;
	case RECV_ROUTINE:
		return SleepEx(milliseconds, TRUE) == WAIT_IO_COMPLETION;
	case RECV_BLOCKING:
	case RECV_NONBLOCKING:
		break;
	}
	return false;
}
