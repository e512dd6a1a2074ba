/* SPDX-License-Identifier: MIT */
/* What a campaign needs before it begins: its engine, its folders, its command line. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/fuzz_campaign.h"
#include "cli/fuzz_parts.h"
#include "cli/unzip.h"
#include "scenario/text.h"

#define ARGUMENTS 64
#define AT_ONCE 256 /* inputs that a standalone process is given */
#define SECOND UINT64_C(1000000)

static char *print(struct campaign *c, const char *a, const char *b, const char *d)
{
	struct text text = { .arena = &c->arena };

	text_format(&text, "%s%s%s", a, b, d);
	return (char *)text_whole(&text);
}

/* libFuzzer answers, and fuzz/standalone.c knows no such option. */
static bool has_libfuzzer(struct campaign *c)
{
	char *argv[] = { (char *)c->target->program, "-help=1", NULL };
	struct fuzz_job j = { .pid = 0 };
	bool good = false;

	if (!fuzz_job_start(&j, argv))
		return false;
	while (fuzz_job_read(&j, &good))
		;
	return good;
}

static bool put_seed(void *context, const char *name, const unsigned char *bytes,
		     size_t n)
{
	struct campaign *c = context;

	return fuzz_write(print(c, c->corpus, "/", name), bytes, n) == 0;
}

static bool list_corpus(struct campaign *c)
{
	inputs_free(&c->inputs);
	return inputs_search(&c->inputs, c->corpus);
}

static bool fill_corpus(struct campaign *c)
{
	const char *zip = print(c, c->target->program, "_seed_corpus.zip", "");
	unsigned char *bytes;
	size_t n;
	bool good;

	if (access(zip, R_OK) != 0)
		return true;
	bytes = fuzz_read(zip, &n);
	good = bytes != NULL && unzip(bytes, n, put_seed, c);
	if (bytes != NULL && !good)
		fprintf(stderr, "wsprecv: fuzz: %s: no archive that can be read\n",
			zip);
	free(bytes);
	return good && list_corpus(c);
}

bool campaign_prepare(struct campaign *c)
{
	const char *name = c->target->name;

	c->libfuzzer = has_libfuzzer(c);
	c->corpus = c->wish->corpus != NULL ? c->wish->corpus
					    : print(c, "fuzz-corpus/", name, "");
	c->findings = print(c, c->wish->out, "/", name);
	if (!fuzz_folder(c->corpus) || !fuzz_folder(c->findings) || !list_corpus(c))
		return false;
	if (c->inputs.n == 0 && c->wish->corpus == NULL && !fill_corpus(c))
		return false;
	if (!c->libfuzzer && c->inputs.n == 0) {
		fprintf(stderr,
			"wsprecv: fuzz: %s has no engine, and there is nothing to "
			"replay in %s; build it with "
			"LIB_FUZZING_ENGINE=-fsanitize=fuzzer\n",
			name, c->corpus);
		return false;
	}
	c->view = (struct engine_view){ .target = name,
					.engine = c->libfuzzer ? "libFuzzer"
							       : "a replay",
					.jobs = c->libfuzzer ? c->wish->jobs : 1,
					.limit = c->wish->limit };
	return true;
}

/* "key = value" of the file that lies beside the target, as "-key=value". */
static size_t add_options(struct campaign *c, char **argv, size_t n)
{
	char *file = print(c, c->target->program, ".options", ""), line[256],
	     value[128];
	FILE *from = fopen(file, "re");

	while (from != NULL && n < ARGUMENTS / 2 &&
	       fgets(line, sizeof line, from) != NULL) {
		char key[32];
		const char *slash = strrchr(c->target->program, '/');
		int folder = slash != NULL ? (int)(slash - c->target->program) + 1 : 0;
		struct text text = { .arena = &c->arena };

		if (sscanf(line, " %31[a-z_] = %127s", key, value) != 2)
			continue;
		/* A dictionary lies beside it, too. */
		text_format(&text, "-%s=%.*s%s", key,
			    strcmp(key, "dict") == 0 ? folder : 0, c->target->program,
			    value);
		argv[n++] = (char *)text_whole(&text);
	}
	if (from != NULL)
		fclose(from);
	return n;
}

static size_t add_arguments(struct campaign *c, char **argv, size_t n, size_t room)
{
	for (char **at = c->wish->arguments; *at != NULL && n + 1 < room; at++)
		argv[n++] = *at;
	return n;
}

char *const *campaign_line(struct campaign *c, const struct fuzz_job *j, uint64_t usec)
{
	size_t room = ARGUMENTS + AT_ONCE, n = 0;
	char **argv = arena_take(&c->arena, (room + 1) * sizeof *argv), seconds[24];

	argv[n++] = (char *)c->target->program;
	if (!c->libfuzzer) {
		n = add_arguments(c, argv, n, ARGUMENTS);
		for (size_t i = j->input;
		     i < c->inputs.n && n < room && i < j->input + AT_ONCE; i++)
			argv[n++] = c->inputs.paths[i];
		return argv;
	}
	argv[n++] = (char *)c->corpus;
	snprintf(seconds, sizeof seconds, "%llu",
		 (unsigned long long)((usec + SECOND - 1) / SECOND));
	argv[n++] = print(c, "-max_total_time=", seconds, "");
	argv[n++] = print(c, "-artifact_prefix=", c->findings, "/");
	argv[n++] = "-print_final_stats=1";
	argv[n++] = "-reload=1";
	n = add_options(c, argv, n);
	add_arguments(c, argv, n, room);
	return argv;
}
