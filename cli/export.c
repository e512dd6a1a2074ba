/* SPDX-License-Identifier: MIT */
/* `wsprecv export c`: a scenario as a program in C that needs nothing but libwsp. */
#include <errno.h>
#include <string.h>

#include "cli/command.h"
#include "cli/export_parts.h"
#include "cli/run_options.h"
#include "cli/status.h"

struct export_wish {
	struct script_define defines[RUN_DEFINES];
	size_t n_defines;
	const char *output; /* NULL: standard output */
	bool help;
};

static bool set_output(void *target, const char *value, struct diag *d)
{
	(void)d;
	((struct export_wish *)target)->output = value;
	return true;
}

static bool set_define(void *target, const char *value, struct diag *d)
{
	struct export_wish *w = target;

	if (w->n_defines == RUN_DEFINES)
		return diag_set(d, 0, "at most %d variables can be given", RUN_DEFINES);
	return run_define(&w->defines[w->n_defines++], value, d);
}

static bool set_help(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct export_wish *)target)->help, value, d);
}

static const struct option_kind options[] = {
	{ "output", 'o', "FILE", "write the program there", set_output },
	{ "define", 'D', "NAME=VALUE",
	  "a variable, before any `let` of that name; may be repeated", set_define },
	{ "help", 'h', NULL, "print this", set_help },
};

#define OPTIONS (sizeof options / sizeof options[0])

void export_help(FILE *to)
{
	fputs("Usage: wsprecv export c [-o FILE] [-D NAME=VALUE] FILE|-\n\n"
	      "Writes a scenario as a program in C that does the same on the kernel's "
	      "network: calls of\nlibwsp, plain sockets as peers. It prints each step "
	      "with what it came to, and its exit\nstatus is 1 where that was not "
	      "expected. Nothing of wsprecv is needed to build it.\n\n"
	      "Example:\n"
	      "  wsprecv export c -o reset.c reset.wsp\n"
	      "  gcc reset.c $(pkg-config --cflags --libs libwsp) -pthread && "
	      "./a.out\n\n"
	      "Options:\n",
	      to);
	option_help(to, options, OPTIONS);
	fputs("\nExit status: 0, 2 wrong use, 3 it cannot be read or exported (`net` "
	      "and "
	      "`needs sim` are\nthe simulation's), 6 the program cannot be written.\n",
	      to);
}

static bool put(const struct export_wish *w, const char *text)
{
	FILE *to = w->output != NULL ? fopen(w->output, "we") : stdout;
	bool good = to != NULL && fputs(text, to) != EOF;

	if (to != NULL && to != stdout)
		good = fclose(to) == 0 && good;
	if (!good && w->output != NULL)
		fprintf(stderr, "wsprecv: %s cannot be written: %s\n", w->output,
			strerror(errno));
	return good || w->output == NULL;
}

static bool needs_simulation(const struct script *s, struct script_error *error)
{
	for (size_t i = 0; i < s->n_needs; i++)
		if (strcmp(s->needs[i], "sim") == 0) {
			error->path = s->files[0].path;
			error->line = 0;
			error->text = "";
			diag_set(&error->diag, 0,
				 "it needs the simulated network, and a program runs "
				 "on the kernel's");
			return true;
		}
	return false;
}

static int export_script(const struct export_wish *w, const struct script *s,
			 struct script_error *error)
{
	struct export e = { .script = s, .error = error };
	int status = STATUS_SCRIPT;

	e.names.arena = e.functions.arena = e.main.arena = &e.arena;
	if (needs_simulation(s, error) || !export_lines(&e))
		script_error_print(stderr, error);
	else
		status = put(w, export_whole(&e)) ? STATUS_GOOD : STATUS_OUTPUT;
	arena_fini(&e.arena);
	return status;
}

static int usage(const char *what, const char *text, const char *wrong,
		 const char *hint)
{
	diag_tell(what, text, wrong, hint);
	return STATUS_USAGE;
}

int export_run(int argc, char **argv)
{
	struct export_wish w = { .help = false };
	int first = option_read(options, OPTIONS, &w, argc, argv), status;
	struct script_error e = { .text = "" };
	struct script script = { .n = 0 };

	if (first < 0)
		return STATUS_USAGE;
	if (w.help) {
		export_help(stdout);
		return STATUS_GOOD;
	}
	if (first < argc && strcmp(argv[first], "c") != 0)
		return usage("language", argv[first], "there is no such language",
			     "write export c FILE");
	if (argc - first != 2)
		return usage("export", "",
			     argc - first < 2 ? "there is no scenario to export"
					      : "one scenario is exported at a time",
			     "write export c FILE");
	e.path = argv[first + 1];
	if (script_read(&script, argv[first + 1], w.defines, w.n_defines, &e)) {
		status = export_script(&w, &script, &e);
	} else {
		script_error_print(stderr, &e);
		status = STATUS_SCRIPT;
	}
	script_free(&script);
	return status;
}
