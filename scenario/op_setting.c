/* SPDX-License-Identifier: MIT */
/* Options that are set on a socket that is open: those of addresses and two more. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/address_parts.h"
#include "scenario/choice.h"
#include "scenario/op_address.h"
#include "scenario/quantity.h"
#include "scenario/text.h"

#define WORDS_MAX 40
#define LIMIT "limit="
#define NONBLOCKING "nonblocking"

/* The words that may stand before the `=`: what places it needs is `open`'s alone. */
static void list_words(const char *words[WORDS_MAX])
{
	size_t n, used = 0;
	const struct address_option_kind *kinds = address_option_kinds(&n);

	words[used++] = NONBLOCKING;
	words[used++] = "limit";
	for (size_t i = 0; i < n && used < WORDS_MAX - 1; i++)
		if (kinds[i].roles & 1u << ADDRESS_FD)
			words[used++] = kinds[i].word;
	words[used] = NULL;
}

static bool read_nonblocking(const char *value, struct op_setting *out, struct diag *d)
{
	static const char *const words[] = { "0", "1", "off", "on", NULL };
	size_t i = 1;

	out->kind = OP_SETTING_NONBLOCKING;
	if (value != NULL && !choice_find(value, "value", words, &i, d))
		return false;
	out->number = i % 2;
	return true;
}

static bool read_limit(const char *value, struct op_setting *out, struct diag *d)
{
	out->kind = OP_SETTING_LIMIT;
	if (value == NULL) {
		diag_set(d, 0, "limit needs a value");
		return diag_hint(d, "write limit=N");
	}
	if (!quantity_number(value, &out->number, d))
		return false;
	if (out->number == 0 || out->number > UINT32_MAX)
		return diag_set(d, 0, "the limit is from 1 to 4294967295");
	return true;
}

/* As an option of an address of an inherited socket, which may have all that is left. */
static bool read_option(const char *text, struct op_setting *out, struct diag *d)
{
	char *copy = strdup(text);
	struct address_reader r = {
		.start = copy,
		.kind = address_kind_by_word("fd"),
		.d = d,
	};
	bool good;

	if (copy == NULL)
		return diag_set(d, 0, "out of memory");
	out->kind = OP_SETTING_OPTION;
	good = address_option_parse(&r, copy, &out->option);
	free(copy);
	return good;
}

bool op_setting_read(const char *text, struct op_setting *out, struct diag *d)
{
	const char *words[WORDS_MAX], *value = strchr(text, '=');
	const struct address_option_kind *kind;
	size_t n = strcspn(text, "="), i;
	char word[32];

	memset(out, 0, sizeof *out);
	if (strchr(text, ',') != NULL) {
		diag_set(d, strcspn(text, ","), "one option at a time");
		return diag_hint(d, "write one `set` for each");
	}
	snprintf(word, sizeof word, "%.*s", (int)(n < 31 ? n : 31), text);
	kind = address_option_by_word(word);
	if (kind != NULL && kind->value == ADDRESS_VALUE_PLACE) {
		diag_set(d, 0, "%s cannot be set later", kind->word);
		return diag_hint(d, "it goes with the address of `open`");
	}
	if (kind != NULL)
		return read_option(text, out, d);
	list_words(words);
	if (!choice_find(word, "option", words, &i, d))
		return false;
	if (value != NULL)
		value++;
	return (i == 0 ? read_nonblocking : read_limit)(value, out, d) ||
	       diag_shift(d, value != NULL ? n + 1 : n);
}

bool op_setting(const struct op *op, struct op_setting *out)
{
	struct diag d;

	return op->option != NULL && op_setting_read(op->option, out, &d);
}

const char *op_setting_print(const struct op_setting *s, struct arena *arena)
{
	struct text to = { .arena = arena };

	switch (s->kind) {
	case OP_SETTING_NONBLOCKING:
		text_format(&to, NONBLOCKING "=%d", s->number != 0);
		break;
	case OP_SETTING_LIMIT:
		text_format(&to, LIMIT "%" PRIu64, s->number);
		break;
	case OP_SETTING_OPTION:
		address_option_print(&to, address_kind_by_word("fd"), &s->option);
		break;
	}
	return text_whole(&to);
}
