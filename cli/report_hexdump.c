/* SPDX-License-Identifier: MIT */
/* The format "hexdump": the line, then offset, hex and ASCII, buffer by buffer. */
#include "cli/report.h"

#define ROW 16

static void put_row(const unsigned char *bytes, size_t n)
{
	for (size_t i = 0; i < ROW; i++) {
		if (i == ROW / 2)
			putchar(' ');
		if (i < n)
			printf(" %02x", bytes[i]);
		else
			fputs("   ", stdout);
	}
	fputs("  |", stdout);
	for (size_t i = 0; i < n; i++)
		putchar(bytes[i] >= 0x20 && bytes[i] < 0x7f ? bytes[i] : '.');
	fputs("|\n", stdout);
}

/* Ends the line, and all bytes follow. */
static void put_bytes(const struct report_receive *one)
{
	DWORD n;
	LPWSABUF buffers = memory_buffers(one->memory, &n);

	putchar('\n');
	for (size_t i = 0; i < n; i++) {
		const unsigned char *bytes = (const unsigned char *)buffers[i].buf;
		size_t filled = memory_filled(one->memory, i, one->outcome->bytes);

		if (filled == 0)
			continue;
		if (n > 1)
			printf("  buffer %zu: %zu of %u\n", i, filled, buffers[i].len);
		for (size_t at = 0; at < filled; at += ROW) {
			printf("  %06zx ", at);
			put_row(bytes + at, filled - at < ROW ? filled - at : ROW);
		}
	}
}

static void receive(const struct report *r, const struct report_receive *one)
{
	report_head(r, one);
	put_bytes(one);
}

static void call(const struct report *r, const struct report_half *half)
{
	report_call_head(r, half);
	if (report_call_has_bytes(half))
		put_bytes(&half->one);
	else
		putchar('\n');
}

static void completion(const struct report *r, const struct report_half *half)
{
	report_completion_head(r, half);
	put_bytes(&half->one);
}

const struct report_format report_hexdump = {
	.word = "hexdump",
	.text = "the same line, then all bytes in hex and ASCII, buffer by buffer",
	.receive = receive,
	.call = call,
	.completion = completion,
	.mark = report_mark_line,
};
