/* SPDX-License-Identifier: MIT */
/* The format "line": one receive, one line, its bytes last and cut to fit. */
#include "cli/report.h"
#include "scenario/literal.h"

#define SHOWN 72 /* columns for the bytes where there is no terminal */
#define LEAST 16 /* and at least where there is one */
#define MORE 18  /* for the quotes and "... 65520 more" */

/* The first bytes received, from whichever buffers, at most `most`. */
static size_t gather(const struct report_receive *one, unsigned char *out, size_t most)
{
	DWORD n;
	LPWSABUF buffers = memory_buffers(one->memory, &n);
	size_t used = 0;

	for (DWORD i = 0; i < n && used < most; i++) {
		uint32_t filled = memory_filled(one->memory, i, one->outcome->bytes);

		for (uint32_t k = 0; k < filled && used < most; k++)
			out[used++] = (unsigned char)buffers[i].buf[k];
	}
	return used;
}

static void put_bytes(const struct report_receive *one, size_t columns)
{
	unsigned char bytes[SHOWN];
	char text[LITERAL_ESCAPED(SHOWN)];
	size_t all = one->outcome->bytes, n, length;

	if (columns > SHOWN)
		columns = SHOWN;
	n = gather(one, bytes, columns);
	while ((length = literal_escape(bytes, n, text)) > columns)
		n -= (length - columns + 3) / 4; /* a byte is four columns at most */
	printf("  \"%s\"", text);
	if (n < all)
		printf("... %zu more", all - n);
}

static void end_line(const struct report *r, const struct report_receive *one, int head)
{
	int room = r->width > 0 ? (int)r->width - head - MORE : SHOWN;

	if (one->outcome->bytes > 0)
		put_bytes(one, room > LEAST ? (size_t)room : LEAST);
	putchar('\n');
}

static void receive(const struct report *r, const struct report_receive *one)
{
	end_line(r, one, report_head(r, one));
}

static void call(const struct report *r, const struct report_half *half)
{
	int head = report_call_head(r, half);

	if (report_call_has_bytes(half))
		end_line(r, &half->one, head);
	else
		putchar('\n');
}

static void completion(const struct report *r, const struct report_half *half)
{
	end_line(r, &half->one, report_completion_head(r, half));
}

const struct report_format report_line = {
	.word = "line",
	.text = "one line a receive, its bytes escaped and cut (the default)",
	.receive = receive,
	.call = call,
	.completion = completion,
	.mark = report_mark_line,
};
