/* SPDX-License-Identifier: MIT */
/* Scripts of the built-in peer: steps, each a verb and what it needs. */
#include "scenario/peerscript.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "scenario/alert.h"
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
	[PEER_ARGUMENT_ALERT] = " handshake-failure",
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

/* What was read so far of a script. */
struct reader {
	const char *start; /* columns count from here */
	bool input;        /* data may come from standard input */
	struct diag *d;
};

static bool is_input(const char *text)
{
	return strcmp(text, "-") == 0 || strcmp(text, "@-") == 0;
}

/* Reads the argument; columns count from its start. */
static bool read_argument(const struct reader *r, const struct peer_verb_kind *kind,
			  const char *text, struct peer_step *out)
{
	struct diag *d = r->d;
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
		if (!r->input && is_input(text)) {
			diag_set(d, 0, "standard input cannot be read here");
			return diag_hint(d,
					 "write @FILE, or \"-\" for the sign itself");
		}
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
	case PEER_ARGUMENT_ALERT:
		return alert_read(text, &out->n, d);
	}
	return false;
}

/* Reads the step at `text`; *next receives what follows it. */
static bool read_step(const struct reader *r, char *text, struct peer_step *out,
		      char **next)
{
	const struct peer_verb_kind *kind;
	struct part part;
	char verb[32];

	cut(text, &part, verb);
	*next = part.next;
	kind = verb_by_word(verb);
	if (kind == NULL) {
		unknown(verb, r->d);
		return diag_shift(r->d, (size_t)(part.verb - r->start));
	}
	out->verb = kind->verb;
	if (!read_argument(r, kind, part.argument, out))
		return diag_shift(r->d, (size_t)(part.argument - r->start));
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

static bool parse(const char *text, bool input, struct peer_step **steps, size_t *n,
		  struct diag *d)
{
	char *copy = strdup(text), *at = copy;
	struct reader r = { .start = copy, .input = input, .d = d };
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
		if (!read_step(&r, at, &(*steps)[*n], &at))
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

bool peerscript_parse(const char *text, struct peer_step **steps, size_t *n,
		      struct diag *d)
{
	return parse(text, true, steps, n, d);
}

bool peerscript_parse_alone(const char *text, struct peer_step **steps, size_t *n,
			    struct diag *d)
{
	return parse(text, false, steps, n, d);
}

void peerscript_print(const struct peer_step *steps, size_t n, struct text *to)
{
	size_t kinds;
	const struct peer_verb_kind *verbs = peer_verbs(&kinds);
	char number[32];

	for (size_t i = 0; i < n; i++) {
		const struct peer_step *s = &steps[i];

		text_format(to, "%s%s", i > 0 ? "; " : "", verbs[s->verb].word);
		switch (verbs[s->verb].argument) {
		case PEER_ARGUMENT_NONE:
			break;
		case PEER_ARGUMENT_DATA:
			text_put(to, " ");
			text_literal(to, s->data, s->n);
			break;
		case PEER_ARGUMENT_DURATION:
			quantity_print_duration(s->usec, number);
			text_format(to, " %s", number);
			break;
		case PEER_ARGUMENT_SIZE:
			quantity_print_size(s->n, number);
			text_format(to, " %s", number);
			break;
		case PEER_ARGUMENT_ALERT:
			alert_print(s->n, number);
			text_format(to, " %s", number);
			break;
		}
	}
}
