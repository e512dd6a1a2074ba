/* SPDX-License-Identifier: MIT */
/* `wsprecv shrink`: the smallest scenario that still fails in the same way.
 *
 *	file -> draft -> trials of smaller ones -> text */
#include <errno.h>
#include <string.h>

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/pretty.h"
#include "cli/replace.h"
#include "cli/run_options.h"
#include "cli/shrink_parts.h"
#include "cli/status.h"
#include "scenario/choice.h"
#include "scenario/clock.h"
#include "scenario/quantity.h"
#include "scenario/text.h"

#define LIMIT_USUAL UINT64_C(60000000)
#define HANGS_AFTER UINT64_C(10000000)
#define NOTE "# Shrunk from "
#define BLANKS " \t\r"

struct shrink_wish {
	struct script_define defines[RUN_DEFINES];
	size_t n_defines;
	uint64_t limit;
	const char *output; /* NULL: standard output */
	bool simulate, in_place, help;
};

static bool set_net(void *target, const char *value, struct diag *d)
{
	static const char *const words[] = { "kernel", "sim", NULL };
	size_t i;

	if (!choice_find(value, "network", words, &i, d))
		return false;
	((struct shrink_wish *)target)->simulate = i == 1;
	return true;
}

static bool set_define(void *target, const char *value, struct diag *d)
{
	struct shrink_wish *w = target;

	if (w->n_defines == RUN_DEFINES)
		return diag_set(d, 0, "at most %d variables can be given", RUN_DEFINES);
	return run_define(&w->defines[w->n_defines++], value, d);
}

static bool set_output(void *target, const char *value, struct diag *d)
{
	(void)d;
	((struct shrink_wish *)target)->output = value;
	return true;
}

static bool set_in_place(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct shrink_wish *)target)->in_place, value, d);
}

static bool set_limit(void *target, const char *value, struct diag *d)
{
	struct shrink_wish *w = target;

	if (!quantity_duration(value, &w->limit, d))
		return false;
	return w->limit != 0 || diag_set(d, 0, "nothing is done in no time");
}

static bool set_help(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct shrink_wish *)target)->help, value, d);
}

static const struct option_kind options[] = {
	{ "net", 0, "kernel|sim",
	  "the network on which it fails: this kernel's (default), or a simulated one",
	  set_net },
	{ "output", 'o', "FILE", "write the result there", set_output },
	{ "in-place", 0, NULL, "replace the file by the result", set_in_place },
	{ "limit", 0, "DURATION",
	  "stop after so long, with the best so far (default 60s)", set_limit },
	{ "define", 'D', "NAME=VALUE",
	  "a variable, before any `let` of that name; may be repeated", set_define },
	{ "help", 'h', NULL, "print this", set_help },
};

#define OPTIONS (sizeof options / sizeof options[0])

void shrink_help(FILE *to)
{
	fputs("Usage: wsprecv shrink [OPTIONS] FILE|-\n\n"
	      "Looks for the smallest scenario that still fails in the same way: its "
	      "first step that\ndiffers has the same verb, and the same part of the "
	      "outcome differs in the same words; or\nit crashes by the same signal, "
	      "or "
	      "hangs. Fewer lines are tried, blocks, rounds, options,\nbuffers, bytes "
	      "and peer's steps. Each try runs in a process of its own. Included files "
	      "and\nvariables become a part of the result, which is printed.\n\n"
	      "Examples:\n"
	      "  wsprecv shrink fails.wsp >small.wsp\n"
	      "  wsprecv shrink --net=sim --in-place --limit=5m fails.wsp\n\n"
	      "Options:\n",
	      to);
	option_help(to, options, OPTIONS);
	fputs("\nExit status: 0 (nothing smaller is fine too), 1 it does not fail, 2 "
	      "wrong use, 3 it\ncannot be read, 6 the result cannot be written, 130 "
	      "interrupted: the best so far is\nwritten.\n",
	      to);
}

/* The comments that the file begins with, but not what an earlier run wrote. */
static void put_head(struct text *to, const struct script *s)
{
	const struct script_file *file = &s->files[0];

	for (size_t i = 0; i < file->n_lines; i++) {
		const char *line = file->lines[i] + strspn(file->lines[i], BLANKS);

		if (line[0] != '#' && line[0] != '\0')
			break;
		if (line[0] == '#' && strncmp(line, NOTE, sizeof NOTE - 1) != 0)
			text_format(to, "%s\n", line);
	}
}

