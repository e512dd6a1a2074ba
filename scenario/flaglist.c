/* SPDX-License-Identifier: MIT */
/* Takes lists of flags apart and puts them together. */
#include "scenario/flaglist.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wspword.h"

#define PREFIX 4 /* "MSG_" */
#define WORD_MAX 40
#define TABLE_MAX 32

#define XP1_OVERRIDES \
	(XP1_MESSAGE_ORIENTED | XP1_PSEUDO_STREAM | XP1_PARTIAL_MESSAGE | \
	 XP1_GUARANTEED_DELIVERY)

static bool unknown(const struct flag *table, size_t n, uint32_t mask, const char *word,
		    size_t column, struct diag *d)
{
	const char *words[TABLE_MAX + 1];
	char list[120] = "";
	const char *likely;
	size_t used = 0;

	for (size_t i = 0; i < n && used < TABLE_MAX; i++) {
		if ((table[i].value & mask) == 0)
			continue;
		if (used > 0)
			strncat(list, ", ", sizeof list - strlen(list) - 1);
		strncat(list, table[i].word, sizeof list - strlen(list) - 1);
		words[used++] = table[i].word;
	}
	words[used] = NULL;
	likely = diag_guess(word, words);
	diag_set(d, column, "there is no flag '%s'", word);
	if (likely != NULL)
		return diag_hint(d, "did you mean %s?", likely);
	return diag_hint(d, "there is %s", list);
}

static const struct flag *find(const struct flag *table, size_t n, const char *word)
{
	char name[WORD_MAX + 8];
	const struct flag *row = flag_find(table, n, word);

	if (row != NULL)
		return row;
	snprintf(name, sizeof name, "MSG_%s", word);
	return flag_find(table, n, name);
}

/* The next item of a list: copied to `word`, its column in *at, which moves past it and
 * its comma. False at the end of the text. */
static bool next(const char *text, size_t *at, char word[WORD_MAX], size_t *column)
{
	size_t length;

	if (*at > 0 && text[*at - 1] == '\0')
		return false;
	length = strcspn(text + *at, ",|");
	*column = *at;
	snprintf(word, WORD_MAX, "%.*s",
		 (int)(length < WORD_MAX ? length : WORD_MAX - 1), text + *at);
	*at += length + 1;
	return true;
}

bool flaglist_receive(const char *text, uint32_t *flags, struct diag *d)
{
	const struct flag *row, *table;
	size_t n, at = 0, column;
	char word[WORD_MAX], *end;

	table = flag_receive(&n);
	*flags = 0;
	while (next(text, &at, word, &column)) {
		unsigned long number;

		if (word[0] >= '0' && word[0] <= '9') {
			number = strtoul(word, &end, 0);
			if (*end != '\0' || number > UINT32_MAX)
				return diag_set(d, column, "not a 32-bit number");
			*flags |= (uint32_t)number;
			continue;
		}
		if (strcmp(word, "none") == 0)
			continue;
		row = find(table, n, word);
		if (row == NULL)
			return unknown(table, n, UINT32_MAX, word, column, d);
		*flags |= row->value;
	}
	return true;
}

bool flaglist_xp1(const char *text, uint32_t *set, uint32_t *clear, struct diag *d)
{
	const struct flag *row, *table;
	size_t n, at = 0, column;
	char word[WORD_MAX];

	table = flag_xp1(&n);
	while (next(text, &at, word, &column)) {
		if (word[0] != '+' && word[0] != '-') {
			diag_set(d, column, "a sign is missing before '%s'", word);
			return diag_hint(d, "write +%s or -%s", word, word);
		}
		row = flag_find(table, n, word + 1);
		if (row == NULL)
			return unknown(table, n, XP1_OVERRIDES, word + 1, column + 1,
				       d);
		if ((row->value & XP1_OVERRIDES) == 0) {
			diag_set(d, column, "%s cannot be overridden", row->word);
			return diag_hint(d, "only message, pseudo-stream, partial and "
					    "guaranteed-delivery can");
		}
		*set &= ~row->value;
		*clear &= ~row->value;
		*(word[0] == '+' ? set : clear) |= row->value;
	}
	return true;
}

const char *flaglist_take(uint32_t *flags, char buffer[16])
{
	size_t n;
	const struct flag *table = flag_receive(&n);

	for (size_t i = 0; i < n; i++)
		if ((*flags & table[i].value) != 0) {
			*flags &= ~table[i].value;
			return table[i].name + PREFIX;
		}
	if (*flags == 0)
		return NULL;
	snprintf(buffer, 16, "0x%x", *flags);
	*flags = 0;
	return buffer;
}

void flaglist_print(uint32_t flags, char out[FLAGLIST_MAX])
{
	const char *name;
	char buffer[16];
	size_t used = 0;

	snprintf(out, FLAGLIST_MAX, "-");
	while ((name = flaglist_take(&flags, buffer)) != NULL)
		used += (size_t)snprintf(out + used, FLAGLIST_MAX - used, "%s%s",
					 used > 0 ? "|" : "", name);
}

void flaglist_words(uint32_t flags, char out[FLAGLIST_MAX])
{
	size_t n, used = 0;
	const struct flag *table = flag_receive(&n);

	snprintf(out, FLAGLIST_MAX, "none");
	for (uint32_t bit = UINT32_C(1) << 31; bit != 0; bit >>= 1)
		for (size_t i = 0; i < n; i++)
			if (table[i].value == bit && (flags & bit) != 0) {
				used += (size_t)snprintf(
					out + used, FLAGLIST_MAX - used, "%s%s",
					used > 0 ? "," : "", table[i].word);
				flags &= ~bit;
			}
	if (flags != 0)
		snprintf(out + used, FLAGLIST_MAX - used, "%s0x%x", used > 0 ? "," : "",
			 flags);
}

void flaglist_print_xp1(uint32_t set, uint32_t clear, char out[FLAGLIST_MAX])
{
	size_t n, used = 0;
	const struct flag *table = flag_xp1(&n);

	out[0] = '\0';
	for (size_t i = 0; i < n; i++)
		if (((set | clear) & table[i].value) != 0)
			used += (size_t)snprintf(
				out + used, FLAGLIST_MAX - used, "%s%c%s",
				used > 0 ? "," : "",
				(set & table[i].value) != 0 ? '+' : '-', table[i].word);
}
