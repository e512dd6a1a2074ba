/* SPDX-License-Identifier: MIT */
/* Writes what lies beside a target to standard output:
 *
 *	pack seeds TARGET FILE...   a zip: scenarios (.wsp) and lists of inputs (.seed)
 *	pack dict TARGET            words worth trying, from the tables of the language
 *	pack options TARGET         how engines run it
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz/beside.h"

static _Noreturn void fail(const char *what, const char *path)
{
	fprintf(stderr, "pack: %s: %s\n", path, what);
	exit(1);
}

static char *read_whole(const char *path, size_t *n)
{
	FILE *from = fopen(path, "rb");
	char *bytes = NULL;
	size_t room = 0, got;

	if (from == NULL)
		fail("cannot be opened", path);
	*n = 0;
	do {
		room = 2 * room + 4096;
		bytes = realloc(bytes, room);
		if (bytes == NULL)
			fail("no memory", path);
		got = fread(bytes + *n, 1, room - *n - 1, from);
		*n += got;
	} while (got > 0);
	bytes[*n] = '\0';
	fclose(from);
	return bytes;
}

static bool ends(const char *text, const char *with)
{
	size_t n = strlen(text), m = strlen(with);

	return n >= m && strcmp(text + n - m, with) == 0;
}

static void write_seeds(enum beside_kind kind, const char *target, char **paths)
{
	struct zip z;

	zip_begin(&z, stdout);
	for (; *paths != NULL; paths++) {
		size_t n;
		char *text = read_whole(*paths, &n);

		if (ends(*paths, ".seed")) {
			if (strstr(*paths, target) != NULL)
				beside_list(&z, text);
		} else if (!beside_scenario(&z, kind, *paths, text, n)) {
			fail("cannot be read as a scenario", *paths);
		}
		free(text);
	}
	zip_end(&z);
}

int main(int argc, char **argv)
{
	enum beside_kind kind;

	if (argc < 3)
		fail("give seeds, dict or options, and a target", argv[0]);
	kind = beside_kind(argv[2]);
	if (strcmp(argv[1], "seeds") == 0)
		write_seeds(kind, argv[2], argv + 3);
	else if (strcmp(argv[1], "dict") == 0)
		beside_dict(kind, stdout);
	else if (strcmp(argv[1], "options") == 0)
		beside_options(kind, argv[2], stdout);
	else
		fail("there are seeds, dict and options", argv[1]);
	return ferror(stdout) || fflush(stdout) != 0;
}
