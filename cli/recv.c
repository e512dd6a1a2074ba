/* SPDX-License-Identifier: MIT */
/* `wsprecv recv`: opens an address, receives, says what each receive returned.
 *
 *	options -> endpoint -> send, shutdown -> receive, report, ... -> exit status
 *
 * The first receive that was not good decides the status. */
#include <stdio.h>

#include "base/code.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/lean.h"
#include "cli/notes.h"
#include "cli/output.h"
#include "cli/recv_options.h"
#include "cli/status.h"
#include "scenario/receive.h"
#include "wspmore.h"

#define VERSION_2_2 0x0202

/* One run of the command. */
struct run {
	struct recv_options o;
	struct report report;
	struct interrupt interrupt;
	struct endpoint end;
	bool open;                         /* `end` is to be closed */
	struct memory *memory[RECV_TURNS]; /* of the loop's receives */
	size_t layout, flags;              /* which of them this receive has */
	uint64_t received, bytes;
	enum status status; /* of the first event that was not good */
	bool stop;          /* no more receives */
};

static void fail(struct run *run, enum status status)
{
	if (run->status == STATUS_GOOD)
		run->status = status;
	run->stop = true;
}

/* What the format cannot be told any more ends the run; output_finish() knows why. */
static void check_output(struct run *run, bool written)
{
	if (!written)
		run->stop = true;
}

static void tell_failure(struct run *run, const struct endpoint_error *e,
			 enum status status)
{
	int signal = interrupt_signal();

	if (signal != 0)
		fail(run, status_of_signal(signal));
	else
		check_output(run, report_failure(&run->report, e));
	fail(run, status);
}

/* A call before the first receive failed: its code says as much as a receive's would. */
static void tell_code(struct run *run, const char *stage, const char *what, int code)
{
	struct endpoint_error e = { .stage = stage, .code = code };
	struct outcome o = { .result = SOCKET_ERROR, .error = code };
	const struct code *row = code_by_number(code);

	snprintf(e.text, sizeof e.text, "%s: %s", what,
		 row != NULL ? row->text : "unknown error");
	tell_failure(run, &e, status_of_outcome(outcome_judge(&o, false, false)));
}

static void on_listening(void *context, const char *local)
{
	struct run *run = context;

	if (!run->o.quiet && (notes_port_was_chosen(&run->o.address) || run->o.verbose))
		fprintf(stderr, "wsprecv: listening on %s\n", local);
	check_output(run, report_listening_at(&run->report, local));
}

static void open_endpoint(struct run *run)
{
	struct endpoint_wish wish = run->o.wish;
	struct endpoint_error e;

	wish.listening = on_listening;
	wish.context = run;
	interrupt_expect(&run->interrupt, "a connection", false);
	run->open = endpoint_open(&run->o.address, &wish, &run->end, &e);
	if (!run->open) {
		tell_failure(run, &e, STATUS_OPEN);
		return;
	}
	if (run->o.verbose && !run->o.quiet)
		notes_opened(&run->end);
}

static void watch(struct run *run)
{
	BOOL on = !run->o.format->lean;
	DWORD n;
	int error;

	for (size_t i = 0; i < run->o.n_layouts; i++)
		if (lean_needs_watching(&run->end.info, run->memory[i]))
			on = TRUE;
	WSPIoctl(run->end.socket, SIO_WSP_WATCH, &on, sizeof on, NULL, 0, &n, NULL,
		 NULL, NULL, &error);
}

static void prepare(struct run *run)
{
	int error = 0;

	for (size_t i = 0; i < run->o.n_layouts; i++) {
		run->memory[i] = memory_new(&run->o.layouts[i]);
		if (run->memory[i] == NULL) {
			tell_code(run, "memory", "no memory for the buffers",
				  WSAENOBUFS);
			return;
		}
	}
	watch(run);
	if (run->o.send != NULL) {
		interrupt_expect(&run->interrupt, "room to send", false);
		error = receive_send(run->end.socket, run->o.bytes.bytes,
				     run->o.bytes.n);
		if (error != 0) {
			tell_code(run, "send", "the bytes of --send were not sent",
				  error);
			return;
		}
	}
	if (run->o.shut && WSPShutdown(run->end.socket, run->o.how, &error) != 0) {
		tell_code(run, "shutdown", "WSPShutdown failed", error);
		return;
	}
	/* It may have waited for what was sent. */
	if (run->end.peer != NULL && run->o.send != NULL)
		peer_settle(run->end.peer);
}

/* Whether the next receive would return the same, for ever. */
static bool takes_nothing(const struct outcome *o)
{
	return o->word == OUTCOME_TOO_SMALL || (o->flags_in & MSG_PEEK) != 0 ||
	       (o->word == OUTCOME_DATA && o->bytes == 0 && o->zero_room);
}

/* A number of receives is that number, past the end of a stream too: what follows an end
 * is worth seeing. Until the end, and what only waits or is refused, stops at the first. */
