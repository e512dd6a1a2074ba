/* SPDX-License-Identifier: MIT */
/* Posting, being told of the end, and looking at everything that was to be left alone. */
#include "scenario/posted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/ready.h"
#include "scenario/op.h"
#include "scenario/receive_parts.h"

#define UNTOUCHED_OFFSET 0x0ff5e700u

/* A call's results are written at once or never (R5): the first time that they are not
 * what they should be is told. */
static void damage(struct outcome *o, const char *what)
{
	if (o->damage[0] == '\0')
		snprintf(o->damage, sizeof o->damage, "%s", what);
}

/* The flags that a success left in WSAOVERLAPPED.Internal (K7). */
static bool flags_of_status(ULONG_PTR status, DWORD *flags)
{
	switch (status) {
	case 0:
		*flags = 0;
		return true;
	case WSP_RECEIVE_PARTIAL:
		*flags = MSG_PARTIAL;
		return true;
	case WSP_RECEIVE_EXPEDITED:
		*flags = MSG_OOB;
		return true;
	case WSP_RECEIVE_PARTIAL_EXPEDITED:
		*flags = MSG_PARTIAL | MSG_OOB;
		return true;
	}
	return false;
}

/* Whose room for details is used as well. */
static struct posted *host(struct posted *p)
{
	while (p->reuse != NULL)
		p = p->reuse;
	return p;
}

WSAOVERLAPPED *posted_place(struct posted *p)
{
	return &host(p)->overlapped.overlapped;
}

static void check_overlapped(struct posted *p)
{
	const WSAOVERLAPPED *o = posted_place(p);
	struct outcome *out = &p->completion;

	if (o->InternalHigh != out->bytes)
		damage(out, "InternalHigh is not the number of bytes received");
	if (o->Offset != UNTOUCHED_OFFSET || o->OffsetHigh != UNTOUCHED_OFFSET)
		damage(out, "Offset or OffsetHigh was written");
}

/* R5: what the call may write it has written, or never will. */
static void check_results(struct posted *p, DWORD count, DWORD flags)
{
	if (p->count != count)
		damage(&p->completion, "the byte count was written after the call");
	if (p->flags != flags)
		damage(&p->completion, "the flags were written after the call");
}

/* Whatever ends one that was pending, it may have put back what it had. */
static bool may_have_used(const struct posted *p, const struct outcome *o)
{
	if (o->bytes > 0)
		return false;
	if (o == &p->completion)
		return o->error != 0 && (o->flags_in & MSG_WAITALL) != 0;
	return receive_may_have_used(o->flags_in, o->error);
}

static void check_memory(struct posted *p, struct outcome *o)
{
	char what[MEMORY_TEXT];

	if (may_have_used(p, o))
		return;
	if (!memory_check(p->memory, o->bytes, what))
		damage(o, what);
}

static void complete(struct posted *p, DWORD error, DWORD bytes, DWORD flags)
{
	struct receive_call end = {
		.count = bytes,
		.flags = flags,
		.result = error == 0 ? 0 : SOCKET_ERROR,
		.error = (int)error,
		.last = host(p)->overlapped.details,
		.info = p->info,
		.ending = error != 0 ? receive_ending(p->socket, &p->info) : 0,
	};

	if (p->state != POSTED_UNDERWAY) {
		p->again = true;
		return;
	}
	p->state = POSTED_COMPLETED;
	p->completed_at = ready_now();
	p->completion = (struct outcome){ .zero_room = p->call.zero_room };
	p->completion.elapsed = p->completed_at - p->posted_at;
	receive_describe(&end, p->call.flags_in, &p->completion);
	check_overlapped(p);
	check_results(p, p->count_written ? p->call.bytes : RECEIVE_UNTOUCHED_COUNT,
		      p->call.result == 0 ? p->call.flags_out : p->call.flags_in);
	check_memory(p, &p->completion);
}

/* Without asking anybody: K7 says what is written where. */
static bool look_inside(struct posted *p)
{
	const WSAOVERLAPPED *o = posted_place(p);
	ULONG_PTR status = __atomic_load_n(&o->Internal, __ATOMIC_ACQUIRE);
	DWORD flags = 0, error;

	if (status == WSS_OPERATION_IN_PROGRESS)
		return false;
	error = flags_of_status(status, &flags) ? 0 : (DWORD)status;
	complete(p, error, (DWORD)o->InternalHigh, flags);
	return true;
}

static void CALLBACK routine(DWORD error, DWORD bytes, LPWSAOVERLAPPED overlapped,
			     DWORD flags)
{
	struct posted *p = (struct posted *)overlapped;

	if (p->tenant != NULL)
		p = p->tenant;
	complete(p, error, bytes, flags);
	p->completed(p);
}

/* It is over, and nobody has looked; by the call to come its results will be lost. */
static bool moves_out(struct posted *p)
{
	p->moved_out = (p->completed == NULL || p->orphan) && look_inside(p);
	return p->moved_out;
}

/* Moves into the WSAOVERLAPPED of another operation. While that is underway the call will
 * be refused, and what it was posted with stays. */
