/* SPDX-License-Identifier: MIT */
/* Scripts of the built-in peer: steps, each a verb and what it needs. */
#include "scenario/peerscript.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "scenario/literal.h"
#include "scenario/quantity.h"

#define BLANKS " \t\r"
#define ENDS ";\n"

/* From the table of verbs: a list for the guess, a text for the hint. */
#define WORD(name, word, argument, text) word,
#define LISTED(name, word, argument, text) ", " word
static const char *const words[] = { PEER_VERBS(WORD) NULL };
static const char list[] = "" PEER_VERBS(LISTED);

/* What to write behind a verb, by its argument. */
static const char *const examples[] = {
	[PEER_ARGUMENT_NONE] = "",
	[PEER_ARGUMENT_DATA] = " \"text\"",
	[PEER_ARGUMENT_DURATION] = " 10ms",
	[PEER_ARGUMENT_SIZE] = " 4k",
};

/* One step, cut out of the copy of the script where it stands. */
struct part {
	char *verb;
	char *argument; /* "" where there is none: then where it should be */
	char *next;     /* behind the step and its separator; NULL: the script ends */
};

static const struct peer_verb_kind *verb_by_word(const char *word)
{
	size_t n;
	const struct peer_verb_kind *verbs = peer_verbs(&n);

	for (size_t i = 0; i < n; i++)
		if (strcasecmp(verbs[i].word, word) == 0)
			return &verbs[i];
	return NULL;
}

/* The end of the argument that starts at `text`: behind the quote that closes it, then at
 * a separator. */
static char *argument_end(char *text)
{
	if (*text == '"') {
		for (text++; *text != '\0' && *text != '"'; text++)
			if (text[0] == '\\' && text[1] != '\0')
				text++;
	}
	return text + strcspn(text, ENDS);
}

/* Cuts the step at `text`, which starts with neither blank nor separator. The verb is
 * copied, because its argument may follow without a blank. */
static void cut(char *text, struct part *out, char verb[32])
{
	size_t n = strcspn(text, BLANKS ENDS "\"");
	char *end;

	snprintf(verb, 32, "%.*s", (int)(n < 31 ? n : 31), text);
	out->verb = text;
	out->argument = text + n + strspn(text + n, BLANKS);
	end = argument_end(out->argument);
	if (end == out->argument)
		out->argument = text + n;
	out->next = *end == '\0' ? NULL : end + 1;
	*end = '\0';
	while (end > out->argument && strchr(BLANKS, end[-1]) != NULL)
		*--end = '\0';
}

static bool unknown(const char *verb, struct diag *d)
{
	const char *guess = diag_guess(verb, words);

	diag_set(d, 0, "no such step: %.*s", diag_shown(strlen(verb)), verb);
	if (guess != NULL)
		return diag_hint(d, "did you mean %s? steps are %s", guess, list + 2);
	return diag_hint(d, "steps are %s", list + 2);
}

/* Reads the argument; columns count from its start. */
static bool read_argument(const struct peer_verb_kind *kind, const char *text,
			  struct peer_step *out, struct diag *d)
{
	struct literal data;
	uint64_t size;

	if (kind->argument != PEER_ARGUMENT_NONE && text[0] == '\0') {
		diag_set(d, 0, "nothing after %s", kind->word);
		return diag_hint(d, "write %s%s", kind->word, examples[kind->argument]);
	}
	switch (kind->argument) {
	case PEER_ARGUMENT_NONE:
		if (text[0] == '\0')
			return true;
		diag_set(d, 0, "%s takes nothing after it", kind->word);
		return diag_hint(d, "a semicolon ends a step");
	case PEER_ARGUMENT_DATA:
		if (!literal_parse(text, &data, d))
			return false;
		out->data = data.bytes;
		out->n = data.n;
		return true;
	case PEER_ARGUMENT_DURATION:
		return quantity_duration(text, &out->usec, d);
	case PEER_ARGUMENT_SIZE:
		if (!quantity_size(text, &size, d))
			return false;
		if (size > SIZE_MAX)
			return diag_set(d, 0, "the size does not fit this machine");
		out->n = (size_t)size;
		return true;
	}
	return false;
}

/* Reads the step at `text`; *next receives what follows it. */
static bool read_step(const char *start, char *text, struct peer_step *out, char **next,
		      struct diag *d)
{
	const struct peer_verb_kind *kind;
	struct part part;
	char verb[32];

	cut(text, &part, verb);
	*next = part.next;
	kind = verb_by_word(verb);
	if (kind == NULL) {
		unknown(verb, d);
		return diag_shift(d, (size_t)(part.verb - start));
	}
	out->verb = kind->verb;
	if (!read_argument(kind, part.argument, out, d))
		return diag_shift(d, (size_t)(part.argument - start));
	return true;
}

/* No script has more steps than this. */
static size_t most_steps(const char *text)
{
	size_t n = 1;

	for (; *text != '\0'; text++)
		n += strchr(ENDS, *text) != NULL;
	return n;
}

bool peerscript_parse(const char *text, struct peer_step **steps, size_t *n,
		      struct diag *d)
{
	char *copy = strdup(text), *at = copy;
	bool good = false;

	*n = 0;
	*steps = calloc(most_steps(text), sizeof **steps);
	if (copy == NULL || *steps == NULL) {
		diag_set(d, 0, "out of memory");
		goto out;
	}
	while (at != NULL) {
		at += strspn(at, BLANKS ENDS);
		if (*at == '\0')
			break;
		if (!read_step(copy, at, &(*steps)[*n], &at, d))
			goto out;
		++*n;
	}
	good = true;
out:
	free(copy);
	if (!good) {
		peer_steps_free(*steps, *n);
		*steps = NULL;
		*n = 0;
	}
	return good;
}
