/* SPDX-License-Identifier: MIT */
/* Fewer lines, blocks, threads and expectations. */
#include <string.h>

#include "cli/shrink_parts.h"

static size_t count_lines(const struct shrink *s, const struct shrink_list *l)
{
	(void)l;
	return s->best.n;
}

static bool without_lines(struct shrink *s, const struct shrink_list *l, size_t from,
			  size_t to)
{
	struct draft d;

	(void)l;
	draft_copy(&d, &s->best);
	draft_cut(&d, from, to);
	if (d.n == s->best.n) {
		draft_free(&d);
		return false;
	}
	return shrink_try(s, &d);
}

static size_t count_needs(const struct shrink *s, const struct shrink_list *l)
{
	(void)l;
	return s->best.n_needs;
}

static bool without_needs(struct shrink *s, const struct shrink_list *l, size_t from,
			  size_t to)
{
	struct draft d;

	(void)l;
	draft_copy(&d, &s->best);
	memmove(d.needs + from, d.needs + to, (d.n_needs - to) * sizeof d.needs[0]);
	d.n_needs -= to - from;
	return shrink_try(s, &d);
}

bool shrink_lines(struct shrink *s)
{
	const struct shrink_list lines = { .count = count_lines,
					   .without = without_lines };
	const struct shrink_list needs = { .count = count_needs,
					   .without = without_needs };
	bool any = false;

	/* Usually nothing behind the failure matters. */
	if (s->failing + 1 < s->best.n)
		any = without_lines(s, &lines, s->failing + 1, s->best.n);
	any = shrink_thin_out(s, &lines) || any;
	return shrink_thin_out(s, &needs) || any;
}

static bool is_block(const struct shrink *s, size_t i)
{
	return i < s->best.n && (s->best.lines[i].op.verb == OP_DO_ROUTINE ||
				 s->best.lines[i].op.verb == OP_DO_REPEAT);
}

/* Once, half as often, one time less. */
static bool shrink_rounds(struct shrink *s, size_t i)
{
	struct op op = s->best.lines[i].op;
	const uint64_t n = op.number, smaller[] = { 1, n / 2, n - 1 };

	if (op.verb != OP_DO_REPEAT || s->wanted.kind == VERDICT_HUNG)
		return false;
	for (size_t k = 0; k < sizeof smaller / sizeof smaller[0]; k++) {
		op.number = smaller[k];
		if (op.number > 0 && op.number < n && shrink_try_op(s, i, &op))
			return true;
	}
	return false;
}

bool shrink_blocks(struct shrink *s)
{
	bool any = false;

	for (size_t i = s->best.n; i-- > 0 && !s->stopped;) {
		struct draft d;

		if (!is_block(s, i))
			continue;
		draft_copy(&d, &s->best);
		draft_cut(&d, i, draft_partner(&d, i) + 1);
		if (shrink_try(s, &d)) {
			any = true;
			continue;
		}
		draft_copy(&d, &s->best);
		draft_unwrap(&d, i);
		if (shrink_try(s, &d)) {
			any = true;
			continue;
		}
		while (is_block(s, i) && shrink_rounds(s, i))
			any = true;
	}
	return any;
}

/* All lines of a thread become the main thread's; then single ones. */
bool shrink_threads(struct shrink *s)
{
	bool any = false;

	for (size_t i = 0; i < s->best.n && !s->stopped; i++) {
		struct op_name name = s->best.lines[i].op.thread;
		struct op op;
		struct draft d;

		if (name.text[0] == '\0')
			continue;
		draft_copy(&d, &s->best);
		for (size_t k = 0; k < d.n; k++)
			if (strcmp(d.lines[k].op.thread.text, name.text) == 0)
				d.lines[k].op.thread = (struct op_name){ .text = "" };
		if (shrink_try(s, &d)) {
			any = true;
			continue;
		}
		op = s->best.lines[i].op;
		op.thread = (struct op_name){ .text = "" };
		any = shrink_try_op(s, i, &op) || any;
	}
	return any;
}

static bool without_expectations(struct shrink *s, size_t from, size_t to)
{
	struct draft d;
	bool any = false;

	draft_copy(&d, &s->best);
	for (size_t i = from; i < to; i++) {
		if (i == s->failing || d.lines[i].expected == NULL)
			continue;
		d.lines[i].expected = NULL;
		any = true;
	}
	if (any)
		return shrink_try(s, &d);
	draft_free(&d);
	return false;
}

bool shrink_expectations(struct shrink *s)
{
	bool any = without_expectations(s, 0, s->best.n);

	for (size_t i = s->best.n; i-- > 0 && !s->stopped;)
		any = without_expectations(s, i, i + 1) || any;
	return any;
}
