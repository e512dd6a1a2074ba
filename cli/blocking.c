/* SPDX-License-Identifier: MIT */
/* Send, shutdown, then receive, report, receive, report, ... */
#include "cli/blocking.h"

#include "base/code.h"
#include "cli/lean.h"
#include "scenario/receive.h"

struct blocking {
	struct receiving *run;
	struct memory *memory[RECV_TURNS];
	size_t layout, flags; /* which of them this receive has */
};

/* A record needs what a lean receive does not look at. */
static bool is_lean(const struct receiving *run)
{
	return run->o.format->lean && run->record == NULL;
}

static void watch(struct blocking *b)
{
	struct receiving *run = b->run;
	DWORD what = is_lean(run) ? WSP_WATCH_NONE : WSP_WATCH_LAST;

	for (size_t i = 0; i < run->o.n_layouts; i++)
		if (lean_needs_watching(&run->end.info, b->memory[i]))
			what = WSP_WATCH_LAST;
	receiving_watch(run, what);
}

static bool prepare(struct blocking *b)
{
	struct receiving *run = b->run;

	for (size_t i = 0; i < run->o.n_layouts; i++) {
		b->memory[i] = memory_new(&run->o.layouts[i]);
		if (b->memory[i] == NULL) {
			receiving_tell_code(run, "memory", "no memory for the buffers",
					    WSAENOBUFS);
			return false;
		}
	}
	watch(b);
	if (!receiving_send(run) || !receiving_shutdown(run))
		return false;
	/* It may have waited for what was sent. */
	if (run->end.peer != NULL && run->o.send != NULL)
		peer_settle(run->end.peer);
	return true;
}

static void take(struct blocking *b, const struct outcome *o, struct memory *memory)
{
	struct receiving *run = b->run;
	struct report_receive one = { ++run->received, o, memory,
				      &run->o.layouts[b->layout] };

	struct record_half half = {
		.number = one.seq, .outcome = o, .memory = memory, .layout = one.layout
	};

	record_receive(run->record, &half);
	receiving_check_output(run, report_one(&run->report, &one));
	receiving_take(run, o);
}

/* The blocking hook of --hook=receive: a receive inside a receive, into memory of its own. */
static void receive_in_hook(void *context)
{
	struct blocking *b = context;
	struct receiving *run = b->run;
	struct memory *memory = memory_new(&run->o.layouts[b->layout]);
	struct outcome o;

	if (memory == NULL)
		return;
	receive_once(run->end.socket, memory, run->o.flags[b->flags], &o);
	take(b, &o, memory);
	memory_free(memory);
}

static void receive_next(struct blocking *b, struct outcome *o)
{
	struct receiving *run = b->run;
	struct memory *memory = b->memory[b->layout];
	DWORD flags = run->o.flags[b->flags];

	if (is_lean(run))
		lean_receive(run->end.socket, &run->end.info, memory, flags, o);
	else
		receive_once(run->end.socket, memory, flags, o);
	take(b, o, memory);
}

static void receive_all(struct blocking *b)
{
	struct receiving *run = b->run;
	struct outcome o = { .result = 0 };

	for (uint64_t i = 0; !run->stop && (run->o.count == 0 || i < run->o.count);
	     i++) {
		if (interrupt_signal() != 0)
			break;
		interrupt_expect(&run->interrupt, "data", true);
		b->layout = receiving_turn(i, run->o.n_layouts);
		b->flags = receiving_turn(i, run->o.n_flags);
		receive_next(b, &o);
		if (!receiving_goes_on(run, &o))
			break;
	}
}

void blocking_receive(struct receiving *run)
{
	struct blocking b = { .run = run };

	run->interrupt.hook = run->o.hook_receive ? receive_in_hook : NULL;
	run->interrupt.context = &b;
	if (prepare(&b))
		receive_all(&b);
	run->interrupt.hook = NULL;
	for (size_t i = 0; i < run->o.n_layouts; i++)
		memory_free(b.memory[i]);
}