static bool goes_on(const struct run *run, const struct outcome *o)
{
	switch (o->word) {
	case OUTCOME_DATA:
	case OUTCOME_PARTIAL:
	case OUTCOME_EMPTY_MESSAGE:
	case OUTCOME_TRUNCATED:
	case OUTCOME_TOO_SMALL:
		return run->o.count != 0 || !takes_nothing(o);
	case OUTCOME_GRACEFUL:
	case OUTCOME_RESET:
	case OUTCOME_ABORTED:
		return run->o.count != 0;
	case OUTCOME_WOULD_BLOCK:
	case OUTCOME_TIMEOUT:
	case OUTCOME_CANCELLED:
	case OUTCOME_REFUSED:
		return false;
	}
	return false;
}

static void take_damage(struct run *run, const char *damage)
{
	struct endpoint_error e = { .stage = "memory" };

	snprintf(e.text, sizeof e.text, "internal fault: %s", damage);
	check_output(run, report_failure(&run->report, &e));
	run->status = STATUS_FAULT;
	run->stop = true;
}

static void take_outcome(struct run *run, const struct outcome *o,
			 struct memory *memory)
{
	struct report_receive one = { ++run->received, o, memory,
				      &run->o.layouts[run->layout] };

	run->bytes += o->bytes;
	check_output(run, report_one(&run->report, &one));
	if (run->status == STATUS_GOOD)
		run->status = status_of_outcome(o->word);
	if (o->damage[0] != '\0')
		take_damage(run, o->damage);
}

/* The blocking hook of --hook=receive: a receive inside a receive, into memory of its own. */
static void receive_in_hook(void *context)
{
	struct run *run = context;
	struct memory *memory = memory_new(&run->o.layouts[run->layout]);
	struct outcome o;

	if (memory == NULL)
		return;
	receive_once(run->end.socket, memory, run->o.flags[run->flags], &o);
	take_outcome(run, &o, memory);
	memory_free(memory);
}

static size_t turn(uint64_t i, size_t n)
{
	return i < n ? (size_t)i : n - 1;
}

static void receive_next(struct run *run, struct outcome *o)
{
	struct memory *memory = run->memory[run->layout];
	DWORD flags = run->o.flags[run->flags];

	if (run->o.format->lean)
		lean_receive(run->end.socket, &run->end.info, memory, flags, o);
	else
		receive_once(run->end.socket, memory, flags, o);
	take_outcome(run, o, memory);
}

static void receive_all(struct run *run)
{
	struct outcome o = { .result = 0 };

	for (uint64_t i = 0; !run->stop && (run->o.count == 0 || i < run->o.count);
	     i++) {
		if (interrupt_signal() != 0)
			break;
		interrupt_expect(&run->interrupt, "data", true);
		run->layout = turn(i, run->o.n_layouts);
		run->flags = turn(i, run->o.n_flags);
		receive_next(run, &o);
		if (!goes_on(run, &o))
			break;
	}
}

static void finish(struct run *run)
{
	int signal = interrupt_signal(), failed = 0;
	size_t step = 0;

	if (run->open)
		failed = endpoint_close(&run->end, &step);
	if (failed != 0 && !run->o.quiet)
		notes_step_failed(&run->o.wish.steps[step], step, failed);
	if (signal != 0 && run->status != STATUS_FAULT)
		run->status = status_of_signal(signal);
	if (!run->o.quiet && (signal != 0 || run->o.verbose))
		fprintf(stderr, "wsprecv: %s%llu receive%s, %llu bytes\n",
			signal != 0 ? "interrupted after " : "",
			(unsigned long long)run->received,
			run->received == 1 ? "" : "s", (unsigned long long)run->bytes);
	report_ended(&run->report, run->received, run->bytes, run->status);
	for (size_t i = 0; i < run->o.n_layouts; i++)
		memory_free(run->memory[i]);
}

static void begin(struct run *run)
{
	const struct recv_options *o = &run->o;

	run->report = (struct report){
		.format = o->format,
		.address = o->address_text,
		.nonblocking = o->wish.nonblocking,
		.colour = terminal_colours(stdout, o->colour),
		.width = terminal_width(stdout),
	};
	run->interrupt = (struct interrupt){
		.cancel_after = o->cancel_after,
		.cancel = o->hook_cancel,
		.hook = o->hook_receive ? receive_in_hook : NULL,
		.context = run,
		.address = !o->quiet && terminal_is(stderr) ? o->address_text : NULL,
	};
	interrupt_init(&run->interrupt);
}

int recv_run(int argc, char **argv)
{
	struct run run = { .status = STATUS_GOOD };
	int error = 0;

	if (!recv_options_read(&run.o, argc, argv)) {
		recv_options_free(&run.o);
		return STATUS_USAGE;
	}
	if (run.o.help) {
		recv_help(stdout);
		recv_options_free(&run.o);
		return STATUS_GOOD;
	}
	begin(&run);
	error = WSPStartup(VERSION_2_2, NULL, NULL, interrupt_upcalls(), NULL);
	if (error != 0) {
		tell_code(&run, "startup", "WSPStartup failed", error);
	} else {
		open_endpoint(&run);
		if (!run.stop)
			prepare(&run);
		receive_all(&run);
	}
	finish(&run);
	if (error == 0)
		WSPCleanup(&error);
	recv_options_free(&run.o);
	return (int)run.status;
}
