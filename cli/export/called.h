/* SPDX-License-Identifier: MIT */
/* After the call: its outcome is said, and what follows is awaited. */
#pragma once

#include "cli/export/tell.h"

static void has_been_called(struct request *r)
{
	r->pending = r->overlapped && (r->result == 0 || r->error == WSA_IO_PENDING);
	r->called = true;
}

/* A receive that waited, or could not. */
static void receive_called(struct request *r)
{
	WSPLASTRECEIVE *last = &r->o.details;
	DWORD returned;
	int error;

	WSPIoctl(r->s, SIO_WSP_LAST_RECEIVE, NULL, 0, last, sizeof *last, &returned,
		 NULL, NULL, NULL, &error);
	has_been_called(r);
	say_received(r, last);
}

/* An overlapped one; what completes at once is told of later too. */
static void receive_posted(struct request *r)
{
	static const WSPLASTRECEIVE nothing;
	bool begun = r->result != 0 && r->error == WSA_IO_PENDING;
	bool guest = r->host != r && r->host->tenant != r;

	if (!r->sock->overlapped) {
		r->overlapped = false;
		receive_called(r);
		return;
	}
	has_been_called(r);
	say_received(r, begun || guest ? &nothing : &r->host->o.details);
}

static void send_called(struct request *r)
{
	has_been_called(r);
	say_sent(r);
}

/* Once and no more. */
static void complete(struct request *r, DWORD error, DWORD count, DWORD flags)
{
	if (r->told) {
		printf("%s was indicated more than once\n", r->name);
		failed = 1;
		return;
	}
	r->end_error = error;
	r->end_count = count;
	r->end_flags = flags;
	r->told = true;
}

/* Without waiting; where the socket is closed, by what is in the WSAOVERLAPPED. */
static bool look(struct request *r)
{
	WSAOVERLAPPED *o = &r->host->o.overlapped;
	DWORD count = 0, flags = 0;
	int error = 0;
	ULONG_PTR status;

	if (WSPGetOverlappedResult(r->s, o, &count, FALSE, &flags, &error)) {
		complete(r, 0, count, flags);
		return true;
	}
	if (error == WSA_IO_INCOMPLETE)
		return false;
	if (error == WSAENOTSOCK) {
		status = __atomic_load_n(&o->Internal, __ATOMIC_ACQUIRE);
		if (status == WSS_OPERATION_IN_PROGRESS)
			return false;
		if (status == WSP_RECEIVE_PARTIAL ||
		    status == WSP_RECEIVE_PARTIAL_EXPEDITED)
			flags |= MSG_PARTIAL;
		if (status == WSP_RECEIVE_EXPEDITED ||
		    status == WSP_RECEIVE_PARTIAL_EXPEDITED)
			flags |= MSG_OOB;
		complete(r, flags != 0 ? 0 : (DWORD)status, (DWORD)o->InternalHigh,
			 flags);
		return true;
	}
	complete(r, (DWORD)error, error == WSAEMSGSIZE ? count : 0, flags);
	return true;
}

/* Whether it is over. `orphan`: the thread is gone that its routine would run on. */
static bool is_over(struct request *r, bool orphan)
{
	DWORD end;

	if (!r->called || !r->pending || r->told)
		return r->called;
	if (r->has_routine && !orphan)
		return false;
	if (r->has_own_event || r->event != WSA_INVALID_EVENT) {
		end = WSAWaitForMultipleEvents(1, &r->event, FALSE, 1, FALSE);
		if (end != WSA_WAIT_EVENT_0 && end != WSA_WAIT_FAILED)
			return false;
	}
	return look(r);
}

static void say_end(struct request *r)
{
	if (!r->pending && !r->sends)
		say_received(r, &r->o.details);
	else if (!r->pending)
		say_sent(r);
	else if (!r->sends)
		say_receive(r, (int)r->end_error,
			    r->end_error == 0 || r->end_error == WSAEMSGSIZE
				    ? r->end_count
				    : 0,
			    r->end_error == 0 ? r->end_flags : 0, &r->host->o.details);
	else if (r->end_error != 0)
		say_code((int)r->end_error);
	else
		say_number(r->end_count);
}

/* Waits until it is over, on the thread that made the call. */
static void await(struct request *r, const char *name, bool may_block, int64_t within)
{
	int64_t until = now() + (may_block ? 25 : within);

	while (r != NULL && !is_over(r, false) && now() < until)
		if (r->has_routine)
			SleepEx(20, TRUE);
		else
			nap(1);
	if (r == NULL)
		say_unknown(name);
	else if (!is_over(r, false))
		say("blocked");
	else
		say_end(r);
}
