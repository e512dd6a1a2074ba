/* SPDX-License-Identifier: MIT */
/* `wsprecv fuzz minimize`: the smallest input that is still the same finding.
 *
 *	bytes -> program -> draft -> trials of smaller ones -> bytes and scenario */
#include <stdlib.h>
#include <string.h>

#include "cli/fuzz_parts.h"
#include "cli/interrupt.h"
#include "cli/shrink_parts.h"
#include "cli/status.h"
#include "scenario/clock.h"
#include "scenario/quantity.h"
#include "scenario/text.h"

#define LIMIT_USUAL UINT64_C(60000000)

struct minimize_wish {
	const char *output; /* NULL: the scenario goes to standard output */
	const char *target;
	uint64_t limit;
	bool help;
};

/* What is being made smaller. */
struct specimen {
	const struct finding_target *target;
	unsigned char *bytes; /* heap */
	size_t n;
	uint64_t until, runs;
	struct manner wanted;
	struct progress progress;
};

static bool set_output(void *target, const char *value, struct diag *d)
{
	(void)d;
	((struct minimize_wish *)target)->output = value;
	return true;
}

static bool set_target(void *target, const char *value, struct diag *d)
{
	(void)d;
	((struct minimize_wish *)target)->target = value;
	return true;
}

static bool set_limit(void *target, const char *value, struct diag *d)
{
	struct minimize_wish *w = target;

	if (!quantity_duration(value, &w->limit, d))
		return false;
	return w->limit != 0 || diag_set(d, 0, "nothing is done in no time");
}

static bool set_help(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct minimize_wish *)target)->help, value, d);
}

static const struct option_kind options[] = {
	{ "output", 'o', "FILE",
	  "write the bytes there and the scenario to FILE.wsp; FILE may have the .wsp",
	  set_output },
	{ "target", 0, "TARGET",
	  "whose input it is; else a part of the path names it, or it is overlapped's",
	  set_target },
	{ "limit", 0, "DURATION",
	  "stop after so long, with the best so far (default 60s)", set_limit },
	{ "help", 'h', NULL, "print this", set_help },
};

#define OPTIONS (sizeof options / sizeof options[0])

static bool is_over(const struct specimen *s)
{
	return interrupt_signal() != 0 || clock_now() >= s->until;
}

static bool is_same(struct specimen *s, const unsigned char *bytes, size_t n)
{
	struct finding f;
	struct manner manner;
	char name[64];
	bool same;

	snprintf(name, sizeof name, "runs, %zu bytes are left", s->n);
	progress_draw(&s->progress, ++s->runs, name);
	same = finding_play(&f, s->target, bytes, n, FUZZ_LIMIT);
	if (same) {
		manner_of_finding(&f, &manner);
		same = manner_equal(&manner, &s->wanted);
	}
	finding_free(&f);
	return same;
}

/* Of a target with inputs of its own: fewer bytes, halves first. */
static void thin_out_bytes(struct specimen *s)
{
	unsigned char *smaller = malloc(s->n + 1);

	if (smaller == NULL)
		abort();
	for (size_t size = (s->n + 1) / 2; size > 0 && !is_over(s); size /= 2)
		for (size_t at = 0; at < s->n && !is_over(s);) {
			size_t cut = size < s->n - at ? size : s->n - at;

			memcpy(smaller, s->bytes, at);
			memcpy(smaller + at, s->bytes + at + cut, s->n - at - cut);
			if (is_same(s, smaller, s->n - cut)) {
				s->n -= cut;
				memcpy(s->bytes, smaller, s->n);
			} else {
				at += cut;
			}
		}
	free(smaller);
}

/* Of a target that plays scenarios: everything that `shrink` does. */
static void thin_out_operations(struct specimen *s, const struct finding *f)
{
	struct arena arena = { .left = 0 };
	struct text text = { .arena = &arena };
	struct script script;
	struct script_error e;
	struct shrink shrink = { .trial = { .limit = FUZZ_LIMIT, .target = s->target },
				 .until = s->until };
	unsigned char *bytes;
	size_t n;

	for (size_t i = 0; i < f->n_lines; i++)
		text_format(&text, "%s\n", f->lines[i].text);
	if (script_read_text(&script, "-", text_whole(&text), text.n, NULL, 0, &e)) {
		draft_from_script(&shrink.best, &script);
		shrink.lines = shrink.best.n;
		shrink.progress = s->progress;
		shrink.wanted = s->wanted;
		shrink.failing = f->at < shrink.best.n ? f->at : shrink.best.n;
		shrink_all(&shrink);
		s->progress = shrink.progress;
		bytes = draft_encode(&shrink.best, &n);
		/* The play may put in or leave out what the draft has not. */
		if (is_same(s, bytes, n)) {
			free(s->bytes);
			s->bytes = bytes;
			s->n = n;
		} else {
			free(bytes);
		}
		draft_free(&shrink.best);
	}
	arena_fini(&shrink.arena);
	script_free(&script);
	arena_fini(&arena);
}

