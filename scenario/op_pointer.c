/* SPDX-License-Identifier: MIT */
/* The fields that say which pointers of a call are NULL, or lead nowhere. */
#include <stdio.h>
#include <string.h>

#include "scenario/choice.h"
#include "scenario/op_field.h"

static const char *const pointers[] = { "array", "count",  "flags",   "overlapped",
					"value", "length", "upcalls", NULL };

/* A list of pointers, none of which is in `other`. */
static bool read_pointers(const char *value, uint8_t *set, uint8_t other,
			  struct diag *d)
{
	char word[24];
	size_t i, n;

	*set = 0;
	for (const char *at = value;; at += n + 1) {
		n = strcspn(at, ",");
		snprintf(word, sizeof word, "%.*s", (int)(n < 23 ? n : 23), at);
		if (!choice_find(word, "pointer", pointers, &i, d))
			return diag_shift(d, (size_t)(at - value));
		if ((other & 1u << i) != 0)
			return diag_set(d, (size_t)(at - value),
					"%s cannot be both NULL and bad", word);
		*set |= (uint8_t)(1u << i);
		if (at[n] == '\0')
			return true;
	}
}

static bool write_pointers(uint8_t set, struct text *to)
{
	const char *comma = "";

	for (size_t i = 0; pointers[i] != NULL; i++)
		if ((set & 1u << i) != 0) {
			text_format(to, "%s%s", comma, pointers[i]);
			comma = ",";
		}
	return set != 0;
}

static bool read_nulls(struct op_reader *r, const char *value)
{
	return read_pointers(value, &r->op->nulls, r->op->bads, r->d);
}

static bool write_nulls(const struct op *op, size_t i, struct text *to)
{
	(void)i;
	return write_pointers(op->nulls, to);
}

static bool read_bads(struct op_reader *r, const char *value)
{
	return read_pointers(value, &r->op->bads, r->op->nulls, r->d);
}

static bool write_bads(const struct op *op, size_t i, struct text *to)
{
	(void)i;
	return write_pointers(op->bads, to);
}

const struct op_field_form op_value_nulls = { read_nulls, write_nulls, false };
const struct op_field_form op_value_bads = { read_bads, write_bads, false };
