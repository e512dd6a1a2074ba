/* SPDX-License-Identifier: MIT */
/* The memory that a pending receive takes beside what its caller has to have, against 512
 * bytes: with 100,000 on one socket, and with one on each of 10,000 sockets. */
#include <stdio.h>
#include <stdlib.h>

#include "bench/crowd.h"
#include "bench/process.h"
#include "bench/sample.h"

#define GOAL 512
#define DEEP 100000
#define MANY 10000
#define FIRST 10 /* receives that bring about what is there once only */
#define SPARE 64 /* descriptors for other things */

struct started {
	struct crowd *crowd;
	size_t pending;
};

static void *post_first(const void *how)
{
	const struct crowd_how *h = how;
	struct started *s = malloc(sizeof *s);

	if (s == NULL)
		exit(1);
	*s = (struct started){ crowd_open(h), h->pending };
	crowd_post(s->crowd, 0, FIRST);
	return s;
}

/* Bytes a receive. */
static double post_others(void *state)
{
	const struct started *s = state;
	struct process_memory before = process_memory();

	crowd_post(s->crowd, FIRST, s->pending);
	return (double)process_grown(&before) / (double)(s->pending - FIRST);
}

/* One row; its ratio. Each has a process of its own, whose heap nothing has used before. */
static double measure(const char *metric, const struct crowd_how *how)
{
	static const struct work work = { post_first, post_others };
	struct worker worker;
	double bytes;

	worker_start(&worker, &work, how);
	bytes = worker_turn(&worker);
	worker_end(&worker);
	return sample_row(metric, bytes, GOAL);
}

int main(void)
{
	static const struct crowd_how deep = { DEEP, 1, DEEP };
	static const struct crowd_how many = { MANY, MANY, MANY };
	size_t most;
	double worst = measure("memory of a receive, 100,000 on a socket, B", &deep);

	if (udp_room(MANY + SPARE, &most)) {
		double ratio = measure("memory of a receive, 10,000 sockets, B", &many);

		worst = ratio > worst ? ratio : worst;
	} else {
		fprintf(stderr,
			"memory, 10,000 sockets: skipped, because a process may have "
			"only %zu descriptors here\n",
			most);
	}
	fprintf(stderr, "memory of a receive: at most %.0f B, the goal being %d: %s\n",
		worst * GOAL, GOAL, worst <= 1 ? "met" : "missed");
	return 0;
}
