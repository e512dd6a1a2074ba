/* SPDX-License-Identifier: MIT */
/* Groups by keys, and the table that people read. */
#include "cli/groups.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/diag.h"

static void *grown(void *old, size_t n, size_t size)
{
	void *more = realloc(old, n * size);

	if (more == NULL)
		abort();
	return more;
}

static struct group *find(struct groups *g, const char *key)
{
	for (size_t i = 0; i < g->n; i++)
		if (strcmp(g->at[i].key, key) == 0)
			return &g->at[i];
	if (g->n == g->room) {
		g->room = 2 * g->room + 8;
		g->at = grown(g->at, g->room, sizeof *g->at);
	}
	g->at[g->n] = (struct group){ .key = key };
	return &g->at[g->n++];
}

void groups_add(struct groups *g, struct finding *f, size_t n)
{
	struct group *group;

	g->inputs++;
	if (f->end == FINDING_NOTHING) {
		finding_free(f);
		return;
	}
	g->findings++;
	group = find(g, finding_key(f, &g->arena));
	if (group->n == group->room) {
		group->room = 2 * group->room + 4;
		group->paths = grown(group->paths, group->room, sizeof *group->paths);
	}
	group->paths[group->n++] = f->path;
	if (group->n > 1 && n >= group->least) {
		finding_free(f);
		return;
	}
	if (group->n > 1)
		finding_free(&group->first);
	group->first = *f;
	group->least = n;
}

static int compare(const void *one, const void *other)
{
	const struct group *a = one, *b = other;

	if (a->n != b->n)
		return a->n < b->n ? 1 : -1;
	return strcmp(a->key, b->key);
}

void groups_sort(struct groups *g)
{
	if (g->n > 0)
		qsort(g->at, g->n, sizeof *g->at, compare);
}

void groups_free(struct groups *g)
{
	for (size_t i = 0; i < g->n; i++) {
		finding_free(&g->at[i].first);
		free(g->at[i].paths);
	}
	free(g->at);
	arena_fini(&g->arena);
}

struct group_row group_row(const struct group *group)
{
	const struct finding *f = &group->first;
	const struct finding_line *l = f->at < f->n_lines ? &f->lines[f->at] : NULL;
	struct group_row row = { "hang", l != NULL ? l->operation : "-",
				 l != NULL && l->protocol[0] != '\0' ? l->protocol
								     : "-",
				 l != NULL && l->flags[0] != '\0' ? l->flags : "-" };

	if (f->end == FINDING_OBJECTED)
		row.what = f->clause;
	if (f->end == FINDING_CRASHED)
		row.what = f->signal;
	return row;
}

static void put_column(FILE *to, const char *text, size_t width)
{
	fprintf(to, "%-*s  ", (int)width, text);
}

static size_t wider(size_t width, const char *text)
{
	size_t n = strlen(text);

	return n > width ? n : width;
}

void groups_table(FILE *to, const struct groups *g)
{
	static const char *const heads[] = { "what", "operation", "protocol", "flags" };
	size_t width[4] = { 4, 9, 8, 5 };

	for (size_t i = 0; i < g->n; i++) {
		struct group_row row = group_row(&g->at[i]);
		const char *texts[] = { row.what, row.operation, row.protocol,
					row.flags };

		for (int k = 0; k < 4; k++)
			width[k] = wider(width[k], texts[k]);
	}
	for (int k = 0; g->n > 0 && k < 4; k++)
		put_column(to, heads[k], width[k]);
	fputs(g->n > 0 ? "inputs  smallest\n" : "", to);
	for (size_t i = 0; i < g->n; i++) {
		const struct group *group = &g->at[i];
		struct group_row row = group_row(group);
		struct arena arena = { .left = 0 };

		put_column(to, row.what, width[0]);
		put_column(to, row.operation, width[1]);
		put_column(to, row.protocol, width[2]);
		put_column(to, row.flags, width[3]);
		fprintf(to, "%6zu  ", group->n);
		diag_text(to, group->first.path);
		fprintf(to, " (%zu byte%s)\n    ", group->least,
			group->least == 1 ? "" : "s");
		diag_text(to, finding_headline(&group->first, &arena));
		fputc('\n', to);
		arena_fini(&arena);
	}
	fprintf(to, "%s%zu input%s, %zu finding%s, %zu of them different\n",
		g->n > 0 ? "\n" : "", g->inputs, g->inputs == 1 ? "" : "s", g->findings,
		g->findings == 1 ? "" : "s", g->n);
}
