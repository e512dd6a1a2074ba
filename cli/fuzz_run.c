/* SPDX-License-Identifier: MIT */
/* `wsprecv fuzz run`: a target for so long, and a scenario for each finding. */
#include <string.h>

#include "cli/fuzz_campaign.h"
#include "cli/fuzz_parts.h"
#include "cli/interrupt.h"
#include "cli/status.h"
#include "scenario/quantity.h"

#define TIME_USUAL UINT64_C(60000000)
#define JOBS_MAX 64

static bool set_time(void *target, const char *value, struct diag *d)
{
	struct campaign_wish *w = target;

	if (!quantity_duration(value, &w->limit, d))
		return false;
	return w->limit != 0 || diag_set(d, 0, "nothing is found in no time");
}

static bool set_jobs(void *target, const char *value, struct diag *d)
{
	unsigned long long n;

	if (!option_number(value, &n, d))
		return false;
	if (n == 0 || n > JOBS_MAX)
		return diag_set(d, 0, "there are 1 to %d jobs", JOBS_MAX);
	((struct campaign_wish *)target)->jobs = (size_t)n;
	return true;
}

static bool set_corpus(void *target, const char *value, struct diag *d)
{
	(void)d;
	((struct campaign_wish *)target)->corpus = value;
	return true;
}

static bool set_out(void *target, const char *value, struct diag *d)
{
	(void)d;
	((struct campaign_wish *)target)->out = value;
	return true;
}

static bool set_help(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct campaign_wish *)target)->help, value, d);
}

static const struct option_kind options[] = {
	{ "time", 0, "DURATION", "for so long (default 60s)", set_time },
	{ "jobs", 0, "N",
	  "so many processes at once, which share the corpus (default 1)", set_jobs },
	{ "corpus", 0, "DIR",
	  "inputs to begin with, and those that reach something new (default "
	  "fuzz-corpus/TARGET, which begins with the target's seeds)",
	  set_corpus },
	{ "out", 0, "DIR", "findings go to DIR/TARGET (default findings)", set_out },
	{ "help", 'h', NULL, "print this", set_help },
};

#define OPTIONS (sizeof options / sizeof options[0])

/* What is behind -- is the engine's; it is cut off argv. */
static int cut_arguments(struct campaign_wish *w, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--") == 0) {
			w->arguments = argv + i + 1;
			argv[i] = NULL;
			return i;
		}
	return argc;
}

static int run_target(int argc, char **argv)
{
	static char *nothing[] = { NULL };
	static struct interrupt interrupt;
	struct campaign_wish w = {
		.limit = TIME_USUAL, .jobs = 1, .out = "findings", .arguments = nothing
	};
	struct finding_target t;
	int first;

	argc = cut_arguments(&w, argc, argv);
	first = option_read(options, OPTIONS, &w, argc, argv);
	if (first < 0)
		return STATUS_USAGE;
	if (w.help) {
		fuzz_command_help(stdout, &fuzz_run_target);
		return STATUS_GOOD;
	}
	if (argc - first != 1)
		return fuzz_usage("one target is run at a time",
				  "name it, and give what is the engine's behind --");
	if (!finding_target(&t, argv[first]))
		return STATUS_USAGE;
	if (t.program[0] == '\0') {
		fprintf(stderr, "wsprecv: fuzz: %s is not built here; run make fuzz\n",
			t.name);
		return STATUS_SCRIPT;
	}
	interrupt_init(&interrupt);
	return campaign(&w, &t);
}

const struct fuzz_command fuzz_run_target = {
	.name = "run",
	.text = "run a target, and make a scenario of each finding",
	.usage = "[OPTIONS] TARGET [-- ENGINE-ARGUMENTS]",
	.more = "Runs a target that `make fuzz` has built: with libFuzzer, where that "
		"is its engine, or,\nwhere it has none, all inputs of the corpus once. "
		"A terminal shows how far it is. A finding\nis left as the engine "
		"wrote it, and beside it as a scenario (.wsp). A job that has "
		"found\nsomething goes on. Ctrl-C ends in order.\n",
	.statuses =
		"0 nothing was found, 1 there are findings, 2 wrong use, 3 it cannot "
		"be run,\n6 a finding cannot be written, 130 interrupted.",
	.options = options,
	.n_options = OPTIONS,
	.run = run_target,
};