static void move_in(struct posted *p)
{
	struct posted *at = host(p), *now = at->tenant != NULL ? at->tenant : at;

	if (now->state == POSTED_UNDERWAY && !moves_out(now))
		return;
	at->overlapped.overlapped.hEvent = p->overlapped.overlapped.hEvent;
	at->overlapped.details = p->overlapped.details;
	/* A blocking call never had a use for it. */
	at->overlapped.overlapped.Offset = p->overlapped.overlapped.Offset;
	at->overlapped.overlapped.OffsetHigh = p->overlapped.overlapped.OffsetHigh;
	at->tenant = p;
}

/* What the call may write, and what it is to leave alone. */
static void prepare(struct posted *p, DWORD flags, WSAEVENT event)
{
	p->overlapped = (WSPOVERLAPPED){
		.overlapped = { .Offset = UNTOUCHED_OFFSET,
				.OffsetHigh = UNTOUCHED_OFFSET,
				.hEvent = event },
	};
	p->count = RECEIVE_UNTOUCHED_COUNT;
	p->flags = flags;
	p->call = p->completion = (struct outcome){ .result = 0 };
	p->looks = 0;
	p->again = p->moved_out = false;
	p->completed_at = 0;
	if (p->reuse != NULL)
		move_in(p);
}

/* The call as WSPRecv is called, with an array that is freed behind it, and a thread id
 * that is overwritten. */
static void call(struct posted *p, SOCKET s, struct receive_call *c)
{
	WSAOVERLAPPED *own = posted_place(p);
	WSATHREADID thread = p->thread != NULL ? *p->thread : (WSATHREADID){ 0 };
	LPWSATHREADID id = p->thread != NULL ? &thread : NULL;
	LPWSAOVERLAPPED_COMPLETION_ROUTINE called = p->completed != NULL ? routine
									 : NULL;
	LPWSABUF original, array, passed;
	LPDWORD count, flags;
	DWORD n;

	original = memory_buffers(p->memory, &n);
	array = malloc((n + (size_t)1) * sizeof *array);
	if (array == NULL) {
		c->result = SOCKET_ERROR;
		c->error = WSAENOBUFS;
		return;
	}
	memcpy(array, original, n * sizeof *array);
	p->posted_at = ready_now();
	passed = receive_pointer(array, OP_POINTER_ARRAY, p->nulls, p->bads);
	count = receive_pointer(&p->count, OP_POINTER_COUNT, p->nulls, p->bads);
	flags = receive_pointer(&p->flags, OP_POINTER_FLAGS, p->nulls, p->bads);
	own = receive_pointer(own, OP_POINTER_OVERLAPPED, p->nulls, p->bads);
	c->result = p->from != NULL
			    ? WSPRecvFrom(s, passed, n, count, flags, p->from->name,
					  p->from->length, own, called, id, &c->error)
			    : WSPRecv(s, passed, n, count, flags, own, called, id,
				      &c->error);
	memset(&thread, 0xff, sizeof thread);
	p->call.elapsed = ready_now() - p->posted_at;
	if (!memory_same_array(array, original, n))
		damage(&p->call, "the array of buffers was changed");
	free(array);
}

void posted_call(struct posted *p, SOCKET s, const WSAPROTOCOL_INFO *info,
		 struct memory *m, DWORD flags, WSAEVENT event)
{
	struct receive_call c = { .error = RECEIVE_UNTOUCHED_ERROR, .info = *info };
	bool alone = p->nonoverlapped || (p->nulls & OP_POINTER_OVERLAPPED);

	prepare(p, flags, event);
	p->memory = m;
	p->info = *info;
	p->socket = s;
	memory_poison(m);
	call(p, s, &c);
	c.count = p->count;
	c.flags = p->flags;
	p->count_written = c.count != RECEIVE_UNTOUCHED_COUNT;
	/* A call that was given no room for the count tells it in the WSAOVERLAPPED. */
	if ((c.result == 0 || c.error == WSAEMSGSIZE) && (p->nulls & OP_POINTER_COUNT))
		c.count = (DWORD)posted_place(p)->InternalHigh;
	c.ending = c.result != 0 ? receive_ending(s, info) : 0;
	if (alone)
		receive_ask(s, &c);
	else if (p->reuse != NULL && host(p)->tenant != p)
		c.last = (WSPLASTRECEIVE){ 0 };
	else if (c.result == 0 || c.error != WSA_IO_PENDING)
		c.last = host(p)->overlapped.details;
	p->call.zero_room = memory_room(m) == 0;
	receive_describe(&c, flags, &p->call);
	receive_check_results(&c, flags, &p->call);
	p->flags_written = c.result == 0 || c.flags != flags;
	p->state = c.result == 0 || c.error == WSA_IO_PENDING ? POSTED_UNDERWAY
							      : POSTED_REFUSED;
	if (p->state == POSTED_UNDERWAY && alone) {
		p->state = POSTED_COMPLETED;
		p->completion = p->call;
	}
	if (p->state != POSTED_UNDERWAY)
		check_memory(p, &p->call);
}

bool posted_look(struct posted *p, SOCKET s)
{
	DWORD bytes = 0, flags = 0;
	int error = 0;

	p->looks++;
	if (p->moved_out)
		return true;
	if (WSPGetOverlappedResult(s, posted_place(p), &bytes, FALSE, &flags, &error))
		complete(p, 0, bytes, flags);
	else if (error == WSA_IO_INCOMPLETE)
		return false;
	else if (error == WSAENOTSOCK)
		return look_inside(p);
	else
		complete(p, (DWORD)error, error == WSAEMSGSIZE ? bytes : 0, flags);
	return true;
}
