/* SPDX-License-Identifier: MIT */
/* `wsprecv fuzz explain`: an input as a scenario, with what is wrong. */
#include <stdlib.h>

#include "cli/fuzz_parts.h"
#include "cli/status.h"

struct explain_wish {
	const char *target; /* NULL: the path says it */
	bool help;
};

static bool set_target(void *target, const char *value, struct diag *d)
{
	(void)d;
	((struct explain_wish *)target)->target = value;
	return true;
}

static bool set_help(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct explain_wish *)target)->help, value, d);
}

static const struct option_kind options[] = {
	{ "target", 0, "TARGET",
	  "whose input it is; else a part of the path names it, or it is overlapped's",
	  set_target },
	{ "help", 'h', NULL, "print this", set_help },
};

/* At once what the play shows; then what the target's program knows more. */
static bool print(const char *path, const struct finding_target *t,
		  const unsigned char *bytes, size_t n)
{
	struct arena arena = { .left = 0 };
	struct finding f;
	bool good = t->rules != NULL ? finding_see(&f, t, bytes, n, FUZZ_LIMIT)
				     : finding_play(&f, t, bytes, n, FUZZ_LIMIT);

	f.path = path;
	if (good) {
		fputs(finding_text(&f, &arena), stdout);
		fflush(stdout);
	}
	if (good && t->rules != NULL && finding_is_open(&f, t)) {
		good = finding_run(&f, t, bytes, n, FUZZ_LIMIT);
		if (good)
			fputs(finding_rest(&f, &arena), stdout);
	}
	finding_free(&f);
	arena_fini(&arena);
	return good;
}

static int explain(int argc, char **argv)
{
	struct explain_wish w = { .target = NULL };
	int first = option_read(options, 2, &w, argc, argv);
	struct finding_target t;
	unsigned char *bytes;
	size_t n;
	bool good;

	if (first < 0)
		return STATUS_USAGE;
	if (w.help) {
		fuzz_command_help(stdout, &fuzz_explain);
		return STATUS_GOOD;
	}
	if (argc - first != 1)
		return fuzz_usage("one input is explained at a time",
				  "name a file, or -");
	if (w.target == NULL)
		finding_guess(&t, argv[first]);
	else if (!finding_target(&t, w.target))
		return STATUS_USAGE;
	bytes = fuzz_read(argv[first], &n);
	if (bytes == NULL)
		return STATUS_SCRIPT;
	good = print(argv[first], &t, bytes, n);
	free(bytes);
	return good ? STATUS_GOOD : STATUS_SCRIPT;
}

const struct fuzz_command fuzz_explain = {
	.name = "explain",
	.text = "print an input as a scenario, with what is wrong",
	.usage = "[--target=TARGET] FILE|-",
	.more = "Plays the input as the target does and prints it as a scenario: what "
		"each line came to is\nwhat is expected of it, up to the one that the "
		"contract does not allow, where the judge's\nobjection stands, or that "
		"crashes.\nWhat only the target's own program knows, a stack or "
		"what is wrong in memory, comes last.\n",
	.statuses = "0, 2 wrong use, 3 it cannot be read, or the target is not built.",
	.options = options,
	.n_options = 2,
	.run = explain,
};
