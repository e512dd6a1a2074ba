/* SPDX-License-Identifier: MIT */
/* Targets by their names, and where they lie. */
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/column.h"
#include "cli/finding.h"
#include "scenario/choice.h"

/* The one that plays most of all comes first. */
static const struct {
	const char *name, *text;
} targets[] = {
	{ "fuzz_overlapped", "everything, and who does what when" },
	{ "fuzz_recv", "synchronous receives on every protocol" },
	{ "fuzz_partial", "messages, and what is left of them" },
	{ "fuzz_fault", "as overlapped, with errors of the network beneath" },
	{ "fuzz_kernel", "as overlapped, on real sockets" },
	{ "fuzz_tls", "as overlapped, over TLS, with peers that misbehave" },
	{ "fuzz_scatter", "how bytes are placed in buffers" },
	{ "fuzz_script", "scenarios as text, and back" },
	{ "fuzz_cli", "command lines" },
	{ "fuzz_canary", "has a planted defect, to see that it is found" },
};

#define TARGETS (sizeof targets / sizeof targets[0])

static bool look_in(struct finding_target *t, const char *folder, const char *below)
{
	int n = snprintf(t->program, sizeof t->program, "%s/%s%s", folder, below,
			 t->name);

	if (n > 0 && (size_t)n < sizeof t->program && access(t->program, X_OK) == 0)
		return true;
	t->program[0] = '\0';
	return false;
}

/* In $OUT; beside the program; where make puts it, from a program in build/VARIANT. */
static void find_program(struct finding_target *t)
{
	const char *out = getenv("OUT");
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);

	t->program[0] = '\0';
	if (out != NULL && out[0] != '\0') {
		look_in(t, out, "");
		return;
	}
	if (n > 0) {
		char *folder;

		self[n] = '\0';
		folder = dirname(self);
		if (look_in(t, folder, "") || look_in(t, folder, "../fuzz/out/"))
			return;
	}
	look_in(t, "build/fuzz/out", "");
}

static void fill(struct finding_target *t, size_t i)
{
	t->name = targets[i].name;
	t->rules = program_rules_named(t->name);
	find_program(t);
}

bool finding_target(struct finding_target *t, const char *name)
{
	const char *names[TARGETS + 1] = { NULL };
	char whole[64];
	size_t i;
	struct diag d;

	for (i = 0; i < TARGETS; i++)
		names[i] = targets[i].name;
	snprintf(whole, sizeof whole, "%s%s",
		 strncmp(name, "fuzz_", 5) == 0 ? "" : "fuzz_", name);
	if (choice_find(whole, "target", names, &i, &d)) {
		fill(t, i);
		return true;
	}
	diag_print(stderr, "target", whole, &d);
	return false;
}

void finding_guess(struct finding_target *t, const char *path)
{
	size_t i = TARGETS - 1;

	while (i > 0 && strstr(path, targets[i].name) == NULL)
		i--;
	fill(t, i);
}

void finding_targets(FILE *to)
{
	for (size_t i = 0; i < TARGETS; i++)
		column_print(to, COLUMN_NARROW, targets[i].name + strlen("fuzz_"),
			     targets[i].text);
}
