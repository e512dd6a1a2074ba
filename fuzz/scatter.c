/* SPDX-License-Identifier: MIT */
/* The packing that is known to be right: by places counted from the first buffer's first
 * byte, without a look at the other one. A program under a fuzzer pays for each turn of a
 * loop: so whole runs of bytes are compared, and one by one only those that differ. */
#include "fuzz/scatter.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "fuzz/transcript.h"

#define BUFFERS 33
#define LONG 200u /* from here on a byte stands for a longer length */
#define STEP 29u
#define LONGEST (LONG + (255 - LONG) * STEP)
#define PERIOD 151 /* what is placed repeats itself after so many bytes */
#define UNTOUCHED 0xa5

/* Of what only checks, an engine that looks for new paths need not know: counting costs
 * more than the check. */
#ifdef __clang__
#define UNCOUNTED __attribute__((no_sanitize("coverage")))
#else
#define UNCOUNTED
#endif

struct packing {
	struct iovec vec[BUFFERS];
	size_t n, room;
	size_t skip, length, most, max;
	unsigned char *bytes; /* `length` of them, to be placed */
};

struct reader {
	const uint8_t *at;
	size_t n;
};

/* What is placed, and what was there before. */
static unsigned char source[LONGEST], blank[LONGEST];

UNCOUNTED static void prepare(void)
{
	static bool done;

	for (size_t i = 0; !done && i < LONGEST; i++) {
		source[i] = (unsigned char)(i % PERIOD);
		blank[i] = UNTOUCHED;
	}
	done = true;
}

static size_t take(struct reader *r)
{
	size_t byte;

	if (r->n == 0)
		return 0;
	byte = *r->at++;
	r->n--;
	return byte < LONG ? byte : LONG + (byte - LONG) * STEP;
}

/* Where there is nothing to hold, nothing may be touched. */
UNCOUNTED static void *block(size_t n)
{
	void *at = NULL;

	if (n > 0 && (at = malloc(n)) == NULL)
		abort();
	return at;
}

static void read_packing(const uint8_t *data, size_t n, struct packing *p)
{
	struct reader r = { data, n };

	*p = (struct packing){ .n = take(&r) % BUFFERS };
	for (size_t i = 0; i < p->n; i++) {
		p->vec[i].iov_len = take(&r);
		p->room += p->vec[i].iov_len;
	}
	p->skip = take(&r);
	p->length = take(&r);
	p->most = take(&r);
	p->max = take(&r) % (BUFFERS + 1);
}

UNCOUNTED static void make(struct packing *p)
{
	for (size_t i = 0; i < p->n; i++) {
		p->vec[i].iov_base = block(p->vec[i].iov_len);
		if (p->vec[i].iov_len > 0)
			memcpy(p->vec[i].iov_base, blank, p->vec[i].iov_len);
	}
	p->bytes = block(p->length);
	if (p->length > 0)
		memcpy(p->bytes, source, p->length);
}

UNCOUNTED static void drop(struct packing *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->vec[i].iov_base);
	free(p->bytes);
}

static void print(const struct packing *p, FILE *to)
{
	struct layout_buffer buffers[BUFFERS];
	struct layout l = { p->n, buffers };
	char *text;

	for (size_t i = 0; i < p->n; i++)
		buffers[i] = (struct layout_buffer){ LAYOUT_PLAIN,
						     (uint32_t)p->vec[i].iov_len,
						     false };
	text = layout_print(&l);
	fprintf(to, "buffers %s, skip %zu, length %zu, most %zu, max %zu\n",
		text != NULL ? text : "?", p->skip, p->length, p->most, p->max);
	free(text);
}

static void object(const struct packing *p, const char *what, size_t at, size_t is,
		   size_t should)
{
	fprintf(stderr, "scatter: %s %zu is %zu, and should be %zu\n  ", what, at, is,
		should);
	print(p, stderr);
	abort();
}

UNCOUNTED static void expect(const struct packing *p, const char *what, size_t at,
			     size_t is, size_t should)
{
	if (is != should)
		object(p, what, at, is, should);
}

UNCOUNTED static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many of `length` bytes there is room for behind `skip`. */
UNCOUNTED static size_t fits(const struct packing *p)
{
	size_t left = p->skip < p->room ? p->room - p->skip : 0;

	return least(p->length, left);
}

