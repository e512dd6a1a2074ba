/* SPDX-License-Identifier: MIT */
/* Collects what happens, and writes it in the end. */
#include "cli/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/record_parts.h"
#include "cli/replace.h"
#include "scenario/text.h"

#define PAYLOAD_MAX ((size_t)1 << 20)
#define EVENTS_MAX 20000

static void add_argument(struct text *to, const char *argument)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789-_=+:,./@%[]";
	bool quoted = argument[0] == '\0' || argument[strspn(argument, plain)] != '\0';

	text_put(to, quoted ? " '" : " ");
	for (; *argument != '\0'; argument++) {
		if (*argument == '\'')
			text_put(to, "'\\''");
		else if (*argument == '\n')
			text_put(to, "\\n");
		else if (*argument < ' ' || *argument > '~')
			text_format(to, "\\x%02x", (unsigned char)*argument);
		else
			text_add(to, argument, 1);
	}
	text_put(to, quoted ? "'" : "");
}

char *record_command(int argc, char **argv)
{
	struct arena arena = { NULL, 0 };
	struct text to = { .arena = &arena };
	char *command;

	text_put(&to, "wsprecv");
	for (int i = 0; i < argc; i++)
		add_argument(&to, argv[i]);
	command = strdup(text_whole(&to));
	arena_fini(&arena);
	return command;
}

struct record *record_new(const struct recv_options *o, char *command)
{
	struct record *r = NULL;

	if (o->record != NULL && command != NULL)
		r = calloc(1, sizeof *r);
	if (r == NULL) {
		free(command);
		return NULL;
	}
	r->o = o;
	r->command = command;
	r->check = record_check_new();
	return r;
}

/* NULL: there is no room for it. */
static struct record_event *add(struct record *r, enum record_kind kind)
{
	struct record_event *more;

	if (r->n_events == r->room_events) {
		size_t room = 2 * r->room_events + 64;

		more = realloc(r->events, room * sizeof *more);
		if (more == NULL)
			return NULL;
		r->events = more;
		r->room_events = room;
	}
	more = &r->events[r->n_events++];
	*more = (struct record_event){ .kind = kind };
	return more;
}

/* What was received, whole. */
static const unsigned char *copy_bytes(struct record *r, struct memory *m,
				       uint32_t bytes)
{
	unsigned char *copy = arena_take(&r->arena, bytes + (size_t)1);
	size_t at = 0;
	DWORD n;
	LPWSABUF buffers = memory_buffers(m, &n);

	for (DWORD i = 0; i < n && at < bytes; i++) {
		uint32_t filled = memory_filled(m, i, bytes);

		if (filled > 0)
			memcpy(copy + at, buffers[i].buf, filled);
		at += filled;
	}
	return copy;
}

/* The source of the first receive that had one is the peer's. */
static const char *first_source(const struct record *r)
{
	for (size_t i = 0; i < r->n_events; i++)
		if (r->events[i].outcome.source[0] != '\0')
			return r->events[i].outcome.source;
	return NULL;
}

static void add_half(struct record *r, enum record_kind kind,
		     const struct record_half *half)
{
	const struct outcome *o = half->outcome;
	struct record_event *e;
	const char *first;

	if (r == NULL)
		return;
	if (r->left_out > 0 || r->payload + o->bytes > PAYLOAD_MAX ||
	    r->n_events >= EVENTS_MAX || (e = add(r, kind)) == NULL) {
		r->left_out += kind != RECORD_COMPLETION;
		return;
	}
	first = first_source(r);
	e->number = half->number;
	e->outcome = *o;
	e->layout = half->layout;
	e->other_thread = half->other_thread;
	e->in_routine = half->in_routine;
	e->refused = half->refused;
	e->by = r->last;
	e->expected = record_tell(r, o, half->memory,
				  first != NULL ? first : o->source);
	if (kind == RECORD_COMPLETION)
		r->last = half->number;
	if (kind == RECORD_CALL && !half->refused)
		return;
	e->bytes = copy_bytes(r, half->memory, o->bytes);
	r->payload += o->bytes;
}

void record_receive(struct record *r, const struct record_half *half)
{
	add_half(r, RECORD_RECEIVE, half);
}

void record_call(struct record *r, const struct record_half *half)
{
	add_half(r, RECORD_CALL, half);
}

void record_completion(struct record *r, const struct record_half *half)
{
	add_half(r, RECORD_COMPLETION, half);
}

void record_opened(struct record *r, const WSAPROTOCOL_INFO *info)
{
	if (r == NULL)
		return;
	r->opened = true;
	r->info = *info;
}

void record_sent(struct record *r)
{
	if (r != NULL && r->left_out == 0)
		add(r, RECORD_SENT);
}

void record_shut(struct record *r)
{
	if (r != NULL && r->left_out == 0)
		add(r, RECORD_SHUT);
}

void record_mark(struct record *r, const char *word)
{
	struct record_event *e;

	if (r != NULL && r->left_out == 0 && (e = add(r, RECORD_MARK)) != NULL)
		e->word = word;
}

void record_failed(struct record *r, const char *stage, const char *why, int code)
{
	struct record_event *e;

	if (r == NULL || r->left_out > 0 || (e = add(r, RECORD_FAILED)) == NULL)
		return;
	e->word = text_print(&r->arena, "%s: %s", stage, why);
	e->code = code;
}

bool record_end(struct record *r)
{
	char why[REPLACE_WHY];
	const char *text;
	bool good;

	if (r == NULL)
		return true;
	record_lines(r);
	record_check_rows(r);
	text = record_whole(r);
	good = replace_file(r->o->record, text, strlen(text), why);
	if (!good)
		fprintf(stderr, "wsprecv: --record: %s: %s\n", r->o->record, why);
	record_check_free(r->check);
	arena_fini(&r->arena);
	free(r->events);
	free(r->rows);
	free(r->command);
	free(r);
	return good;
}
