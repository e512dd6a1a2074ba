/* SPDX-License-Identifier: MIT */
/* What a completion costs on one socket with 100,000 receives posted, against 10: bursts of
 * datagrams complete the first ones, which are posted anew behind the others.
 *
 * Each is a process of its own, and they take turns; medians, nanoseconds. */
#include <stdio.h>

#include "bench/crowd.h"
#include "bench/sample.h"

#define GOAL 1.2
#define DEEP 100000
#define FLAT 10
#define ROUNDS 300 /* each receive is used three times */
#define WARM 10

int main(void)
{
	static const struct crowd_how deep = { DEEP, 1, DEEP },
				      flat = { FLAT, 1, FLAT };
	static double times[2][ROUNDS];
	struct worker workers[2];
	double ratio;

	worker_start(&workers[0], &crowd_ours, &deep);
	worker_start(&workers[1], &crowd_ours, &flat);
	for (int round = -WARM; round < ROUNDS; round++)
		for (int i = 0; i < 2; i++) {
			double spent = worker_turn(&workers[i]);

			if (round >= 0)
				times[i][round] = spent;
		}
	worker_end(&workers[0]);
	worker_end(&workers[1]);
	ratio = sample_row("100,000 receives on a socket / 10, ns a completion",
			   sample_median(times[0], ROUNDS),
			   sample_median(times[1], ROUNDS));
	fprintf(stderr,
		"100,000 receives: a completion costs %.2f of that with 10, the goal "
		"being %.2f: %s\n",
		ratio, GOAL, ratio <= GOAL ? "met" : "missed");
	return 0;
}