static size_t count_lines(const struct draft *d)
{
	return d->n + d->n_needs;
}

static const char *whole_text(struct shrink *s, const struct script *script)
{
	struct text to = { .arena = &s->arena };
	struct script_error e;
	const char *laid_out;

	put_head(&to, script);
	text_format(&to, NOTE "%zu line%s to %zu.\n", s->lines,
		    s->lines == 1 ? "" : "s", count_lines(&s->best));
	text_put(&to, draft_print(&s->best, &s->arena));
	laid_out = pretty_print("-", text_whole(&to), to.n, &s->arena, &e);
	return laid_out != NULL ? laid_out : text_whole(&to);
}

static int cannot_write(const char *path, const char *why)
{
	fprintf(stderr, "wsprecv: %s cannot be written: %s\n", path, why);
	return STATUS_OUTPUT;
}

static int put(const struct shrink_wish *w, const char *path, const char *text)
{
	char why[REPLACE_WHY];
	FILE *to;

	if (w->in_place)
		return replace_file(path, text, strlen(text), why)
			       ? STATUS_GOOD
			       : cannot_write(path, why);
	if (w->output == NULL) {
		fputs(text, stdout);
		return STATUS_GOOD;
	}
	to = fopen(w->output, "we");
	if (to == NULL)
		return cannot_write(w->output, strerror(errno));
	fputs(text, to);
	if ((ferror(to) | fclose(to)) != 0)
		return cannot_write(w->output, strerror(errno));
	return STATUS_GOOD;
}

/* How it fails, and how long a try may take from now on. False: it does not. */
static bool see_it_fail(struct shrink *s, const char *path)
{
	const char *text = draft_print(&s->best, &s->arena);
	bool hangs;
	uint64_t usec;

	s->trial.limit = (s->until - clock_now()) / 4;
	if (s->trial.limit > HANGS_AFTER)
		s->trial.limit = HANGS_AFTER;
	if (!trial_run(&s->trial, &s->best, text, &s->wanted, &usec))
		return false;
	if (s->wanted.end != VERDICT_FAILED) {
		fprintf(stderr, "wsprecv: shrink: %s does not fail: it %s\n", path,
			s->wanted.end == VERDICT_SKIPPED ? "is skipped" : "passes");
		return false;
	}
	s->failing = s->wanted.line;
	hangs = s->wanted.kind == VERDICT_HUNG;
	s->trial.limit = hangs ? s->trial.limit / 4 : 4 * usec + 250000;
	return true;
}

static int shrink_script(const struct shrink_wish *w, const char *path,
			 const struct script *script)
{
	struct shrink s = { .trial = { .simulate = w->simulate },
			    .until = clock_now() + w->limit };
	static struct interrupt interrupt;
	int status = STATUS_EXPECTATION;

	interrupt_init(&interrupt);
	draft_from_script(&s.best, script);
	s.lines = count_lines(&s.best);
	progress_begin(&s.progress, stderr, true, 0);
	if (see_it_fail(&s, path)) {
		shrink_all(&s);
		progress_clear(&s.progress);
		status = put(w, path, whole_text(&s, script));
	}
	if (interrupt_signal() != 0)
		status = (int)status_of_signal(interrupt_signal());
	draft_free(&s.best);
	arena_fini(&s.arena);
	return status;
}

static int usage(const char *what, const char *hint)
{
	diag_tell("shrink", "", what, hint);
	return STATUS_USAGE;
}

int shrink_run(int argc, char **argv)
{
	struct shrink_wish w = { .limit = LIMIT_USUAL };
	int first = option_read(options, OPTIONS, &w, argc, argv);
	struct script_error e = { .text = "" };
	struct script script = { .n = 0 };
	int status = STATUS_SCRIPT;

	if (first < 0)
		return STATUS_USAGE;
	if (w.help) {
		shrink_help(stdout);
		return STATUS_GOOD;
	}
	if (argc - first != 1)
		return usage(first == argc ? "there is no scenario to shrink"
					   : "one scenario is shrunk at a time",
			     "name a file, or -");
	if (w.in_place && (w.output != NULL || strcmp(argv[first], "-") == 0))
		return usage("--in-place is about the file that is named",
			     "name a file, and no other with -o");
	e.path = argv[first];
	if (script_read(&script, argv[first], w.defines, w.n_defines, &e))
		status = shrink_script(&w, argv[first], &script);
	else
		script_error_print(stderr, &e);
	script_free(&script);
	return status;
}