/* n bytes that begin at place `at` are those of `should`. */
UNCOUNTED static void expect_bytes(const struct packing *p, size_t at,
				   const unsigned char *is, const unsigned char *should,
				   size_t n)
{
	if (n == 0 || memcmp(is, should, n) == 0)
		return;
	for (size_t i = 0; i < n; i++)
		expect(p, "byte", at + i, is[i], should[i]);
}

/* Buffer by buffer: what is before the bytes that were placed, of them, and behind. */
UNCOUNTED static void check_bytes(const struct packing *p, size_t placed)
{
	size_t at = 0;

	for (size_t i = 0; i < p->n; i++) {
		const unsigned char *bytes = p->vec[i].iov_base;
		size_t n = p->vec[i].iov_len;
		size_t before = p->skip > at ? least(p->skip - at, n) : 0;
		size_t end = p->skip + placed;
		size_t until = end > at + before ? least(end - at, n) : before;

		expect_bytes(p, at, bytes, blank, before);
		expect_bytes(p, at + before, bytes + before,
			     source + (until > before ? at + before - p->skip : 0),
			     until - before);
		expect_bytes(p, at + until, bytes + until, blank, n - until);
		at += n;
	}
}

UNCOUNTED static void check_gather(const struct packing *p, size_t placed)
{
	unsigned char *back = block(p->length);
	size_t got = vec_gather(p->vec, p->n, p->skip, back, p->length);

	expect(p, "gathered from", p->skip, got, placed);
	expect_bytes(p, 0, back, source, got);
	free(back);
}

/* The slice covers bytes skip.. of the list, one behind the other. */
UNCOUNTED static void check_slice(const struct packing *p)
{
	struct iovec out[BUFFERS];
	size_t n = vec_slice(p->vec, p->n, p->skip, p->most, out, p->max);
	size_t i = 0, at = p->skip, room = 0, whole;

	expect(p, "entries at most", p->max, n <= p->max, true);
	for (size_t k = 0; k < n; k++) {
		while (i < p->n && at >= p->vec[i].iov_len)
			at -= p->vec[i++].iov_len;
		expect(p, "entry with a buffer", k, i < p->n, true);
		expect(p, "entry with bytes", k, out[k].iov_len > 0, true);
		expect(p, "place of entry", k,
		       (size_t)((char *)out[k].iov_base - (char *)p->vec[i].iov_base),
		       at);
		expect(p, "entry inside", k, at + out[k].iov_len <= p->vec[i].iov_len,
		       true);
		at += out[k].iov_len;
		room += out[k].iov_len;
	}
	whole = p->skip < p->room ? p->room - p->skip : 0;
	if (n < p->max)
		expect(p, "slice from", p->skip, room, least(whole, p->most));
}

void scatter_check(const uint8_t *data, size_t n, scatter_function *scatter)
{
	struct packing p;
	size_t placed;

	prepare();
	read_packing(data, n, &p);
	make(&p);
	placed = scatter(p.vec, p.n, p.skip, p.bytes, p.length);
	transcript_add(&placed, sizeof placed);
	expect(&p, "placed from", p.skip, placed, fits(&p));
	check_bytes(&p, placed);
	check_gather(&p, placed);
	check_slice(&p);
	expect(&p, "room up to", p.most, vec_room(p.vec, p.n, p.most),
	       least(p.room, p.most));
	drop(&p);
}

void scatter_explain(const uint8_t *data, size_t n, FILE *to)
{
	struct packing p;

	read_packing(data, n, &p);
	print(&p, to);
}

static uint8_t byte_of(size_t value)
{
	if (value < LONG)
		return (uint8_t)value;
	value = LONG + (value - LONG) / STEP;
	return (uint8_t)(value < 255 ? value : 255);
}

size_t scatter_encode(const struct layout *l, size_t skip, size_t length, uint8_t *out,
		      size_t room)
{
	size_t n = l->n < BUFFERS - 1 ? l->n : BUFFERS - 1, at = 0;

	if (room < n + 5)
		return 0;
	out[at++] = (uint8_t)n;
	for (size_t i = 0; i < n; i++)
		out[at++] = byte_of(l->buffers[i].length);
	out[at++] = byte_of(skip);
	out[at++] = byte_of(length);
	out[at++] = byte_of(length);
	out[at++] = (uint8_t)n;
	return at;
}
