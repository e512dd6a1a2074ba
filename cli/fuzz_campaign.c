/* SPDX-License-Identifier: MIT */
/* Starts jobs, reads them, shows how far they are, and starts them anew. */
#include "cli/fuzz_campaign.h"

#include <libgen.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "cli/fuzz_parts.h"
#include "cli/interrupt.h"
#include "cli/status.h"
#include "cli/terminal.h"
#include "scenario/clock.h"
#include "scenario/text.h"

#define SECOND UINT64_C(1000000)
#define DRAW (SECOND / 4)
#define NOTE (10 * SECOND) /* from one plain line to the next */
#define LOOK 100           /* milliseconds */
#define GRACE (5 * SECOND) /* that a job may take to end */
#define FINDINGS 100       /* after which nobody needs more */

static void sum_up(struct campaign *c)
{
	struct engine_view *v = &c->view;
	uint64_t seconds;

	v->usec = clock_now() - c->begun;
	v->sum = (struct engine){ .executions = 0 };
	for (size_t i = 0; i < v->jobs; i++) {
		struct fuzz_job *j = &c->jobs[i];

		engine_add(&v->sum, &j->engine);
		v->sum.executions += j->executions;
		v->sum.operations += j->operations;
	}
	if (!c->libfuzzer)
		v->sum.corpus = c->inputs.n;
	seconds = v->usec / SECOND > 0 ? v->usec / SECOND : 1;
	v->operations_speed = v->sum.operations / seconds;
	if (v->sum.speed == 0)
		v->sum.speed = v->sum.executions / seconds;
}

static void clear(struct campaign *c)
{
	if (c->rows > 0)
		printf("\033[%uA\033[J", c->rows);
	c->rows = 0;
}

static void show(struct campaign *c, bool last)
{
	uint64_t now = clock_now();

	sum_up(c);
	if (c->screen && (last || now - c->drawn >= DRAW)) {
		clear(c);
		c->rows = engine_screen(stdout, &c->view, terminal_width(stdout));
		c->drawn = now;
	} else if (!c->screen && (last || now - c->noted >= NOTE)) {
		engine_plain(stdout, &c->view);
		if (last)
			engine_unmet(stdout, &c->view);
		c->noted = now;
	}
	fflush(stdout);
}

static void put_scenario(struct campaign *c, const struct finding *f,
			 struct arena *arena)
{
	struct text path = { .arena = arena };
	const char *scenario = finding_text(f, arena);

	text_format(&path, "%s.wsp", f->path);
	if (fuzz_write(text_whole(&path), scenario, strlen(scenario)) != STATUS_GOOD)
		c->unwritten = true;
}

/* The scenario beside the input. */
static void tell_finding(struct campaign *c, const char *path)
{
	struct arena arena = { .left = 0 };
	struct finding f;
	size_t n;
	unsigned char *bytes = fuzz_read(path, &n);

	c->view.findings++;
	if (bytes == NULL)
		return;
	if (finding_play(&f, c->target, bytes, n, FUZZ_LIMIT)) {
		f.path = path;
		clear(c);
		printf("%s: %s\n", path, finding_headline(&f, &arena));
		put_scenario(c, &f, &arena);
	}
	finding_free(&f);
	free(bytes);
	arena_fini(&arena);
}

/* A replay leaves its finding where it was: it is copied. */
static void keep_input(struct campaign *c, struct fuzz_job *j)
{
	char *copy = strdup(j->engine.running), *path;
	unsigned char *bytes;
	size_t n;

	bytes = fuzz_read(j->engine.running, &n);
	if (copy == NULL ||
	    asprintf(&path, "%s/crash-%s", c->findings, basename(copy)) < 0)
		abort();
	if (bytes != NULL && fuzz_write(path, bytes, n) == STATUS_GOOD)
		tell_finding(c, path);
	free(path);
	free(copy);
	free(bytes);
}

/* Behind the one it died of; behind all that it was given. */
static void go_behind(struct campaign *c, struct fuzz_job *j)
{
	char *const *argv = campaign_line(c, j, 0);
	size_t given = 0;

	for (char *const *at = argv; *at != NULL; at++)
		given += j->input + given < c->inputs.n &&
			 *at == c->inputs.paths[j->input + given];
	if (j->engine.running[0] != '\0')
		for (size_t i = 0; i < given; i++)
			if (strcmp(c->inputs.paths[j->input + i], j->engine.running) ==
			    0)
				given = i + 1;
	j->executions += j->engine.running[0] != '\0' ? given : 0;
	j->input += given;
}

