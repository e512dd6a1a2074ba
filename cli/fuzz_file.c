/* SPDX-License-Identifier: MIT */
/* Files of the fuzz commands, read and written whole. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/fuzz_parts.h"
#include "cli/replace.h"
#include "cli/status.h"

static void *tell(const char *path, const char *what)
{
	fprintf(stderr, "wsprecv: fuzz: %s: %s: %s\n", path, what, strerror(errno));
	return NULL;
}

unsigned char *fuzz_read(const char *path, size_t *n)
{
	FILE *from = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");
	unsigned char *bytes = NULL;
	size_t room = 0, got;

	if (from == NULL)
		return tell(path, "cannot be opened");
	*n = 0;
	do {
		unsigned char *more;

		room = 2 * room + 4096;
		more = realloc(bytes, room);
		if (more == NULL)
			abort();
		bytes = more;
		got = fread(bytes + *n, 1, room - *n - 1, from);
		*n += got;
	} while (got > 0);
	bytes[*n] = '\0';
	if (ferror(from)) {
		tell(path, "cannot be read");
		free(bytes);
		bytes = NULL;
	}
	if (from != stdin)
		fclose(from);
	return bytes;
}

int fuzz_write(const char *path, const void *bytes, size_t n)
{
	char why[REPLACE_WHY];

	if (replace_file(path, bytes, n, why))
		return STATUS_GOOD;
	fprintf(stderr, "wsprecv: %s cannot be written: %s\n", path, why);
	return STATUS_OUTPUT;
}

bool fuzz_folder(const char *path)
{
	char *copy = strdup(path);
	bool good;

	if (copy == NULL)
		abort();
	for (char *c = copy + 1; copy[0] != '\0' && *c != '\0'; c++)
		if (*c == '/') {
			*c = '\0';
			mkdir(copy, 0777);
			*c = '/';
		}
	good = mkdir(copy, 0777) == 0 || errno == EEXIST;
	free(copy);
	if (!good)
		tell(path, "cannot be made");
	return good;
}

char *fuzz_below(const char *folder, const char *name, const char *suffix)
{
	char *path;

	if (!fuzz_folder(folder))
		return NULL;
	if (asprintf(&path, "%s/%s%s", folder, name, suffix) < 0)
		abort();
	return path;
}
