/* SPDX-License-Identifier: MIT */
/* The tokens of an outcome, as the model reads them. */
#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "base/same.h"
#include "scenario/model_parts.h"

static const char *const words[] = {
	[MODEL_DATA] = "data",           [MODEL_PARTIAL] = "partial",
	[MODEL_EMPTY] = "empty-message", [MODEL_GRACEFUL] = "graceful",
	[MODEL_TRUNCATED] = "truncated", [MODEL_TOO_SMALL] = "too-small",
	[MODEL_RESET] = "reset",         [MODEL_CUT] = "truncated-stream",
	[MODEL_ABORTED] = "aborted",     [MODEL_WOULD_BLOCK] = "would-block",
	[MODEL_TIMEOUT] = "timeout",     [MODEL_CANCELLED] = "cancelled",
	[MODEL_REFUSED] = "refused",     [MODEL_PENDING] = "pending",
	[MODEL_BLOCKED] = "blocked",
};

static enum model_word word_of(const char *text)
{
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (text_is(words[i], text))
			return (enum model_word)i;
	return MODEL_NO_WORD;
}

static int code_of(const char *text)
{
	const struct code *c;

	if (text[0] >= '0' && text[0] <= '9')
		return (int)strtol(text, NULL, 10);
	if (strncmp(text, "WSA", 3) != 0)
		return 0;
	c = code_by_name(text);
	return c != NULL ? c->number : 0;
}

const char *model_code_name(int code)
{
	const struct code *c = code_by_number(code);

	return c != NULL ? c->name : code == 0 ? "success" : "another code";
}

/* The parts that stand behind a word of their own; returns how many tokens. */
static size_t read_part(const struct token *t, size_t n, struct model_outcome *out)
{
	if (n < 2 || t[0].kind != TOKEN_WORD)
		return 1;
	if (text_is(t[0].text, "flags")) {
		out->flags = (uint32_t)t[1].number;
	} else if (text_is(t[0].text, "lost")) {
		out->has_lost = true;
		out->lost = t[1].number;
	} else if (text_is(t[0].text, "from")) {
		out->from = true;
		out->from_stranger = text_is(t[1].text, "stranger");
	} else if (text_is(t[0].text, "damage")) {
		out->damage = &t[1];
	} else if (text_is(t[0].text, "hook")) {
		out->hook = &t[1];
	} else {
		return 1;
	}
	return 2;
}

bool model_read(const struct tokens *got, struct model_outcome *out)
{
	const struct token *t = got->at;
	size_t at = 1;

	*out = (struct model_outcome){ .word = MODEL_NO_WORD };
	if (got->n == 0 || t[0].kind != TOKEN_WORD)
		return false;
	out->word = word_of(t[0].text);
	if (out->word == MODEL_NO_WORD)
		return false;
	if (at < got->n && t[at].kind == TOKEN_WORD &&
	    (out->error = code_of(t[at].text)) != 0)
		at++;
	if (at < got->n && t[at].kind == TOKEN_NUMBER)
		out->count = t[at++].number;
	out->buffers = t + at;
	while (at < got->n && t[at].kind == TOKEN_BYTES)
		at++;
	out->n_buffers = (size_t)(t + at - out->buffers);
	out->has_bytes = true;
	while (at < got->n)
		at += read_part(t + at, got->n - at, out);
	return true;
}
