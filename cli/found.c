/* SPDX-License-Identifier: MIT */
/* Searches folders, filters, takes a part. */
#include "cli/found.h"

#include <errno.h>
#include <fts.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/diag.h"

#define ENDING ".wsp"
#define HEAD_LINES 50 /* the first sentence stands within so many */

static void add(struct found *f, const char *path)
{
	if (f->n == f->room) {
		f->room = 2 * f->room + 64;
		f->paths = realloc(f->paths, f->room * sizeof f->paths[0]);
		if (f->paths == NULL)
			abort();
	}
	f->paths[f->n] = strdup(path);
	if (f->paths[f->n++] == NULL)
		abort();
}

static bool told(const char *path, const char *what, const char *hint)
{
	diag_tell("file", path, what, hint);
	return false;
}

static bool ends_so(const char *path)
{
	size_t n = strlen(path), m = strlen(ENDING);

	return n > m && strcmp(path + n - m, ENDING) == 0;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* One entry of the walk: false, it could not be read. */
static bool visit(struct found *f, const FTSENT *entry)
{
	switch (entry->fts_info) {
	case FTS_F:
		if (entry->fts_level == FTS_ROOTLEVEL || ends_so(entry->fts_path))
			add(f, entry->fts_path);
		return true;
	case FTS_DEFAULT: /* a pipe, say: only where it was named itself */
		if (entry->fts_level == FTS_ROOTLEVEL)
			add(f, entry->fts_path);
		return true;
	case FTS_NS:
	case FTS_DNR:
	case FTS_ERR:
		return told(entry->fts_path, strerror(entry->fts_errno), NULL);
	case FTS_SLNONE: /* a link to nothing */
		if (entry->fts_level != FTS_ROOTLEVEL)
			return true;
		return told(entry->fts_path, strerror(ENOENT), NULL);
	default: /* folders, and those seen already */
		return true;
	}
}

static bool search_one(struct found *f, char *operand)
{
	char *roots[] = { operand, NULL };
	size_t before = f->n;
	bool good = true, folder = false;
	FTSENT *entry;
	FTS *walk;

	if (strcmp(operand, "-") == 0) {
		add(f, operand);
		return true;
	}
	walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, NULL);
	if (walk == NULL)
		return told(operand, strerror(errno), NULL);
	while (good && (entry = fts_read(walk)) != NULL) {
		folder = folder || entry->fts_info == FTS_D;
		good = visit(f, entry);
	}
	fts_close(walk);
	if (good && folder && f->n == before)
		return told(operand, "there is no scenario in this folder",
			    "their names end with .wsp");
	if (f->n > before)
		qsort(f->paths + before, f->n - before, sizeof f->paths[0], by_bytes);
	return good;
}

struct place {
	const char *path;
	size_t at;
};

static int by_path(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

/* Keeps those for which keep[i] is not 0. */
static void keep_some(struct found *f, const unsigned char *keep)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		if (keep[i])
			f->paths[n++] = f->paths[i];
		else
			free(f->paths[i]);
	}
	f->n = n;
}

static void drop_doubles(struct found *f)
{
	struct place *places;
	unsigned char *keep;

	if (f->n == 0)
		return;
	places = calloc(f->n, sizeof places[0]);
	keep = calloc(f->n, 1);
	if (places == NULL || keep == NULL)
		abort();
	for (size_t i = 0; i < f->n; i++)
		places[i] = (struct place){ f->paths[i], i };
	qsort(places, f->n, sizeof places[0], by_path);
	for (size_t i = 0; i < f->n; i++)
		keep[places[i].at] = i == 0 ||
				     strcmp(places[i].path, places[i - 1].path) != 0;
	keep_some(f, keep);
	free(places);
	free(keep);
}

bool found_search(struct found *f, char **operands, size_t n)
{
	*f = (struct found){ .paths = NULL };
	for (size_t i = 0; i < n; i++)
		if (!search_one(f, operands[i]))
			return false;
	drop_doubles(f);
	return true;
}

void found_free(struct found *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->paths[i]);
	free(f->paths);
	*f = (struct found){ .paths = NULL };
}

bool found_sentence(const char *line, char out[FOUND_SENTENCE])
{
	size_t n = 0;

	line += strspn(line, " \t");
	if (*line != '#')
		return false;
	line += 1 + strspn(line + 1, " \t#");
	if (*line == '\0' || strncmp(line, "clauses:", 8) == 0)
		return false;
	while (line[n] != '\0' && n + 1 < FOUND_SENTENCE &&
	       !(strchr(".!?", line[n]) != NULL && strchr(" \t", line[n + 1]) != NULL))
		n++;
	memcpy(out, line, n);
	out[n] = '\0';
	return true;
}

/* The first sentence of a file that is open; closes it. */
static bool sentence_of(FILE *file, char out[FOUND_SENTENCE])
{
	char *line = NULL;
	size_t room = 0;
	bool found = false;

	for (int i = 0; i < HEAD_LINES && !found; i++) {
		ssize_t n = getline(&line, &room, file);

		if (n < 0)
			break;
		line[strcspn(line, "\r\n")] = '\0';
		found = found_sentence(line, out);
	}
	free(line);
	fclose(file);
	return found;
}

static bool fits(const regex_t *regex, const char *path, const char *input)
{
	bool standard = strcmp(path, "-") == 0;
	char sentence[FOUND_SENTENCE];
	FILE *file;

	if (regexec(regex, path, 0, NULL, 0) == 0)
		return true;
	if (standard && input[0] == '\0')
		return false;
	file = standard ? fmemopen((char *)input, strlen(input), "r")
			: fopen(path, "re");
	return file != NULL && sentence_of(file, sentence) &&
	       regexec(regex, sentence, 0, NULL, 0) == 0;
}

bool found_filter(struct found *f, const char *regex, const char *input, char *why,
		  size_t room)
{
	regex_t compiled;
	int error = regcomp(&compiled, regex, REG_EXTENDED | REG_NOSUB);
	unsigned char *keep;

	if (error != 0) {
		regerror(error, &compiled, why, room);
		return false;
	}
	keep = calloc(f->n + 1, 1);
	if (keep == NULL)
		abort();
	for (size_t i = 0; i < f->n; i++)
		keep[i] = fits(&compiled, f->paths[i], input);
	keep_some(f, keep);
	free(keep);
	regfree(&compiled);
	return true;
}

void found_shard(struct found *f, size_t part, size_t parts)
{
	unsigned char *keep = calloc(f->n + 1, 1);

	if (keep == NULL)
		abort();
	for (size_t i = 0; i < f->n; i++)
		keep[i] = i % parts == part - 1;
	keep_some(f, keep);
	free(keep);
}
