/* SPDX-License-Identifier: MIT */
/* `wsprecv fuzz triage`: every finding in a process of its own, and what is the same. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/fuzz_parts.h"
#include "cli/groups.h"
#include "cli/inputs.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/status.h"
#include "scenario/choice.h"
#include "scenario/quantity.h"

#define REPORTS 4

struct report {
	void (*write)(FILE *to, const struct groups *g);
	const char *file; /* NULL: standard output, where the table is not then */
};

struct triage_wish {
	struct report reports[REPORTS];
	size_t n_reports;
	bool on_stdout;
	const char *target;
	uint64_t limit;
	bool help;
};

static bool set_report(void *target, const char *value, struct diag *d)
{
	static const char *const words[] = { "junit", "sarif", NULL };
	struct triage_wish *w = target;
	const char *colon = strchr(value, ':');
	char word[32];
	size_t i;

	snprintf(word, sizeof word, "%.*s",
		 (int)(colon != NULL ? colon - value : (ptrdiff_t)strlen(value)),
		 value);
	if (!choice_find(word, "report", words, &i, d))
		return false;
	if (colon != NULL && colon[1] == '\0')
		return diag_set(d, strlen(value), "there is no file behind the colon");
	if (colon == NULL && w->on_stdout)
		return diag_set(d, strlen(value),
				"one report is going to standard output") ||
		       diag_hint(d, "write %s:FILE", word);
	if (w->n_reports == REPORTS)
		return diag_set(d, 0, "at most %d reports are written", REPORTS);
	w->on_stdout = w->on_stdout || colon == NULL;
	w->reports[w->n_reports++] = (struct report){
		i == 0 ? groups_junit : groups_sarif, colon != NULL ? colon + 1 : NULL
	};
	return true;
}

static bool set_target(void *target, const char *value, struct diag *d)
{
	(void)d;
	((struct triage_wish *)target)->target = value;
	return true;
}

static bool set_limit(void *target, const char *value, struct diag *d)
{
	struct triage_wish *w = target;

	if (!quantity_duration(value, &w->limit, d))
		return false;
	return w->limit != 0 || diag_set(d, 0, "nothing is done in no time");
}

static bool set_help(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct triage_wish *)target)->help, value, d);
}

static const struct option_kind options[] = {
	{ "report", 0, "junit|sarif[:FILE]",
	  "write a report; may be repeated, without FILE once, which takes the table's "
	  "place",
	  set_report },
	{ "target", 0, "TARGET", "whose inputs they are; else their paths say it",
	  set_target },
	{ "limit", 0, "DURATION", "what takes longer is a hang (default 10s)",
	  set_limit },
	{ "help", 'h', NULL, "print this", set_help },
};

#define OPTIONS (sizeof options / sizeof options[0])

static bool play_one(const struct triage_wish *w, struct groups *g, const char *path)
{
	struct finding_target t;
	struct finding f;
	unsigned char *bytes;
	size_t n;
	bool good;

	if (w->target == NULL)
		finding_guess(&t, path);
	else if (!finding_target(&t, w->target))
		return false;
	bytes = fuzz_read(path, &n);
	if (bytes == NULL)
		return false;
	good = finding_play(&f, &t, bytes, n, w->limit);
	f.path = path;
	if (good)
		groups_add(g, &f, n);
	else
		finding_free(&f);
	free(bytes);
	return good;
}

static int write_reports(const struct triage_wish *w, const struct groups *g)
{
	int status = g->findings > 0 ? STATUS_EXPECTATION : STATUS_GOOD;

	for (size_t i = 0; i < w->n_reports; i++) {
		const struct report *r = &w->reports[i];
		FILE *to = r->file != NULL ? fopen(r->file, "we") : stdout;

		if (to != NULL) {
			r->write(to, g);
			if (r->file == NULL || (ferror(to) | fclose(to)) == 0)
				continue;
		}
		fprintf(stderr, "wsprecv: %s cannot be written: %s\n", r->file,
			strerror(errno));
		status = STATUS_OUTPUT;
	}
	if (!w->on_stdout)
		groups_table(stdout, g);
	return status;
}

static int triage_all(const struct triage_wish *w, const struct inputs *in)
{
	static struct interrupt interrupt;
	struct groups g = { .n = 0 };
	struct progress progress;
	int status = STATUS_GOOD;

	interrupt_init(&interrupt);
	progress_begin(&progress, stderr, true, in->n);
	for (size_t i = 0; i < in->n && status == STATUS_GOOD; i++) {
		progress_draw(&progress, i, in->paths[i]);
		if (interrupt_signal() != 0)
			status = (int)status_of_signal(interrupt_signal());
		else if (!play_one(w, &g, in->paths[i]))
			status = STATUS_SCRIPT;
	}
	progress_clear(&progress);
	groups_sort(&g);
	if (status == STATUS_GOOD)
		status = write_reports(w, &g);
	groups_free(&g);
	return status;
}

static int triage(int argc, char **argv)
{
	struct triage_wish w = { .limit = FUZZ_LIMIT };
	int first = option_read(options, OPTIONS, &w, argc, argv), status;
	struct inputs in = { .n = 0 };
	bool good = true;

	if (first < 0)
		return STATUS_USAGE;
	if (w.help) {
		fuzz_command_help(stdout, &fuzz_triage);
		return STATUS_GOOD;
	}
	if (first == argc)
		return fuzz_usage("there is nothing to look at",
				  "name a folder of findings");
	for (int i = first; i < argc; i++)
		good = inputs_search(&in, argv[i]) && good;
	status = good ? triage_all(&w, &in) : STATUS_SCRIPT;
	inputs_free(&in);
	return status;
}

const struct fuzz_command fuzz_triage = {
	.name = "triage",
	.text = "run findings, and say which are the same",
	.usage = "[OPTIONS] DIR|FILE...",
	.more = "Runs every input below the folders in a process of its own. Findings "
		"are the same where\nclause, operation, protocol and flags are, or the "
		"signal of a crash and the innermost\nfunction of its stack. Scenarios "
		"(*.wsp) are passed over.\n",
	.statuses =
		"0 nothing was found, 1 there are findings, 2 wrong use, 3 an input "
		"cannot be\nread or run, 6 a report cannot be written, 130 "
		"interrupted.",
	.options = options,
	.n_options = OPTIONS,
	.run = triage,
};
