/* SPDX-License-Identifier: MIT */
/* `wsprecv fmt`: lays out scenarios in place, or says which ones would change. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/found.h"
#include "cli/option.h"
#include "cli/output.h"
#include "cli/pretty.h"
#include "cli/replace.h"
#include "cli/status.h"
#include "scenario/literal.h"

struct fmt {
	bool check, help;
	bool changes;    /* a file would */
	bool unreadable; /* a file is */
	bool unwritten;  /* a file could not be written */
};

static bool set_check(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct fmt *)target)->check, value, d);
}

static bool set_help(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct fmt *)target)->help, value, d);
}

static const struct option_kind options[] = {
	{ "check", 0, NULL, "change nothing, but list the files that would change",
	  set_check },
	{ "help", 'h', NULL, "print this", set_help },
};

#define OPTIONS (sizeof options / sizeof options[0])

void fmt_help(FILE *to)
{
	fputs("Usage: wsprecv fmt [--check] FILE|DIR|-...\n\n"
	      "Lays out scenarios in one way: operations as they are printed anywhere, "
	      "arrows below\neach other, blocks indented. What they mean stays, and so "
	      "do "
	      "comments, blank lines and\nlines with variables. Files are replaced; - "
	      "is "
	      "read from standard input and printed.\n\n"
	      "Options:\n",
	      to);
	option_help(to, options, OPTIONS);
	fputs("\nExit status: 0, 1 if --check has found something, 2 wrong use, 3 a "
	      "file "
	      "cannot be\nread, 6 a file cannot be written.\n",
	      to);
}

/* What a file must be read from: literal_parse() knows both forms. */
static bool read_file(const char *path, struct literal *old, struct diag *d)
{
	char *name;
	bool good;

	if (strcmp(path, "-") == 0)
		return literal_parse("-", old, d);
	if (asprintf(&name, "@%s", path) < 0)
		abort();
	good = literal_parse(name, old, d);
	free(name);
	return good;
}

static void put(struct fmt *f, const char *path, const struct literal *old,
		const char *text)
{
	size_t n = strlen(text);
	bool same = n == old->n && memcmp(text, old->bytes, n) == 0;
	char why[REPLACE_WHY];

	if (f->check) {
		if (!same)
			puts(path);
		f->changes = f->changes || !same;
	} else if (strcmp(path, "-") == 0) {
		fputs(text, stdout);
	} else if (!same && !replace_file(path, text, n, why)) {
		fprintf(stderr, "wsprecv: %s: %s\n", path, why);
		f->unwritten = true;
	}
}

static void lay_out(struct fmt *f, const char *path)
{
	struct arena arena = { .left = 0 };
	struct script_error e = { .path = path, .text = "" };
	struct literal old;
	const char *text = NULL;

	if (!read_file(path, &old, &e.diag)) {
		e.diag.column = 0;
		script_error_print(stderr, &e);
		f->unreadable = true;
		return;
	}
	text = pretty_print(path, (const char *)old.bytes, old.n, &arena, &e);
	if (text != NULL) {
		put(f, path, &old, text);
	} else {
		script_error_print(stderr, &e);
		f->unreadable = true;
	}
	literal_free(&old);
	arena_fini(&arena);
}

int fmt_run(int argc, char **argv)
{
	struct fmt f = { .check = false };
	int first = option_read(options, OPTIONS, &f, argc, argv);
	struct found found;
	struct diag d;
	bool good;

	if (first < 0)
		return STATUS_USAGE;
	if (f.help) {
		fmt_help(stdout);
		return STATUS_GOOD;
	}
	if (first == argc) {
		diag_set(&d, 0, "there is no scenario to lay out");
		diag_hint(&d, "name a file, a folder with *.wsp files, or -");
		diag_print(stderr, "fmt", "", &d);
		return STATUS_USAGE;
	}
	good = found_search(&found, argv + first, (size_t)(argc - first));
	for (size_t i = 0; good && i < found.n; i++)
		lay_out(&f, found.paths[i]);
	found_free(&found);
	if (!good)
		return STATUS_USAGE;
	if (f.unwritten)
		return STATUS_OUTPUT;
	if (f.unreadable)
		return STATUS_SCRIPT;
	return f.changes ? STATUS_EXPECTATION : STATUS_GOOD;
}
