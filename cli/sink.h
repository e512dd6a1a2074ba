/* SPDX-License-Identifier: MIT */
/* Where verdicts go: a table of formats, each of which a report can be written in.
 *
 * Several sinks get the same verdicts, in the same order. A sink does not own its
 * stream. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "cli/tally.h"
#include "cli/verdict.h"

struct sink;

struct sink_format {
	const char *word;              /* as in --report=tap; NULL: not for reports */
	const char *text;              /* one sentence for help */
	void (*begin)(struct sink *s); /* each may be NULL */
	void (*verdict)(struct sink *s, const struct verdict *v);
	void (*end)(struct sink *s, const struct tally *t);
};

struct sink {
	const struct sink_format *format;
	FILE *to;
	bool colour;
	bool quiet;       /* only what failed */
	FILE *transcript; /* of each file; NULL: not wished */
	uint64_t n;       /* verdicts so far */
	void *state;      /* the format's own, from begin to end */
};

/* What --report can name. */
const struct sink_format *const *sink_formats(size_t *n);

/* What people read; and what GitHub makes annotations of. */
extern const struct sink_format sink_text, sink_github;

void sink_begin(struct sink *s);
void sink_verdict(struct sink *s, const struct verdict *v);
void sink_end(struct sink *s, const struct tally *t);

/* The name of a file's case: its path, and the round where there are several. */
void sink_name(const struct verdict *v, char *out, size_t room);

/* Everything about a verdict that did not pass, as people read it. */
void sink_tell(FILE *to, const struct verdict *v, bool colour);

/* The same in memory; the caller frees, and gives the size back. */
char *sink_told(const struct verdict *v, size_t *n);

/* "x.wsp:12: bytes: expected 5, got 4": the first thing to say of it. */
void sink_headline(FILE *to, const struct verdict *v);
