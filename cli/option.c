/* SPDX-License-Identifier: MIT */
/* Reads options with getopt_long, and tells what is wrong with them better than it. */
#include "cli/option.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli/column.h"

#define OPTIONS_MAX 48
#define FIRST_VALUE 256 /* getopt's value of the table's first row: past all letters */

static void fill_getopt(const struct option_kind *table, size_t n, struct option *longs,
			char *shorts)
{
	*shorts++ = ':'; /* a missing argument is told apart from an unknown option */
	for (size_t i = 0; i < n; i++) {
		bool argument = table[i].argument != NULL;

		longs[i] = (struct option){
			.name = table[i].name,
			.has_arg = argument ? required_argument : no_argument,
			.val = FIRST_VALUE + (int)i,
		};
		if (table[i].letter != 0) {
			*shorts++ = table[i].letter;
			if (argument)
				*shorts++ = ':';
		}
	}
	longs[n] = (struct option){ .name = NULL };
	*shorts = '\0';
}

/* The row that getopt's value stands for; NULL for a letter that is in no row. */
static const struct option_kind *row_of(const struct option_kind *table, size_t n,
					int value)
{
	for (size_t i = 0; i < n; i++)
		if (value == FIRST_VALUE + (int)i ||
		    (value < FIRST_VALUE && value != 0 && value == table[i].letter))
			return &table[i];
	return NULL;
}

static const char *guess(const struct option_kind *table, size_t n, const char *name)
{
	const char *names[OPTIONS_MAX + 1];

	for (size_t i = 0; i < n; i++)
		names[i] = table[i].name;
	names[n] = NULL;
	return diag_guess(name, names);
}

/* "--c" fits more than one option: says which two. */
static bool ambiguous(const struct option_kind *table, size_t n, const char *name,
		      struct diag *d)
{
	const char *first = NULL;
	size_t length = strlen(name);

	for (size_t i = 0; i < n; i++) {
		if (strncmp(table[i].name, name, length) != 0)
			continue;
		if (first != NULL) {
			diag_set(d, 0, "--%s could be more than one option", name);
			diag_hint(d, "write --%s or --%s", first, table[i].name);
			return true;
		}
		first = table[i].name;
	}
	return false;
}

static void tell_unknown_long(const struct option_kind *table, size_t n,
			      const char *word)
{
	char name[64];
	const char *likely;
	struct diag d;

	snprintf(name, sizeof name, "%.*s", (int)strcspn(word + 2, "="), word + 2);
	if (!ambiguous(table, n, name, &d)) {
		diag_set(&d, 0, "there is no option --%s", name);
		likely = guess(table, n, name);
		if (likely != NULL)
			diag_hint(&d, "did you mean --%s?", likely);
		else
			diag_hint(&d, "--help lists them");
	}
	diag_print(stderr, "option", word, &d);
}

/* getopt leaves 0 for a long option that it does not know, the value of one that takes no
 * argument, and the letter of a short one. */
static void tell_unknown(const struct option_kind *table, size_t n, const char *word,
			 int opt)
{
	char dash[3] = { '-', (char)opt, '\0' };
	struct diag d;

	if (opt == 0) {
		tell_unknown_long(table, n, word);
	} else if (opt >= FIRST_VALUE) {
		diag_set(&d, strcspn(word, "="), "--%s takes no value",
			 row_of(table, n, opt)->name);
		diag_hint(&d, "write --%s", row_of(table, n, opt)->name);
		diag_print(stderr, "option", word, &d);
	} else {
		diag_set(&d, 1, "there is no option %s", dash);
		diag_hint(&d, "--help lists them");
		diag_print(stderr, "option", dash, &d);
	}
}

static void tell_missing(const struct option_kind *row)
{
	char word[64];
	struct diag d;

	snprintf(word, sizeof word, "--%s", row->name);
	diag_set(&d, strlen(word), "--%s needs a value", row->name);
	diag_hint(&d, "write --%s=%s", row->name, row->argument);
	diag_print(stderr, "option", word, &d);
}

int option_read(const struct option_kind *table, size_t n, void *target, int argc,
		char **argv)
{
	struct option longs[OPTIONS_MAX + 1];
	char shorts[2 * OPTIONS_MAX + 2];
	const struct option_kind *row;
	struct diag d;
	int value;

	fill_getopt(table, n, longs, shorts);
	opterr = 0;
	optind = 0; /* glibc: begin anew */
	while ((value = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		row = row_of(table, n, value == ':' ? optopt : value);
		if (value == '?') {
			tell_unknown(table, n, argv[optind - 1], optopt);
			return -1;
		}
		if (value == ':') {
			tell_missing(row);
			return -1;
		}
		if (!row->set(target, optarg, &d)) {
			char what[64];

			snprintf(what, sizeof what, "--%s", row->name);
			diag_print(stderr, what, optarg != NULL ? optarg : "", &d);
			return -1;
		}
	}
	return optind;
}

void option_help(FILE *to, const struct option_kind *table, size_t n)
{
	char left[128], letter[8];

	for (size_t i = 0; i < n; i++) {
		snprintf(letter, sizeof letter, table[i].letter ? "-%c, " : "    ",
			 table[i].letter);
		snprintf(left, sizeof left, "%s--%s%s%s", letter, table[i].name,
			 table[i].argument != NULL ? "=" : "",
			 table[i].argument != NULL ? table[i].argument : "");
		column_print(to, COLUMN_WIDE, left, table[i].text);
	}
}

bool option_on(void *target, const char *value, struct diag *d)
{
	(void)value;
	(void)d;
	*(bool *)target = true;
	return true;
}

bool option_number(const char *value, unsigned long long *number, struct diag *d)
{
	size_t digits = strspn(value, "0123456789");

	if (digits == 0 || value[digits] != '\0')
		return diag_set(d, digits, "a decimal number is wanted here");
	errno = 0;
	*number = strtoull(value, NULL, 10);
	if (errno == ERANGE)
		return diag_set(d, 0, "the number is too large");
	return true;
}
