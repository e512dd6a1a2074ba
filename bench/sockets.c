/* SPDX-License-Identifier: MIT */
/* Completions per second with a receive pending on each of 10,000 sockets, against those
 * with 10: bursts of datagrams that go round all sockets, or to ten of them only.
 *
 * A hand-written epoll loop does the same, to show what of it is the kernel's. Each is a
 * process of its own, and they take turns; medians. */
#include <stdio.h>

#include "bench/crowd.h"
#include "bench/sample.h"

#define GOAL 0.8
#define MANY 10000
#define FEW 10
#define SPARE 64 /* descriptors for other things */
#define ROUNDS 100
#define WARM 10

enum who {
	OURS_FEW,
	OURS_MANY,
	OURS_TEN_OF_MANY,
	EPOLL_FEW,
	EPOLL_MANY,
	N_WHO
};

static double rates[N_WHO][ROUNDS]; /* completions per second */

static void measure(void)
{
	static const struct crowd_how few = { FEW, FEW, FEW };
	static const struct crowd_how many = { MANY, MANY, MANY };
	static const struct crowd_how ten = { MANY, MANY, FEW };
	struct worker workers[N_WHO];

	worker_start(&workers[OURS_FEW], &crowd_ours, &few);
	worker_start(&workers[OURS_MANY], &crowd_ours, &many);
	worker_start(&workers[OURS_TEN_OF_MANY], &crowd_ours, &ten);
	worker_start(&workers[EPOLL_FEW], &crowd_epoll, &few);
	worker_start(&workers[EPOLL_MANY], &crowd_epoll, &many);
	for (int round = -WARM; round < ROUNDS; round++)
		for (enum who who = OURS_FEW; who < N_WHO; who++) {
			double rate = 1e9 / worker_turn(&workers[who]);

			if (round >= 0)
				rates[who][round] = rate;
		}
	for (enum who who = OURS_FEW; who < N_WHO; who++)
		worker_end(&workers[who]);
}

int main(void)
{
	double medians[N_WHO], all, ten;
	size_t most;

	if (!udp_room(MANY + SPARE, &most)) {
		fprintf(stderr,
			"10,000 sockets: skipped, because a process may have only %zu "
			"descriptors here\n",
			most);
		return 0;
	}
	measure();
	for (enum who who = OURS_FEW; who < N_WHO; who++)
		medians[who] = sample_median(rates[who], ROUNDS);
	all = sample_row("10,000 sockets pending, all busy / 10, completions/s",
			 medians[OURS_MANY], medians[OURS_FEW]);
	ten = sample_row("10,000 sockets pending, 10 busy / 10, completions/s",
			 medians[OURS_TEN_OF_MANY], medians[OURS_FEW]);
	sample_row("10,000 sockets, all busy: ours / epoll, completions/s",
		   medians[OURS_MANY], medians[EPOLL_MANY]);
	fprintf(stderr,
		"10,000 sockets: %.2f of the rate with 10, and %.2f where 10 are busy, "
		"the goal being %.2f: %s; epoll has %.2f of its own\n",
		all, ten, GOAL, all >= GOAL && ten >= GOAL ? "met" : "missed",
		medians[EPOLL_MANY] / medians[EPOLL_FEW]);
	return 0;
}
