/* SPDX-License-Identifier: MIT */
/* Prints a script anew, with what came back in place of what was expected. */
#include "cli/transcript.h"

#include <string.h>

#include "cli/pretty.h"
#include "scenario/quantity.h"
#include "scenario/text.h"

static bool is_block(enum op_verb verb)
{
	return verb == OP_DO_ROUTINE || verb == OP_DO_REPEAT || verb == OP_DO_END;
}

/* Behind the last line that ran, and the ends of the blocks that it stands in. */
static size_t end_of(const struct witness *w)
{
	const struct script *s = w->script;
	size_t end = s->n, depth = 0;

	while (end > 0 && w->lines[end - 1].times == 0)
		end--;
	for (size_t i = 0; i < end; i++) {
		if (s->lines[i].op.verb == OP_DO_END)
			depth--;
		else if (is_block(s->lines[i].op.verb))
			depth++;
	}
	for (; depth > 0 && end < s->n; end++)
		if (s->lines[end].op.verb == OP_DO_END)
			depth--;
		else if (is_block(s->lines[end].op.verb))
			depth++;
	return end;
}

static void put_line(struct text *to, const struct script_line *line,
		     const struct witness_line *seen)
{
	char within[32];

	text_put(to, line->text);
	if (seen->times > 0 && seen->all[0] != '\0' && !is_block(line->op.verb)) {
		text_put(to, " -> ");
		if (line->expected != NULL && line->expect.eventually)
			text_put(to, "eventually ");
		if (line->expected != NULL && line->expect.eventually &&
		    line->expect.within > 0) {
			quantity_print_duration(line->expect.within, within);
			text_format(to, "within %s ", within);
		}
		text_put(to, seen->all);
	}
	text_put(to, "\n");
}

const char *transcript_print(const struct witness *w)
{
	struct arena *arena = &w->verdict->arena;
	const struct script *s = w->script;
	struct text to = { .arena = arena };
	size_t end = end_of(w);
	struct script_error e;
	const char *text, *pretty;

	for (size_t i = 0; i < s->n_needs; i++)
		text_format(&to, "needs %s\n", s->needs[i]);
	for (size_t i = 0; i < end; i++)
		put_line(&to, &s->lines[i], &w->lines[i]);
	text = text_whole(&to);
	pretty = pretty_print("-", text, strlen(text), arena, &e);
	return pretty != NULL ? pretty : text;
}
