/* SPDX-License-Identifier: MIT */
/* How a script becomes a program in C, for the files that write it.
 *
 *	lines -> main(), jobs of threads, routines -> the pieces that these use -> text */
#pragma once

#include "scenario/address.h"
#include "scenario/script.h"
#include "scenario/text.h"

struct export
{
	const struct script *script;
	struct arena arena;
	struct text names;     /* variables */
	struct text functions; /* jobs and routines */
	struct text main;
	struct text *to; /* one of these, or one that becomes part of `functions` */
	size_t depth;    /* of indentation */
	size_t n_calls;  /* whose requests have a variable of their own */
	bool inside;     /* a routine */
	bool threads;    /* it has some */
	bool main_waits; /* main is one, for its calls may block */
	struct script_error *error;
};

void export_blank(struct export *e);
/* A line of C at the depth of now. */
void export_put(struct export *e, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* n bytes as a string of C, in the arena. */
const char *export_string(struct export *e, const void *bytes, size_t n);

/* The variable of that name, declared if it was not yet: "struct sock *", "sock_a". */
const char *export_name(struct export *e, const char *type, const char *prefix,
			const char *name);
const char *export_socket(struct export *e, const struct op_name *name);
/* The request's; unnamed ones share a variable. */
const char *export_request(struct export *e, const struct op_name *name);
/* An expression for the event of that name. */
const char *export_event(struct export *e, const struct op_name *name);

/* Whether any line of the script calls something so with `as`. */
bool export_has_request(const struct export *e, const char *name);

/* What the verb does, in C, so that its outcome is said; by file. */
void export_open(struct export *e, const struct op *op);
void export_setting(struct export *e, const struct op *op);
void export_recv(struct export *e, const struct op *op);
void export_send(struct export *e, const struct op *op);
void export_act(struct export *e, const struct script_line *line);

/* The condition that the expectation is, in C, in the arena. */
const char *export_condition(struct export *e, const struct script_line *line);

/* Writes all lines. False: one cannot be exported, and *e->error says which. */
bool export_lines(struct export *e);

/* The whole program, in the arena. */
const char *export_whole(struct export *e);
