/* SPDX-License-Identifier: MIT */
/* What an operation came to, as the tokens that stand behind `->` in a scenario.
 *
 *	data 5 "hel" "lo" flags oob
 *
 * Every operation's outcome is such a line, and an expectation is matched against it token
 * by token (scenario/expect.h). A token knows its role, so that a difference can be told
 * by name: "bytes: expected 5, got 4". Everything is in the arena. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scenario/arena.h"

enum token_kind {
	TOKEN_WORD,   /* text */
	TOKEN_NUMBER, /* as text, the decimal number */
	TOKEN_BYTES,  /* bytes and n; as text, their literal in quotes, or pattern@N */
	TOKEN_FLAGS, /* number is a set of MSG_* flags; as text, their list: "partial,oob" */
};

struct token {
	enum token_kind kind;
	const char *role; /* "word", "error", "bytes", "buffer 2", "flags", ...; static or
			     in the arena */
	const char *text; /* of a word; "" of all others, whose text few ever read */
	uint64_t number;
	const unsigned char *bytes;
	size_t n;
};

struct tokens {
	struct arena *arena;
	struct token *at;
	size_t n, room;
};

void tokens_init(struct tokens *t, struct arena *arena);
void tokens_word(struct tokens *t, const char *role, const char *word);
/* The name of a code, or its number where it has none; role "error". */
void tokens_code(struct tokens *t, int code);
void tokens_number(struct tokens *t, const char *role, uint64_t number);
void tokens_flags(struct tokens *t, const char *role, uint32_t flags);
/* The bytes are copied. */
void tokens_bytes(struct tokens *t, const char *role, const void *bytes, size_t n);

/* The text of any token, its own or in that arena. */
const char *token_text(const struct token *t, struct arena *arena);

/* The line, in the arena. */
const char *tokens_print(const struct tokens *t);
