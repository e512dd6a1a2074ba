/* SPDX-License-Identifier: MIT */
/* Rows of a record, and the text that they become. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/pretty.h"
#include "cli/record_parts.h"
#include "scenario/op_text.h"

void record_row_text(struct record *r, const char *op, const char *expected,
		     const char *note)
{
	if (r->n_rows == r->room_rows) {
		size_t room = 2 * r->room_rows + 64;
		struct record_row *more = realloc(r->rows, room * sizeof *more);

		if (more == NULL)
			abort(); /* as an arena does */
		r->rows = more;
		r->room_rows = room;
	}
	r->rows[r->n_rows++] = (struct record_row){ op, expected, note, NULL };
}

void record_row(struct record *r, const struct op *op, const char *expected,
		const char *note)
{
	record_row_text(r, op_print(op, &r->arena), expected, note);
}

static void put_row(struct text *to, const struct record_row *row)
{
	if (row->op != NULL)
		text_put(to, row->op);
	if (row->op != NULL && row->expected != NULL)
		text_format(to, " -> %s", row->expected);
	text_put(to, "\n");
}

const char *record_plain(struct record *r)
{
	struct text to = { .arena = &r->arena };

	for (size_t i = 0; i < r->n_rows; i++)
		put_row(&to, &r->rows[i]);
	return text_whole(&to);
}

const char *record_whole(struct record *r)
{
	struct text to = { .arena = &r->arena };
	struct script_error e;
	const char *pretty, *text;

	text_format(&to, "# Recorded: %s\n", r->command);
	for (size_t i = 0; i < r->n_rows; i++) {
		const struct record_row *row = &r->rows[i];

		if (row->note != NULL)
			text_format(&to, "# %s\n", row->note);
		if (row->was != NULL)
			text_format(&to, "# Recorded was: %s\n", row->was);
		if (row->op != NULL)
			put_row(&to, row);
	}
	text = text_whole(&to);
	pretty = pretty_print("-", text, to.n, &r->arena, &e);
	return pretty != NULL ? pretty : text;
}
