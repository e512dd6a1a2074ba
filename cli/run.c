/* SPDX-License-Identifier: MIT */
/* `wsprecv run`: runs scenarios, and says which lines were not as expected.
 *
 *	operands -> found -> staff -> lineup -> sinks -> exit status */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/lineup.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/run_options.h"
#include "cli/shuffle.h"
#include "cli/staff.h"
#include "scenario/clock.h"
#include "scenario/literal.h"

#define SINKS (RUN_REPORTS + 2)
#define UNTOLD UINT64_MAX

struct run {
	struct run_options o;
	struct worker_wish worker;
	struct literal input;
	size_t *order; /* of the files in this round */
	uint64_t rounds;
	struct shuffle shuffle;
	struct lineup lineup;
	struct sink sinks[SINKS];
	size_t n_sinks;
	struct progress progress;
	struct tally tally;
	bool failed_to_write;
};

static bool next(void *context, struct staff_job *job)
{
	struct run *run = context;
	size_t n = run->worker.files.n;
	uint64_t round = job->number / n;

	if (round >= run->rounds)
		return false;
	if (job->number % n == 0 && run->o.shuffle)
		shuffle_order(&run->shuffle, run->order, n);
	job->file = run->order[job->number % n];
	job->round = run->rounds > 1 ? round + 1 : 0;
	return true;
}

static void begins(void *context, const struct staff_job *job)
{
	struct run *run = context;

	progress_draw(&run->progress, run->tally.files,
		      run->worker.files.paths[job->file]);
}

/* Prints it and gives it back. False: that is enough. */
static bool tell(struct run *run, struct verdict *v)
{
	bool good = v->end == VERDICT_PASSED || v->end == VERDICT_SKIPPED;

	tally_add(&run->tally, v);
	progress_clear(&run->progress);
	for (size_t i = 0; i < run->n_sinks; i++)
		sink_verdict(&run->sinks[i], v);
	verdict_free(v);
	return good || !run->o.until_fail;
}

static bool done(void *context, const struct staff_job *job, struct verdict *v)
{
	struct run *run = context;
	struct verdict turn;

	lineup_put(&run->lineup, job->number, v);
	while (lineup_take(&run->lineup, &turn))
		if (!tell(run, &turn))
			return false;
	return !ferror(stdout);
}

static int usage(const char *what, const char *text, const char *wrong)
{
	struct diag d;

	diag_set(&d, 0, "%s", wrong);
	diag_print(stderr, what, text, &d);
	return STATUS_USAGE;
}

static bool read_input(struct run *run)
{
	struct found *f = &run->worker.files;
	struct diag d;

	run->worker.input = "";
	for (size_t i = 0; i < f->n; i++) {
		if (strcmp(f->paths[i], "-") != 0)
			continue;
		if (!literal_parse("-", &run->input, &d)) {
			diag_print(stderr, "run", "", &d);
			return false;
		}
		run->worker.input = (const char *)run->input.bytes;
		run->worker.n_input = run->input.n;
	}
	return true;
}

/* Which files, in which order. STATUS_GOOD, or what is wrong, which has been told. */
static int find_files(struct run *run)
{
	struct found *f = &run->worker.files;
	const struct run_options *o = &run->o;
	char why[160];

	if (!found_search(f, o->operands, o->n_operands) || !read_input(run))
		return STATUS_USAGE;
	if (o->filter != NULL &&
	    !found_filter(f, o->filter, run->worker.input, why, sizeof why))
		return usage("--filter", o->filter, why);
	if (f->n == 0)
		return usage("--filter", o->filter, "it fits no scenario");
	if (o->shards > 0)
		found_shard(f, o->shard, o->shards);
	run->order = calloc(f->n + 1, sizeof run->order[0]);
	if (run->order == NULL)
		abort();
	for (size_t i = 0; i < f->n; i++)
		run->order[i] = i;
	return STATUS_GOOD;
}

static void add_sink(struct run *run, const struct sink_format *format, FILE *to)
{
	run->sinks[run->n_sinks++] = (struct sink){
		.format = format,
		.to = to,
		.colour = terminal_colours(to, run->o.colour),
		.quiet = run->o.quiet,
	};
}

