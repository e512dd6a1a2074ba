/* SPDX-License-Identifier: MIT */
/* Annotations that GitHub shows beside the line. */
#include <stdlib.h>
#include <string.h>

#include "cli/sink.h"

/* % and line ends of a value are escaped, in a property , and : too. */
static void put_escaped(FILE *to, const char *text, bool property)
{
	for (; *text != '\0'; text++) {
		if (strchr("%\r\n", *text) != NULL ||
		    (property && strchr(",:", *text) != NULL))
			fprintf(to, "%%%02X", (unsigned char)*text);
		else
			fputc(*text, to);
	}
}

static void annotate(struct sink *s, const char *path, size_t line, const char *title,
		     const char *message)
{
	fputs("::error file=", s->to);
	put_escaped(s->to, path, true);
	fprintf(s->to, ",line=%zu,title=", line > 0 ? line : 1);
	put_escaped(s->to, title, true);
	fputs("::", s->to);
	put_escaped(s->to, message, false);
	fputc('\n', s->to);
}

static void github_verdict(struct sink *s, const struct verdict *v)
{
	char *message = NULL;
	size_t n;
	FILE *to;

	if (v->end == VERDICT_UNREADABLE) {
		to = open_memstream(&message, &n);
		if (to == NULL)
			abort();
		sink_headline(to, v);
		fclose(to);
		annotate(s, v->error.path, v->error.line, "cannot be read", message);
		free(message);
	}
	for (size_t i = 0; i < v->n_failures; i++) {
		const struct verdict_failure *f = &v->failures[i];

		to = open_memstream(&message, &n);
		if (to == NULL)
			abort();
		diag_text(to, f->summary);
		fputc('\n', to);
		diag_text(to, f->text);
		fclose(to);
		annotate(s, f->path, f->line, verdict_kind_word(f->kind), message);
		free(message);
	}
	fflush(s->to);
}

const struct sink_format sink_github = { .verdict = github_verdict };
