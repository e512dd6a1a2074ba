/* SPDX-License-Identifier: MIT */
/* Looks at requests and events. */
#pragma once

#include "cli/export/called.h"

static void say_event(WSAEVENT e)
{
	DWORD end;

	nap(1);
	end = WSAWaitForMultipleEvents(1, &e, FALSE, 0, FALSE);
	say(end == WSA_WAIT_EVENT_0   ? "set"
	    : end == WSA_WAIT_TIMEOUT ? "unset"
				      : "none");
}

static void say_result(struct request *r, const char *name, bool wait)
{
	DWORD count = 0, flags = 0;
	int error = 0;

	if (r == NULL) {
		say_unknown(name);
		return;
	}
	if (!WSPGetOverlappedResult(r->s, &r->host->o.overlapped, &count, wait, &flags,
				    &error)) {
		say_code(error);
		if (error == WSAEMSGSIZE)
			say_number(count);
		return;
	}
	say_number(count);
	if (flags != 0) {
		say("flags");
		say_flags(flags);
	}
}

/* What is in its WSAOVERLAPPED. */
static void say_overlapped(const struct request *r, const char *name)
{
	const WSAOVERLAPPED *o;
	char text[24];

	if (r == NULL) {
		say_unknown(name);
		return;
	}
	nap(1);
	o = &r->host->o.overlapped;
	snprintf(text, sizeof text, "0x%llx",
		 (unsigned long long)__atomic_load_n(&o->Internal, __ATOMIC_ACQUIRE));
	say(text);
	say_number(o->InternalHigh);
}
