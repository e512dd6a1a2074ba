/* SPDX-License-Identifier: MIT */
/* Everything that `wsprecv recv` was asked to do. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "cli/report.h"
#include "cli/terminal.h"
#include "scenario/address.h"
#include "scenario/endpoint.h"
#include "scenario/layout.h"
#include "scenario/literal.h"

#define RECV_TURNS 16        /* receives that can have buffers and flags of their own */
#define RECV_DEPTH_MAX 10000 /* receives outstanding at once: each has guarded memory */

/* How a receive is made, and an overlapped one is told of its end. */
enum recv_mode {
	RECV_BLOCKING,
	RECV_NONBLOCKING,
	RECV_EVENT,   /* each has an event, which is waited for */
	RECV_POLL,    /* asked about again and again */
	RECV_ROUTINE, /* a completion routine, in alertable waits */
};

/* The words for them, in their order, NULL after the last. */
const char *const *recv_modes(void);
const char *recv_mode_name(enum recv_mode mode);
bool recv_mode_overlaps(enum recv_mode mode);

struct recv_options {
	const char *address_text; /* as typed */
	struct address address;
	/* Given more than once, the nth is for the nth receive, the last for all after it. */
	struct layout layouts[RECV_TURNS];
	size_t n_layouts;
	DWORD flags[RECV_TURNS];
	size_t n_flags;
	enum recv_mode mode;
	uint64_t depth; /* overlapped: receives outstanding at once; 0: not given */
	bool post_in_routine;      /* the next receive is posted by the routine */
	uint64_t count;            /* receives; 0: until the end of the stream */
	bool counted;              /* the number was given */
	struct endpoint_wish wish; /* steps are owned by these options */
	const char *profile;       /* NULL: not given */
	const char *send;          /* as typed; NULL: nothing to send */
	struct literal bytes;      /* to send */
	bool shut;                 /* WSPShutdown before receiving, with `how` */
	int how;                   /* SD_RECEIVE or SD_BOTH */
	bool hook_receive;
	bool hook_cancel;
	/* Microseconds, INTERRUPT_NEVER: that a receive waits; overlapped: after the first
	 * receives have been posted. */
	uint64_t cancel_after;      /* overlapped: the socket is closed */
	uint64_t exit_thread_after; /* the thread that posted ends */
	uint64_t shutdown_after;    /* receiving is shut down */
	DWORD limit;                /* of outstanding operations; 0: the usual one */
	const char *record;         /* a file to write; NULL: none */
	const struct report_format *format;
	enum terminal_colour colour;
	bool quiet, verbose, help;
};

/* Fills *o from the command line. False: something is wrong and has been told. Whatever it
 * returns, recv_options_free() follows. */
bool recv_options_read(struct recv_options *o, int argc, char **argv);
void recv_options_free(struct recv_options *o);
