/* SPDX-License-Identifier: MIT */
/* Reads what `wsprecv run` was asked to do, and whether it makes sense together. */
#include "cli/run_options.h"

#include <sched.h>
#include <string.h>

#define LIMIT_USUAL UINT64_C(30000000)

static size_t processors(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof set, &set) == -1)
		return 1;
	return (size_t)CPU_COUNT(&set);
}

static bool usage(const char *text, const char *hint)
{
	diag_tell("run", "", text, hint);
	return false;
}

static bool agree(const struct run_options *o)
{
	if (o->n_operands == 0)
		return usage("there is no scenario to run",
			     "name a file, a folder with *.wsp files, or -");
	if (!o->update)
		return true;
	for (size_t i = 0; i < o->n_operands; i++)
		if (strcmp(o->operands[i], "-") == 0)
			return usage("--update cannot write to standard input",
				     "name a file");
	if (o->rounds > 1 || o->until_fail)
		return usage("--update writes once",
			     "leave out --repeat and --until-fail");
	return true;
}

bool run_options_read(struct run_options *o, int argc, char **argv)
{
	size_t n;
	const struct option_kind *table = run_table(&n);
	int first;

	*o = (struct run_options){
		.time_scale = 1,
		.judge = true,
		.limit = LIMIT_USUAL,
		.jobs = processors(),
	};
	first = option_read(table, n, o, argc, argv);
	if (first < 0)
		return false;
	o->operands = argv + first;
	o->n_operands = (size_t)(argc - first);
	return o->help || agree(o);
}
