/* SPDX-License-Identifier: MIT */
/* A receive is posted, a datagram sent, its completion waited for: against a hand-written
 * epoll loop and libuv, taking turns. Nanoseconds; medians.
 *
 * event: WSPGetOverlappedResult waits. events: WSAWaitForMultipleEvents waits. routine:
 * SleepEx runs it. poll: WSPGetOverlappedResult is asked again and again, beside a loop
 * that asks again and again too, and one that waits. The datagram is there before anybody
 * waits, for a loopback delivers while it is sent. */
#include <stddef.h>
#include <stdio.h>

#include "bench/loop.h"

#define GOAL 1.25

int main(void)
{
	const struct {
		const struct loop *ours, *theirs;
	} rows[] = {
		{ &loop_event, &loop_epoll_waits },   { &loop_event, loop_uv_waits },
		{ &loop_events, &loop_epoll_waits },  { &loop_events, loop_uv_waits },
		{ &loop_routine, &loop_epoll_waits }, { &loop_routine, loop_uv_waits },
		{ &loop_poll, &loop_epoll_polls },    { &loop_poll, &loop_epoll_waits },
		{ &loop_poll, loop_uv_polls },
	};
	int met = 0, n = 0;
	double worst = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		double ratio;

		if (rows[i].theirs == NULL)
			continue;
		ratio = loop_row(rows[i].ours, rows[i].theirs);
		met += ratio <= GOAL;
		worst = ratio > worst ? ratio : worst;
		n++;
	}
	if (loop_uv_waits == NULL)
		fputs("post, send, wait: the rows against libuv are skipped, because "
		      "it "
		      "was not installed when this was built\n",
		      stderr);
	fprintf(stderr,
		"post, send, wait: the largest ratio is %.2f, the goal being %.2f: %s; "
		"%d of %d rows are at most that\n",
		worst, GOAL, worst <= GOAL ? "met" : "missed", met, n);
	return 0;
}
