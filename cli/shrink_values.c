/* SPDX-License-Identifier: MIT */
/* Smaller values of one operation: buffers, bytes, steps of peers, numbers, durations. */
#include <string.h>

#include "cli/shrink_parts.h"

#define SIMPLE 'a'
#define OF_OP SIZE_MAX /* the operation's own data, not a step's */
#define MILLISECOND 1000

static bool without_buffers(struct shrink *s, const struct shrink_list *l, size_t from,
			    size_t to)
{
	struct op op = s->best.lines[l->line].op;
	struct layout *less = arena_take(&s->arena, sizeof *less);

	less->n = op.layout->n - (to - from);
	less->buffers = arena_take(&s->arena, (less->n + 1) * sizeof less->buffers[0]);
	memcpy(less->buffers, op.layout->buffers, from * sizeof less->buffers[0]);
	memcpy(less->buffers + from, op.layout->buffers + to,
	       (less->n - from) * sizeof less->buffers[0]);
	layout_mend(less);
	op.layout = less;
	return shrink_try_op(s, l->line, &op);
}

static size_t count_buffers(const struct shrink *s, const struct shrink_list *l)
{
	const struct layout *layout = l->line < s->best.n
					      ? s->best.lines[l->line].op.layout
					      : NULL;

	return layout != NULL ? layout->n : 0;
}

/* Another buffer i. */
static bool try_buffer(struct shrink *s, size_t line, size_t i, struct layout_buffer to)
{
	struct op op = s->best.lines[line].op;
	struct layout *other = arena_take(&s->arena, sizeof *other);

	other->n = op.layout->n;
	other->buffers = arena_copy(&s->arena, op.layout->buffers,
				    other->n * sizeof other->buffers[0]);
	other->buffers[i] = to;
	layout_mend(other);
	op.layout = other;
	return shrink_try_op(s, line, &op);
}

static bool shrink_buffers(struct shrink *s, size_t line)
{
	const struct shrink_list l = { .line = line,
				       .count = count_buffers,
				       .without = without_buffers };
	bool any = shrink_thin_out(s, &l);

	for (size_t i = 0; i < count_buffers(s, &l) && !s->stopped; i++) {
		struct layout_buffer b = s->best.lines[line].op.layout->buffers[i];

		if (b.kind != LAYOUT_PLAIN)
			any = try_buffer(s, line, i,
					 (struct layout_buffer){ LAYOUT_PLAIN, b.length,
								 false }) ||
			      any;
		b = s->best.lines[line].op.layout->buffers[i];
		for (uint32_t n = 0; n < b.length && !s->stopped;
		     n += (b.length - n + 1) / 2)
			if (try_buffer(s, line, i,
				       (struct layout_buffer){ b.kind, n, b.same })) {
				any = true;
				break;
			}
	}
	return any;
}

/* The bytes of an operation or of one of its steps; NULL: there are none. */
static const unsigned char *data_of(const struct shrink *s, const struct shrink_list *l,
				    size_t *n)
{
	const struct op *op = l->line < s->best.n ? &s->best.lines[l->line].op : NULL;

	*n = 0;
	if (op == NULL)
		return NULL;
	if (l->step == OF_OP) {
		*n = op->n_data;
		return op->data;
	}
	if (l->step >= op->n_steps || op->steps[l->step].data == NULL)
		return NULL;
	*n = op->steps[l->step].n;
	return op->steps[l->step].data;
}

static struct peer_step *copy_steps(struct shrink *s, const struct op *op)
{
	return arena_copy(&s->arena, op->steps, op->n_steps * sizeof op->steps[0]);
}

static bool try_data(struct shrink *s, const struct shrink_list *l,
		     unsigned char *bytes, size_t n)
{
	struct op op = s->best.lines[l->line].op;
	struct peer_step *steps;

	if (l->step == OF_OP) {
		op.data = bytes;
		op.n_data = n;
	} else {
		steps = copy_steps(s, &op);
		steps[l->step].data = bytes;
		steps[l->step].n = n;
		op.steps = steps;
	}
	return shrink_try_op(s, l->line, &op);
}

static size_t count_bytes(const struct shrink *s, const struct shrink_list *l)
{
	size_t n;

	(void)data_of(s, l, &n);
	return n;
}

static bool without_bytes(struct shrink *s, const struct shrink_list *l, size_t from,
			  size_t to)
{
	size_t n;
	const unsigned char *data = data_of(s, l, &n);
	unsigned char *less = arena_copy(&s->arena, data, n);

	memmove(less + from, data + to, n - to);
	return try_data(s, l, less, n - (to - from));
}

