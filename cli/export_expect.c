/* SPDX-License-Identifier: MIT */
/* Expectations as conditions of C: exact ones are compared, others taken word by word. */
#include <inttypes.h>
#include <string.h>

#include "cli/export_parts.h"
#include "scenario/expect_parts.h"
#include "scenario/flaglist.h"

static const char *quoted(struct export *e, const char *text)
{
	return export_string(e, text, strlen(text));
}

static bool is_exact(const struct expect_pattern *p)
{
	return p->kind == EXPECT_BYTES ||
	       (p->kind == EXPECT_WORDS && p->words[1] == NULL);
}

/* As the program will say it: flags in one order. */
static const char *word_text(struct export *e, const struct expect_alternative *a,
			     size_t i)
{
	const struct expect_pattern *p = &a->patterns[i], *before = p - 1;
	struct text to = { .arena = &e->arena };
	char words[FLAGLIST_MAX];
	uint32_t flags;
	struct diag d;

	if (i > 0 && p->kind == EXPECT_WORDS && before->kind == EXPECT_WORDS &&
	    strcmp(before->words[0], "flags") == 0 &&
	    flaglist_receive(p->words[0], &flags, &d)) {
		flaglist_words(flags, words);
		return arena_text(&e->arena, words);
	}
	expect_pattern_print(p, &to);
	return text_whole(&to);
}

static void put_pattern(struct export *e, const struct expect_alternative *a, size_t i,
			struct text *to)
{
	const struct expect_pattern *p = &a->patterns[i];

	switch (p->kind) {
	case EXPECT_WORDS:
		text_format(to, " && %s(%s)", is_exact(p) ? "has" : "has_one_of",
			    quoted(e, word_text(e, a, i)));
		break;
	case EXPECT_BYTES:
		text_format(to, " && has(%s)", quoted(e, word_text(e, a, i)));
		break;
	case EXPECT_RANGE:
		if (p->high == UINT64_MAX)
			text_format(to, " && has_number(%" PRIu64 ", UINT64_MAX)",
				    p->low);
		else
			text_format(to, " && has_number(%" PRIu64 ", %" PRIu64 ")",
				    p->low, p->high);
		break;
	case EXPECT_ANY:
		text_put(to, " && has_any()");
		break;
	case EXPECT_REGEX:
		text_format(to, " && has_regex(%s)", quoted(e, p->regex));
		break;
	case EXPECT_MASK:
		text_format(to, " && has_flags(0x%xu, 0x%xu)", p->set, p->clear);
		break;
	case EXPECT_REPEAT:
		text_format(to, " && has_pattern(%" PRIu64 ")", p->low);
		break;
	}
}

static void put_alternative(struct export *e, const struct expect_alternative *a,
			    struct text *to)
{
	bool exact = !a->rest;

	for (size_t i = 0; i < a->n; i++)
		exact = exact && is_exact(&a->patterns[i]);
	if (exact) {
		struct text words = { .arena = &e->arena };

		for (size_t i = 0; i < a->n; i++)
			text_format(&words, "%s%s", i > 0 ? " " : "",
				    word_text(e, a, i));
		text_format(to, "says(%s)", quoted(e, text_whole(&words)));
		return;
	}
	if (a->n == 0) {
		text_put(to, "true");
		return;
	}
	text_put(to, "(starts()");
	for (size_t i = 0; i < a->n; i++)
		put_pattern(e, a, i, to);
	text_put(to, a->rest ? ")" : " && ends())");
}

const char *export_condition(struct export *e, const struct script_line *line)
{
	struct text to = { .arena = &e->arena };

	if (line->expected == NULL)
		return "true";
	for (const struct expect_alternative *a = line->expect.alternatives; a != NULL;
	     a = a->next) {
		text_put(&to, to.n > 0 ? " || " : "");
		put_alternative(e, a, &to);
	}
	return text_whole(&to);
}
