/* SPDX-License-Identifier: MIT */
/* Patterns: each kind is read, printed, and held against a token. */
#include <ctype.h>
#include <inttypes.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "scenario/expect_parts.h"
#include "scenario/flaglist.h"
#include "scenario/literal.h"
#include "scenario/quantity.h"

#define REPEAT "pattern@"
#define MODULO 251
#define REGEX_MAX 256
#define COPIES_MAX 1000 /* how often a regex may ask for something by {N} in all */

/* Braces in braces make a regex that needs gigabytes; a back-reference, one that never
 * ends. */
static bool regex_is_cheap(const char *regex, struct diag *d)
{
	unsigned long copies = 1, n = 0;
	size_t brace;

	for (size_t i = 0; regex[i] != '\0'; i++) {
		if (regex[i] == '\\') {
			i += regex[i + 1] != '\0';
			if (isdigit((unsigned char)regex[i]))
				return diag_set(d, i, "no back-references here");
			continue;
		}
		if (regex[i] != '{')
			continue;
		brace = i;
		for (n = 0; regex[i] != '\0' && regex[i] != '}'; i++) {
			unsigned long count = strtoul(regex + i + 1, NULL, 10);

			n = count > n ? count : n;
		}
		copies *= n < 1 ? 1 : n;
		if (n > COPIES_MAX || copies > COPIES_MAX)
			return diag_set(d, brace, "more than %d copies", COPIES_MAX);
		if (regex[i] == '\0')
			break;
	}
	return true;
}

/* /REGEX/, where \/ is a slash. */
static bool parse_regex(const char *word, struct arena *arena,
			struct expect_pattern *out, struct diag *d)
{
	size_t n = strlen(word), used = 0;
	char *regex, reason[100];
	regex_t compiled;
	int error;

	if (n < 2 || word[n - 1] != '/')
		return diag_set(d, 0, "this regex is never closed");
	if (n > REGEX_MAX)
		return diag_set(d, 0, "longer than a regex may be: %d", REGEX_MAX);
	regex = arena_take(arena, n);
	for (size_t i = 1; i + 1 < n; i++) {
		if (word[i] == '\\' && word[i + 1] == '/' && i + 2 < n)
			i++;
		else if (word[i] == '\\' && i + 2 < n)
			regex[used++] = word[i++];
		regex[used++] = word[i];
	}
	if (!regex_is_cheap(regex, d))
		return diag_shift(d, 1);
	error = regcomp(&compiled, regex, REG_EXTENDED);
	if (error != 0) {
		regerror(error, &compiled, reason, sizeof reason);
		return diag_set(d, 0, "no regex: %s", reason);
	}
	regfree(&compiled);
	out->kind = EXPECT_REGEX;
	out->regex = regex;
	return true;
}

static bool parse_bytes(const char *word, struct arena *arena,
			struct expect_pattern *out, struct diag *d)
{
	struct literal l;

	if (!literal_parse(word, &l, d))
		return false;
	out->kind = EXPECT_BYTES;
	out->bytes = arena_copy(arena, l.bytes, l.n);
	out->n = l.n;
	literal_free(&l);
	return true;
}

/* The decimal number of n characters. */
static bool part_number(const char *text, size_t n, uint64_t *number, struct diag *d)
{
	char digits[32];

	if (n >= sizeof digits)
		return diag_set(d, 0, "the number is too large");
	memcpy(digits, text, n);
	digits[n] = '\0';
	return quantity_number(digits, number, d);
}

static bool parse_range(const char *word, const char *dots, struct expect_pattern *out,
			struct diag *d)
{
	size_t n = (size_t)(dots - word);

	out->kind = EXPECT_RANGE;
	out->low = 0;
	out->high = UINT64_MAX;
	if (n == 0 && dots[2] == '\0')
		return diag_set(d, 0, "no number beside the two dots");
	if (n > 0 && !part_number(word, n, &out->low, d))
		return false;
	if (dots[2] != '\0' && !part_number(dots + 2, strlen(dots + 2), &out->high, d))
		return diag_shift(d, n + 2);
	if (out->low > out->high)
		return diag_set(d, 0, "nothing is between these");
	return true;
}

