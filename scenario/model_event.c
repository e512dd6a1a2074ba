/* SPDX-License-Identifier: MIT */
/* Events, and in which order and how often the provider calls up. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/model_parts.h"

#define ORDER_MOST 256 /* what `order` remembers */

struct model_event *model_event(struct model *m, const struct op_name *name)
{
	struct model_request *r = model_request(m, name->text);
	struct model_event *e = m->events;

	if (r != NULL && r->event != NULL)
		return r->event;
	while (e != NULL && strcmp(e->name.text, name->text) != 0)
		e = e->next;
	if (e != NULL)
		return e;
	e = m->free_events;
	if (e != NULL)
		m->free_events = e->next;
	else if ((e = calloc(1, sizeof *e)) == NULL)
		abort();
	memset(e, 0, sizeof *e);
	e->name = *name;
	e->next = m->events;
	m->events = e;
	return e;
}

void model_event_begins(struct model *m, struct model_request *r)
{
	if (r->event == NULL || r->event->state == MODEL_CLOSED)
		return;
	r->event->state = MODEL_UNSET;
	r->changes = ++r->event->changes;
	m->resets_most++;
	/* What completes at once sets it anyway. */
	if (!r->sends && r->pending)
		m->resets_least++;
}

void model_event_completes(struct model_request *r)
{
	if (r->event == NULL || r->event->state == MODEL_CLOSED)
		return;
	if (r->event->changes == r->changes)
		r->event->state = MODEL_SET;
	else if (r->event->state == MODEL_UNSET)
		r->event->state = MODEL_UNSURE;
}

/* X19: it is not set; whether it was reset is nobody's promise. */
void model_event_fails(struct model *m, struct model_request *r)
{
	m->resets_most++;
	if (r->event != NULL && r->event->state == MODEL_SET)
		r->event->state = MODEL_UNSURE;
}

static bool is_over(const struct model_request *r)
{
	return r->seen || r->stored;
}

/* Somebody who may be complete, or will be, sets it. */
static bool may_be_set(const struct model *m, const struct model_event *e)
{
	for (const struct model_request *r = m->requests; r != NULL; r = r->next)
		if (r->event == e && r->overlapped && !r->refused &&
		    (r->sends || is_over(r) || r->doom != NULL || !r->s->known ||
		     model_possibly(r)))
			return true;
	return false;
}

static bool must_be_set(const struct model *m, const struct model_event *e)
{
	for (const struct model_request *r = m->requests; r != NULL; r = r->next)
		if (r->event == e && r->changes == e->changes && r->in_line &&
		    !r->stored && r->s->known && model_surely(r->s, r) != NULL)
			return m->exact;
	return false;
}

void model_look(struct model *m, const struct op *op, const struct tokens *got)
{
	struct model_event *e = model_event(m, &op->name);
	const char *word = got->n > 0 ? got->at[0].text : "";

	switch (op->event_act) {
	case OP_EVENT_SET:
	case OP_EVENT_RESET:
		e->changes++;
		if (e->state != MODEL_CLOSED)
			e->state = op->event_act == OP_EVENT_SET ? MODEL_SET
								 : MODEL_UNSET;
		return;
	case OP_EVENT_CLOSE:
		e->state = MODEL_CLOSED;
		return;
	case OP_EVENT_LOOK:
		break;
	}
	m->count.judged++;
	if (strcmp(word, "unset") == 0 && (e->state == MODEL_SET || must_be_set(m, e)))
		model_object(m, "K3", "its operation has completed");
	else if (strcmp(word, "set") == 0 && e->state == MODEL_UNSET &&
		 !may_be_set(m, e))
		model_object(m, "K3", "no operation has completed");
	else if (strcmp(word, "set") == 0 && e->state == MODEL_UNSET)
		e->state = MODEL_SET;
}

static bool is_listed(const struct model_request *r)
{
	return r->listed && r->overlapped && !r->refused && !r->sends &&
	       r->event->state != MODEL_CLOSED && r->name.text[0] != '\0';
}

void model_order(struct model *m, const struct op *op, const struct tokens *got)
{
	struct model_request *r;

	(void)op;
	m->count.judged++;
	for (size_t i = 0; i < got->n; i++) {
		r = model_request(m, got->at[i].text);
		if (r == NULL || r->sends || !r->s->known)
			continue;
		if (!r->overlapped || r->refused)
			model_object(m, "R4", "%s never began", r->name.text);
		else if (++r->ordered > 1 + r->elders)
			model_object(m, "K9", "%s was indicated before", r->name.text);
		else if (!is_over(r) && r->doom == NULL && !model_possibly(r))
			model_object(m, "K9", "nothing has completed %s", r->name.text);
	}
	for (r = m->requests; r != NULL && got->n < ORDER_MOST; r = r->next)
		if (is_listed(r) && is_over(r) && r->ordered == 0)
			model_object(m, "K9", "%s was not indicated", r->name.text);
}

struct bounds {
	unsigned least, most;
};

/* Indications of operations that have a routine, or an event. */
static struct bounds indicated(struct model *m, bool routine)
{
	struct bounds b = { 0, m->sends_most };

	for (struct model_request *r = m->requests; r != NULL; r = r->next) {
		if (!r->overlapped || r->refused || r->sends || r->counted ||
		    r->routine != routine || (!routine && r->event == NULL))
			continue;
		b.most++;
		if (!is_over(r) || r->exited || !r->s->known)
			continue;
		b.least += r->window == m->window &&
			   (routine || r->event->state != MODEL_CLOSED);
		r->counted = true;
	}
	return b;
}

static void judge_calls(struct model *m, const struct tokens *got, size_t i,
			struct bounds b, const char *clause, const char *what)
{
	uint64_t n = got->at[i].number;

	if (n < b.least || n > b.most)
		model_object(m, clause, "%s is called %u to %u times, not %" PRIu64,
			     what, b.least, b.most, n);
}

void model_upcalls(struct model *m, const struct op *op, const struct tokens *got)
{
	struct bounds resets = { m->resets_least, m->resets_most + m->sends_most };

	(void)op;
	if (got->n < 6)
		return;
	m->count.judged++;
	judge_calls(m, got, 1, indicated(m, true), "K9", "WPUQueueApc");
	judge_calls(m, got, 3, indicated(m, false), "K9", "WPUSetEvent");
	judge_calls(m, got, 5, resets, "K3", "WPUResetEvent");
	m->window++;
	m->resets_least = m->resets_most = m->sends_most = 0;
}
