/* SPDX-License-Identifier: MIT */
/* What an expectation is made of: for its parser, its printer and its matcher. */
#pragma once

#include "scenario/expect.h"
#include "scenario/text.h"

enum expect_kind {
	EXPECT_WORDS,  /* one of them */
	EXPECT_RANGE,  /* a number from low to high */
	EXPECT_ANY,    /* whatever it is */
	EXPECT_REGEX,  /* text and bytes that it fits wholly */
	EXPECT_MASK,   /* flags: all of `set`, none of `clear` */
	EXPECT_REPEAT, /* bytes: (at + i) % 251 */
	EXPECT_BYTES,
};

struct expect_pattern {
	enum expect_kind kind;
	size_t column;
	const char **words; /* NULL after the last */
	uint64_t low, high; /* REPEAT: low is N */
	const char *regex;  /* as regcomp() takes it */
	uint32_t set, clear;
	const unsigned char *bytes;
	size_t n;
};

struct expect_alternative {
	struct expect_pattern *patterns;
	size_t n;
	bool rest;  /* `...`: whatever follows */
	size_t end; /* the column behind it */
	struct expect_alternative *next;
};

/* Reads the pattern that is the whole of `word`; columns count in it. */
bool expect_pattern_parse(const char *word, struct arena *arena,
			  struct expect_pattern *out, struct diag *d);
void expect_pattern_print(const struct expect_pattern *p, struct text *to);
bool expect_pattern_fits(const struct expect_pattern *p, const struct token *t,
			 struct arena *arena);