/* +peek-oob: signs, each before a flag. */
static bool parse_mask(const char *word, struct expect_pattern *out, struct diag *d)
{
	char flag[40];
	size_t at = 0, n;
	uint32_t bits;

	out->kind = EXPECT_MASK;
	for (; word[at] != '\0'; at += n) {
		bool set = word[at++] == '+';

		n = strcspn(word + at, "+-");
		/* One word has a dash. */
		if (n == 4 && strncasecmp(word + at, "push-immediate", 14) == 0)
			n = 14;
		snprintf(flag, sizeof flag, "%.*s", (int)(n < 39 ? n : 39), word + at);
		if (!flaglist_receive(flag, &bits, d))
			return diag_shift(d, at);
		if (bits == 0)
			return diag_set(d, at, "no flag after the sign");
		out->set &= ~bits;
		out->clear &= ~bits;
		*(set ? &out->set : &out->clear) |= bits;
	}
	return true;
}

/* a|b|c */
static bool parse_words(const char *word, struct arena *arena,
			struct expect_pattern *out, struct diag *d)
{
	size_t bars = 0, n, i = 0;

	for (n = 0; word[n] != '\0'; n++) {
		bars += word[n] == '|';
		if (word[n] == '"')
			return diag_set(d, n, "a quote inside a word");
		if ((unsigned char)word[n] <= ' ' || (unsigned char)word[n] >= 0x7f)
			return diag_set(d, n, "no word of an outcome has this in it");
	}
	out->kind = EXPECT_WORDS;
	out->words = arena_take(arena, (bars + 2) * sizeof *out->words);
	for (size_t at = 0;; at += n + 1) {
		n = strcspn(word + at, "|");
		if (n == 0)
			return diag_set(d, at, "no word %s the bar",
					word[at] == '|' && at == 0 ? "before"
								   : "after");
		out->words[i++] = arena_copy(arena, word + at, n);
		if (word[at + n] == '\0')
			return true;
	}
}

bool expect_pattern_parse(const char *word, struct arena *arena,
			  struct expect_pattern *out, struct diag *d)
{
	const char *dots = strstr(word, "..");
	const size_t lead = sizeof REPEAT - 1;

	if (word[0] == '"' || strncmp(word, "hex:", 4) == 0)
		return parse_bytes(word, arena, out, d);
	if (word[0] == '/')
		return parse_regex(word, arena, out, d);
	if (strcmp(word, "*") == 0) {
		out->kind = EXPECT_ANY;
		return true;
	}
	if (strncmp(word, REPEAT, lead) == 0) {
		out->kind = EXPECT_REPEAT;
		return quantity_number(word + lead, &out->low, d) ||
		       diag_shift(d, lead);
	}
	if ((word[0] == '+' || word[0] == '-') && word[1] != '\0')
		return parse_mask(word, out, d);
	if (dots != NULL && (dots == word || isdigit((unsigned char)word[0])))
		return parse_range(word, dots, out, d);
	return parse_words(word, arena, out, d);
}

static void print_regex(const char *regex, struct text *to)
{
	text_put(to, "/");
	for (; *regex != '\0'; regex++) {
		if (*regex == '\\' && regex[1] != '\0')
			text_add(to, regex++, 1);
		else if (*regex == '/')
			text_put(to, "\\");
		text_add(to, regex, 1);
	}
	text_put(to, "/");
}

static void print_mask(uint32_t flags, char sign, struct text *to)
{
	char word[FLAGLIST_MAX];

	for (uint32_t bit = UINT32_C(1) << 31; bit != 0; bit >>= 1)
		if ((flags & bit) != 0) {
			flaglist_words(bit, word);
			text_format(to, "%c%s", sign, word);
		}
}

