/* SPDX-License-Identifier: MIT */
/* Lists of tokens, and their line. */
#include "scenario/token.h"

#include <inttypes.h>
#include <string.h>

#include "scenario/flaglist.h"
#include "scenario/text.h"

#define PATTERN 251
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
	*token = (struct token){ .kind = kind, .role = role };
	return token;
}

void tokens_word(struct tokens *t, const char *role, const char *word)
{
	add(t, TOKEN_WORD, role)->text = arena_text(t->arena, word);
}

void tokens_number(struct tokens *t, const char *role, uint64_t number)
{
	struct token *token = add(t, TOKEN_NUMBER, role);
	struct text text = { .arena = t->arena };

	text_format(&text, "%" PRIu64, number);
	token->text = text_whole(&text);
	token->number = number;
}

void tokens_flags(struct tokens *t, const char *role, uint32_t flags)
{
	struct token *token = add(t, TOKEN_FLAGS, role);
	char words[FLAGLIST_MAX];

	flaglist_words(flags, words);
	token->text = arena_text(t->arena, words);
	token->number = flags;
}

/* A long piece of what a peer's `pattern` sends is known by where it begins. */
static bool is_pattern(const unsigned char *bytes, size_t n)
{
	if (n < LONG || bytes[0] >= PATTERN)
		return false;
	for (size_t i = 1; i < n; i++)
		if (bytes[i] != (bytes[0] + i) % PATTERN)
			return false;
	return true;
}

void tokens_bytes(struct tokens *t, const char *role, const void *bytes, size_t n)
{
	struct token *token = add(t, TOKEN_BYTES, role);
	struct text text = { .arena = t->arena };

	if (is_pattern(bytes, n))
		text_format(&text, "pattern@%u", *(const unsigned char *)bytes);
	else
		text_literal(&text, bytes, n);
	token->text = text_whole(&text);
	token->bytes = arena_copy(t->arena, bytes, n);
	token->n = n;
}

const char *tokens_print(const struct tokens *t)
{
	struct text text = { .arena = t->arena };

	for (size_t i = 0; i < t->n; i++) {
		text_put(&text, i > 0 ? " " : "");
		text_put(&text, t->at[i].text);
	}
	return text_whole(&text);
}
