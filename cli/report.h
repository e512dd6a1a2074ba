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

/* What is the same for all receives of a run. All pointers are borrowed. */
struct report {
	const struct report_format *format;
	const char *address; /* as it was typed */
	bool nonblocking;
	bool colour;
	unsigned width; /* columns of the terminal, 0: there is none */
};

/* One receive. `memory` holds its bytes. */
struct report_receive {
	uint64_t seq; /* from 1 */
	const struct outcome *outcome;
	struct memory *memory;
	const struct layout *layout;
};

struct report_format {
	const char *word;
	const char *text; /* one sentence for help */
	/* Bytes are all that matters: receives are made without guards, time or details. */
	bool lean;
	/* Any of them may be NULL. What they printed is flushed by the caller. */
	void (*listening)(const struct report *r, const char *local);
	void (*receive)(const struct report *r, const struct report_receive *one);
	void (*error)(const struct report *r, const struct endpoint_error *e);
	void (*end)(const struct report *r, uint64_t received, uint64_t bytes,
		    int status);
};

/* The formats, the default first. */
const struct report_format *const *report_formats(size_t *n);

extern const struct report_format report_line, report_tree, report_hexdump, report_json,
	report_raw, report_none;

/* The events, each followed by a flush; false when the output could not be written. */
bool report_listening_at(const struct report *r, const char *local);
bool report_one(const struct report *r, const struct report_receive *one);
bool report_failure(const struct report *r, const struct endpoint_error *e);
bool report_ended(const struct report *r, uint64_t received, uint64_t bytes,
		  int status);

/* Parts that the formats for people share. */

/* "#1 data 12 bytes  return 0  flags in - out -  fill 12/64  14 us", without the end of
 * the line. Returns how many columns that is. */
int report_head(const struct report *r, const struct report_receive *one);

/* "\033[32mdata\033[0m", or only the word where there is no colour. Returns
 * its columns. */
int report_word(const struct report *r, enum outcome_word word);
