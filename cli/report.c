/* SPDX-License-Identifier: MIT */
/* The table of formats, the events that they are told, and the parts they share. */
#include "cli/report.h"

#include <string.h>

#include "base/code.h"
#include "cli/output.h"
#include "scenario/errnoword.h"
#include "scenario/flaglist.h"

#define FILLS_MAX 8 /* runs of buffers in a head before the rest is only counted */

static const struct report_format *const formats[] = {
	&report_line, &report_tree, &report_hexdump,  &report_json,
	&report_raw,  &report_none, &report_timeline,
};

const struct report_format *const *report_formats(size_t *n)
{
	*n = sizeof formats / sizeof formats[0];
	return formats;
}

bool report_listening_at(const struct report *r, const char *local)
{
	if (r->format->listening != NULL)
		r->format->listening(r, local);
	return output_flush();
}

bool report_one(const struct report *r, const struct report_receive *one)
{
	if (r->format->receive != NULL)
		r->format->receive(r, one);
	return output_flush();
}

bool report_call_of(const struct report *r, const struct report_half *half)
{
	if (r->format->call != NULL)
		r->format->call(r, half);
	return output_flush();
}

bool report_completion_of(const struct report *r, const struct report_half *half)
{
	if (r->format->completion != NULL)
		r->format->completion(r, half);
	return output_flush();
}

bool report_mark_at(const struct report *r, const struct report_mark *mark)
{
	if (r->format->mark != NULL)
		r->format->mark(r, mark);
	return output_flush();
}

bool report_failure(const struct report *r, const struct endpoint_error *e)
{
	const struct code *code = code_by_number(e->code);

	fprintf(stderr, "wsprecv: %s: %s", e->stage, e->text);
	if (code != NULL)
		fprintf(stderr, " (%s %d)", code->name, code->number);
	fputc('\n', stderr);
	if (e->certificate[0] != '\0')
		fprintf(stderr,
			"wsprecv: certificate: %s\nwsprecv: name: %s\nwsprecv: "
			"reason: %s\n",
			e->certificate, e->name[0] != '\0' ? e->name : "any",
			e->reason);
	if (r->format->error != NULL)
		r->format->error(r, e);
	return output_flush();
}

bool report_ended(const struct report *r, uint64_t received, uint64_t bytes, int status)
{
	if (r->format->end != NULL)
		r->format->end(r, received, bytes, status);
	return output_flush();
}

const char *report_colour(enum outcome_word word)
{
	switch (word) {
	case OUTCOME_DATA:
	case OUTCOME_PARTIAL:
	case OUTCOME_EMPTY_MESSAGE:
	case OUTCOME_GRACEFUL:
		return "32";
	case OUTCOME_TRUNCATED:
	case OUTCOME_TOO_SMALL:
	case OUTCOME_WOULD_BLOCK:
	case OUTCOME_TIMEOUT:
	case OUTCOME_CANCELLED:
		return "33";
	case OUTCOME_PENDING:
		return "36";
	case OUTCOME_RESET:
	case OUTCOME_ABORTED:
	case OUTCOME_REFUSED:
	case OUTCOME_CUT:
		break;
	}
	return "31";
}

int report_word(const struct report *r, enum outcome_word word)
{
	if (r->colour)
		printf("\033[%sm%s\033[0m", report_colour(word), outcome_name(word));
	else
		fputs(outcome_name(word), stdout);
	return (int)strlen(outcome_name(word));
}

/* Runs of buffers that are alike, filled bytes of length: "2x16/16 0/0". */
int report_fills(const struct report_receive *one)
{
	const struct layout *l = one->layout;
	uint32_t bytes = one->outcome->bytes;
	size_t i = 0, runs = 0;
	int n = printf(l->n == 0 ? "  fill -" : "  fill");

	while (i < l->n && runs < FILLS_MAX) {
		uint32_t filled = memory_filled(one->memory, i, bytes);
		size_t first = i;

		while (++i < l->n && l->buffers[i].length == l->buffers[first].length &&
		       memory_filled(one->memory, i, bytes) == filled)
			continue;
		n += printf(" ");
		if (i - first > 1)
			n += printf("%zux", i - first);
		n += printf("%u/%u", filled, l->buffers[first].length);
		runs++;
	}
	if (i < l->n)
		n += printf(" and %zu buffers", l->n - i);
	return n;
}

int report_error(const struct outcome *o)
{
	const struct code *code = code_by_number(o->error);
	int n;

	if (o->result == 0)
		return 0;
	n = printf(" %s %d", code != NULL ? code->name : "error", o->error);
	if (o->native != 0)
		n += printf(" errno %s", errnoword_name(o->native));
	return n;
}

int report_message(const struct outcome *o)
{
	if (!o->length_known || o->length == o->bytes)
		return 0;
	return printf("  message %llu lost %llu", (unsigned long long)o->length,
		      (unsigned long long)o->lost);
}

int report_source(const struct outcome *o)
{
	return o->source[0] != '\0' ? printf("  from %s", o->source) : 0;
}

int report_head(const struct report *r, const struct report_receive *one)
{
	const struct outcome *o = one->outcome;
	char in[FLAGLIST_MAX], out[FLAGLIST_MAX];
	int n;

	flaglist_print(o->flags_in, in);
	flaglist_print(o->flags_out, out);
	n = printf("#%llu ", (unsigned long long)one->seq);
	n += report_word(r, o->word);
	n += printf(" %u bytes  return %d", o->bytes, o->result);
	n += report_error(o);
	n += printf("  flags in %s out %s", in, out);
	n += report_message(o);
	n += report_fills(one);
	n += report_source(o);
	n += printf("  %llu us", (unsigned long long)o->elapsed);
	return n;
}
