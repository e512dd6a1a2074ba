/* SPDX-License-Identifier: MIT */
/* Folders, read from the top. */
#include "cli/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void add(struct inputs *in, const char *path)
{
	if (in->n == in->room) {
		in->room = 2 * in->room + 16;
		in->paths = realloc(in->paths, in->room * sizeof *in->paths);
		if (in->paths == NULL)
			abort();
	}
	in->paths[in->n] = strdup(path);
	if (in->paths[in->n++] == NULL)
		abort();
}

static int is_input(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return e->d_name[0] != '.' && (n < 4 || strcmp(e->d_name + n - 4, ".wsp") != 0);
}

bool inputs_search(struct inputs *in, const char *path)
{
	struct dirent **entries;
	struct stat st;
	bool good = true;
	int n;

	if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode)) {
		add(in, path);
		return true;
	}
	n = scandir(path, &entries, is_input, alphasort);
	if (n < 0) {
		fprintf(stderr, "wsprecv: fuzz: %s: %s\n", path, strerror(errno));
		return false;
	}
	for (int i = 0; i < n; i++) {
		char *below;

		if (asprintf(&below, "%s/%s", path, entries[i]->d_name) < 0)
			abort();
		good = inputs_search(in, below) && good;
		free(below);
		free(entries[i]);
	}
	free(entries);
	return good;
}

void inputs_free(struct inputs *in)
{
	for (size_t i = 0; i < in->n; i++)
		free(in->paths[i]);
	free(in->paths);
	*in = (struct inputs){ .n = 0 };
}
