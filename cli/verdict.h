/* SPDX-License-Identifier: MIT */
/* What one file came to: a value that a worker makes and the one who reports prints.
 *
 *	worker: session -> verdict -> bytes    ...    bytes -> verdict -> text, tap, junit, json
 *
 * Everything that pointers lead to is in its arena. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/parcel.h"
#include "scenario/arena.h"
#include "scenario/script.h"

#define VERDICT_BEFORE 5    /* operations that are shown before a failure */
#define VERDICT_FAILURES 20 /* that are told of one file; more are only counted */
#define VERDICT_NOWHERE SIZE_MAX

/* X(NAME, word): the word of the JSON report */
#define VERDICT_ENDS(X) \
	X(PASSED, "passed") \
	X(FAILED, "failed") \
	X(SKIPPED, "skipped") \
	X(UNREADABLE, "unreadable")

enum verdict_end {
#define VERDICT_ENUM(name, word) VERDICT_##name,
	VERDICT_ENDS(VERDICT_ENUM)
#undef VERDICT_ENUM
};

/* Why a file has failed. X(NAME, word) */
#define VERDICT_KINDS(X) \
	X(DIFFERS, "expectation") \
	X(OBJECTED, "objection") /* the contract does not allow it */ \
	X(BROKEN, "broken")      /* the session could not go on */ \
	X(HUNG, "timeout") \
	X(CRASHED, "crash")

enum verdict_kind {
#define VERDICT_ENUM(name, word) VERDICT_##name,
	VERDICT_KINDS(VERDICT_ENUM)
#undef VERDICT_ENUM
};

/* An operation that ran, and what it came to. */
struct verdict_step {
	const char *path;
	size_t line;
	const char *text, *got;
};

struct verdict_failure {
	enum verdict_kind kind;
	const char *path;    /* of the line: an included file's, perhaps */
	size_t line;         /* from 1; 0: not known */
	uint64_t round;      /* of `repeat`; 0: in none */
	const char *summary; /* "bytes: expected 5, got 4" */
	const char *text;    /* the line; "" where it is not known */
	size_t column;       /* of the caret in it; VERDICT_NOWHERE: none */
	/* DIFFERS only, else "" and NULL: */
	const char *role, *wanted, *got; /* of the token that does not fit */
	const char *outcome;             /* everything that the operation came to */
	const char *late;                /* why a wait was given up; NULL: it was not */
	const unsigned char *wanted_bytes, *got_bytes; /* NULL: not a literal */
	size_t n_wanted, n_got;
	struct verdict_step before[VERDICT_BEFORE]; /* oldest first */
	size_t n_before;
};

struct verdict {
	struct arena arena;
	const char *path;
	const char *title; /* its first sentence; "": it has none */
	uint64_t round;    /* of --repeat, from 1; 0: there is only one */
	enum verdict_end end;
	uint64_t usec;
	uint64_t steps, failed; /* operations that ran, and that differed */
	const char *why;        /* SKIPPED; "" */
	struct verdict_failure *failures;
	size_t n_failures;
	struct script_error error; /* UNREADABLE */
	uint64_t updated;          /* lines that --update wrote */
	const char *notes;         /* what --update left alone: lines; "" */
	const char *transcript;    /* lines; NULL: nobody asked for it */
};

/* "passed", ... */
const char *verdict_word(enum verdict_end end);
const char *verdict_kind_word(enum verdict_kind kind);

/* All but path and round, which the other side knows. */
void verdict_pack(const struct verdict *v, struct parcel *to);
/* False: the bytes are none. verdict_free() in any case. */
bool verdict_unpack(struct parcel *from, struct verdict *v);
void verdict_free(struct verdict *v);

/* One failure more, all zero; the last one again where there are too many. */
struct verdict_failure *verdict_add(struct verdict *v);
