/* SPDX-License-Identifier: MIT */
/* What a run says on standard output: one const table of formats.
 *
 * A format turns the events of a run into text. Text goes to standard output; failures to
 * open are told to standard error too, whatever the format, because they are for people.
 * The exit status is never a format's business. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "scenario/endpoint.h"
#include "scenario/memory.h"
#include "scenario/outcome.h"
#include "scenario/posted.h"

/* What is the same for all receives of a run. All pointers are borrowed. */
struct report {
	const struct report_format *format;
	const char *address; /* as it was typed */
	const char *mode;
	const struct endpoint *end; /* what is received on, once it is open */
	bool colour;
	unsigned width;            /* columns of the terminal, 0: there is none */
	struct timeline *timeline; /* what has happened, for the format of that name */
};

/* One receive. `memory` holds its bytes. */
struct report_receive {
	uint64_t seq; /* from 1 */
	const struct outcome *outcome;
	struct memory *memory;
	const struct layout *layout;
};

/* How it becomes known that an overlapped receive has completed. */
enum report_indication {
	REPORT_BY_EVENT,
	REPORT_BY_POLL, /* somebody asked */
	REPORT_BY_ROUTINE,
};

/* Half of an overlapped receive: its call, or its completion. `one` has the outcome of
 * that half. */
struct report_half {
	struct report_receive one;
	const struct posted *posted;
	uint64_t start;     /* clock_now() of the first post of the run */
	const char *thread; /* that called, or on which the completion was told */
	bool in_routine;    /* the call was made by a completion routine */
	enum report_indication indication; /* of a completion */
};

/* Something that happened beside overlapped receives. */
struct report_mark {
	const char *word; /* "closed" */
	const char *text; /* "socket closed" */
	const char *thread;
	uint64_t at;             /* microseconds since the first post */
	const uint64_t *pending; /* the receives that are underway, by number */
	size_t n_pending;
};

struct report_format {
	const char *word;
	const char *text; /* one sentence for help */
	/* Bytes are all that matters: receives are made without guards, time or details. */
	bool lean;
	bool ordered; /* completions are wanted in the order of posting */
	/* Any of them may be NULL. What they printed is flushed by the caller. */
	void (*listening)(const struct report *r, const char *local);
	void (*receive)(const struct report *r, const struct report_receive *one);
	void (*call)(const struct report *r, const struct report_half *half);
	void (*completion)(const struct report *r, const struct report_half *half);
	void (*mark)(const struct report *r, const struct report_mark *mark);
	void (*error)(const struct report *r, const struct endpoint_error *e);
	void (*end)(const struct report *r, uint64_t received, uint64_t bytes,
		    int status);
};

/* The formats, the default first. */
const struct report_format *const *report_formats(size_t *n);

extern const struct report_format report_line, report_tree, report_hexdump, report_json,
	report_raw, report_none, report_timeline;

/* The events, each followed by a flush; false when the output could not be written. */
bool report_listening_at(const struct report *r, const char *local);
bool report_one(const struct report *r, const struct report_receive *one);
bool report_call_of(const struct report *r, const struct report_half *half);
bool report_completion_of(const struct report *r, const struct report_half *half);
bool report_mark_at(const struct report *r, const struct report_mark *mark);
bool report_failure(const struct report *r, const struct endpoint_error *e);
bool report_ended(const struct report *r, uint64_t received, uint64_t bytes,
		  int status);

/* Parts that the formats for people share. */

/* "#1 data 12 bytes  return 0  flags in - out -  fill 12/64  14 us", without the end of
 * the line. Returns how many columns that is. */
int report_head(const struct report *r, const struct report_receive *one);

/* The same of an overlapped receive (cli/report_halves.c):
 * "#1 call pending  return -1 WSA_IO_PENDING 997  flags in - count untouched flags
 * untouched  posted 0 us" and "#1 data 12 bytes  completed by event on main  flags out -
 * fill 12/64  pending 1042 us". */
int report_call_head(const struct report *r, const struct report_half *half);
int report_completion_head(const struct report *r, const struct report_half *half);

/* The line "-- socket closed  1042 us  pending #1 #2". */
void report_mark_line(const struct report *r, const struct report_mark *mark);

const char *report_indication_word(enum report_indication by);

/* Whether the call placed bytes and no completion will show them (WSAEMSGSIZE). */
bool report_call_has_bytes(const struct report_half *half);

/* Microseconds from the first post to this half's call or completion. */
uint64_t report_posted_at(const struct report_half *half);
uint64_t report_completed_at(const struct report_half *half);

/* Pieces of heads; each returns its columns. */
int report_error(const struct outcome *o);   /* " WSAEMSGSIZE 10040 errno ...", or "" */
int report_message(const struct outcome *o); /* "  message 12 lost 4", or "" */
int report_fills(const struct report_receive *one); /* "  fill 3/3 9/16" */
int report_source(const struct outcome *o);         /* "  from ...", or "" */

/* The number of the colour that an outcome has on a terminal. */
const char *report_colour(enum outcome_word word);

/* "\033[32mdata\033[0m", or only the word where there is no colour. Returns
 * its columns. */
int report_word(const struct report *r, enum outcome_word word);