/* False: it said nothing of use, and ended badly. */
static bool look_at_end(struct campaign *c, struct fuzz_job *j, bool good)
{
	bool found = j->engine.found[0] != '\0' || j->engine.running[0] != '\0';

	if (j->engine.found[0] != '\0')
		tell_finding(c, j->engine.found);
	else if (j->engine.running[0] != '\0')
		keep_input(c, j);
	if (!c->libfuzzer)
		go_behind(c, j);
	j->executions += j->engine.executions;
	j->operations += j->engine.operations;
	j->engine.executions = j->engine.operations = 0;
	j->engine.speed = 0;
	return good || found;
}

static bool has_more(const struct campaign *c, const struct fuzz_job *j)
{
	return clock_now() - c->begun < c->wish->limit && interrupt_signal() == 0 &&
	       c->view.findings < FINDINGS && !c->failed && !c->unwritten &&
	       (c->libfuzzer || j->input < c->inputs.n);
}

static void start(struct campaign *c, struct fuzz_job *j)
{
	uint64_t gone = clock_now() - c->begun;

	if (!fuzz_job_start(j, campaign_line(c, j, c->wish->limit - gone)))
		c->failed = true;
}

static void read_job(struct campaign *c, struct fuzz_job *j)
{
	bool good;

	if (fuzz_job_read(j, &good))
		return;
	if (!look_at_end(c, j, good) && !j->stopped) {
		clear(c);
		fprintf(stderr, "wsprecv: fuzz: %s ended: %s\n", c->target->name,
			j->last);
		c->failed = true;
	}
	/* One that ends by itself would do so again. */
	if (has_more(c, j) && (!c->libfuzzer || !good))
		start(c, j);
}

static size_t look(struct campaign *c)
{
	struct pollfd *fds = calloc(c->view.jobs, sizeof *fds);
	size_t running = 0;

	if (fds == NULL)
		abort();
	for (size_t i = 0; i < c->view.jobs; i++) {
		fds[i] = (struct pollfd){ c->jobs[i].pid > 0 ? c->jobs[i].output : -1,
					  POLLIN, 0 };
		running += c->jobs[i].pid > 0;
	}
	if (running > 0 && poll(fds, c->view.jobs, LOOK) > 0)
		for (size_t i = 0; i < c->view.jobs; i++)
			if (fds[i].revents != 0)
				read_job(c, &c->jobs[i]);
	free(fds);
	return running;
}

/* Asks all to end when time is up or a signal has come, and insists later. */
static void stop_in_time(struct campaign *c, uint64_t *stopped)
{
	uint64_t now = clock_now();
	bool over = interrupt_signal() != 0 || c->failed ||
		    now - c->begun >= c->wish->limit + SECOND;

	if (!over)
		return;
	for (size_t i = 0; i < c->view.jobs; i++)
		if (*stopped == 0 || now - *stopped >= GRACE)
			fuzz_job_stop(&c->jobs[i], *stopped != 0);
	if (*stopped == 0)
		*stopped = now;
}

int campaign(const struct campaign_wish *w, const struct finding_target *t)
{
	const char *term = getenv("TERM");
	struct campaign c = { .wish = w, .target = t };
	uint64_t stopped = 0;
	int status = STATUS_SCRIPT;

	c.screen = terminal_is(stdout) && (term == NULL || strcmp(term, "dumb") != 0);
	if (campaign_prepare(&c)) {
		c.jobs = calloc(c.view.jobs, sizeof *c.jobs);
		if (c.jobs == NULL)
			abort();
		c.begun = c.noted = clock_now();
		for (size_t i = 0; i < c.view.jobs; i++)
			start(&c, &c.jobs[i]);
		while (look(&c) > 0) {
			stop_in_time(&c, &stopped);
			show(&c, false);
		}
		show(&c, true);
		if (!c.failed)
			status = c.view.findings > 0 ? STATUS_EXPECTATION : STATUS_GOOD;
		if (c.unwritten)
			status = STATUS_OUTPUT;
		free(c.jobs);
	}
	if (interrupt_signal() != 0)
		status = (int)status_of_signal(interrupt_signal());
	inputs_free(&c.inputs);
	arena_fini(&c.arena);
	return status;
}
