/* SPDX-License-Identifier: MIT */
/* Fewer options and flags of one operation, and options of its address. */
#include <string.h>

#include "cli/shrink_parts.h"
#include "scenario/op_address.h"

static bool shrink_flags(struct shrink *s, size_t line)
{
	bool any = false;

	for (uint32_t bit = 1; bit != 0 && line < s->best.n; bit <<= 1) {
		struct op op = s->best.lines[line].op;

		if ((op.flags & bit) == 0)
			continue;
		op.flags &= ~bit;
		any = shrink_try_op(s, line, &op) || any;
	}
	return any;
}

static bool shrink_pointers(struct shrink *s, size_t line)
{
	bool any = false;

	for (unsigned bit = 1; bit <= OP_POINTER_OVERLAPPED && line < s->best.n;
	     bit <<= 1) {
		struct op op = s->best.lines[line].op;

		if (((op.nulls | op.bads) & bit) == 0)
			continue;
		op.nulls &= (uint8_t)~bit;
		op.bads &= (uint8_t)~bit;
		any = shrink_try_op(s, line, &op) || any;
	}
	return any;
}

static bool shrink_rules(struct shrink *s, size_t line)
{
	bool any = false;
	size_t i = s->best.lines[line].op.n_rules;

	if (s->best.lines[line].op.verb != OP_DO_OPEN)
		return false;
	while (i-- > 0 && line < s->best.n) {
		struct op op = s->best.lines[line].op;

		memmove(&op.rules[i], &op.rules[i + 1],
			(--op.n_rules - i) * sizeof op.rules[0]);
		memset(&op.rules[op.n_rules], 0, sizeof op.rules[0]);
		any = shrink_try_op(s, line, &op) || any;
	}
	return any;
}

/* Takes option number i away; false: there are not so many kinds of options. */
static bool plainer(struct op *op, size_t i)
{
	bool open = op->verb == OP_DO_OPEN;

	switch (i) {
	case 0:
		op->depth = OP_DEPTH_FULL;
		return true;
	case 1:
		op->nonoverlapped = false;
		return true;
	case 2:
		op->xp1_set = op->xp1_clear = 0;
		return true;
	case 3:
		op->profile = open ? OP_PROFILE_NONE : op->profile;
		return true;
	case 4:
		op->limit = 0;
		return true;
	case 5:
		op->timeout = 0;
		return true;
	case 6:
		op->mode = OP_MODE_AS_IS;
		return true;
	case 7:
		op->event = (struct op_name){ .text = "" };
		return true;
	case 8:
		op->reuse = (struct op_name){ .text = "" };
		return true;
	case 9:
		op->hook = OP_HOOK_NONE;
		op->hook_both = false;
		return true;
	case 10:
		op->alertable = false;
		return true;
	case 11:
		op->wait = false;
		return true;
	case 12:
		op->layout = NULL;
		return true;
	case 13:
		op->as = (struct op_name){ .text = "" };
		return true;
	}
	return false;
}

/* The address without its option number `which`, from 0; NULL: there are not so many. */
static const char *without_option(const struct op *op, size_t which,
				  struct arena *arena)
{
	const char *text = op->address, *canonical;
	size_t at = 0, comma = 0, end;
	struct diag d;
	char *copy;

	for (size_t n = 0; text[at] != '\0'; at++) {
		at += text[at] == '\\' && text[at + 1] != '\0';
		if (text[at] == ',' && n++ == which) {
			comma = at;
			break;
		}
	}
	if (comma == 0)
		return NULL;
	for (end = comma + 1; text[end] != '\0' && text[end] != ','; end++)
		end += text[end] == '\\' && text[end + 1] != '\0';
	copy = arena_text(arena, text);
	memmove(copy + comma, text + end, strlen(text + end) + 1);
	return op_address_read(copy, arena, &canonical, &d) ? canonical : text;
}

static bool shrink_address(struct shrink *s, size_t line)
{
	bool any = false;
	size_t i = 0;

	while (line < s->best.n && s->best.lines[line].op.address != NULL) {
		struct op op = s->best.lines[line].op;

		op.address = without_option(&op, i, &s->arena);
		if (op.address == NULL)
			break;
		if (shrink_try_op(s, line, &op))
			any = true;
		else
			i++;
	}
	return any;
}

bool shrink_options(struct shrink *s, size_t line)
{
	bool any = false;

	for (size_t i = 0; line < s->best.n; i++) {
		struct op op = s->best.lines[line].op;

		if (!plainer(&op, i))
			break;
		/* What changes nothing was tried before. */
		any = shrink_try_op(s, line, &op) || any;
	}
	if (line < s->best.n)
		any = shrink_rules(s, line) || any;
	if (line < s->best.n)
		any = shrink_flags(s, line) || any;
	if (line < s->best.n)
		any = shrink_pointers(s, line) || any;
	return shrink_address(s, line) || any;
}
