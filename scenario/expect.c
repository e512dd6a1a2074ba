/* SPDX-License-Identifier: MIT */
/* Expectations: alternatives, each a row of patterns; and what they say of an outcome. */
#include "scenario/expect.h"

#include <string.h>

#include "scenario/expect_parts.h"
#include "scenario/quantity.h"
#include "scenario/word.h"

#define MODULO 251

struct reader {
	const char *text;
	size_t at;     /* behind the word that was read last */
	size_t column; /* where that one starts */
	struct arena *arena;
	struct diag *d;
};

/* The end of a regex, blanks and quotes in it included. */
static size_t regex_end(const char *text, size_t at)
{
	for (at++; text[at] != '\0' && text[at] != '/'; at++)
		at += text[at] == '\\' && text[at + 1] != '\0';
	return word_end(text, at);
}

/* The next word, NULL at the end. */
static const char *next(struct reader *r)
{
	size_t start = word_start(r->text, r->at);

	r->column = start;
	if (r->text[start] == '\0')
		return NULL;
	r->at = r->text[start] == '/' ? regex_end(r->text, start)
				      : word_end(r->text, start);
	return arena_copy(r->arena, r->text + start, r->at - start);
}

/* [eventually [within DURATION]] */
static bool read_lead(struct reader *r, struct expect *out)
{
	size_t before = r->at;
	const char *word = next(r);

	if (word == NULL || strcmp(word, "eventually") != 0) {
		r->at = before;
		return true;
	}
	out->eventually = true;
	before = r->at;
	word = next(r);
	if (word == NULL || strcmp(word, "within") != 0) {
		r->at = before;
		return true;
	}
	word = next(r);
	if (word == NULL) {
		diag_set(r->d, r->column, "no duration after within");
		return diag_hint(r->d, "write for example within 2s");
	}
	if (!quantity_duration(word, &out->within, r->d))
		return diag_shift(r->d, r->column);
	if (out->within == 0)
		return diag_set(r->d, r->column, "nothing comes within no time");
	return true;
}

static struct expect_pattern *add(struct reader *r, struct expect_alternative *a,
				  size_t *room)
{
	if (a->n == *room) {
		size_t more = 2 * *room + 4;
		struct expect_pattern *copy = arena_take(r->arena, more * sizeof *copy);

		if (a->n > 0)
			memcpy(copy, a->patterns, a->n * sizeof *copy);
		a->patterns = copy;
		*room = more;
	}
	return &a->patterns[a->n];
}

/* Reads patterns up to `or`, which *more tells, or to the end. */
static bool read_alternative(struct reader *r, struct expect_alternative *a, bool *more)
{
	const char *word;
	size_t room = 0;

	*more = false;
	a->end = r->at;
	while ((word = next(r)) != NULL) {
		struct expect_pattern *p;

		*more = strcmp(word, "or") == 0;
		if (*more)
			break;
		if (a->rest) {
			diag_set(r->d, r->column, "something behind the three dots");
			return diag_hint(r->d, "... stands for all that follows");
		}
		a->end = r->at;
		if (strcmp(word, "...") == 0) {
			a->rest = true;
			continue;
		}
		p = add(r, a, &room);
		p->column = r->column;
		if (!expect_pattern_parse(word, r->arena, p, r->d))
			return diag_shift(r->d, r->column);
		a->n++;
	}
	if (a->n > 0 || a->rest)
		return true;
	diag_set(r->d, r->column, "nothing is expected here");
	return diag_hint(r->d, "write ... for any outcome");
}

static bool starts_blocked(const struct expect_alternative *a)
{
	const struct expect_pattern *p = a->patterns;

	if (a->n == 0 || p->kind != EXPECT_WORDS)
		return false;
	for (size_t i = 0; p->words[i] != NULL; i++)
		if (strcmp(p->words[i], "blocked") == 0)
			return true;
	return false;
}

bool expect_parse(const char *text, struct arena *arena, struct expect *out,
		  struct diag *d)
{
	struct reader r = { .text = text, .arena = arena, .d = d };
	struct expect_alternative **link = &out->alternatives;
	bool more = true;

	memset(out, 0, sizeof *out);
	if (!read_lead(&r, out))
		return false;
	for (; more; link = &(*link)->next) {
		*link = arena_take(arena, sizeof **link);
		if (!read_alternative(&r, *link, &more))
			return false;
		out->blocked = out->blocked || starts_blocked(*link);
	}
	return true;
}

const char *expect_print(const struct expect *e, struct arena *arena)
{
	struct text to = { .arena = arena };
	char duration[32];

	text_put(&to, e->eventually ? "eventually" : "");
	if (e->within != 0) {
		quantity_print_duration(e->within, duration);
		text_format(&to, " within %s", duration);
	}
	for (const struct expect_alternative *a = e->alternatives; a != NULL;
	     a = a->next) {
		text_put(&to, a != e->alternatives ? " or" : "");
		for (size_t i = 0; i < a->n; i++) {
			text_put(&to, to.n > 0 ? " " : "");
			expect_pattern_print(&a->patterns[i], &to);
		}
		if (a->rest)
			text_put(&to, to.n > 0 ? " ..." : "...");
	}
	return text_whole(&to);
}

/* How many tokens fit; all of them where *whole. */
static size_t fit(const struct expect_alternative *a, const struct tokens *got,
		  struct arena *arena, bool *whole)
{
	size_t i = 0;

	while (i < a->n && i < got->n &&
	       expect_pattern_fits(&a->patterns[i], &got->at[i], arena))
		i++;
	*whole = i == a->n && (a->rest || i == got->n);
	return i;
}

/* What a `pattern@N` would have been for such a token. */
static void want_repeated(const struct expect_pattern *p, struct arena *arena,
			  struct expect_mismatch *m)
{
	unsigned char *bytes = arena_take(arena, m->token->n + 1);

	for (size_t i = 0; i < m->token->n; i++)
		bytes[i] = (unsigned char)((p->low % MODULO + i) % MODULO);
	m->bytes = bytes;
	m->n = m->token->n;
}

static void describe(const struct expect_alternative *a, size_t at,
		     const struct tokens *got, struct arena *arena,
		     struct expect_mismatch *m)
{
	const struct expect_pattern *p = at < a->n ? &a->patterns[at] : NULL;
	struct text wanted = { .arena = arena };

	*m = (struct expect_mismatch){ .column = a->end, .role = "end", .got = "" };
	if (at < got->n) {
		m->token = &got->at[at];
		m->got = token_text(m->token, arena);
	}
	if (p != NULL) {
		m->column = p->column;
		expect_pattern_print(p, &wanted);
		if (m->token != NULL)
			m->role = m->token->role;
		if (p->kind == EXPECT_BYTES) {
			m->bytes = p->bytes;
			m->n = p->n;
		} else if (p->kind == EXPECT_REPEAT && m->token != NULL &&
			   m->token->kind == TOKEN_BYTES) {
			want_repeated(p, arena, m);
		}
	}
	m->wanted = text_whole(&wanted);
}

bool expect_match(const struct expect *e, const struct tokens *got, struct arena *arena,
		  struct expect_mismatch *m)
{
	const struct expect_alternative *nearest = e->alternatives;
	size_t most = 0;

	if (nearest == NULL)
		return true;
	for (const struct expect_alternative *a = nearest; a != NULL; a = a->next) {
		bool whole;
		size_t n = fit(a, got, arena, &whole);

		if (whole)
			return true;
		if (n > most) {
			most = n;
			nearest = a;
		}
	}
	describe(nearest, most, got, arena, m);
	return false;
}
