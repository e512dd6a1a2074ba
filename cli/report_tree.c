/* SPDX-License-Identifier: MIT */
/* The format "tree": the call with its arguments, and each buffer with its bytes. */
#include "base/code.h"
#include "cli/report.h"
#include "scenario/errnoword.h"
#include "scenario/flaglist.h"
#include "scenario/literal.h"

#define CHUNK 48 /* bytes of a buffer in one line */

static const char *const kinds[] = {
	[LAYOUT_PLAIN] = "",
	[LAYOUT_NULL] = " NULL",
	[LAYOUT_BAD] = " not mapped",
	[LAYOUT_READONLY] = " read-only",
	[LAYOUT_HALF] = " half mapped",
};

static void put_error(const char *what, const struct outcome *o)
{
	const struct code *code = code_by_number(o->error);

	if (o->result == 0)
		return;
	printf(", %s %s %d", what, code != NULL ? code->name : "error", o->error);
	if (code != NULL)
		printf(" (%s)", code->text);
	if (o->native != 0)
		printf(", errno %s", errnoword_name(o->native));
}

static void put_result(const struct outcome *o)
{
	char flags[FLAGLIST_MAX];

	printf("  = %d", o->result);
	put_error("*lpErrno", o);
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
		       l->buffers[last + 1].same == b->same &&
		       memory_filled(one->memory, last + 1, one->outcome->bytes) == 0)
			last++;
		if (last > i)
			printf("  lpBuffers[%zu..%zu]", i, last);
		else
			printf("  lpBuffers[%zu]", i);
		printf("%s %u of %u", b->same ? " same memory" : kinds[b->kind], filled,
		       b->length);
		if (filled > 0)
			put_bytes(buffers[i].buf, filled);
		else
			putchar('\n');
		i = last;
	}
}

/* What is known of the message beside its bytes. */
static void put_message(const struct outcome *o)
{
	if (o->length_known)
		printf("  message of %llu bytes, %llu lost\n",
		       (unsigned long long)o->length, (unsigned long long)o->lost);
	if (o->source[0] != '\0')
		printf("  from %s\n", o->source);
}

static void put_title(const struct report *r, const struct report_receive *one,
		      const char *half)
{
	printf("#%llu %s", (unsigned long long)one->seq, half);
	report_word(r, one->outcome->word);
	printf(": %s\n", outcome_text(one->outcome->word));
}

static void put_call(const struct report *r, const struct report_receive *one,
		     const char *more)
{
	char flags[FLAGLIST_MAX];

	flaglist_print(one->outcome->flags_in, flags);
	printf("  WSPRecv(s: %s %s, lpBuffers: %zu, *lpFlags: %s%s)\n", r->address,
	       r->mode, one->layout->n, flags, more);
}

static void receive(const struct report *r, const struct report_receive *one)
{
	const struct outcome *o = one->outcome;

	put_title(r, one, "");
	put_call(r, one, "");
	put_result(o);
	put_buffers(one);
	put_message(o);
	printf("  after %llu us\n", (unsigned long long)o->elapsed);
}

static void call(const struct report *r, const struct report_half *half)
{
	const struct posted *p = half->posted;
	char flags[FLAGLIST_MAX];

	put_title(r, &half->one, "call ");
	put_call(r, &half->one,
		 p->completed != NULL ? ", lpOverlapped, lpCompletionRoutine"
				      : ", lpOverlapped");
	printf("  = %d", p->call.result);
	put_error("*lpErrno", &p->call);
	if (p->count_written)
		printf("\n  *lpNumberOfBytesRecvd %u", p->count);
	else
		fputs("\n  *lpNumberOfBytesRecvd untouched", stdout);
	flaglist_print(p->flags, flags);
	printf(", *lpFlags %s\n", p->flags_written ? flags : "untouched");
	if (report_call_has_bytes(half)) {
		put_buffers(&half->one);
		put_message(&p->call);
	}
	printf("  posted at %llu us on %s%s\n",
	       (unsigned long long)report_posted_at(half), half->thread,
	       half->in_routine ? ", inside a routine" : "");
}

static void completion(const struct report *r, const struct report_half *half)
{
	const struct outcome *o = half->one.outcome;
	char flags[FLAGLIST_MAX];

	put_title(r, &half->one, "");
	printf("  completed by %s on %s", report_indication_word(half->indication),
	       half->thread);
	put_error("error", o);
	flaglist_print(o->flags_out, flags);
	printf("\n  bytes %u, flags %s\n", o->bytes, flags);
	put_buffers(&half->one);
	put_message(o);
	printf("  pending %llu us, from %llu us to %llu us\n",
	       (unsigned long long)o->elapsed,
	       (unsigned long long)report_posted_at(half),
	       (unsigned long long)report_completed_at(half));
}

const struct report_format report_tree = {
	.word = "tree",
	.text = "the call with its arguments, each buffer with all its bytes escaped",
	.receive = receive,
	.call = call,
	.completion = completion,
	.mark = report_mark_line,
};
