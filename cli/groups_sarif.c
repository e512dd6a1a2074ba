/* SPDX-License-Identifier: MIT */
/* Groups as SARIF 2.1.0, one line of JSON: a rule for each clause, signal and hang, a result
 * for each group, its inputs as locations. */
#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli/groups.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

/* Paths may be no UTF-8, which JSON cannot say. */
static json_t *string_of(const char *text)
{
	json_t *s = json_string(text);

	if (s == NULL) {
		char *copy = strdup(text);

		if (copy == NULL)
			abort();
		for (char *c = copy; *c != '\0'; c++)
			if ((unsigned char)*c >= 0x80)
				*c = '?';
		s = json_string(copy);
		free(copy);
	}
	return s;
}

/* A URI: what it may not have is escaped. */
static json_t *uri_of(const char *path)
{
	static const char plain[] = "/._-~";
	char *text = malloc(3 * strlen(path) + 1), *to = text;
	json_t *s;

	if (text == NULL)
		abort();
	for (; *path != '\0'; path++) {
		unsigned char c = (unsigned char)*path;

		if ((c < 0x80 && isalnum(c)) || strchr(plain, c) != NULL)
			*to++ = (char)c;
		else
			to += sprintf(to, "%%%02X", c);
	}
	*to = '\0';
	s = json_string(text);
	free(text);
	return s;
}

static json_t *location(const char *path)
{
	return json_pack("{s:{s:{s:o}}}", "physicalLocation", "artifactLocation", "uri",
			 uri_of(path));
}

static json_t *locations(const struct group *group)
{
	json_t *list = json_array();

	json_array_append_new(list, location(group->first.path));
	for (size_t i = 0; i < group->n; i++)
		if (group->paths[i] != group->first.path)
			json_array_append_new(list, location(group->paths[i]));
	return list;
}

static json_t *result(const struct group *group)
{
	const struct finding *f = &group->first;
	struct group_row row = group_row(group);
	struct arena arena = { .left = 0 };
	json_t *r = json_pack(
		"{s:o, s:s, s:{s:o}, s:o, s:{s:o}, s:i, s:{s:s, s:s, s:s, s:s, s:o}}",
		"ruleId", string_of(row.what), "level", "error", "message", "text",
		string_of(finding_headline(f, &arena)), "locations", locations(group),
		"partialFingerprints", "wsprecvGroup/v1", string_of(group->key),
		"occurrenceCount", (int)group->n, "properties", "target", f->target,
		"operation", row.operation, "protocol", row.protocol, "flags",
		row.flags, "scenario", string_of(finding_text(f, &arena)));

	arena_fini(&arena);
	return r;
}

static json_t *rules(const struct groups *g)
{
	json_t *list = json_array();

	for (size_t i = 0; i < g->n; i++) {
		const char *what = group_row(&g->at[i]).what;
		bool known = false;

		for (size_t k = 0; k < i; k++)
			known = known || strcmp(group_row(&g->at[k]).what, what) == 0;
		if (!known)
			json_array_append_new(
				list, json_pack("{s:o}", "id", string_of(what)));
	}
	return list;
}

void groups_sarif(FILE *to, const struct groups *g)
{
	json_t *results = json_array(), *whole;

	for (size_t i = 0; i < g->n; i++)
		json_array_append_new(results, result(&g->at[i]));
	whole = json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:s, s:o}}, s:o}]}", "$schema",
			  SCHEMA, "version", "2.1.0", "runs", "tool", "driver", "name",
			  "wsprecv", "version", WSPRECV_VERSION, "rules", rules(g),
			  "results", results);
	if (whole == NULL || json_dumpf(whole, to, JSON_COMPACT) != 0)
		abort();
	fputc('\n', to);
	json_decref(whole);
}
