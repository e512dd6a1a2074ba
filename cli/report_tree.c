/* SPDX-License-Identifier: MIT */
/* The format "tree": the call with its arguments, and each buffer with its bytes. */
#include "base/code.h"
#include "cli/errnoword.h"
#include "cli/flaglist.h"
#include "cli/report.h"
#include "scenario/literal.h"

#define CHUNK 48 /* bytes of a buffer in one line */

static const char *const kinds[] = {
	[LAYOUT_PLAIN] = "",
	[LAYOUT_NULL] = " NULL",
	[LAYOUT_BAD] = " not mapped",
	[LAYOUT_READONLY] = " read-only",
};

static void put_result(const struct outcome *o)
{
	const struct code *code = code_by_number(o->error);
	char flags[FLAGLIST_MAX];

	printf("  = %d", o->result);
	if (o->result != 0) {
		printf(", *lpErrno %s %d", code != NULL ? code->name : "error",
		       o->error);
		if (code != NULL)
			printf(" (%s)", code->text);
		if (o->native != 0)
			printf(", errno %s", errnoword_name(o->native));
	}
	flaglist_print(o->flags_out, flags);
	printf("\n  *lpNumberOfBytesRecvd %u, *lpFlags %s\n", o->bytes, flags);
}

/* A line ends after a newline of the data or after CHUNK bytes. */
static size_t line_length(const char *bytes, size_t n)
{
	for (size_t i = 0; i < n && i < CHUNK; i++)
		if (bytes[i] == '\n')
			return i + 1;
	return n < CHUNK ? n : CHUNK;
}

static void put_bytes(const char *bytes, size_t n)
{
	char text[LITERAL_ESCAPED(CHUNK)];
	size_t length;

	for (size_t at = 0; at < n; at += length) {
		length = line_length(bytes + at, n - at);
		literal_escape(bytes + at, length, text);
		printf("%s\"%s\"\n", at == 0 ? "  " : "      ", text);
	}
}

/* Buffers that got nothing and are alike share a line. */
static void put_buffers(const struct report_receive *one)
{
	const struct layout *l = one->layout;
	DWORD n;
	LPWSABUF buffers = memory_buffers(one->memory, &n);

	for (size_t i = 0; i < n; i++) {
		const struct layout_buffer *b = &l->buffers[i];
		uint32_t filled = memory_filled(one->memory, i, one->outcome->bytes);
		size_t last = i;

		while (filled == 0 && last + 1 < n &&
		       l->buffers[last + 1].length == b->length &&
		       l->buffers[last + 1].kind == b->kind &&
		       memory_filled(one->memory, last + 1, one->outcome->bytes) == 0)
			last++;
		if (last > i)
			printf("  lpBuffers[%zu..%zu]", i, last);
		else
			printf("  lpBuffers[%zu]", i);
		printf("%s %u of %u", kinds[b->kind], filled, b->length);
		if (filled > 0)
			put_bytes(buffers[i].buf, filled);
		else
			putchar('\n');
		i = last;
	}
}

static void receive(const struct report *r, const struct report_receive *one)
{
	const struct outcome *o = one->outcome;
	char flags[FLAGLIST_MAX];

	printf("#%llu ", (unsigned long long)one->seq);
	report_word(r, o->word);
	printf(": %s\n", outcome_text(o->word));
	flaglist_print(o->flags_in, flags);
	printf("  WSPRecv(s: %s %s, lpBuffers: %zu, *lpFlags: %s)\n", r->address,
	       r->nonblocking ? "nonblocking" : "blocking", one->layout->n, flags);
	put_result(o);
	put_buffers(one);
	if (o->length_known)
		printf("  message of %llu bytes, %llu lost\n",
		       (unsigned long long)o->length, (unsigned long long)o->lost);
	if (o->source[0] != '\0')
		printf("  from %s\n", o->source);
	printf("  after %llu us\n", (unsigned long long)o->elapsed);
}

const struct report_format report_tree = {
	.word = "tree",
	.text = "the call with its arguments, each buffer with all its bytes escaped",
	.receive = receive,
};
