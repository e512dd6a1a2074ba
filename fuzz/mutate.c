/* SPDX-License-Identifier: MIT */
/* Where operations begin is asked of op_length(); the bytes are moved, not coded anew. */
#include "fuzz/mutate.h"

#include <string.h>

#include "fuzz/compose.h"
#include "fuzz/engine.h"
#include "fuzz/usual.h"
#include "scenario/op_bytes.h"

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if __has_feature(memory_sanitizer)
#include <sanitizer/msan_interface.h>
#endif

#define OPS 128   /* that are looked at */
#define SIZE 4096 /* bytes that are looked at */
#define MADE COMPOSED_MAX
#define LITTLE 12 /* bytes: no program yet */
#define USUALLY 2 /* of 8 changes, those that the engine makes */
#define ENOUGH 16 /* operations: of more the engine would play few in a second */
#define SELDOM 16 /* one program of so many may stay longer */

/* Where operations begin; at[n] is the end. */
struct cuts {
	size_t at[OPS + 1];
	size_t n;
};

/* An engine is not compiled with the memory sanitizer, which does not see what it writes. */
static void is_written(const uint8_t *data, size_t n)
{
#if __has_feature(memory_sanitizer)
	__msan_unpoison(data, n);
#else
	(void)data;
	(void)n;
#endif
}

static void cut(const uint8_t *data, size_t n, struct cuts *c)
{
	is_written(data, n);
	c->n = 0;
	c->at[0] = 0;
	for (; c->at[c->n] < n && c->n < OPS; c->n++)
		c->at[c->n + 1] = c->at[c->n] +
				  op_length(data + c->at[c->n], n - c->at[c->n]);
}

/* Puts `length` bytes in at `at`, as many as there is room for. */
static size_t insert(uint8_t *data, size_t n, size_t most, size_t at,
		     const uint8_t *bytes, size_t length)
{
	if (n + length > most)
		return n;
	memmove(data + at + length, data + at, n - at);
	memcpy(data + at, bytes, length);
	return n + length;
}

static size_t remove_at(uint8_t *data, size_t n, size_t at, size_t length)
{
	memmove(data + at, data + at + length, n - at - length);
	return n - length;
}

static uint8_t small_byte(struct chance *c)
{
	return (uint8_t)(below(c, 3) > 0 ? below(c, 8) : below(c, 256));
}

/* A verb, fields that are given, and small bytes for them. */
static size_t make_any(struct chance *c, uint8_t out[MADE])
{
	size_t n = 0, length = 2 + below(c, 12);

	out[n++] = (uint8_t)below(c, OP_N_VERBS);
	out[n++] = (uint8_t)(below(c, 256) & below(c, 256));
	while (n < length)
		out[n++] = small_byte(c);
	return n;
}

static size_t make_usual(struct chance *c, uint8_t out[MADE])
{
	size_t n;
	const struct usual_op *all = usual_ops(&n), *op = &all[below(c, n)];

	memcpy(out, op->bytes, op->n);
	return op->n;
}

/* A new operation, some with one byte changed. */
static size_t make(struct chance *c, uint8_t out[MADE])
{
	size_t kind = below(c, 16), n, at;

	n = kind == 0  ? 0
	    : kind < 3 ? make_usual(c, out)
	    : kind < 4 ? compose_open(c, out)
		       : compose_operations(c, out);
	if (n == 0)
		return make_any(c, out);
	if (below(c, 4) == 0) {
		at = 1 + below(c, n - 1);
		out[at] = small_byte(c);
	}
	return n;
}

static size_t change_byte(struct chance *c, const struct cuts *k, uint8_t *data,
			  size_t n)
{
	size_t i = below(c, k->n), at = k->at[i] + below(c, k->at[i + 1] - k->at[i]);

	if (k->n == 0 || at >= n)
		return n;
	switch (below(c, 4)) {
	case 0:
		data[at] ^= (uint8_t)(1u << below(c, 8));
		break;
	case 1:
		data[at] = (uint8_t)(data[at] + 1 + below(c, 3));
		break;
	case 2:
		data[at] = (uint8_t)below(c, 256);
		break;
	default:
		data[at] = (uint8_t)below(c, 8);
	}
	return n;
}

