/* SPDX-License-Identifier: MIT */
/* The options of `wsprecv run`: one table, and a setter for each row. */
#include <stdlib.h>
#include <string.h>

#include "cli/run_options.h"
#include "scenario/choice.h"
#include "scenario/quantity.h"

#define SCALE_MAX 1000.0

static bool set_net(void *target, const char *value, struct diag *d)
{
	static const char *const words[] = { "kernel", "sim", NULL };
	size_t i;

	if (!choice_find(value, "network", words, &i, d))
		return false;
	((struct run_options *)target)->simulate = i == 1;
	return true;
}

bool run_define(struct script_define *define, const char *value, struct diag *d)
{
	char *equals = strchr(value, '=');

	if (equals == NULL || equals == value) {
		diag_set(d, equals == NULL ? strlen(value) : 0,
			 equals == NULL ? "there is no = behind the name"
					: "there is no name before the =");
		return diag_hint(d, "write NAME=VALUE");
	}
	if (value + script_name_length(value) != equals) {
		diag_set(d, script_name_length(value), "not a name of a variable: %.*s",
			 diag_shown((size_t)(equals - value)), value);
		return diag_hint(d, "a letter or _, then digits too");
	}
	*equals = '\0';
	*define = (struct script_define){ value, equals + 1 };
	return true;
}

static bool set_define(void *target, const char *value, struct diag *d)
{
	struct run_options *o = target;

	if (o->n_defines == RUN_DEFINES)
		return diag_set(d, 0, "at most %d variables can be given", RUN_DEFINES);
	return run_define(&o->defines[o->n_defines++], value, d);
}

static bool set_time_scale(void *target, const char *value, struct diag *d)
{
	size_t digits = strspn(value, "0123456789."), points = 0;
	double scale;

	for (size_t i = 0; i < digits; i++)
		points += value[i] == '.';
	if (value[digits] != '\0' || points > 1 || strlen(value) == points)
		return diag_set(d, digits, "a decimal number is wanted here, as 2.5");
	scale = strtod(value, NULL);
	if (scale <= 0 || scale > SCALE_MAX)
		return diag_set(d, 0, "the scale is above 0, and at most %g",
				SCALE_MAX);
	((struct run_options *)target)->time_scale = scale;
	return true;
}

static bool read_positive(const char *value, uint64_t most, uint64_t *to,
			  struct diag *d)
{
	unsigned long long number;

	if (!option_number(value, &number, d))
		return false;
	if (number == 0 || number > most)
		return diag_set(d, 0, "a number from 1 to %llu is wanted here",
				(unsigned long long)most);
	*to = number;
	return true;
}

static bool set_jobs(void *target, const char *value, struct diag *d)
{
	uint64_t number = 0;

	if (!read_positive(value, RUN_JOBS_MAX, &number, d))
		return false;
	((struct run_options *)target)->jobs = (size_t)number;
	return true;
}

static bool set_filter(void *target, const char *value, struct diag *d)
{
	(void)d;
	((struct run_options *)target)->filter = value;
	return true;
}

static bool set_repeat(void *target, const char *value, struct diag *d)
{
	return read_positive(value, 1000000000, &((struct run_options *)target)->rounds,
			     d);
}

static bool set_until_fail(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct run_options *)target)->until_fail, value, d);
}

static bool set_shuffle(void *target, const char *value, struct diag *d)
{
	struct run_options *o = target;
	unsigned long long number;

	if (!option_number(value, &number, d))
		return false;
	o->shuffle = true;
	o->seed = number;
	return true;
}

static bool set_limit(void *target, const char *value, struct diag *d)
{
	struct run_options *o = target;

	if (!quantity_duration(value, &o->limit, d))
		return false;
	if (o->limit == 0)
		return diag_set(d, 0, "nothing ends within no time");
	return true;
}

/* I/N */
static bool set_shard(void *target, const char *value, struct diag *d)
{
	struct run_options *o = target;
	const char *slash = strchr(value, '/');
	unsigned long long part, parts;
	char first[24];

	if (slash == NULL || (size_t)(slash - value) >= sizeof first) {
		diag_set(d, strlen(value), "there is no / between part and parts");
		return diag_hint(d, "write I/N, as 1/4");
	}
	snprintf(first, sizeof first, "%.*s", (int)(slash - value), value);
	if (!option_number(first, &part, d))
		return false;
	if (!option_number(slash + 1, &parts, d))
		return diag_shift(d, (size_t)(slash + 1 - value));
	if (parts == 0)
		return diag_set(d, (size_t)(slash + 1 - value), "there are no 0 parts");
	if (part == 0 || part > parts)
		return diag_set(d, 0, "the part is from 1 to %llu", parts);
	o->shard = (size_t)part;
	o->shards = (size_t)parts;
	return true;
}

