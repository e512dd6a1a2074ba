/* SPDX-License-Identifier: MIT */
/* Our overlapped receive against the WSARecv of Wine: the same loop, compiled by mingw-w64.
 * A receive is posted, a datagram sent, its completion waited for; medians. */
#include <stdio.h>
#include <string.h>

#include "bench/command.h"
#include "bench/loop.h"
#include "bench/sample.h"

#define GOAL 20.0 /* times faster */
#define LOOP "bench/wine/loop.sh"

#define MODES (sizeof modes / sizeof *modes)

static const struct {
	const char *name; /* as bench/wine/loop.c calls it */
	const struct loop *ours;
} modes[] = { { "event", &loop_event },
	      { "events", &loop_events },
	      { "routine", &loop_routine },
	      { "poll", &loop_poll } };

static double theirs[MODES]; /* nanoseconds */

/* False where the loop fails. */
static bool run_theirs(void)
{
	char name[16];
	double time;
	size_t n = 0;
	FILE *loop;

	fflush(NULL);
	loop = popen(LOOP, "r");
	if (loop == NULL)
		return false;
	while (fscanf(loop, "%15s %lf", name, &time) == 2)
		for (size_t i = 0; i < MODES; i++)
			if (strcmp(name, modes[i].name) == 0) {
				theirs[i] = time;
				n++;
			}
	return pclose(loop) == 0 && n == MODES;
}

int main(void)
{
	double most = 0; /* ratio */

	if (!command_there("wine", "Wine") ||
	    !command_there("x86_64-w64-mingw32-gcc", "Wine"))
		return 0;
	if (!run_theirs()) {
		fputs("Wine: skipped, because " LOOP " fails here\n", stderr);
		return 0;
	}
	for (size_t i = 0; i < MODES; i++) {
		char metric[64];
		double ratio;

		snprintf(metric, sizeof metric, "post, send, wait: %s / Wine, ns",
			 modes[i].name);
		ratio = sample_row(metric, loop_median(modes[i].ours), theirs[i]);
		most = ratio > most ? ratio : most;
	}
	fprintf(stderr, "Wine: at least %.0f times faster, the goal being %.0f: %s\n",
		1 / most, GOAL, 1 / most >= GOAL ? "met" : "missed");
	return 0;
}
