/* SPDX-License-Identifier: MIT */
/* `wsprecv check`: reads scenarios and runs none of them. */
#include <string.h>

#include "cli/command.h"
#include "cli/found.h"
#include "cli/run_options.h"
#include "cli/status.h"

struct check {
	struct script_define defines[RUN_DEFINES];
	size_t n_defines;
	bool help;
};

static bool set_define(void *target, const char *value, struct diag *d)
{
	struct check *c = target;

	if (c->n_defines == RUN_DEFINES)
		return diag_set(d, 0, "at most %d variables can be given", RUN_DEFINES);
	return run_define(&c->defines[c->n_defines++], value, d);
}

static bool set_help(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct check *)target)->help, value, d);
}

static const struct option_kind options[] = {
	{ "define", 'D', "NAME=VALUE",
	  "a variable, before any `let` of that name; may be repeated", set_define },
	{ "help", 'h', NULL, "print this", set_help },
};

#define OPTIONS (sizeof options / sizeof options[0])

void check_help(FILE *to)
{
	fputs("Usage: wsprecv check [-D NAME=VALUE] FILE|DIR|-...\n\n"
	      "Reads scenarios, with all that they include, and says what is wrong "
	      "with "
	      "them. Nothing\nis run.\n\nOptions:\n",
	      to);
	option_help(to, options, OPTIONS);
	fputs("\nExit status: 0, 2 wrong use, 3 a file cannot be read.\n", to);
}

static bool readable(const struct check *c, const char *path)
{
	struct script_error e = { .path = path, .text = "" };
	struct script s = { .n = 0 };
	bool good = script_read(&s, path, c->defines, c->n_defines, &e);

	if (!good)
		script_error_print(stderr, &e);
	script_free(&s);
	return good;
}

int check_run(int argc, char **argv)
{
	struct check c = { .help = false };
	int first = option_read(options, OPTIONS, &c, argc, argv), status = STATUS_GOOD;
	struct found found;
	struct diag d;

	if (first < 0)
		return STATUS_USAGE;
	if (c.help) {
		check_help(stdout);
		return STATUS_GOOD;
	}
	if (first == argc) {
		diag_set(&d, 0, "there is no scenario to read");
		diag_hint(&d, "name a file, a folder with *.wsp files, or -");
		diag_print(stderr, "check", "", &d);
		return STATUS_USAGE;
	}
	if (!found_search(&found, argv + first, (size_t)(argc - first)))
		status = STATUS_USAGE;
	for (size_t i = 0; status != STATUS_USAGE && i < found.n; i++)
		if (!readable(&c, found.paths[i]))
			status = STATUS_SCRIPT;
	found_free(&found);
	return status;
}