bool run_report_twice(const struct run_report *r, struct diag *d)
{
	diag_set(d, (size_t)(r->file - r->value), "another report goes to that file");
	return diag_hint(d, "name one file for each");
}

static bool set_report(void *target, const char *value, struct diag *d)
{
	struct run_options *o = target;
	const char *words[8], *colon = strchr(value, ':');
	size_t n, i, length = colon != NULL ? (size_t)(colon - value) : strlen(value);
	const struct sink_format *const *formats = sink_formats(&n);
	struct run_report made;
	char word[32];

	for (i = 0; i < n; i++)
		words[i] = formats[i]->word;
	words[n] = NULL;
	snprintf(word, sizeof word, "%.*s", (int)length, value);
	if (!choice_find(word, "report", words, &i, d))
		return false;
	if (colon != NULL && colon[1] == '\0')
		return diag_set(d, length + 1, "there is no file behind the colon");
	if (colon == NULL && o->on_stdout)
		return diag_set(d, length, "one report is going to standard output") ||
		       diag_hint(d, "write %s:FILE", word);
	if (o->n_reports == RUN_REPORTS)
		return diag_set(d, 0, "at most %d reports are written", RUN_REPORTS);
	o->on_stdout = o->on_stdout || colon == NULL;
	made = (struct run_report){ formats[i], colon != NULL ? colon + 1 : NULL,
				    value };
	for (size_t k = 0; colon != NULL && k < o->n_reports; k++)
		if (o->reports[k].file != NULL &&
		    strcmp(o->reports[k].file, made.file) == 0 &&
		    strncmp(made.file, "/dev/", 5) != 0)
			return run_report_twice(&made, d);
	o->reports[o->n_reports++] = made;
	return true;
}

static bool set_judge(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct run_options *)target)->judge, value, d);
}

static bool set_no_judge(void *target, const char *value, struct diag *d)
{
	(void)value;
	(void)d;
	((struct run_options *)target)->judge = false;
	return true;
}

static bool set_update(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct run_options *)target)->update, value, d);
}

static bool set_verbose(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct run_options *)target)->verbose, value, d);
}

static bool set_quiet(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct run_options *)target)->quiet, value, d);
}

static bool set_color(void *target, const char *value, struct diag *d)
{
	static const char *const words[] = { "auto", "always", "never", NULL };
	size_t i;

	if (!choice_find(value, "colour", words, &i, d))
		return false;
	((struct run_options *)target)->colour = (enum terminal_colour)i;
	return true;
}

static bool set_help(void *target, const char *value, struct diag *d)
{
	return option_on(&((struct run_options *)target)->help, value, d);
}

/* clang-format off */
static const struct option_kind table[] = {
	{ "net", 0, "kernel|sim", "the network: this kernel's (default), or a simulated one", set_net },
	{ "define", 'D', "NAME=VALUE", "a variable, before any `let` of that name; may be repeated", set_define },
	{ "time-scale", 0, "N", "multiply every limit by N, as on a slow machine", set_time_scale },
	{ "limit", 0, "DURATION", "longest time for one file (default 30s)", set_limit },
	{ "jobs", 'j', "N", "how many files run at once (default: one for each processor)", set_jobs },
	{ "filter", 0, "REGEX", "only files whose path or first sentence it fits", set_filter },
	{ "shard", 0, "I/N", "only the part I of N, the same ones every time", set_shard },
	{ "shuffle", 0, "SEED", "run the files in another order, which the number decides", set_shuffle },
	{ "repeat", 0, "N", "run everything so many times", set_repeat },
	{ "until-fail", 0, NULL, "run everything again and again until something fails", set_until_fail },
	{ "judge", 0, NULL, "what the contract does not allow has failed too (default)", set_judge },
	{ "no-judge", 0, NULL, "compare with what is expected, and no more", set_no_judge },
	{ "update", 0, NULL, "write what came back behind the -> of lines that differ", set_update },
	{ "report", 0, "tap|junit|json[:FILE]", "write a report; may be repeated, without FILE once", set_report },
	{ "verbose", 'v', NULL, "print each operation with what came back: a scenario that passes", set_verbose },
	{ "quiet", 'q', NULL, "print only what failed", set_quiet },
	{ "color", 0, "auto|always|never", "colour failures (default auto)", set_color },
	{ "help", 'h', NULL, "print this", set_help },
};
/* clang-format on */

const struct option_kind *run_table(size_t *n)
{
	*n = sizeof table / sizeof table[0];
	return table;
}
