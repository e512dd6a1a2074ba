/* SPDX-License-Identifier: MIT */
/* The table of formats, and what several of them share. */
#include "cli/sink.h"

#include <inttypes.h>
#include <stdlib.h>

#include "cli/sink_parts.h"

static const struct sink_format *const formats[] = { &sink_tap, &sink_junit,
						     &sink_json };

const struct sink_format *const *sink_formats(size_t *n)
{
	*n = sizeof formats / sizeof formats[0];
	return formats;
}

void sink_begin(struct sink *s)
{
	if (s->format->begin != NULL)
		s->format->begin(s);
}

void sink_verdict(struct sink *s, const struct verdict *v)
{
	s->n++;
	if (s->format->verdict != NULL)
		s->format->verdict(s, v);
}

void sink_end(struct sink *s, const struct tally *t)
{
	if (s->format->end != NULL)
		s->format->end(s, t);
}

void sink_name(const struct verdict *v, char *out, size_t room)
{
	if (v->round > 0)
		snprintf(out, room, "%s (round %" PRIu64 ")", v->path, v->round);
	else
		snprintf(out, room, "%s", v->path);
}

char *sink_told(const struct verdict *v, size_t *n)
{
	char *text = NULL;
	FILE *to = open_memstream(&text, n);

	if (to == NULL)
		abort();
	sink_tell(to, v, false);
	if (fclose(to) != 0)
		abort();
	return text;
}