static int put(const struct minimize_wish *w, const struct specimen *s,
	       const struct finding *f)
{
	size_t length = w->output != NULL ? strlen(w->output) : 0;
	struct arena arena = { .left = 0 };
	const char *scenario = finding_text(f, &arena);
	char *path = NULL;
	int status = STATUS_GOOD;

	if (length > 4 && strcmp(w->output + length - 4, ".wsp") == 0)
		length -= 4;
	if (w->output == NULL)
		fputs(scenario, stdout);
	else if (asprintf(&path, "%.*s.wsp", (int)length, w->output) < 0)
		abort();
	if (path != NULL)
		status = fuzz_write(path, scenario, strlen(scenario));
	if (path != NULL && status == STATUS_GOOD) {
		path[length] = '\0';
		status = fuzz_write(path, s->bytes, s->n);
	}
	free(path);
	arena_fini(&arena);
	return status;
}

static int minimize_input(const struct minimize_wish *w, struct specimen *s,
			  const char *path)
{
	static struct interrupt interrupt;
	struct finding f;
	int status = STATUS_SCRIPT;

	interrupt_init(&interrupt);
	if (!finding_play(&f, s->target, s->bytes, s->n, FUZZ_LIMIT)) {
		finding_free(&f);
		return status;
	}
	if (f.end == FINDING_NOTHING) {
		fprintf(stderr,
			"wsprecv: fuzz: %s: nothing is wrong with it as an input "
			"of %s\n",
			path, s->target->name);
		finding_free(&f);
		return STATUS_EXPECTATION;
	}
	manner_of_finding(&f, &s->wanted);
	progress_begin(&s->progress, stderr, true, 0);
	if (s->target->rules != NULL && f.n_lines > 0)
		thin_out_operations(s, &f);
	else
		thin_out_bytes(s);
	progress_clear(&s->progress);
	finding_free(&f);
	if (finding_play(&f, s->target, s->bytes, s->n, FUZZ_LIMIT)) {
		f.path = path;
		status = put(w, s, &f);
	}
	finding_free(&f);
	if (interrupt_signal() != 0)
		status = (int)status_of_signal(interrupt_signal());
	return status;
}

static int minimize(int argc, char **argv)
{
	struct minimize_wish w = { .limit = LIMIT_USUAL };
	int first = option_read(options, OPTIONS, &w, argc, argv), status;
	struct finding_target t;
	struct specimen s = { .target = &t };

	if (first < 0)
		return STATUS_USAGE;
	if (w.help) {
		fuzz_command_help(stdout, &fuzz_minimize);
		return STATUS_GOOD;
	}
	if (argc - first != 1)
		return fuzz_usage("one input is made smaller at a time",
				  "name a file, or -");
	if (w.target == NULL)
		finding_guess(&t, argv[first]);
	else if (!finding_target(&t, w.target))
		return STATUS_USAGE;
	s.bytes = fuzz_read(argv[first], &s.n);
	if (s.bytes == NULL)
		return STATUS_SCRIPT;
	s.until = clock_now() + w.limit;
	status = minimize_input(&w, &s, argv[first]);
	free(s.bytes);
	return status;
}

const struct fuzz_command fuzz_minimize = {
	.name = "minimize",
	.text = "make an input as small as can be",
	.usage = "[OPTIONS] FILE|-",
	.more = "Looks for the smallest input that is the same finding: the same "
		"clause is objected with, at\nthe same operation, or it crashes at the "
		"same place. Operations are made fewer and simpler\nas by `wsprecv "
		"shrink`; inputs that are no scenarios lose bytes. The scenario is "
		"printed.\n",
	.statuses =
		"0, 1 nothing is wrong with the input, 2 wrong use, 3 it cannot be "
		"read or run,\n6 the result cannot be written, 130 interrupted: the "
		"best so far is written.",
	.options = options,
	.n_options = OPTIONS,
	.run = minimize,
};
