/* SPDX-License-Identifier: MIT */
/* How long `wsprecv fuzz explain` takes for an input, against a start of wsprecv that does
 * nothing; they take turns. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/command.h"
#include "bench/sample.h"

#define GOAL 50e6 /* nanoseconds */
#define ROUNDS 50

static double run(const char *const *argv)
{
	double begin = sample_now();

	command_end(command_start(argv), argv[0]);
	return sample_now() - begin;
}

/* Any bytes are an input; these are many operations. */
static void put_input(char *path)
{
	unsigned char bytes[512];
	int fd = mkstemp(path);

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)(i * 151 % 256);
	if (fd < 0 || write(fd, bytes, sizeof bytes) != sizeof bytes ||
	    close(fd) != 0) {
		perror(path);
		exit(1);
	}
}

int main(void)
{
	static double ours[ROUNDS], theirs[ROUNDS];
	char path[] = "/tmp/wsprecv-bench-XXXXXX";
	const char *const explain[] = { command_wsprecv(), "fuzz", "explain", path,
					NULL };
	const char *const nothing[] = { command_wsprecv(), "--version", NULL };
	double took;

	put_input(path);
	for (int i = 0; i < ROUNDS; i++) {
		ours[i] = run(explain);
		theirs[i] = run(nothing);
	}
	unlink(path);
	took = sample_median(ours, ROUNDS);
	sample_row("an explained input, a process, ns", took,
		   sample_median(theirs, ROUNDS));
	fprintf(stderr, "explain: %.1f ms, the goal being %.0f: %s\n", took / 1e6,
		GOAL / 1e6, took <= GOAL ? "met" : "missed");
	return 0;
}
