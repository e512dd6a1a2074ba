/* SPDX-License-Identifier: MIT */
/* One JSON document for all files, as cli/schema/run.schema.json has it. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli/sink_parts.h"
#include "scenario/literal.h"

static void begin(struct sink *s)
{
	s->state = json_array();
}

/* Paths may hold any byte, JSON only text. */
static json_t *string(const char *text)
{
	json_t *object = json_string(text);
	char *escaped;

	if (object != NULL)
		return object;
	escaped = malloc(LITERAL_ESCAPED(strlen(text)));
	if (escaped == NULL)
		return NULL;
	literal_escape(text, strlen(text), escaped);
	object = json_string(escaped);
	free(escaped);
	return object;
}

static json_t *number_or_null(uint64_t number)
{
	return number > 0 ? json_integer((json_int_t)number) : json_null();
}

static json_t *before(const struct verdict_failure *f)
{
	json_t *array = json_array();

	for (size_t i = 0; i < f->n_before; i++)
		json_array_append_new(array,
				      json_pack("{s:o,s:I,s:o,s:o}", "file",
						string(f->before[i].path), "line",
						(json_int_t)f->before[i].line, "text",
						string(f->before[i].text), "outcome",
						string(f->before[i].got)));
	return array;
}

static json_t *failure(const struct verdict_failure *f)
{
	bool differs = f->kind == VERDICT_DIFFERS;

	return json_pack("{s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "kind",
			 verdict_kind_word(f->kind), "file", string(f->path), "line",
			 number_or_null(f->line), "round", number_or_null(f->round),
			 "summary", string(f->summary), "text", string(f->text), "role",
			 differs ? string(f->role) : json_null(), "expected",
			 differs ? string(f->wanted) : json_null(), "got",
			 differs ? string(f->outcome) : json_null(), "before",
			 before(f));
}

static json_t *failures(const struct verdict *v)
{
	json_t *array = json_array();

	for (size_t i = 0; i < v->n_failures; i++)
		json_array_append_new(array, failure(&v->failures[i]));
	return array;
}

static json_t *error(const struct verdict *v)
{
	if (v->end != VERDICT_UNREADABLE)
		return json_null();
	return json_pack(
		"{s:o,s:o,s:o,s:I,s:o,s:o}", "file", string(v->error.path), "line",
		number_or_null(v->error.line), "text", string(v->error.text), "column",
		(json_int_t)v->error.diag.column, "message", string(v->error.diag.text),
		"hint", string(v->error.diag.hint));
}

static void verdict(struct sink *s, const struct verdict *v)
{
	json_array_append_new(
		s->state,
		json_pack("{s:o,s:o,s:o,s:s,s:I,s:I,s:o,s:o,s:o}", "file",
			  string(v->path), "title", string(v->title), "round",
			  number_or_null(v->round), "status", verdict_word(v->end),
			  "time_us", (json_int_t)v->usec, "steps", (json_int_t)v->steps,
			  "why",
			  v->end == VERDICT_SKIPPED ? string(v->why) : json_null(),
			  "error", error(v), "failures", failures(v)));
}

static void end(struct sink *s, const struct tally *t)
{
	json_t *document = json_pack(
		"{s:i,s:I,s:I,s:I,s:I,s:I,s:i,s:b,s:o}", "v", 1, "passed",
		(json_int_t)t->passed, "failed", (json_int_t)t->failed, "skipped",
		(json_int_t)t->skipped, "unreadable", (json_int_t)t->unreadable,
		"time_us", (json_int_t)t->usec, "status", (int)t->status, "complete",
		tally_cut_short(t) == NULL, "files", s->state);

	if (document == NULL || json_dumpf(document, s->to, JSON_COMPACT) != 0)
		fputs("wsprecv: no memory for a JSON object\n", stderr);
	else
		fputc('\n', s->to);
	json_decref(document);
}

const struct sink_format sink_json = {
	.word = "json",
	.text = "one JSON document with every file and its failures",
	.begin = begin,
	.verdict = verdict,
	.end = end,
};
