/* SPDX-License-Identifier: MIT */
/* What no operation can tell by itself: blocks that do not fit, names that nothing has. */
#include <string.h>

#include "scenario/script_parts.h"

static bool is_opening(enum op_verb verb)
{
	return verb == OP_DO_ROUTINE || verb == OP_DO_REPEAT;
}

static bool open_block(struct script_reader *r, const struct op *op)
{
	struct diag *d = &r->e->diag;

	if (r->n_blocks == SCRIPT_DEPTH_MAX)
		return diag_set(d, 0, "more than %d blocks in each other",
				SCRIPT_DEPTH_MAX);
	for (size_t i = 0; op->verb == OP_DO_ROUTINE && i < r->n_blocks; i++)
		if (r->script->lines[r->blocks[i]].op.verb == OP_DO_ROUTINE)
			return diag_set(d, 0, "a routine inside a routine");
	r->blocks[r->n_blocks++] = r->script->n - 1;
	return true;
}

static bool close_block(struct script_reader *r)
{
	struct script *s = r->script;
	size_t start;

	if (r->n_blocks == 0) {
		diag_set(&r->e->diag, 0, "no block is open here");
		return diag_hint(&r->e->diag, "routine and repeat open one");
	}
	start = r->blocks[--r->n_blocks];
	s->lines[start].partner = s->n - 1;
	s->lines[s->n - 1].partner = start;
	return true;
}

static bool has(const struct script_names *names, const char *name)
{
	for (; names != NULL; names = names->next)
		if (strcmp(names->name, name) == 0)
			return true;
	return false;
}

static void give(struct script_reader *r, struct script_names **names, const char *name)
{
	struct script_names *more;

	if (has(*names, name))
		return;
	more = arena_take(&r->script->arena, sizeof *more);
	more->name = arena_text(&r->script->arena, name);
	more->next = *names;
	*names = more;
}

/* Of requests only the end of the script says that nothing is called so. */
static void want(struct script_reader *r, const char *name, size_t file,
		 const struct script_origin *from, bool may_come)
{
	struct script_wanted *w;

	if (has(r->requests, name))
		return;
	w = arena_take(&r->script->arena, sizeof *w);
	*w = (struct script_wanted){ arena_text(&r->script->arena, name),
				     file,
				     from->line,
				     from->column,
				     may_come,
				     NULL };
	*r->wanted_end = w;
	r->wanted_end = &w->next;
}

bool script_check_op(struct script_reader *r, const struct script_logical *l,
		     size_t start, const struct op_places *places)
{
	const struct script_line *line = &r->script->lines[r->script->n - 1];
	const struct op *op = &line->op;
	enum op_field first = op_verb_kind(op->verb)->operands[0];
	const char *name = op->name.text;

	if (op->verb == OP_DO_END && !close_block(r))
		return script_tell_at(r, line->file, l, start);
	if (is_opening(op->verb) && !open_block(r, op))
		return script_tell_at(r, line->file, l, start);
	if (op->verb == OP_DO_OPEN)
		give(r, &r->sockets, name);
	if (first == OP_SOCKET && !has(r->sockets, name)) {
		diag_set(&r->e->diag, 0, "no socket %s: open it first", name);
		return script_tell_at(r, line->file, l, start + places->name);
	}
	if (op->as.text[0] != '\0')
		give(r, op_names_socket(op->verb) ? &r->sockets : &r->requests,
		     op->as.text);
	if (first == OP_REQUEST)
		want(r, name, line->file, &l->from[start + places->name],
		     op->verb == OP_DO_ROUTINE);
	if (op->reuse.text[0] != '\0')
		want(r, op->reuse.text, line->file, &l->from[start + places->reuse],
		     false);
	return true;
}

static bool tell_wanted(struct script_reader *r, const struct script_wanted *w)
{
	diag_set(&r->e->diag, 0, "no request %s", w->name);
	diag_hint(&r->e->diag, "a recv or send gets it by `as %s`", w->name);
	return script_tell(r, w->file, w->line, w->column);
}

bool script_check_wanted(struct script_reader *r, const struct script_wanted *w)
{
	for (; w != NULL; w = w->next)
		if (!w->may_come && !has(r->requests, w->name))
			return tell_wanted(r, w);
	return true;
}

bool script_check_end(struct script_reader *r)
{
	const struct script *s = r->script;

	if (r->n_blocks > 0) {
		const struct script_line *line = &s->lines[r->blocks[r->n_blocks - 1]];
		const char *text = s->files[line->file].lines[line->line - 1];

		diag_set(&r->e->diag, 0, "this block is never closed");
		diag_hint(&r->e->diag, "write } on a line of its own");
		return script_tell(r, line->file, line->line, strspn(text, " \t"));
	}
	for (const struct script_wanted *w = r->wanted; w != NULL; w = w->next)
		if (!has(r->requests, w->name))
			return tell_wanted(r, w);
	return true;
}
