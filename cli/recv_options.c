/* SPDX-License-Identifier: MIT */
/* Reads what `wsprecv recv` was asked to do, and whether it makes sense together. */
#include "cli/recv_options.h"

#include <string.h>
#include <unistd.h>

#include "cli/interrupt.h"
#include "cli/recv_table.h"

#define BUFFERS_USUAL "64k"
#define BUFFERS_LEAN "256k" /* a bulk stream is drained in fewer calls */

static const char *const modes[] = {
	[RECV_BLOCKING] = "blocking", [RECV_NONBLOCKING] = "nonblocking",
	[RECV_EVENT] = "event",       [RECV_POLL] = "poll",
	[RECV_ROUTINE] = "routine",   [RECV_ROUTINE + 1] = NULL,
};

const char *const *recv_modes(void)
{
	return modes;
}

const char *recv_mode_name(enum recv_mode mode)
{
	return modes[mode];
}

bool recv_mode_overlaps(enum recv_mode mode)
{
	return mode == RECV_EVENT || mode == RECV_POLL || mode == RECV_ROUTINE;
}

static bool usage(const char *what, const char *text, const struct diag *d)
{
	diag_print(stderr, what, text, d);
	return false;
}

static bool conflict(const char *hint, const char *text)
{
	diag_tell("recv", "", text, hint);
	return false;
}

static bool read_operands(struct recv_options *o, int argc, char **argv, int first)
{
	struct diag d;

	if (first == argc)
		return conflict("write for example `wsprecv recv tcp:localhost:80`; "
				"`wsprecv help addresses` lists the forms",
				"there is no address to receive from");
	if (argc - first > 1) {
		diag_set(&d, 0, "one address is enough, and this is another");
		diag_hint(&d, "options begin with -");
		return usage("recv", argv[first + 1], &d);
	}
	o->address_text = argv[first];
	if (!address_parse(argv[first], &o->address, &d))
		return usage("address", argv[first], &d);
	return true;
}

/* Whether an address of this role can be opened only so far. */
static bool depth_fits(enum address_role role, enum endpoint_depth depth)
{
	switch (depth) {
	case ENDPOINT_FULL:
		return true;
	case ENDPOINT_SOCKET:
	case ENDPOINT_BOUND:
		return role == ADDRESS_CONNECT || role == ADDRESS_LISTEN ||
		       role == ADDRESS_BOUND;
	case ENDPOINT_LISTENING:
		return role == ADDRESS_LISTEN;
	case ENDPOINT_CONNECTING:
		return role == ADDRESS_CONNECT;
	}
	return false;
}

static bool agree(const struct recv_options *o)
{
	size_t n;
	enum address_role role = address_kinds(&n)[o->address.kind].role;

	if (o->wish.connect_peer && role != ADDRESS_LISTEN && role != ADDRESS_BOUND)
		return conflict("give an address that listens, such as tcp-listen:0",
				"--connect-peer needs an address to connect to");
	if (o->wish.n_steps > 0 && role != ADDRESS_PAIR && !o->wish.connect_peer)
		return conflict("receive from pair:stream, or add --connect-peer to an "
				"address that listens",
				"this address has no built-in peer for --peer");
	if (!depth_fits(role, o->wish.depth))
		return conflict("socket and bound fit all but pair:, fd: and handle:, "
				"listening what listens, connecting what connects",
				"this address cannot be opened so far and no further");
	return true;
}

/* What only overlapped receives can do, and what they cannot. */
static bool agree_on_mode(const struct recv_options *o)
{
	static const char hint[] = "add -m event, -m poll or -m routine";

	if (recv_mode_overlaps(o->mode)) {
		if (o->hook_receive || o->hook_cancel)
			return conflict("write -m blocking",
					"--hook is run by a receive that blocks");
		if (o->post_in_routine && o->mode != RECV_ROUTINE)
			return conflict("write -m routine",
					"--post-in-routine needs a routine to post in");
		return true;
	}
	if (o->depth > 0)
		return conflict(hint, "--depth is for overlapped receives");
	if (o->post_in_routine)
		return conflict("write -m routine",
				"--post-in-routine needs a routine to post in");
	if (o->exit_thread_after != INTERRUPT_NEVER)
		return conflict(hint, "--exit-thread-after is for overlapped receives");
	if (o->shutdown_after != INTERRUPT_NEVER)
		return conflict(hint, "--shutdown-after is for overlapped receives");
	if (o->limit > 0)
		return conflict(hint, "--limit is for overlapped receives");
	if (o->format == &report_timeline)
		return conflict(hint, "the timeline is for overlapped receives");
	return true;
}

static bool read_send(struct recv_options *o)
{
	struct diag d;

	if (o->send == NULL)
		return true;
	if (strcmp(o->send, "-") == 0 && isatty(STDIN_FILENO) == 1 && !o->quiet)
		fputs("wsprecv: type what to send, and end it with Ctrl-D\n", stderr);
	if (!literal_parse(o->send, &o->bytes, &d))
		return usage("--send", o->send, &d);
	return true;
}

static uint64_t usual_count(const struct recv_options *o)
{
	uint64_t n = o->n_layouts > o->n_flags ? o->n_layouts : o->n_flags;

	return n > o->depth ? n : o->depth;
}

static bool finish(struct recv_options *o)
{
	struct endpoint_wish *w = &o->wish;
	struct diag d;

	if (o->profile != NULL) {
		/* Before the rules, which are exceptions from it. */
		memmove(&w->rules[1], &w->rules[0], w->n_rules * sizeof w->rules[0]);
		w->rules[0] = (WSPRULE){ .name = "profile" };
		snprintf(w->rules[0].value, sizeof w->rules[0].value, "%s", o->profile);
		w->n_rules++;
	}
	if (o->n_layouts == 0) {
		const char *usual = o->format->lean ? BUFFERS_LEAN : BUFFERS_USUAL;

		if (!layout_parse(usual, &o->layouts[0], &d))
			return usage("--buffers", usual, &d);
		o->n_layouts = 1;
	}
	if (o->n_flags == 0)
		o->n_flags = 1;
	if (o->depth == 0)
		o->depth = 1;
	if (!o->counted)
		o->count = usual_count(o);
	if (o->post_in_routine && o->count != 0 && o->count <= o->depth)
		return conflict("write a -n above --depth, or -n0",
				"the first receives are all there are, and "
				"--post-in-routine has none to post");
	w->nonblocking = o->mode == RECV_NONBLOCKING;
	w->overlapped = recv_mode_overlaps(o->mode);
	return read_send(o);
}

bool recv_options_read(struct recv_options *o, int argc, char **argv)
{
	const struct option_kind *table;
	size_t n;
	int first;

	*o = (struct recv_options){
		.wish.depth = ENDPOINT_FULL,
		.cancel_after = INTERRUPT_NEVER,
		.exit_thread_after = INTERRUPT_NEVER,
		.shutdown_after = INTERRUPT_NEVER,
		.format = report_formats(&n)[0],
	};
	table = recv_table(&n);
	first = option_read(table, n, o, argc, argv);
	if (first < 0)
		return false;
	if (o->help)
		return true;
	return read_operands(o, argc, argv, first) && agree(o) && agree_on_mode(o) &&
	       finish(o);
}

void recv_options_free(struct recv_options *o)
{
	for (size_t i = 0; i < o->n_layouts; i++)
		layout_free(&o->layouts[i]);
	literal_free(&o->bytes);
	peer_steps_free((struct peer_step *)o->wish.steps, o->wish.n_steps);
}
