/* SPDX-License-Identifier: MIT */
/* How long wsprecv --version takes from start to end, against socat -V; they take turns. */
#include <stdio.h>

#include "bench/command.h"
#include "bench/sample.h"

#define GOAL 1.5
#define ROUNDS 200

static double run(const char *const *argv)
{
	double begin = sample_now();

	command_end(command_start(argv), argv[0]);
	return sample_now() - begin;
}

int main(void)
{
	static double ours[ROUNDS], theirs[ROUNDS];
	const char *const wsprecv[] = { command_wsprecv(), "--version", NULL };
	const char *const socat[] = { "socat", "-V", NULL };
	double ratio;

	if (!command_there("socat", "startup"))
		return 0;
	for (int i = 0; i < ROUNDS; i++) {
		ours[i] = run(wsprecv);
		theirs[i] = run(socat);
	}
	ratio = sample_row("startup, ns", sample_median(ours, ROUNDS),
			   sample_median(theirs, ROUNDS));
	fprintf(stderr, "startup: %.2f times that of socat, the goal being %.2f: %s\n",
		ratio, GOAL, ratio <= GOAL ? "met" : "missed");
	return 0;
}
