/* SPDX-License-Identifier: MIT */
/* Operation for operation. */
#include "cli/seed.h"

#include <stdlib.h>
#include <string.h>

#include "cli/pretty.h"
#include "scenario/op_bytes.h"
#include "scenario/op_text.h"
#include "scenario/text.h"

static bool is_readable(const char *text, size_t n)
{
	struct script s;
	struct script_error e;
	bool good = script_read_text(&s, "-", text, n, NULL, 0, &e);

	script_free(&s);
	return good;
}

static const char *laid_out(struct text *text)
{
	struct script_error e;
	const char *pretty = pretty_print("-", text_whole(text), text->n, text->arena,
					  &e);

	return pretty != NULL ? pretty : text_whole(text);
}

const char *seed_decode(const unsigned char *bytes, size_t n,
			const struct program_rules *rules, struct arena *arena)
{
	static struct script program;
	struct text text = { .arena = arena };
	size_t at = 0, used;

	while (at < n) {
		struct op op;

		op_decode(bytes + at, n - at, arena, &op, &used);
		text_format(&text, "%s\n", op_print(&op, arena));
		at += used;
	}
	if (is_readable(text_whole(&text), text.n))
		return laid_out(&text);
	if (rules == NULL)
		return NULL;
	program_read(bytes, n, rules, &program);
	text = (struct text){ .arena = arena };
	for (size_t i = 0; i < program.n; i++)
		text_format(&text, "%s\n", op_print(&program.lines[i].op, arena));
	return laid_out(&text);
}

char *seed_name(const char *path, char **operands, size_t n)
{
	const char *from = strrchr(path, '/');
	char *name;
	size_t length;

	from = from != NULL ? from + 1 : path;
	for (size_t i = 0; i < n; i++) {
		size_t m = strlen(operands[i]);

		while (m > 0 && operands[i][m - 1] == '/')
			m--;
		if (strncmp(path, operands[i], m) == 0 && path[m] == '/')
			from = path + m + strspn(path + m, "/");
	}
	name = strdup(from);
	if (name == NULL)
		abort();
	for (char *c = name; *c != '\0'; c++)
		if (*c == '/')
			*c = '-';
	length = strlen(name);
	if (length > 4 && strcmp(name + length - 4, ".wsp") == 0)
		name[length - 4] = '\0';
	return name;
}
