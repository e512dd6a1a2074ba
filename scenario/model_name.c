/* SPDX-License-Identifier: MIT */
/* `order`: under which names operations were indicated, and how often.
 *
 * One name may have been that of several, and what is listed is the name that the operation
 * had when it completed. So names are counted, over the whole run. */
#include <stdlib.h>
#include <string.h>

#include "base/same.h"
#include "scenario/model_parts.h"

#define ORDER_MOST 256 /* what `order` remembers */

static struct model_name *find(const struct model *m, const struct op_name *name)
{
	struct model_name *n = m->names;

	while (n != NULL && memcmp(&n->name, name, sizeof *name) != 0)
		n = n->next;
	return n;
}

static struct model_name *name_record(struct model *m, const struct op_name *name)
{
	struct model_name *n = find(m, name);

	if (n != NULL)
		return n;
	n = m->free_names;
	if (n != NULL)
		m->free_names = n->next;
	else if ((n = calloc(1, sizeof *n)) == NULL)
		abort();
	*n = (struct model_name){ .next = m->names, .name = *name };
	m->names = n;
	return n;
}

/* The request by whose name it is listed: told by a routine, or by an event that is
 * somebody's own. NULL: it is not. */
static const struct model_request *lister(const struct model_request *r)
{
	if (r->sync && !r->ignored)
		return NULL;
	if (r->routine)
		return r;
	return r->event != NULL ? r->event->owner : NULL;
}

static bool may_be_over(const struct model_request *r)
{
	return r->sends || r->unsure || r->seen || r->stored || r->doom != NULL ||
	       !r->s->known || model_possibly(r);
}

/* Its indication was given, and while it had the name. */
static bool must_be_listed(const struct model *m, const struct model_request *r)
{
	if (r->sends || r->routine || r->ignored || r->event != &r->own ||
	    r->own.state == MODEL_CLOSED)
		return false;
	return r->name.text[0] != '\0' ? model_is_told(m, r) : r->was_listed;
}

static void weigh(const struct model *m, const struct model_request *r,
		  struct model_name *n, struct model_bounds *b)
{
	/* Of what sort a socket is that another may have opened meanwhile nobody knows. */
	if (r->ignored && !r->unsure && r->s->rules[MODEL_RULE_NONOVERLAPPED] == 0)
		return;
	n->blind = n->blind || r->unsure || r->ignored || !r->s->known;
	if (r->refused)
		return;
	n->began++;
	b->most += may_be_over(r);
	b->least += must_be_listed(m, r);
}

void model_name_lost(const struct model *m, struct model_request *r)
{
	r->was_listed = must_be_listed(m, r);
	memset(&r->name, 0, sizeof r->name);
}

void model_name_forget(struct model *m, const struct model_request *r)
{
	const struct model_request *by = lister(r);
	struct model_name *n;

	if (by == NULL || by->called.text[0] == '\0')
		return;
	n = name_record(m, &by->called);
	weigh(m, r, n, &n->gone);
}

/* What is owed under the name by now; *began: of how many operations. */
static struct model_bounds owed(const struct model *m, const struct model_name *n,
				unsigned *began, bool *blind)
{
	struct model_name sum = *n;

	for (const struct model_request *r = m->requests; r != NULL; r = r->next) {
		const struct model_request *by = lister(r);

		if (by != NULL && memcmp(&by->called, &n->name, sizeof n->name) == 0)
			weigh(m, r, &sum, &sum.gone);
	}
	*began = sum.began;
	*blind = sum.blind;
	return sum.gone;
}

static void judge_name(struct model *m, const struct model_name *n, bool listed)
{
	unsigned began;
	bool blind;
	struct model_bounds b = owed(m, n, &began, &blind);

	/* "none" stands for nobody, too. */
	if (blind || text_is(n->name.text, "none"))
		return;
	if (listed && began == 0)
		model_object(m, "R4", "%s never began", n->name.text);
	else if (listed && n->told > began)
		model_object(m, "K9", "%s was indicated before", n->name.text);
	else if (listed && n->told > b.most)
		model_object(m, "K9", "nothing has completed %s", n->name.text);
	else if (n->told < b.least && !m->crowded)
		model_object(m, "K9", "%s was not indicated", n->name.text);
}

void model_order(struct model *m, const struct op *op, const struct tokens *got)
{
	struct model_name *n;
	struct op_name name;
	bool listed;

	(void)op;
	m->count.judged++;
	/* Those of requests that have a name, before names are looked for. */
	for (const struct model_request *r = m->requests; r != NULL; r = r->next)
		if (r->called.text[0] != '\0')
			name_record(m, &r->called);
	m->crowded = m->crowded || got->n >= ORDER_MOST;
	for (size_t i = 0; i < got->n; i++) {
		memset(&name, 0, sizeof name);
		strncpy(name.text, got->at[i].text, OP_NAME_MAX);
		n = find(m, &name);
		if (n != NULL)
			n->told++;
	}
	for (n = m->names; n != NULL; n = n->next) {
		listed = false;
		for (size_t i = 0; i < got->n && !listed; i++)
			listed = text_is(got->at[i].text, n->name.text);
		judge_name(m, n, listed);
	}
}
