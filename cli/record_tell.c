/* SPDX-License-Identifier: MIT */
/* Outcomes as expectations: what is long is told by its pattern, or not compared. */
#include <stdio.h>
#include <string.h>

#include "cli/record_parts.h"
#include "scenario/outcome_tell.h"
#include "scenario/pattern.h"

#define LITERAL 512 /* bytes of one buffer that are written out */

/* Bytes that the peer's `pattern` sends: where it begins; PATTERN_PERIOD: they are not. */
static unsigned pattern_of(const unsigned char *bytes, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (bytes[i] != (bytes[i - 1] + 1u) % PATTERN_PERIOD)
			return PATTERN_PERIOD;
	return bytes[0];
}

static void put_bytes(struct text *to, const struct token *t)
{
	unsigned from = t->n > 16 ? pattern_of(t->bytes, t->n) : PATTERN_PERIOD;

	if (from < PATTERN_PERIOD)
		text_format(to, "pattern@%u", from);
	else if (t->n > LITERAL)
		text_put(to, "*");
	else
		text_put(to, token_text(t, to->arena));
}

const char *record_tell(struct record *r, const struct outcome *o, struct memory *m,
			const char *first)
{
	struct text to = { .arena = &r->arena };
	bool stranger = o->source[0] != '\0' && strcmp(o->source, first) != 0;
	struct tokens tokens;

	tokens_init(&tokens, &r->arena);
	outcome_tell(o, m, stranger ? "stranger" : NULL, &tokens);
	for (size_t i = 0; i < tokens.n; i++) {
		text_put(&to, i > 0 ? " " : "");
		if (tokens.at[i].kind == TOKEN_BYTES)
			put_bytes(&to, &tokens.at[i]);
		else
			text_put(&to, token_text(&tokens.at[i], &r->arena));
	}
	return text_whole(&to);
}
