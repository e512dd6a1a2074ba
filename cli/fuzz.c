/* SPDX-License-Identifier: MIT */
/* `wsprecv fuzz`: from what fuzzers find to scenarios, and back; a table of commands. */
#include <string.h>

#include "cli/column.h"
#include "cli/command.h"
#include "cli/fuzz_parts.h"
#include "cli/status.h"
#include "scenario/choice.h"

static const struct fuzz_command *const commands[] = {
	&fuzz_run_target, &fuzz_triage, &fuzz_explain,
	&fuzz_minimize,   &fuzz_pack,   &fuzz_unpack,
};

#define COMMANDS (sizeof commands / sizeof commands[0])

void fuzz_command_help(FILE *to, const struct fuzz_command *c)
{
	fprintf(to, "Usage: wsprecv fuzz %s %s\n\n%s\nOptions:\n", c->name, c->usage,
		c->more);
	option_help(to, c->options, c->n_options);
	fprintf(to, "\nExit status: %s\n", c->statuses);
}

void fuzz_help(FILE *to)
{
	fputs("Usage: wsprecv fuzz COMMAND [OPTIONS] OPERANDS\n\n"
	      "Fuzz targets (make fuzz) drive receives with inputs that an engine\n"
	      "makes up, and a judge objects to what the contract does not allow.\n"
	      "These commands run them, and make scenarios of what they find.\n\n"
	      "  wsprecv fuzz run recv --time=10m --jobs=2\n"
	      "  wsprecv fuzz triage findings\n"
	      "  wsprecv fuzz explain findings/fuzz_recv/crash-17\n"
	      "  wsprecv fuzz minimize -o small.wsp findings/fuzz_recv/crash-17\n"
	      "  wsprecv fuzz pack -o seeds corpus\n\n"
	      "Commands (`wsprecv fuzz COMMAND --help` tells more):\n",
	      to);
	for (size_t i = 0; i < COMMANDS; i++)
		column_print(to, COLUMN_NARROW, commands[i]->name, commands[i]->text);
	fputs("\nTargets:\n", to);
	finding_targets(to);
	fputs("\nThe first five play scenarios; the others have inputs of their own. "
	      "Their programs are\nlooked for in $OUT, beside wsprecv, and in "
	      "build/fuzz/out.\n",
	      to);
}

int fuzz_usage(const char *what, const char *hint)
{
	diag_tell("fuzz", "", what, hint);
	return STATUS_USAGE;
}

int fuzz_run(int argc, char **argv)
{
	const char *words[COMMANDS + 1];
	struct diag d;
	size_t i;

	if (argc < 2)
		return fuzz_usage("there is no command",
				  "`wsprecv help fuzz` lists them");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		fuzz_help(stdout);
		return STATUS_GOOD;
	}
	for (i = 0; i < COMMANDS; i++)
		words[i] = commands[i]->name;
	words[COMMANDS] = NULL;
	if (choice_find(argv[1], "fuzz command", words, &i, &d))
		return commands[i]->run(argc - 1, argv + 1);
	diag_print(stderr, "fuzz", argv[1], &d);
	return STATUS_USAGE;
}
