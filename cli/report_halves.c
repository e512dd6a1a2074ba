/* SPDX-License-Identifier: MIT */
/* The heads of the two halves of an overlapped receive, and the line of a mark. */
#include "cli/report.h"
#include "scenario/flaglist.h"

#define PENDING_SHOWN 8 /* numbers in a mark before the rest is only counted */

bool report_call_has_bytes(const struct report_half *half)
{
	return half->posted->state == POSTED_REFUSED && half->one.outcome->bytes > 0;
}

const char *report_indication_word(enum report_indication by)
{
	static const char *const words[] = {
		[REPORT_BY_EVENT] = "event",
		[REPORT_BY_POLL] = "poll",
		[REPORT_BY_ROUTINE] = "routine",
	};

	return words[by];
}

uint64_t report_posted_at(const struct report_half *half)
{
	return half->posted->posted_at - half->start;
}

uint64_t report_completed_at(const struct report_half *half)
{
	return half->posted->completed_at - half->start;
}

/* "  flags in - count untouched flags untouched": what the call was given to write into. */
static int put_results(const struct posted *p)
{
	char flags[FLAGLIST_MAX];
	int n;

	flaglist_print(p->call.flags_in, flags);
	n = printf("  flags in %s count ", flags);
	n += p->count_written ? printf("%u", p->count) : printf("untouched");
	flaglist_print(p->flags, flags);
	return n + printf(" flags %s", p->flags_written ? flags : "untouched");
}

int report_call_head(const struct report *r, const struct report_half *half)
{
	const struct outcome *o = half->one.outcome;
	int n = printf("#%llu call ", (unsigned long long)half->one.seq);

	if (o->result == 0)
		n += printf("immediate");
	else
		n += report_word(r, o->word);
	if (report_call_has_bytes(half))
		n += printf(" %u bytes", o->bytes);
	n += printf("  return %d", o->result);
	n += report_error(o);
	n += put_results(half->posted);
	if (report_call_has_bytes(half)) {
		n += report_message(o);
		n += report_fills(&half->one);
		n += report_source(o);
	}
	n += printf("  posted %llu us", (unsigned long long)report_posted_at(half));
	if (half->in_routine)
		n += printf(" in a routine");
	return n;
}

int report_completion_head(const struct report *r, const struct report_half *half)
{
	const struct outcome *o = half->one.outcome;
	char flags[FLAGLIST_MAX];
	int n = printf("#%llu ", (unsigned long long)half->one.seq);

	flaglist_print(o->flags_out, flags);
	n += report_word(r, o->word);
	n += printf(" %u bytes  completed by %s on %s", o->bytes,
		    report_indication_word(half->indication), half->thread);
	n += report_error(o);
	n += printf("  flags out %s", flags);
	n += report_message(o);
	n += report_fills(&half->one);
	n += report_source(o);
	n += printf("  pending %llu us", (unsigned long long)o->elapsed);
	if (half->indication == REPORT_BY_POLL)
		n += printf(" polls %llu", (unsigned long long)half->posted->looks);
	return n;
}

void report_mark_line(const struct report *r, const struct report_mark *mark)
{
	size_t shown = mark->n_pending < PENDING_SHOWN ? mark->n_pending
						       : PENDING_SHOWN;

	(void)r;
	printf("-- %s  %llu us  pending", mark->text, (unsigned long long)mark->at);
	for (size_t i = 0; i < shown; i++)
		printf(" #%llu", (unsigned long long)mark->pending[i]);
	if (shown < mark->n_pending)
		printf(" and %zu more", mark->n_pending - shown);
	puts(shown == 0 ? " none" : "");
}
