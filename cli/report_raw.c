/* SPDX-License-Identifier: MIT */
/* The formats for other programs' sake: "raw", only the bytes, and "none", nothing. */
#include "cli/output.h"
#include "cli/report.h"

static void receive(const struct report *r, const struct report_receive *one)
{
	uint32_t left = one->outcome->bytes;
	DWORD n;
	LPWSABUF buffers = memory_buffers(one->memory, &n);

	(void)r;
	for (DWORD i = 0; i < n && left > 0; i++) {
		uint32_t filled = buffers[i].len < left ? buffers[i].len : left;

		if (!output_write(buffers[i].buf, filled))
			return;
		left -= filled;
	}
}

static void call(const struct report *r, const struct report_half *half)
{
	if (report_call_has_bytes(half))
		receive(r, &half->one);
}

static void completion(const struct report *r, const struct report_half *half)
{
	receive(r, &half->one);
}

const struct report_format report_raw = {
	.word = "raw",
	.text = "only the bytes received; the memory around the buffers is not checked",
	.lean = true,
	.ordered = true,
	.receive = receive,
	.call = call,
	.completion = completion,
};

const struct report_format report_none = {
	.word = "none",
	.text = "nothing, only the exit status; the memory is not checked either",
	.lean = true,
};