static bool simpler_bytes(struct shrink *s, const struct shrink_list *l)
{
	size_t n;
	const unsigned char *data = data_of(s, l, &n);
	unsigned char *simple;

	if (data == NULL || n == 0)
		return false;
	simple = arena_copy(&s->arena, data, n);
	memset(simple, SIMPLE, n);
	return memcmp(simple, data, n) != 0 && try_data(s, l, simple, n);
}

static bool shrink_data(struct shrink *s, size_t line, size_t step)
{
	const struct shrink_list l = { .line = line,
				       .step = step,
				       .count = count_bytes,
				       .without = without_bytes };
	bool any = shrink_thin_out(s, &l);

	return simpler_bytes(s, &l) || any;
}

static size_t count_steps(const struct shrink *s, const struct shrink_list *l)
{
	return l->line < s->best.n ? s->best.lines[l->line].op.n_steps : 0;
}

static bool without_steps(struct shrink *s, const struct shrink_list *l, size_t from,
			  size_t to)
{
	struct op op = s->best.lines[l->line].op;
	struct peer_step *steps = copy_steps(s, &op);

	if (to - from == op.n_steps)
		return false;
	memmove(steps + from, steps + to, (op.n_steps - to) * sizeof steps[0]);
	op.steps = steps;
	op.n_steps -= to - from;
	return shrink_try_op(s, l->line, &op);
}

/* Something smaller for the number in *at, if any of these will do: the operation is tried
 * with each. `least` is the smallest that makes sense. */
static bool smaller(struct shrink *s, size_t line, const struct op *op, uint64_t *at,
		    uint64_t least)
{
	const uint64_t n = *at;

	/* The nearer to what it is now, the finer. */
	for (uint64_t to = least; to < n && !s->stopped; to += (n - to + 1) / 2) {
		*at = to;
		if (shrink_try_op(s, line, op))
			return true;
	}
	return false;
}

static bool shrink_step(struct shrink *s, size_t line, size_t i)
{
	struct op op = s->best.lines[line].op;
	struct peer_step *steps = copy_steps(s, &op);
	uint64_t n = steps[i].n;

	op.steps = steps;
	if (steps[i].usec > 0)
		return s->wanted.kind != VERDICT_HUNG &&
		       smaller(s, line, &op, &steps[i].usec, MILLISECOND);
	if (steps[i].data != NULL || n <= 1)
		return false;
	for (uint64_t to = 1; to < n && !s->stopped; to += (n - to + 1) / 2) {
		steps[i].n = (size_t)to;
		if (shrink_try_op(s, line, &op))
			return true;
	}
	return false;
}

static bool shrink_steps(struct shrink *s, size_t line)
{
	const struct shrink_list l = { .line = line,
				       .count = count_steps,
				       .without = without_steps };
	bool any = shrink_thin_out(s, &l);

	for (size_t i = count_steps(s, &l); i-- > 0 && i < count_steps(s, &l);) {
		any = shrink_data(s, line, i) || any;
		if (i < count_steps(s, &l))
			any = shrink_step(s, line, i) || any;
	}
	return any;
}

/* How long to wait, and for how long at most; a hang stays one. */
static bool shrink_durations(struct shrink *s, size_t line)
{
	struct op op = s->best.lines[line].op;
	bool any = false;

	if (s->wanted.kind == VERDICT_HUNG)
		return false;
	if (op.usec != 0 && op.usec != OP_FOREVER)
		any = smaller(s, line, &op, &op.usec, MILLISECOND);
	if (line >= s->best.n)
		return any;
	op = s->best.lines[line].op;
	return smaller(s, line, &op, &op.timeout, MILLISECOND) || any;
}

/* The number of `fault` and of `net`. */
static bool shrink_number(struct shrink *s, size_t line)
{
	struct op op = s->best.lines[line].op;

	if (op.verb != OP_DO_FAULT && op.verb != OP_DO_NET)
		return false;
	return smaller(s, line, &op, &op.number, 1);
}

bool shrink_values(struct shrink *s, size_t line)
{
	bool any = shrink_steps(s, line);

	if (line < s->best.n)
		any = shrink_data(s, line, OF_OP) || any;
	if (line < s->best.n)
		any = shrink_buffers(s, line) || any;
	if (line < s->best.n)
		any = shrink_durations(s, line) || any;
	if (line < s->best.n)
		any = shrink_number(s, line) || any;
	return any;
}
