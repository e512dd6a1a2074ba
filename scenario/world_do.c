/* SPDX-License-Identifier: MIT */
/* From the verb to what carries it out; the short ones are carried out here. */
#include <stdlib.h>
#include <string.h>

#include "scenario/world_name.h"

#define SLICE 50                  /* milliseconds of a sleep that lasts for ever */
#define SIMULATED_SLICE 360000000 /* milliseconds: longer than a file waits */

int world_control(SOCKET s, DWORD code, const void *in, size_t n)
{
	DWORD returned;
	int error = 0;

	WSPIoctl(s, code, (LPVOID)(uintptr_t)in, (DWORD)n, NULL, 0, &returned, NULL,
		 NULL, NULL, &error);
	return error;
}

static void ask(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	bool mark = op->verb == OP_DO_ATMARK;
	DWORD value = 0, returned;
	int error = 0;

	if (ws == NULL)
		return;
	WSPIoctl(ws->handle, mark ? SIOCATMARK : FIONREAD, NULL, 0, &value,
		 sizeof value, &returned, NULL, NULL, NULL, &error);
	if (error != 0)
		world_code(out, error);
	else if (mark)
		tokens_word(out, "word", value ? "yes" : "no");
	else
		tokens_number(out, "bytes", value);
}

static void shut_down(struct world *w, const struct op *op, struct tokens *out)
{
	static const int how[] = { [OP_HALF_RECEIVE] = SD_RECEIVE,
				   [OP_HALF_SEND] = SD_SEND,
				   [OP_HALF_BOTH] = SD_BOTH };
	struct world_socket *ws = world_socket(w, op->name.text, out);
	int error = 0;

	if (ws == NULL)
		return;
	WSPShutdown(ws->handle, how[op->half], &error);
	world_code(out, error);
}

static void close_it(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	int error = 0;

	if (ws == NULL)
		return;
	ws->peer.ours = NULL;
	ws->peer.left = true;
	WSPCloseSocket(ws->handle, &error);
	if (error == 0 && ws->handle == ws->end.socket)
		ws->end.socket = INVALID_SOCKET;
	world_code(out, error);
}

static void cancel(struct world *w, const struct op *op, struct tokens *out)
{
	struct member *m = NULL;
	int error = 0;

	if (op->name.text[0] == '\0') {
		WSPCancelBlockingCall(&error);
	} else {
		m = crew_known(w->crew, op->name.text);
		if (m == NULL)
			error = WSAEINVAL;
		else
			WSPCancelBlockingCallOf(member_id(m), &error);
	}
	world_code(out, error);
}

/* For ever is until the world ends, or a routine has run. */
static void sleep_for(struct world *w, const struct op *op, struct tokens *out)
{
	bool simulated = crew_simulates(w->crew), last = op->usec != OP_FOREVER;
	uint64_t usec = simulated || !last
				? op->usec
				: (uint64_t)((double)op->usec * w->wish.time_scale);
	DWORD milliseconds = (DWORD)((usec + 999) / 1000), end;

	if (!last)
		milliseconds = simulated ? SIMULATED_SLICE : SLICE;
	if (member_current() != NULL)
		member_will_wait(member_current());
	if (op->events != NULL) {
		world_wait_events(w, op, milliseconds, last, out);
		return;
	}
	do
		end = SleepEx(milliseconds, op->alertable);
	while (end == 0 && !last && !w->ending);
	tokens_word(out, "word",
		    end == WAIT_IO_COMPLETION ? "io-completion" : "elapsed");
}

static void set_fault(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	WSPCALLFAULT fault = { op->native, op->number != 0 ? (DWORD)op->number : 1,
			       (DWORD)op->call };

	if (ws != NULL)
		world_code(out, world_control(ws->handle, SIO_WSP_CALL_FAULT, &fault,
					      sizeof fault));
}