void expect_pattern_print(const struct expect_pattern *p, struct text *to)
{
	switch (p->kind) {
	case EXPECT_WORDS:
		for (size_t i = 0; p->words[i] != NULL; i++)
			text_format(to, "%s%s", i > 0 ? "|" : "", p->words[i]);
		break;
	case EXPECT_RANGE:
		if (p->low > 0 || p->high == UINT64_MAX)
			text_format(to, "%" PRIu64, p->low);
		text_put(to, "..");
		if (p->high < UINT64_MAX)
			text_format(to, "%" PRIu64, p->high);
		break;
	case EXPECT_ANY:
		text_put(to, "*");
		break;
	case EXPECT_REGEX:
		print_regex(p->regex, to);
		break;
	case EXPECT_MASK:
		print_mask(p->set, '+', to);
		print_mask(p->clear, '-', to);
		break;
	case EXPECT_REPEAT:
		text_format(to, REPEAT "%" PRIu64, p->low);
		break;
	case EXPECT_BYTES:
		text_literal(to, p->bytes, p->n);
		break;
	}
}

static bool word_fits(const char *word, const struct token *t)
{
	struct diag d;
	uint64_t number;
	uint32_t flags;

	switch (t->kind) {
	case TOKEN_WORD:
		return strcmp(word, t->text) == 0;
	case TOKEN_NUMBER:
		return quantity_number(word, &number, &d) && number == t->number;
	case TOKEN_FLAGS:
		return flaglist_receive(word, &flags, &d) && flags == t->number;
	case TOKEN_BYTES:
		break;
	}
	return false;
}

/* Whether the whole is what the regex means: of all matches the longest one counts. */
static bool regex_fits(const char *regex, const char *text, size_t n)
{
	regmatch_t whole = { .rm_so = 0, .rm_eo = (regoff_t)n };
	regex_t compiled;
	bool fits;

	if (n > INT32_MAX || regcomp(&compiled, regex, REG_EXTENDED) != 0)
		return false;
	fits = regexec(&compiled, text, 1, &whole, REG_STARTEND) == 0 &&
	       whole.rm_so == 0 && (size_t)whole.rm_eo == n;
	regfree(&compiled);
	return fits;
}

/* A dot takes any byte but NUL, which no regex can name: here it counts as \x01. */
static bool regex_fits_bytes(const char *regex, const unsigned char *bytes, size_t n)
{
	char *copy = malloc(n + 1);
	bool fits;

	if (copy == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		copy[i] = (char)(bytes[i] != 0 ? bytes[i] : 1);
	copy[n] = '\0';
	fits = regex_fits(regex, copy, n);
	free(copy);
	return fits;
}

static bool repeats(const struct token *t, uint64_t at)
{
	at %= MODULO;
	for (size_t i = 0; i < t->n; i++)
		if (t->bytes[i] != (at + i) % MODULO)
			return false;
	return t->kind == TOKEN_BYTES;
}

bool expect_pattern_fits(const struct expect_pattern *p, const struct token *t,
			 struct arena *arena)
{
	bool bytes = t->kind == TOKEN_BYTES;
	const char *text;

	switch (p->kind) {
	case EXPECT_WORDS:
		for (size_t i = 0; p->words[i] != NULL; i++)
			if (word_fits(p->words[i], t))
				return true;
		return false;
	case EXPECT_RANGE:
		return t->kind == TOKEN_NUMBER && t->number >= p->low &&
		       t->number <= p->high;
	case EXPECT_ANY:
		return true;
	case EXPECT_REGEX:
		if (bytes)
			return regex_fits_bytes(p->regex, t->bytes, t->n);
		text = token_text(t, arena);
		return regex_fits(p->regex, text, strlen(text));
	case EXPECT_MASK:
		return t->kind == TOKEN_FLAGS && (t->number & p->set) == p->set &&
		       (t->number & p->clear) == 0;
	case EXPECT_REPEAT:
		return repeats(t, p->low);
	case EXPECT_BYTES:
		return bytes && t->n == p->n && memcmp(t->bytes, p->bytes, p->n) == 0;
	}
	return false;
}
