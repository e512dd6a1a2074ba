/* SPDX-License-Identifier: MIT */
/* The formats of reports without what writes them, which needs a library that is not ours:
 * a target that reads command lines links these. */
#include "cli/report.h"
#include "cli/sink.h"

const struct report_format report_line = { .word = "line" },
			   report_tree = { .word = "tree" },
			   report_hexdump = { .word = "hexdump" },
			   report_json = { .word = "json", .ordered = true },
			   report_raw = { .word = "raw", .lean = true },
			   report_none = { .word = "none" },
			   report_timeline = { .word = "timeline" };

const struct report_format *const *report_formats(size_t *n)
{
	static const struct report_format *const formats[] = {
		&report_line, &report_tree, &report_hexdump,  &report_json,
		&report_raw,  &report_none, &report_timeline,
	};

	*n = sizeof formats / sizeof formats[0];
	return formats;
}

const struct sink_format *const *sink_formats(size_t *n)
{
	static const struct sink_format tap = { .word = "tap" },
					json = { .word = "json" };
	static const struct sink_format *const formats[] = { &tap, &json };

	*n = sizeof formats / sizeof formats[0];
	return formats;
}
