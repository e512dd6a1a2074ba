/* SPDX-License-Identifier: MIT */
/* What a process does while receives are pending and nothing comes: the processor's time in
 * a second, how often its threads wake up, how many there are. */
#include <stdio.h>
#include <time.h>

#include "bench/crowd.h"
#include "bench/process.h"
#include "bench/sample.h"

#define GOAL 0.001 /* of a processor */
#define MANY 10000
#define SPARE 64 /* descriptors for other things */
#define SECOND 1e9

struct idle {
	double time; /* of the processor, nanoseconds */
	double waits, threads;
};

static void sleep_for(struct timespec t)
{
	nanosleep(&t, NULL);
}

static struct idle watch(void)
{
	double time = process_time();
	long waits = process_waits();

	sleep_for((struct timespec){ .tv_sec = 1 });
	return (struct idle){ process_time() - time, (double)(process_waits() - waits),
			      (double)process_threads() };
}

int main(void)
{
	static const struct crowd_how many = { MANY, MANY, MANY };
	struct idle before, after;
	struct crowd *crowd;
	double share;
	size_t most;

	if (!udp_room(MANY + SPARE, &most)) {
		fprintf(stderr,
			"idle: skipped, because a process may have only %zu "
			"descriptors "
			"here\n",
			most);
		return 0;
	}
	crowd = crowd_open(&many);
	before = watch();
	crowd_post(crowd, 0, MANY);
	sleep_for((struct timespec){ .tv_nsec = 100000000 });
	after = watch();
	share = sample_row("idle, 10,000 pending / a processor, ns a second",
			   after.time, SECOND);
	sample_row("idle, 10,000 pending / none, wake-ups a second", after.waits,
		   before.waits);
	sample_row("idle, 10,000 pending / none, threads", after.threads,
		   before.threads);
	fprintf(stderr,
		"idle: %.5f of a processor with 10,000 receives pending, the goal "
		"being "
		"none (%.3f): %s\n",
		share, GOAL, share <= GOAL ? "met" : "missed");
	return 0;
}
