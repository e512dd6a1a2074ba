/* SPDX-License-Identifier: MIT */
/* `wsprecv errors [NAME|NUMBER]`: the table of codes, or one of them. */
#include <limits.h>
#include <stdlib.h>

#include "base/code.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/status.h"
#include "scenario/errnoword.h"

#define CODES_MAX 128

static const struct option_kind options[] = {
	{ "help", 'h', NULL, "print this", option_on },
};

void errors_help(FILE *to)
{
	fputs("Usage: wsprecv errors [NAME|NUMBER]\n\n"
	      "Lists the codes of Winsock with their errno, or tells one of them.\n\n"
	      "  wsprecv errors\n"
	      "  wsprecv errors 10040\n"
	      "  wsprecv errors ECONNRESET\n\nOptions:\n",
	      to);
	option_help(to, options, 1);
}

static void put(const struct code *code)
{
	printf("%-22s %5d  %-15s %s\n", code->name, code->number,
	       code->native != 0 ? errnoword_name(code->native) : "-", code->text);
}

/* By number, by name, by the name without WSA, or by an errno that means it. */
static const struct code *find(const char *word)
{
	char *end, name[64];
	long number = strtol(word, &end, 10);
	const struct code *code;
	struct diag ignored;
	int native;

	if (*word != '\0' && *end == '\0')
		return number > 0 && number <= INT_MAX ? code_by_number((int)number)
						       : NULL;
	code = code_by_name(word);
	if (code != NULL)
		return code;
	snprintf(name, sizeof name, "WSA%s", word);
	code = code_by_name(name);
	if (code != NULL)
		return code;
	if (errnoword_parse(word, &native, &ignored))
		return code_by_number(code_from_errno(native));
	return NULL;
}

static int unknown(const char *word)
{
	const char *names[CODES_MAX], *likely;
	size_t n;
	const struct code *codes = code_all(&n);
	struct diag d;

	for (size_t i = 0; i < n; i++)
		names[i] = codes[i].name;
	names[n] = NULL;
	likely = diag_guess(word, names);
	diag_set(&d, 0, "there is no such error");
	if (likely != NULL)
		diag_hint(&d, "did you mean %s?", likely);
	else
		diag_hint(&d, "`wsprecv errors` lists them");
	diag_print(stderr, "errors", word, &d);
	return STATUS_USAGE;
}

int errors_run(int argc, char **argv)
{
	bool help = false;
	int first = option_read(options, 1, &help, argc, argv);
	const struct code *codes, *code;
	size_t n;

	if (first < 0)
		return STATUS_USAGE;
	if (help) {
		errors_help(stdout);
		return STATUS_GOOD;
	}
	codes = code_all(&n);
	if (first == argc)
		for (size_t i = 0; i < n; i++)
			put(&codes[i]);
	for (int i = first; i < argc; i++) {
		code = find(argv[i]);
		if (code == NULL)
			return unknown(argv[i]);
		put(code);
	}
	return STATUS_GOOD;
}