/* Doubles or moves: the bytes of operation `from` are put in before operation `to`. */
static size_t copy_op(struct chance *c, const struct cuts *k, uint8_t *data, size_t n,
		      size_t most)
{
	size_t from = below(c, k->n), to = below(c, k->n + 1);
	size_t length = k->at[from + 1] - k->at[from];
	uint8_t bytes[SIZE];

	if (k->n == 0 || length > sizeof bytes)
		return n;
	memcpy(bytes, data + k->at[from], length);
	return insert(data, n, most, k->at[to], bytes, length);
}

static size_t swap_ops(struct chance *c, const struct cuts *k, uint8_t *data, size_t n)
{
	size_t i = below(c, k->n - 1), first = k->at[i + 1] - k->at[i];
	size_t second = k->at[i + 2] - k->at[i + 1];
	uint8_t bytes[SIZE];

	if (k->at[i + 2] > n || first > sizeof bytes)
		return n;
	memcpy(bytes, data + k->at[i], first);
	memmove(data + k->at[i], data + k->at[i + 1], second);
	memcpy(data + k->at[i] + second, bytes, first);
	return n;
}

static size_t change(struct chance *c, uint8_t *data, size_t n, size_t most)
{
	struct cuts k;
	uint8_t made[MADE];
	size_t i;

	cut(data, n, &k);
	i = below(c, k.n);
	switch (below(c, 8)) {
	case 0:
		return k.n > 1 ? remove_at(data, n, k.at[i], k.at[i + 1] - k.at[i]) : n;
	case 1:
		return copy_op(c, &k, data, n, most);
	case 2:
		return k.n > 1 ? swap_ops(c, &k, data, n) : n;
	case 3:
	case 4:
		return insert(data, n, most, k.at[below(c, k.n + 1)], made,
			      make(c, made));
	default:
		return change_byte(c, &k, data, n);
	}
}

/* A program of its own: what is found by one thing after the other would need as many lucky
 * changes, each of which has to be worth keeping. */
static size_t begin_anew(struct chance *c, uint8_t *data, size_t most)
{
	uint8_t made[MADE];
	size_t n = 0;

	if (below(c, 8) > 0)
		n = insert(data, n, most, n, made, compose_open(c, made));
	for (size_t i = 2 + below(c, 8); i > 0; i--)
		n = insert(data, n, most, n, made, make(c, made));
	return n;
}

/* Leaves out what is too much, in one place. */
static size_t shorten(struct chance *c, uint8_t *data, size_t n)
{
	struct cuts k;
	size_t more, from;

	cut(data, n, &k);
	if (k.n <= ENOUGH || below(c, SELDOM) == 0)
		return n;
	more = k.n - ENOUGH;
	from = below(c, ENOUGH + 1);
	return remove_at(data, n, k.at[from], k.at[from + more] - k.at[from]);
}

size_t mutate_operations(uint8_t *data, size_t n, size_t most, unsigned seed)
{
	struct chance c = { seed };

	if (LLVMFuzzerMutate != NULL && below(&c, 8) < USUALLY)
		return shorten(&c, data, LLVMFuzzerMutate(data, n, most));
	if (n > SIZE || most > SIZE)
		most = n > SIZE ? n : SIZE;
	if (below(&c, n < LITTLE ? 2 : 8) == 0)
		return begin_anew(&c, data, most);
	for (size_t i = 1 + below(&c, 3); i > 0; i--)
		n = change(&c, data, n, most);
	n = shorten(&c, data, n);
	return n > 0 ? n : insert(data, 0, most, 0, (const uint8_t *)"\1", most > 0);
}

size_t mutate_cross(const uint8_t *a, size_t n_a, const uint8_t *b, size_t n_b,
		    uint8_t *out, size_t most, unsigned seed)
{
	struct chance c = { seed };
	struct cuts ka, kb;
	size_t first, from, second;

	cut(a, n_a, &ka);
	cut(b, n_b, &kb);
	first = ka.at[below(&c, ka.n + 1)];
	from = kb.at[below(&c, kb.n + 1)];
	second = n_b - from;
	if (first > most)
		first = most;
	if (second > most - first)
		second = most - first;
	memcpy(out, a, first);
	memcpy(out + first, b + from, second);
	return shorten(&c, out, first + second);
}
