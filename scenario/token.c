/* SPDX-License-Identifier: MIT */
/* Lists of tokens, and their line. */
#include "scenario/token.h"

#include <inttypes.h>
#include <string.h>

#include "base/code.h"
#include "scenario/flaglist.h"
#include "scenario/pattern.h"
#include "scenario/text.h"

#define LONG 32 /* bytes: what is shorter is told whole */

void tokens_init(struct tokens *t, struct arena *arena)
{
	*t = (struct tokens){ .arena = arena };
}

static struct token *add(struct tokens *t, enum token_kind kind, const char *role)
{
	struct token *token;

	if (t->n == t->room) {
		size_t room = 2 * t->room + 8;
		struct token *more = arena_take(t->arena, room * sizeof *more);

		if (t->n > 0)
			memcpy(more, t->at, t->n * sizeof *more);
		t->at = more;
		t->room = room;
	}
	token = &t->at[t->n++];
	*token = (struct token){ .kind = kind, .role = role, .text = "" };
	return token;
}

void tokens_word(struct tokens *t, const char *role, const char *word)
{
	add(t, TOKEN_WORD, role)->text = arena_text(t->arena, word);
}

void tokens_number(struct tokens *t, const char *role, uint64_t number)
{
	add(t, TOKEN_NUMBER, role)->number = number;
}

void tokens_flags(struct tokens *t, const char *role, uint32_t flags)
{
	add(t, TOKEN_FLAGS, role)->number = flags;
}

void tokens_bytes(struct tokens *t, const char *role, const void *bytes, size_t n)
{
	struct token *token = add(t, TOKEN_BYTES, role);

	token->bytes = arena_copy(t->arena, bytes, n);
	token->n = n;
}

void tokens_code(struct tokens *t, int code)
{
	const struct code *known = code_by_number(code);

	tokens_word(t, "error",
		    known != NULL ? known->name : text_print(t->arena, "%d", code));
}

/* A long piece of what a peer's `pattern` sends is known by where it begins. */
static bool is_pattern(const unsigned char *bytes, size_t n)
{
	if (n < LONG || bytes[0] >= PATTERN_PERIOD)
		return false;
	for (size_t i = 1; i < n; i++)
		if (bytes[i] != (bytes[0] + i) % PATTERN_PERIOD)
			return false;
	return true;
}

const char *token_text(const struct token *t, struct arena *arena)
{
	struct text text = { .arena = arena };
	char words[FLAGLIST_MAX];

	switch (t->kind) {
	case TOKEN_WORD:
		return t->text;
	case TOKEN_NUMBER:
		text_format(&text, "%" PRIu64, t->number);
		break;
	case TOKEN_BYTES:
		if (is_pattern(t->bytes, t->n))
			text_format(&text, "pattern@%u", t->bytes[0]);
		else
			text_literal(&text, t->bytes, t->n);
		break;
	case TOKEN_FLAGS:
		flaglist_words((uint32_t)t->number, words);
		return arena_text(arena, words);
	}
	return text_whole(&text);
}

const char *tokens_print(const struct tokens *t)
{
	struct text text = { .arena = t->arena };

	for (size_t i = 0; i < t->n; i++) {
		text_put(&text, i > 0 ? " " : "");
		text_put(&text, token_text(&t->at[i], t->arena));
	}
	return text_whole(&text);
}
