/* SPDX-License-Identifier: MIT */
/* Drafts: cut so that what is left can be read. */
#include "cli/draft.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/op_bytes.h"
#include "scenario/op_text.h"
#include "scenario/text.h"

static void *copy_of(const void *from, size_t n, size_t size)
{
	void *to = calloc(n + 1, size);

	if (to == NULL)
		abort();
	if (n > 0)
		memcpy(to, from, n * size);
	return to;
}

void draft_from_script(struct draft *d, const struct script *s)
{
	d->n = s->n;
	d->n_needs = s->n_needs;
	d->needs = copy_of(s->needs, s->n_needs, sizeof d->needs[0]);
	d->lines = copy_of(NULL, 0, (s->n + 1) * sizeof d->lines[0]);
	for (size_t i = 0; i < s->n; i++)
		d->lines[i] = (struct draft_line){ s->lines[i].op,
						   s->lines[i].expected };
}

void draft_copy(struct draft *to, const struct draft *from)
{
	*to = *from;
	to->lines = copy_of(from->lines, from->n, sizeof from->lines[0]);
	to->needs = copy_of(from->needs, from->n_needs, sizeof from->needs[0]);
}

void draft_free(struct draft *d)
{
	free(d->lines);
	free(d->needs);
	*d = (struct draft){ .n = 0 };
}

static bool opens(const struct draft *d, size_t i)
{
	return d->lines[i].op.verb == OP_DO_ROUTINE ||
	       d->lines[i].op.verb == OP_DO_REPEAT;
}

static bool closes(const struct draft *d, size_t i)
{
	return d->lines[i].op.verb == OP_DO_END;
}

size_t draft_partner(const struct draft *d, size_t i)
{
	size_t depth = 0;
	bool down = opens(d, i);

	while (i < d->n) {
		depth += down ? opens(d, i) : closes(d, i);
		depth -= down ? closes(d, i) : opens(d, i);
		if (depth == 0)
			return i;
		i += down ? 1 : SIZE_MAX;
	}
	return d->n;
}

/* Leaves only the lines that are to be kept. */
static void keep(struct draft *d, const bool *kept)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++)
		if (kept[i])
			d->lines[n++] = d->lines[i];
	d->n = n;
}

static bool opened_before(const struct draft *d, size_t i, const char *name)
{
	while (i-- > 0)
		if ((d->lines[i].op.verb == OP_DO_OPEN &&
		     strcmp(d->lines[i].op.name.text, name) == 0) ||
		    (op_names_socket(d->lines[i].op.verb) &&
		     strcmp(d->lines[i].op.as.text, name) == 0))
			return true;
	return false;
}

static bool requested(const struct draft *d, const char *name)
{
	for (size_t i = 0; i < d->n; i++)
		if (!op_names_socket(d->lines[i].op.verb) &&
		    strcmp(d->lines[i].op.as.text, name) == 0)
			return true;
	return false;
}

static bool has_names(const struct draft *d, size_t i)
{
	const struct op *op = &d->lines[i].op;
	enum op_field first = op_verb_kind(op->verb)->operands[0];

	if (first == OP_SOCKET && op->verb != OP_DO_OPEN &&
	    !opened_before(d, i, op->name.text))
		return false;
	if (first == OP_REQUEST && !requested(d, op->name.text))
		return false;
	return op->reuse.text[0] == '\0' || requested(d, op->reuse.text);
}

void draft_prune(struct draft *d)
{
	size_t i = 0;

	while (i < d->n) {
		if (has_names(d, i)) {
			i++;
			continue;
		}
		draft_cut(d, i, opens(d, i) ? draft_partner(d, i) + 1 : i + 1);
		i = 0;
	}
}

void draft_cut(struct draft *d, size_t from, size_t to)
{
	bool *kept = copy_of(NULL, 0, d->n + 1);

	for (size_t i = 0; i < d->n; i++) {
		bool end = opens(d, i) || closes(d, i);
		size_t other = end ? draft_partner(d, i) : i;

		kept[i] = i < from || i >= to || other < from || other >= to;
	}
	keep(d, kept);
	free(kept);
	draft_prune(d);
}

void draft_unwrap(struct draft *d, size_t i)
{
	bool *kept = copy_of(NULL, 0, d->n + 1);

	memset(kept, true, d->n);
	kept[i] = kept[draft_partner(d, i)] = false;
	keep(d, kept);
	free(kept);
	draft_prune(d);
}

const char *draft_print(const struct draft *d, struct arena *arena)
{
	struct text to = { .arena = arena };

	for (size_t i = 0; i < d->n_needs; i++)
		text_format(&to, "needs %s\n", d->needs[i]);
	for (size_t i = 0; i < d->n; i++) {
		text_put(&to, op_print(&d->lines[i].op, arena));
		if (d->lines[i].expected != NULL) {
			text_put(&to, " -> ");
			text_put(&to, d->lines[i].expected);
		}
		text_put(&to, "\n");
	}
	return text_whole(&to);
}

size_t draft_at(const struct draft *d, size_t line)
{
	return line > d->n_needs && line - d->n_needs <= d->n ? line - d->n_needs - 1
							      : d->n;
}

unsigned char *draft_encode(const struct draft *d, size_t *n)
{
	unsigned char *bytes;
	size_t room = 0;

	for (size_t i = 0; i < d->n; i++)
		room += op_encode(&d->lines[i].op, NULL, 0);
	bytes = malloc(room + 1);
	if (bytes == NULL)
		abort();
	*n = 0;
	for (size_t i = 0; i < d->n; i++)
		*n += op_encode(&d->lines[i].op, bytes + *n, room - *n);
	return bytes;
}