static void count_upcalls(struct world *w, const struct op *op, struct tokens *out)
{
	unsigned queued, set, reset;

	(void)op;
	crew_enter(w->crew, &w->lock);
	queued = w->looked[0] = w->queued;
	set = w->looked[1] = w->set;
	reset = w->looked[2] = w->reset;
	crew_leave(w->crew, &w->lock);
	tokens_word(out, "queue", "queue");
	tokens_number(out, "calls of WPUQueueApc", queued);
	tokens_word(out, "set", "set");
	tokens_number(out, "calls of WPUSetEvent", set);
	tokens_word(out, "reset", "reset");
	tokens_number(out, "calls of WPUResetEvent", reset);
}

void world_note_order(struct world *w, const char name[OP_NAME_MAX + 1])
{
	size_t room = w->order_room > 0 ? 2 * w->order_room : 8;
	void *more;

	if (w->n_order == WORLD_ORDER)
		return;
	if (w->n_order == w->order_room) {
		more = realloc(w->order, room * sizeof w->order[0]);
		if (more == NULL)
			return;
		w->order = more;
		w->order_room = room;
	}
	memcpy(w->order[w->n_order++], name, sizeof w->order[0]);
}

/* What has come since the look was not told, and is kept for the next one. */
void world_told(struct world *w, enum op_verb verb)
{
	crew_enter(w->crew, &w->lock);
	if (verb == OP_DO_ORDER) {
		w->n_order -= w->n_looked;
		if (w->n_order > 0)
			memmove(w->order, w->order + w->n_looked,
				w->n_order * sizeof w->order[0]);
		w->n_looked = 0;
	} else if (verb == OP_DO_UPCALLS) {
		w->queued -= w->looked[0];
		w->set -= w->looked[1];
		w->reset -= w->looked[2];
		memset(w->looked, 0, sizeof w->looked);
	}
	crew_leave(w->crew, &w->lock);
}

static void clean_up(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws;
	int error = 0;
	bool last;

	(void)op;
	crew_enter(w->crew, &w->lock);
	last = w->started == 0;
	w->started -= !last;
	if (last)
		TAILQ_FOREACH (ws, &w->sockets, link) {
			ws->peer.ours = NULL;
			ws->peer.left = true;
		}
	crew_leave(w->crew, &w->lock);
	if (WSPCleanup(&error) == 0 && last)
		w->stopped = true;
	world_code(out, error);
}

static void (*const verbs[OP_N_VERBS])(struct world *w, const struct op *op,
				       struct tokens *out) = {
	[OP_DO_OPEN] = world_open,       [OP_DO_RECV] = world_recv,
	[OP_DO_PEER] = world_peer,       [OP_DO_SEND] = world_send,
	[OP_DO_SHUTDOWN] = shut_down,    [OP_DO_CLOSE] = close_it,
	[OP_DO_CONNECT] = world_connect, [OP_DO_BIND] = world_bind,
	[OP_DO_LISTEN] = world_listen,   [OP_DO_ACCEPT] = world_accept,
	[OP_DO_ADOPT] = world_adopt,     [OP_DO_JOIN] = world_join,
	[OP_DO_NAME] = world_name,       [OP_DO_GET] = world_get,
	[OP_DO_IOCTL] = world_ioctl,     [OP_DO_STARTUP] = world_startup,
	[OP_DO_RESULT] = world_result,   [OP_DO_OVERLAPPED] = world_overlapped,
	[OP_DO_CANCEL] = cancel,         [OP_DO_SLEEP] = sleep_for,
	[OP_DO_EVENT] = world_event,     [OP_DO_ORDER] = world_order,
	[OP_DO_UPCALLS] = count_upcalls, [OP_DO_SET] = world_set,
	[OP_DO_RULE] = world_rule,       [OP_DO_FAULT] = set_fault,
	[OP_DO_READABLE] = ask,          [OP_DO_ATMARK] = ask,
	[OP_DO_NET] = world_net,         [OP_DO_CLEANUP] = clean_up,
};

void world_do(struct world *w, const struct op *op, struct tokens *out)
{
	if (verbs[op->verb] != NULL)
		verbs[op->verb](w, op, out);
}
