/* SPDX-License-Identifier: MIT */
/* Seeds from scenarios, and the limits of targets. */
#include "fuzz/beside.h"

#include <string.h>

#include "fuzz/scatter.h"
#include "scenario/op_bytes.h"
#include "scenario/script.h"

#define SEED_MAX 4096 /* bytes: max_len of the targets */

enum beside_kind beside_kind(const char *target)
{
	if (strcmp(target, "fuzz_script") == 0)
		return BESIDE_SCRIPT;
	if (strcmp(target, "fuzz_cli") == 0)
		return BESIDE_WORDS;
	if (strcmp(target, "fuzz_scatter") == 0 || strcmp(target, "fuzz_canary") == 0)
		return BESIDE_PACKING;
	if (strcmp(target, "fuzz_kernel") == 0)
		return BESIDE_KERNEL;
	return BESIDE_OPERATIONS;
}

/* "corpus/oob/x.wsp" as "oob-x". */
static void name_of(const char *path, char out[128])
{
	const char *slash = strchr(path, '/');
	size_t n;

	snprintf(out, 128, "%s", slash != NULL ? slash + 1 : path);
	for (char *c = out; *c != '\0'; c++)
		if (*c == '/')
			*c = '-';
	n = strlen(out);
	if (n > 4 && strcmp(out + n - 4, ".wsp") == 0)
		out[n - 4] = '\0';
}

static void add_operations(struct zip *z, const char *name, const struct script *s)
{
	unsigned char bytes[SEED_MAX];
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		size_t more = op_encode(&s->lines[i].op, bytes + n, sizeof bytes - n);

		if (more > sizeof bytes - n)
			break;
		n += more;
	}
	zip_add(z, name, bytes, n);
}

static void add_packings(struct zip *z, const char *name, const struct script *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct layout *l = s->lines[i].op.layout;
		unsigned char bytes[64];
		size_t n = 0;

		if (l != NULL && l->n > 1)
			n = scatter_encode(l, i % 4, 3 * i, bytes, sizeof bytes);
		if (n > 0) {
			zip_add(z, name, bytes, n);
			return;
		}
	}
}

bool beside_scenario(struct zip *z, enum beside_kind kind, const char *path,
		     const char *text, size_t n)
{
	struct script s;
	struct script_error e;
	char name[128];

	name_of(path, name);
	if (!script_read_text(&s, path, text, n, NULL, 0, &e)) {
		script_error_print(stderr, &e);
		script_free(&s);
		return false;
	}
	switch (kind) {
	case BESIDE_OPERATIONS:
	case BESIDE_KERNEL:
		add_operations(z, name, &s);
		break;
	case BESIDE_SCRIPT:
		zip_add(z, name, text, n);
		break;
	case BESIDE_PACKING:
		add_packings(z, name, &s);
		break;
	case BESIDE_WORDS:
		break;
	}
	script_free(&s);
	return true;
}

void beside_list(struct zip *z, char *text)
{
	char name[32];
	unsigned number = 0;

	for (char *at = text, *end; at != NULL && *at != '\0'; at = end) {
		size_t n;

		end = strstr(at, "\n\n");
		n = end != NULL ? (size_t)(end - at) : strlen(at);
		while (n > 0 && at[n - 1] == '\n')
			n--;
		snprintf(name, sizeof name, "list-%u", ++number);
		if (at[0] != '#')
			zip_add(z, name, at, n);
		end = end != NULL ? end + 2 : NULL;
	}
}

void beside_options(enum beside_kind kind, const char *target, FILE *to)
{
	/* Its entropic schedule spends more on rare features than a play costs, and so does
	 * counting how often a path was taken: four of five plays go by for it. */
	fprintf(to,
		"[libfuzzer]\nmax_len = %d\ndict = %s.dict\ntimeout = %d\n"
		"entropic = 0\nuse_counters = 0\n",
		kind == BESIDE_PACKING ? 64 : SEED_MAX, target,
		kind == BESIDE_KERNEL ? 10 : 2);
}
