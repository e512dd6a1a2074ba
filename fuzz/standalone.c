/* SPDX-License-Identifier: MIT */
/* The engine for those who have none: replays inputs, and says what they came to.
 *
 *	T [--repeat=N] [--shuffle=SEED] [--explain|--bench=SECONDS] FILE|DIR|-...
 *
 * It prints how many inputs were executed, and a number for all their transcripts, which
 * neither order nor repetition changes: an input that comes to something else the next
 * time is named, and the status is 1. Then comes which points were met sometimes. */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/shuffle.h"
#include "fuzz/engine.h"
#include "fuzz/transcript.h"

struct input {
	char *path;
	unsigned char *bytes; /* exactly n: what reads past them is seen */
	size_t n;
	uint64_t transcript;
};

static struct input *inputs;
static size_t n_inputs;
static const char *running = "";

static void fail(const char *what, const char *path)
{
	fprintf(stderr, "standalone: %s%s%s\n", path, path[0] != '\0' ? ": " : "",
		what);
	exit(2);
}

static void *grown(void *old, size_t n)
{
	void *more = realloc(old, n > 0 ? n : 1);

	if (more == NULL)
		fail("out of memory", "");
	return more;
}

static void add(const char *path, FILE *from)
{
	struct input *in;
	size_t room = 0, got;

	inputs = grown(inputs, (n_inputs + 1) * sizeof *inputs);
	in = &inputs[n_inputs++];
	*in = (struct input){ .path = strdup(path) };
	do {
		room = 2 * room + 4096;
		in->bytes = grown(in->bytes, room);
		got = fread(in->bytes + in->n, 1, room - in->n, from);
		in->n += got;
	} while (got > 0);
	if (ferror(from))
		fail(strerror(errno), path);
	in->bytes = grown(in->bytes, in->n);
}

static void add_path(const char *path);

static int not_hidden(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static void add_folder(const char *path)
{
	struct dirent **entries;
	int n = scandir(path, &entries, not_hidden, alphasort);

	if (n < 0)
		fail(strerror(errno), path);
	for (int i = 0; i < n; i++) {
		char *below = grown(NULL,
				    strlen(path) + strlen(entries[i]->d_name) + 2);

		sprintf(below, "%s/%s", path, entries[i]->d_name);
		add_path(below);
		free(below);
		free(entries[i]);
	}
	free(entries);
}

static void add_path(const char *path)
{
	struct stat st;
	FILE *from;

	if (strcmp(path, "-") == 0) {
		add("-", stdin);
		return;
	}
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		add_folder(path);
		return;
	}
	from = fopen(path, "rb");
	if (from == NULL)
		fail(strerror(errno), path);
	add(path, from);
	fclose(from);
}

/* An objection aborts: by then its scenario has been printed, but not whose it is. */
static void on_abort(int number)
{
	static const char intro[] = "standalone: the input is ";

	signal(number, SIG_DFL);
	if (write(2, intro, sizeof intro - 1) < 0 ||
	    write(2, running, strlen(running)) < 0 || write(2, "\n", 1) < 0)
		_exit(1);
	raise(number);
}

/* False: it came to something else than the first time. */
static bool execute(struct input *in, bool first)
{
	uint64_t before = in->transcript;

	running = in->path;
	transcript_begin();
	LLVMFuzzerTestOneInput(in->bytes, in->n);
	in->transcript = transcript_end();
	running = "";
	return first || in->transcript == before;
}

static size_t execute_all(uint64_t rounds, const char *seed)
{
	size_t *order, differ = 0, n = n_inputs;
	struct shuffle s;

	order = calloc(n + 1, sizeof *order);
	if (order == NULL)
		abort();
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	shuffle_begin(&s, seed != NULL ? strtoull(seed, NULL, 0) : 0);
	for (uint64_t round = 0; round < rounds; round++) {
		if (seed != NULL)
			shuffle_order(&s, order, n);
		for (size_t i = 0; i < n; i++) {
			struct input *in = &inputs[order[i]];

			if (execute(in, round == 0))
				continue;
			differ++;
			printf("%s: it came to something else the next time\n",
			       in->path);
		}
	}
	free(order);
	return differ;
}

static void explain_all(void)
{
	if (fuzz_explain == NULL)
		fail("this target cannot explain its inputs", "");
	for (size_t i = 0; i < n_inputs; i++) {
		if (n_inputs > 1)
			printf("# %s\n", inputs[i].path);
		fuzz_explain(inputs[i].bytes, inputs[i].n, stdout);
	}
}

static double used(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Without transcripts, as an engine would; in seconds of the processor. Then how many it would
 * be if what opens a socket took no time. That has its share of the time by the clock, whose
 * look costs nearly nothing: what else the machine does delays all alike. */
static void bench(double seconds)
{
	double start = used(), from = transcript_now(), took, rest;
	uint64_t executions = 0, before = transcript_operations;

	transcript_times = true;
	do {
		for (size_t i = 0; i < n_inputs; i++) {
			running = inputs[i].path;
			LLVMFuzzerTestOneInput(inputs[i].bytes, inputs[i].n);
		}
		executions += n_inputs;
		took = used() - start;
	} while (took < seconds && executions > 0);
	rest = 1 - transcript_opening / (transcript_now() - from);
	printf("%.0f executions, %.0f operations in a second; %.0f without opens\n",
	       (double)executions / took,
	       (double)(transcript_operations - before) / took,
	       (double)executions / (took * rest));
}

static void free_all(void)
{
	for (size_t i = 0; i < n_inputs; i++) {
		free(inputs[i].path);
		free(inputs[i].bytes);
	}
	free(inputs);
}

int main(int argc, char **argv)
{
	uint64_t rounds = 1, together = 0;
	const char *seed = NULL, *seconds = NULL;
	bool explain = false, any = false;
	size_t differ;

	for (int i = 1; i < argc; i++) {
		if (strncmp(argv[i], "--repeat=", 9) == 0)
			rounds = strtoull(argv[i] + 9, NULL, 0);
		else if (strncmp(argv[i], "--shuffle=", 10) == 0)
			seed = argv[i] + 10;
		else if (strncmp(argv[i], "--bench=", 8) == 0)
			seconds = argv[i] + 8;
		else if (strcmp(argv[i], "--explain") == 0)
			explain = true;
		else if (argv[i][0] == '-' && argv[i][1] != '\0')
			fail("there are --repeat=N, --shuffle=SEED, --explain and "
			     "--bench=SECONDS",
			     argv[i]);
		else
			add_path(argv[i]), any = true;
	}
	if (!any)
		fail("give files or folders, or - for standard input", "");
	signal(SIGABRT, on_abort);
	if (explain || seconds != NULL) {
		if (explain)
			explain_all();
		else
			bench(strtod(seconds, NULL));
		free_all();
		return 0;
	}
	differ = execute_all(rounds, seed);
	for (size_t i = 0; i < n_inputs; i++)
		together += inputs[i].transcript * (inputs[i].n + 1);
	printf("%" PRIu64 " executions of %zu inputs, transcripts %016" PRIx64 "\n",
	       rounds * n_inputs, n_inputs, together);
	if (fuzz_status != NULL)
		fuzz_status(stdout);
	free_all();
	return differ > 0;
}
