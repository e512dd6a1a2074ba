/* SPDX-License-Identifier: MIT */
/* `wsprecv recv`: opens an address, receives, says what each receive returned.
 *
 *	options -> endpoint -> blocking | overlapped receives -> exit status */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/blocking.h"
#include "cli/command.h"
#include "cli/notes.h"
#include "cli/overlapped.h"
#include "cli/receiving.h"

#define VERSION_2_2 0x0202

static void on_listening(void *context, const char *local)
{
	struct receiving *run = context;

	notes_fingerprint(run->end.socket, &run->o.address);
	if (!run->o.quiet && (notes_port_was_chosen(&run->o.address) || run->o.verbose))
		fprintf(stderr, "wsprecv: listening on %s\n", local);
	receiving_check_output(run, report_listening_at(&run->report, local));
}

/* Once: what it did first. Of what it does while we wait we know when all is over. */
static void tell_peer(struct receiving *run, int native, size_t step)
{
	if (native != 0 && !run->peer_told && !run->o.quiet && step != PEER_CONNECTING)
		notes_step_failed(&run->o.wish.steps[step], step, native);
	run->peer_told = run->peer_told || native != 0;
}

static void open_endpoint(struct receiving *run)
{
	struct endpoint_wish wish = run->o.wish;
	struct endpoint_error e;
	size_t step = 0;
	int native;

	wish.listening = on_listening;
	wish.context = run;
	wish.keylog = getenv("SSLKEYLOGFILE");
	notes_trust(&run->o.address);
	interrupt_expect(&run->interrupt, "a connection", false);
	run->open = endpoint_open(&run->o.address, &wish, &run->end, &e);
	if (!run->open) {
		receiving_tell_failure(run, &e,
				       strcmp(e.stage, "handshake") == 0
					       ? STATUS_HANDSHAKE
					       : STATUS_OPEN);
		return;
	}
	record_opened(run->record, &run->end.info);
	if (run->o.verbose && !run->o.quiet)
		notes_opened(&run->end);
	if (run->end.peer != NULL) {
		native = peer_error(run->end.peer, &step);
		tell_peer(run, native, step);
	}
}

static void finish(struct receiving *run)
{
	int signal = interrupt_signal(), failed = 0;
	size_t step = 0;

	if (run->open && !run->o.quiet)
		notes_ended(run->end.socket);
	if (run->open)
		failed = endpoint_close(&run->end, &step);
	tell_peer(run, failed, step);
	if (signal != 0 && run->status != STATUS_FAULT)
		run->status = status_of_signal(signal);
	if (!run->o.quiet && (signal != 0 || run->o.verbose))
		fprintf(stderr, "wsprecv: %s%llu receive%s, %llu bytes\n",
			signal != 0 ? "interrupted after " : "",
			(unsigned long long)run->received,
			run->received == 1 ? "" : "s", (unsigned long long)run->bytes);
	report_ended(&run->report, run->received, run->bytes, run->status);
	timeline_free(&run->timeline);
}

static void begin(struct receiving *run)
{
	const struct recv_options *o = &run->o;

	run->report = (struct report){
		.format = o->format,
		.address = o->address_text,
		.mode = recv_mode_name(o->mode),
		.end = &run->end,
		.colour = terminal_colours(stdout, o->colour),
		.width = terminal_width(stdout),
		.timeline = &run->timeline,
	};
	run->interrupt = (struct interrupt){
		.cancel_after = o->cancel_after,
		.cancel = o->hook_cancel,
		.address = !o->quiet && terminal_is(stderr) ? o->address_text : NULL,
	};
	interrupt_init(&run->interrupt);
}

int recv_run(int argc, char **argv)
{
	char *command = record_command(argc, argv);
	struct receiving run = { .status = STATUS_GOOD };
	int error = 0;

	if (!recv_options_read(&run.o, argc, argv)) {
		free(command);
		recv_options_free(&run.o);
		return STATUS_USAGE;
	}
	if (run.o.help) {
		free(command);
		recv_help(stdout);
		recv_options_free(&run.o);
		return STATUS_GOOD;
	}
	run.record = record_new(&run.o, command);
	begin(&run);
	error = WSPStartup(VERSION_2_2, NULL, NULL, interrupt_upcalls(), NULL);
	if (error != 0) {
		receiving_tell_code(&run, "startup", "WSPStartup failed", error);
	} else {
		open_endpoint(&run);
		if (!run.stop && recv_mode_overlaps(run.o.mode))
			overlapped_receive(&run);
		else if (!run.stop)
			blocking_receive(&run);
	}
	finish(&run);
	if (error == 0)
		WSPCleanup(&error);
	if (!record_end(run.record))
		run.status = STATUS_OUTPUT;
	recv_options_free(&run.o);
	return (int)run.status;
}
