/* SPDX-License-Identifier: MIT */
/* The scenarios that the operands of a command name.
 *
 * A file is itself, whatever it is called; a folder is all *.wsp files in it and below, in
 * the order of their paths' bytes; - is standard input. What is named twice is there
 * once. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define FOUND_SENTENCE 160

struct found {
	char **paths; /* heap, owned, like each of them */
	size_t n, room;
};

/* False: something is not there or cannot be read, which has been told. found_free() in
 * any case. */
bool found_search(struct found *f, char **operands, size_t n);
void found_free(struct found *f);

/* Keeps those whose path or first sentence the extended regular expression fits. False: it
 * is none, and `why` says what is wrong. `input` is the text of standard input. */
bool found_filter(struct found *f, const char *regex, const char *input, char *why,
		  size_t room);

/* Keeps the part number `part` (from 1) of `parts`: every one of so many. */
void found_shard(struct found *f, size_t part, size_t parts);

/* Whether the line is a comment that says something; its first sentence, without a full
 * stop and cut to fit. A line that names clauses is none. */
bool found_sentence(const char *line, char out[FOUND_SENTENCE]);
