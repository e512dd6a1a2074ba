/* SPDX-License-Identifier: MIT */
/* What a run of `wsprecv recv` did, kept in memory and written as a scenario.
 *
 *	events -> rows (operations, and what they came to) -> tried on both networks -> file
 *
 * Every function takes NULL for a run that is not recorded. Past a mebibyte of payload
 * nothing more is kept, which the scenario says. */
#pragma once

#include "cli/recv_options.h"
#include "scenario/outcome.h"

struct record;

/* As it was typed, escaped; in heap, for record_new(). Options move operands about, so it
 * goes before them. */
char *record_command(int argc, char **argv);

/* NULL where the options ask for no record. Borrows the options, takes the command. Before
 * the provider is started: a process that tries the scenario branches off here. */
struct record *record_new(const struct recv_options *o, char *command);

/* One receive, or half of one; its bytes are copied. */
struct record_half {
	uint64_t number; /* of the receive, from 1 */
	const struct outcome *outcome;
	struct memory *memory;
	const struct layout *layout;
	bool other_thread; /* the call is made by the thread that will end */
	bool in_routine;
	bool refused; /* an overlapped call that no completion follows */
};

void record_opened(struct record *r, const WSAPROTOCOL_INFO *info);
/* The run cannot go on: why, in one line. `code`: 0 where no call has failed. */
void record_failed(struct record *r, const char *stage, const char *why, int code);
void record_sent(struct record *r);
void record_shut(struct record *r);
/* A blocking receive. */
void record_receive(struct record *r, const struct record_half *half);
void record_call(struct record *r, const struct record_half *half);
void record_completion(struct record *r, const struct record_half *half);
/* "closed", "shutdown", "thread-ended", "timeout", "interrupted". */
void record_mark(struct record *r, const char *word);

/* Writes the file, in one go, and frees the record. The provider must have stopped. False:
 * it could not be written, which has been told. */
bool record_end(struct record *r);
