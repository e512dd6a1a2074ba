/* SPDX-License-Identifier: MIT */
/* How many scenarios of corpus/ run in a second on one core of the simulated network. The
 * reference is the start of a process that does nothing: one a scenario is what a runner
 * without workers would pay. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "bench/command.h"
#include "bench/sample.h"

#define GOAL 1000.0
#define ROUNDS 5
#define REPEAT 10
#define TEXT(n) TEXT_OF(n)
#define TEXT_OF(n) #n

static double run(const char *const *argv)
{
	double begin = sample_now();

	command_end(command_start(argv), argv[0]);
	return sample_now() - begin;
}

/* Files that end in .wsp below the folder. */
static size_t count(const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	char path[512];
	size_t n = 0;

	while (d != NULL && (e = readdir(d)) != NULL) {
		size_t length = strlen(e->d_name);

		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		if (e->d_type == DT_DIR)
			n += count(path);
		else if (length > 4 && strcmp(e->d_name + length - 4, ".wsp") == 0)
			n++;
	}
	if (d != NULL)
		closedir(d);
	return n;
}

int main(void)
{
	const char *wsprecv = command_wsprecv();
	const char *const all[] = { wsprecv,  "run", "--net=sim",
				    "-q",     "-j1", "--repeat=" TEXT(REPEAT),
				    "corpus", NULL };
	const char *const nothing[] = { wsprecv, "--version", NULL };
	double ours[ROUNDS], start[ROUNDS], each, rate;
	size_t n = count("corpus");

	if (n == 0) {
		fprintf(stderr,
			"scenarios: skipped, because there is no corpus here\n");
		return 0;
	}
	for (int i = 0; i < ROUNDS; i++) {
		ours[i] = run(all);
		start[i] = run(nothing);
	}
	each = sample_median(ours, ROUNDS) / (double)(n * REPEAT);
	sample_row("a scenario, a process, ns", each, sample_median(start, ROUNDS));
	rate = 1e9 / each;
	fprintf(stderr,
		"scenarios: %.0f in a second and core, the goal being %.0f: %s\n", rate,
		GOAL, rate >= GOAL ? "met" : "missed");
	return 0;
}
