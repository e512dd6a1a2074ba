/* SPDX-License-Identifier: MIT */
/* Tries drafts, and goes on until none is smaller. */
#include <stdlib.h>
#include <string.h>

#include "cli/interrupt.h"
#include "cli/shrink_parts.h"
#include "scenario/clock.h"

#define FNV_BASE UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)
#define BUCKETS 4096

struct shrink_tried {
	struct shrink_tried *next;
	uint64_t hash;
};

static uint64_t hash_of(const char *text)
{
	uint64_t hash = FNV_BASE;

	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * FNV_PRIME;
	return hash;
}

static bool was_tried(struct shrink *s, const char *text)
{
	uint64_t hash = hash_of(text);
	struct shrink_tried *row;

	if (s->tried == NULL)
		s->tried = arena_take(&s->arena, BUCKETS * sizeof *s->tried);
	row = &s->tried[hash % BUCKETS];
	for (const struct shrink_tried *t = row->next; t != NULL; t = t->next)
		if (t->hash == hash)
			return true;
	row->next = memcpy(arena_take(&s->arena, sizeof *row),
			   &(struct shrink_tried){ .next = row->next, .hash = hash },
			   sizeof *row);
	return false;
}

static bool is_readable(const char *text)
{
	struct script script = { .n = 0 };
	struct script_error e;
	bool good = script_read_text(&script, "-", text, strlen(text), NULL, 0, &e);

	script_free(&script);
	return good;
}

static bool has_time(struct shrink *s)
{
	s->stopped = s->stopped || interrupt_signal() != 0 || clock_now() >= s->until;
	return !s->stopped;
}

/* What would run longer than there is time does not count. */
static bool fails_likewise(struct shrink *s, const struct draft *d, const char *text)
{
	uint64_t left = s->until - clock_now(), usec;
	struct trial trial = s->trial;
	struct manner manner;

	if (left < trial.limit)
		trial.limit = left;
	s->runs++;
	if (!trial_run(&trial, d, text, &manner, &usec)) {
		s->stopped = true;
		return false;
	}
	if (!manner_equal(&manner, &s->wanted) ||
	    (manner.kind == VERDICT_HUNG && trial.limit < s->trial.limit))
		return false;
	s->failing = manner.line;
	return true;
}

bool shrink_try(struct shrink *s, struct draft *d)
{
	struct arena arena = { .left = 0 };
	const char *text = draft_print(d, &arena);
	char name[80];
	bool good = has_time(s) && !was_tried(s, text) && is_readable(text);

	if (good) {
		snprintf(name, sizeof name, "runs, %zu of %zu lines are left",
			 s->best.n, s->lines);
		progress_draw(&s->progress, s->runs, name);
		good = fails_likewise(s, d, text);
	}
	arena_fini(&arena);
	if (good) {
		draft_free(&s->best);
		s->best = *d;
	} else {
		draft_free(d);
	}
	return good;
}

bool shrink_try_op(struct shrink *s, size_t line, const struct op *op)
{
	struct draft d;

	draft_copy(&d, &s->best);
	d.lines[line].op = *op;
	draft_prune(&d);
	return shrink_try(s, &d);
}

bool shrink_thin_out(struct shrink *s, const struct shrink_list *l)
{
	size_t n = l->count(s, l), size = n, at;
	bool any = false;

	while (size > 0 && !s->stopped) {
		for (at = n; at > 0 && !s->stopped;) {
			size_t from = at > size ? at - size : 0;

			if (l->without(s, l, from, at)) {
				any = true;
				n = l->count(s, l);
			}
			at = from < n ? from : n;
		}
		size = size > n ? n : size / 2;
	}
	return any;
}

static bool shrink_once(struct shrink *s)
{
	bool any = shrink_lines(s);

	any = shrink_blocks(s) || any;
	any = shrink_threads(s) || any;
	for (size_t i = s->best.n; i-- > 0 && !s->stopped;) {
		if (i < s->best.n)
			any = shrink_options(s, i) || any;
		if (i < s->best.n)
			any = shrink_values(s, i) || any;
	}
	return any;
}

void shrink_all(struct shrink *s)
{
	/* What changes nothing need not be run. */
	(void)was_tried(s, draft_print(&s->best, &s->arena));
	while (!s->stopped && shrink_once(s))
		;
	while (!s->stopped && shrink_expectations(s))
		while (!s->stopped && shrink_once(s))
			;
}