/* Two names may be one file; what is no file, as /dev/null, takes both. */
static bool is_one_file(FILE *a, FILE *b)
{
	struct stat x, y;

	return a != stdout && b != stdout && fstat(fileno(a), &x) == 0 &&
	       fstat(fileno(b), &y) == 0 && S_ISREG(x.st_mode) &&
	       x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static bool cannot_write(struct run *run, const char *file)
{
	fprintf(stderr, "wsprecv: %s cannot be written: %s\n", file, strerror(errno));
	run->failed_to_write = true;
	return false;
}

static bool one_file(struct run *run, const struct run_report *r)
{
	struct diag d;

	run_report_twice(r, &d);
	diag_print(stderr, "--report", r->value, &d);
	run->tally.status = STATUS_USAGE;
	return false;
}

/* What people read goes where neither a report nor a transcript goes, for those are read by
 * programs, ours too. */
static bool open_sinks(struct run *run)
{
	const struct run_options *o = &run->o;
	const char *github = getenv("GITHUB_ACTIONS");
	FILE *text = o->on_stdout ? stderr : stdout;

	add_sink(run, &sink_text, o->verbose ? stderr : text);
	if (o->verbose)
		run->sinks[0].transcript = text;
	if (github != NULL && github[0] != '\0')
		add_sink(run, &sink_github, text);
	for (size_t i = 0; i < o->n_reports; i++) {
		FILE *to = stdout;

		if (o->reports[i].file != NULL)
			to = fopen(o->reports[i].file, "we");
		if (to == NULL)
			return cannot_write(run, o->reports[i].file);
		for (size_t k = 0; k < i; k++)
			if (is_one_file(to, run->sinks[run->n_sinks - 1 - k].to))
				return one_file(run, &o->reports[i]);
		add_sink(run, o->reports[i].format, to);
	}
	for (size_t i = 0; i < run->n_sinks; i++)
		sink_begin(&run->sinks[i]);
	return true;
}

static void close_sinks(struct run *run)
{
	size_t first = run->n_sinks - run->o.n_reports;

	for (size_t i = 0; i < run->n_sinks; i++)
		sink_end(&run->sinks[i], &run->tally);
	for (size_t i = 0; i < run->o.n_reports; i++) {
		FILE *to = run->sinks[first + i].to;

		if (to != stdout && (ferror(to) | fclose(to)) != 0)
			cannot_write(run, run->o.reports[i].file);
	}
}

static enum status status_of(const struct run *run, enum staff_end end)
{
	switch (end) {
	case STAFF_INTERRUPTED:
		return status_of_signal(interrupt_signal());
	case STAFF_FAILED:
		return STATUS_FAULT;
	case STAFF_DONE:
	case STAFF_STOPPED:
		break;
	}
	return tally_status(&run->tally);
}

static void finish(struct run *run, enum staff_end end)
{
	struct verdict v;

	/* Only after an interruption is anything left that was not told. */
	while (end == STAFF_INTERRUPTED && lineup_take_any(&run->lineup, &v))
		tell(run, &v);
	progress_clear(&run->progress);
	run->tally.status = status_of(run, end);
	close_sinks(run);
	if (end == STAFF_INTERRUPTED)
		fprintf(stderr, "wsprecv: interrupted after %" PRIu64 " file%s\n",
			run->tally.files, run->tally.files == 1 ? "" : "s");
	if (run->o.shuffle && run->tally.failed > 0)
		fprintf(stderr,
			"wsprecv: the order was that of --shuffle=%" PRIu64 "\n",
			run->o.seed);
	if (run->failed_to_write)
		run->tally.status = STATUS_OUTPUT;
}

static void work(struct run *run)
{
	const struct run_options *o = &run->o;
	struct found *f = &run->worker.files;
	static struct interrupt interrupt;
	struct staff_wish wish = {
		.worker = &run->worker,
		.workers = o->jobs < f->n ? o->jobs : f->n,
		.limit = (uint64_t)((double)o->limit * o->time_scale),
		.next = next,
		.begins = begins,
		.done = done,
		.context = run,
	};
	uint64_t begun = clock_now();
	enum staff_end end = STAFF_DONE;

	run->rounds = o->rounds > 0 ? o->rounds : 1;
	if (o->until_fail && o->rounds == 0)
		run->rounds = UNTOLD;
	/* One file may be run by several at once. */
	if (run->rounds > 1)
		wish.workers = o->jobs;
	shuffle_begin(&run->shuffle, o->seed);
	progress_begin(&run->progress, stderr, !o->quiet,
		       run->rounds == UNTOLD ? 0 : run->rounds * f->n);
	interrupt_init(&interrupt);
	if (f->n > 0)
		end = staff_work(&wish);
	run->tally.usec = clock_now() - begun;
	finish(run, end);
}

static void free_run(struct run *run)
{
	lineup_free(&run->lineup);
	found_free(&run->worker.files);
	literal_free(&run->input);
	free(run->order);
}

int run_run(int argc, char **argv)
{
	struct run run = { .n_sinks = 0 };
	int status;

	if (!run_options_read(&run.o, argc, argv))
		return STATUS_USAGE;
	if (run.o.help) {
		run_help(stdout);
		return STATUS_GOOD;
	}
	run.worker.defines = run.o.defines;
	run.worker.n_defines = run.o.n_defines;
	run.worker.simulate = run.o.simulate;
	run.worker.judge = run.o.judge;
	run.worker.time_scale = run.o.time_scale;
	run.worker.transcript = run.o.verbose;
	run.worker.update = run.o.update;
	status = find_files(&run);
	if (status == STATUS_GOOD) {
		if (open_sinks(&run))
			work(&run);
		status = run.failed_to_write ? STATUS_OUTPUT : (int)run.tally.status;
	}
	free_run(&run);
	return status;
}
