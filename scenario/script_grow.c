/* SPDX-License-Identifier: MIT */
/* Scripts that grow by what is typed. */
#include <stdlib.h>
#include <string.h>

#include "scenario/script_parts.h"

struct script_reader *script_grow_begin(struct script *s)
{
	struct script_reader *r = calloc(1, sizeof *r);

	if (r == NULL)
		abort(); /* as an arena does */
	memset(s, 0, sizeof *s);
	r->script = s;
	r->wanted_end = &r->wanted;
	return r;
}

void script_grow_end(struct script_reader *r)
{
	free(r);
}

/* As if nothing had been added; what was taken of the arena stays taken. */
static void take_back(struct script_reader *r, const struct script_reader *before,
		      size_t lines, size_t needs)
{
	*r = *before;
	*r->wanted_end = NULL;
	r->script->n = lines;
	r->script->n_needs = needs;
}

enum script_added script_grow_by(struct script_reader *r, const char *path,
				 const char *text, size_t n, struct script_error *e)
{
	struct script *s = r->script;
	struct script_reader before;
	struct script_stack top = { .file = 0 };
	size_t lines = s->n, needs = s->n_needs;
	bool good;

	memset(e, 0, sizeof *e);
	r->e = e;
	r->stack = NULL;
	before = *r;
	good = script_file_text(r, path, text, n, &top);
	before.room_files = r->room_files;
	r->stack = &top;
	good = good && script_read_lines(r, &top);
	before.room_lines = r->room_lines;
	before.room_needs = r->room_needs;
	if (good && r->n_blocks > 0) {
		take_back(r, &before, lines, needs);
		return SCRIPT_UNFINISHED;
	}
	if (good && script_check_wanted(r, *before.wanted_end)) {
		r->stack = NULL;
		return SCRIPT_ADDED;
	}
	take_back(r, &before, lines, needs);
	return SCRIPT_WRONG;
}
