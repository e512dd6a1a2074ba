/* SPDX-License-Identifier: MIT */
/* Findings as scenarios, as headlines, and as what is the same of several. */
#include <string.h>

#include "cli/finding.h"
#include "cli/pretty.h"
#include "scenario/text.h"

const char *finding_headline(const struct finding *f, struct arena *arena)
{
	struct text text = { .arena = arena };

	switch (f->end) {
	case FINDING_NOTHING:
		return "nothing is wrong";
	case FINDING_HUNG:
		return "it takes too long";
	case FINDING_OBJECTED:
		text_format(&text, "%s: %s", f->clause, f->text);
		break;
	case FINDING_CRASHED:
		text_format(&text, "%s%s%s", f->signal,
			    f->where[0] != '\0' ? " in " : "", f->where);
		break;
	}
	return text_whole(&text);
}

const char *finding_key(const struct finding *f, struct arena *arena)
{
	struct text text = { .arena = arena };
	const struct finding_line *l = f->at < f->n_lines ? &f->lines[f->at] : NULL;

	switch (f->end) {
	case FINDING_NOTHING:
		return "";
	case FINDING_HUNG:
		text_format(&text, "hang %s", f->target);
		break;
	case FINDING_OBJECTED:
		text_format(&text, "%s %s %s %s", f->clause,
			    l != NULL ? l->operation : "-",
			    l != NULL && l->protocol[0] != '\0' ? l->protocol : "-",
			    l != NULL && l->flags[0] != '\0' ? l->flags : "-");
		break;
	case FINDING_CRASHED:
		text_format(&text, "%s %s", f->signal, f->where);
		break;
	}
	return text_whole(&text);
}

/* One line of comment for each of the text. */
static void put_comment(struct text *to, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");

		text_put(to, "# ");
		for (size_t i = 0; i < n; i++) {
			char c = (unsigned char)text[i] < ' ' ? ' ' : text[i];

			text_add(to, &c, 1);
		}
		text_put(to, "\n");
		text += n + (text[n] == '\n');
	}
}

static void put_line(struct text *to, const struct finding *f, size_t i)
{
	const struct finding_line *l = &f->lines[i];

	if (i == f->at && f->end == FINDING_OBJECTED) {
		text_format(to, "# Here: %s (%s). It came to: %s\n", f->text, f->clause,
			    f->got);
		text_format(to, "%s\n", l->text);
	} else if (i == f->at) {
		text_format(to, "# Here.\n%s\n", l->text);
	} else if (l->got == NULL || l->got[0] == '\0') {
		text_format(to, "%s\n", l->text);
	} else if (l->waits) {
		text_format(to, "%s   # %s\n", l->text, l->got);
	} else {
		text_format(to, "%s -> %s\n", l->text, l->got);
	}
}

static void put_head(struct text *to, const struct finding *f, struct arena *arena)
{
	text_format(to, "# Found by %s", f->target);
	text_format(to, "%s%s.\n", f->path[0] != '\0' ? " in " : "", f->path);
	text_put(to, "# ");
	text_format(to, "%s.\n", finding_headline(f, arena));
	if (f->n_lines == 0 && f->end != FINDING_NOTHING)
		put_comment(to, f->said);
	if (f->simulate)
		text_put(to, "needs sim\n");
}

const char *finding_rest(const struct finding *f, struct arena *arena)
{
	struct text text = { .arena = arena };

	text_format(&text, "# Its program, with sanitizers: %s.\n",
		    finding_headline(f, arena));
	if (f->end == FINDING_CRASHED)
		put_comment(&text, f->said);
	return text_whole(&text);
}

const char *finding_text(const struct finding *f, struct arena *arena)
{
	struct text text = { .arena = arena };
	struct script_error e;
	const char *laid_out;

	put_head(&text, f, arena);
	for (size_t i = 0; i < f->n_lines; i++)
		put_line(&text, f, i);
	laid_out = pretty_print("-", text_whole(&text), text.n, arena, &e);
	return laid_out != NULL ? laid_out : text_whole(&text);
}
