/* SPDX-License-Identifier: MIT */
/* The format "timeline": nothing until the end, then one row for each overlapped receive. */
#include "cli/report.h"
#include "cli/timeline.h"

static void call(const struct report *r, const struct report_half *half)
{
	timeline_posted(r->timeline, half->one.seq, report_posted_at(half));
	if (half->posted->state == POSTED_REFUSED)
		timeline_refused(r->timeline, half->one.seq, half->one.outcome);
}

static void completion(const struct report *r, const struct report_half *half)
{
	timeline_completed(r->timeline, half->one.seq, report_completed_at(half),
			   half->one.outcome);
}

static void mark(const struct report *r, const struct report_mark *m)
{
	timeline_mark(r->timeline, m->text, m->at);
}

static void end(const struct report *r, uint64_t received, uint64_t bytes, int status)
{
	(void)received;
	(void)bytes;
	(void)status;
	timeline_draw(r->timeline, stdout, r->width, r->colour);
}

const struct report_format report_timeline = {
	.word = "timeline",
	.text = "overlapped receives: a row each, from posted to completed, drawn at "
		"the end",
	.call = call,
	.completion = completion,
	.mark = mark,
	.end = end,
};
