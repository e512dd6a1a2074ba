/* SPDX-License-Identifier: MIT */
/* What is expected of an operation: patterns for the tokens of its outcome.
 *
 *	[eventually [within DURATION]] PATTERN... [or PATTERN...]...
 *
 * A PATTERN is for one token: the word, number or literal itself ("\x41" is "A"); 1..13,
 * 5.. and ..5; a|b|c, one of these; * for any one token; /REGEX/ (extended) for the text of
 * a word or number, or for all the bytes of a literal; +partial-oob for flags of which
 * partial must be there and oob must not; pattern@N for a buffer whose byte i is
 * (N + i) % 251, as the peer's `pattern` sends them. `...` at the end accepts whatever
 * follows. Nothing else is accepted: exact by default. */
#pragma once

#include "scenario/diag.h"
#include "scenario/token.h"

struct expect_alternative;

struct expect {
	bool eventually; /* the operation may be repeated until it comes to this */
	uint64_t within; /* microseconds; 0: the usual limit */
	struct expect_alternative *alternatives; /* NULL: nothing is expected */
	bool blocked; /* `blocked` is among them: the call need not return */
};

/* Columns of the diag count in `text`. Everything is in the arena. */
bool expect_parse(const char *text, struct arena *arena, struct expect *out,
		  struct diag *d);

/* The canonical text: expect_parse() of it is the same; in the arena. */
const char *expect_print(const struct expect *e, struct arena *arena);

/* Where the nearest alternative and an outcome part. */
struct expect_mismatch {
	size_t column; /* in the text that was parsed: of the pattern, or of its end */
	const char
		*role; /* of the token that does not fit: "bytes"; "end" where there are
			       too few or too many */
	const char *wanted;        /* the pattern, "" where nothing more was expected */
	const char *got;           /* the token's text, "" where there is none */
	const struct token *token; /* NULL: there is none */
	const unsigned char *bytes; /* the literal that was wanted, NULL: it is none */
	size_t n;
};

/* Whether any alternative fits; if none does, *m is about the one that fits longest. */
bool expect_match(const struct expect *e, const struct tokens *got, struct arena *arena,
		  struct expect_mismatch *m);
