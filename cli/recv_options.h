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

#define RECV_TURNS 16 /* receives that can have buffers and flags of their own */

struct recv_options {
	const char *address_text; /* as typed */
	struct address address;
	/* Given more than once, the nth is for the nth receive, the last for all after it. */
	struct layout layouts[RECV_TURNS];
	size_t n_layouts;
	DWORD flags[RECV_TURNS];
	size_t n_flags;
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
	uint64_t cancel_after; /* microseconds, INTERRUPT_NEVER */
	const struct report_format *format;
	enum terminal_colour colour;
	bool quiet, verbose, help;
};

/* Fills *o from the command line. False: something is wrong and has been told. Whatever it
 * returns, recv_options_free() follows. */
bool recv_options_read(struct recv_options *o, int argc, char **argv);
void recv_options_free(struct recv_options *o);
