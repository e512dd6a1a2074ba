/* SPDX-License-Identifier: MIT */
/* `wsprecv run --help`: examples, options, reports, statuses. */
#include "cli/column.h"
#include "cli/command.h"
#include "cli/run_options.h"

static void put_formats(FILE *to)
{
	size_t n;
	const struct sink_format *const *formats = sink_formats(&n);

	for (size_t i = 0; i < n; i++)
		column_print(to, COLUMN_NARROW, formats[i]->word, formats[i]->text);
}

/* Those of status.h that a run can end with. */
static void put_statuses(FILE *to)
{
	static const char *const rows[][2] = {
		{ "0", "everything was as expected, or was skipped" },
		{ "1", "something differed, hung or crashed" },
		{ "2", "the command line is wrong" },
		{ "3", "a file cannot be read; the others ran" },
		{ "6", "the output, or a report, could not be written" },
		{ "77", "everything was skipped" },
		{ "130", "interrupted (Ctrl-C); what was done is printed" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		column_print(to, COLUMN_NARROW, rows[i][0], rows[i][1]);
}

void run_help(FILE *to)
{
	size_t n;
	const struct option_kind *table = run_table(&n);

	fputs("Usage: wsprecv run [OPTIONS] FILE|DIR|-...\n\n"
	      "Runs scenarios: operations, each with what it must come to. A DIR is "
	      "all "
	      "*.wsp files in\nit and below, - is standard input. Says for each line "
	      "that differs what was expected\nand what came.\n\n"
	      "Examples:\n"
	      "  wsprecv run corpus\n"
	      "  wsprecv run --net=sim -j4 --report=junit:report.xml corpus\n"
	      "  wsprecv run -v reset.wsp\n"
	      "  wsprecv run --update reset.wsp\n"
	      "  wsprecv run --until-fail -j8 --time-scale=4 reset.wsp\n\n"
	      "Options, before or after the files (-- ends them):\n",
	      to);
	option_help(to, table, n);
	fputs("\nReports:\n", to);
	put_formats(to);
	fputs("\nExit status:\n", to);
	put_statuses(to);
}
