/* SPDX-License-Identifier: MIT */
/* `wsprecv fuzz pack` and `unpack`: scenarios as inputs of targets, and back.
 *
 *	script -> operations -> bytes -> operations -> script */
#include <stdlib.h>
#include <string.h>

#include "cli/draft.h"
#include "cli/found.h"
#include "cli/fuzz_parts.h"
#include "cli/seed.h"
#include "cli/status.h"

struct pack_wish {
	const char *output; /* folder; NULL: standard output */
	const char *target;
	bool help;
};

static bool set_output(void *target, const char *value, struct diag *d)
{
	(void)d;
	((struct pack_wish *)target)->output = value;
	return true;
}

static bool set_target(void *target, const char *value, struct diag *d)
{
	(void)d;
	((struct pack_wish *)target)->target = value;
	return true;
}

static bool set_help(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct pack_wish *)target)->help, value, d);
}

static const struct option_kind options[] = {
	{ "output", 'o', "DIR",
	  "a file there for each; without it one to standard output", set_output },
	{ "help", 'h', NULL, "print this", set_help },
	{ "target", 0, "TARGET",
	  "whose inputs they are, where they are no scenario as they stand",
	  set_target },
};

static int put(const struct pack_wish *w, const char *name, const char *suffix,
	       const void *bytes, size_t n)
{
	char *path;
	int status;

	if (w->output == NULL)
		return fwrite(bytes, 1, n, stdout) == n ? STATUS_GOOD : STATUS_OUTPUT;
	path = fuzz_below(w->output, name, suffix);
	if (path == NULL)
		return STATUS_OUTPUT;
	status = fuzz_write(path, bytes, n);
	free(path);
	return status;
}

static int pack_file(const struct pack_wish *w, const char *path, const char *name)
{
	struct script s;
	struct script_error e = { .path = path, .text = "" };
	int status = STATUS_SCRIPT;

	if (script_read(&s, path, NULL, 0, &e)) {
		struct draft d;
		unsigned char *bytes;
		size_t n;

		draft_from_script(&d, &s);
		bytes = draft_encode(&d, &n);
		status = put(w, name, "", bytes, n);
		free(bytes);
		draft_free(&d);
	} else {
		script_error_print(stderr, &e);
	}
	script_free(&s);
	return status;
}

static int pack(int argc, char **argv)
{
	struct pack_wish w = { .output = NULL };
	int first = option_read(options, 2, &w, argc, argv), status = STATUS_GOOD;
	struct found found;

	if (first < 0)
		return STATUS_USAGE;
	if (w.help) {
		fuzz_command_help(stdout, &fuzz_pack);
		return STATUS_GOOD;
	}
	if (first == argc)
		return fuzz_usage("there is no scenario to pack",
				  "name a file or folder");
	if (!found_search(&found, argv + first, (size_t)(argc - first)))
		status = STATUS_SCRIPT;
	else if (w.output == NULL && found.n > 1)
		status = fuzz_usage("several seeds need a folder", "name one with -o");
	for (size_t i = 0; i < found.n && status == STATUS_GOOD; i++) {
		char *name = seed_name(found.paths[i], argv + first,
				       (size_t)(argc - first));

		status = pack_file(&w, found.paths[i], name);
		free(name);
	}
	found_free(&found);
	return status;
}

static int unpack_file(const struct pack_wish *w, const char *path)
{
	struct finding_target t;
	const char *slash = strrchr(path, '/');
	struct arena arena = { .left = 0 };
	const char *text;
	unsigned char *bytes;
	size_t n;
	int status;

	if (w->target == NULL)
		finding_guess(&t, path);
	else if (!finding_target(&t, w->target))
		return STATUS_USAGE;
	bytes = fuzz_read(path, &n);
	if (bytes == NULL)
		return STATUS_SCRIPT;
	text = seed_decode(bytes, n, t.rules, &arena);
	if (text != NULL) {
		status = put(w, slash != NULL ? slash + 1 : path, ".wsp", text,
			     strlen(text));
	} else {
		fprintf(stderr, "wsprecv: fuzz: %s: inputs of %s are no operations\n",
			path, t.name);
		status = STATUS_SCRIPT;
	}
	arena_fini(&arena);
	free(bytes);
	return status;
}

static int unpack(int argc, char **argv)
{
	struct pack_wish w = { .output = NULL };
	int first = option_read(options, 3, &w, argc, argv), status = STATUS_GOOD;

	if (first < 0)
		return STATUS_USAGE;
	if (w.help) {
		fuzz_command_help(stdout, &fuzz_unpack);
		return STATUS_GOOD;
	}
	if (first == argc)
		return fuzz_usage("there is no seed to unpack", "name files, or -");
	if (w.output == NULL && argc - first > 1)
		return fuzz_usage("several scenarios need a folder",
				  "name one with -o");
	for (int i = first; i < argc && status == STATUS_GOOD; i++)
		status = unpack_file(&w, argv[i]);
	return status;
}

const struct fuzz_command fuzz_pack = {
	.name = "pack",
	.text = "turn scenarios into seeds",
	.usage = "[-o DIR] FILE.wsp|DIR|-...",
	.more = "Writes the operations of each scenario as bytes: an input of the "
		"targets that play\nscenarios. A file below a folder, oob/mark.wsp, "
		"becomes oob-mark. Expectations, comments and\nneeds are no part of a "
		"seed; variables and included files are.\n",
	.statuses = "0, 2 wrong use, 3 it cannot be read, 6 a seed cannot be written.",
	.options = options,
	.n_options = 2,
	.run = pack,
};

const struct fuzz_command fuzz_unpack = {
	.name = "unpack",
	.text = "turn seeds into scenarios",
	.usage = "[-o DIR] [--target=TARGET] FILE|-...",
	.more = "Writes the operations of each seed as a scenario, as they stand "
		"there; packed again they\nare the same bytes. What is no scenario as "
		"it stands, since it names what nothing has, is\nwritten as its target "
		"plays it.\n",
	.statuses =
		"0, 2 wrong use, 3 it cannot be read, 6 a scenario cannot be written.",
	.options = options,
	.n_options = 3,
	.run = unpack,
};
