/* SPDX-License-Identifier: MIT */
/* Events, and how often the provider calls up. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/same.h"
#include "scenario/model_parts.h"

struct model_event *model_event(struct model *m, const struct op_name *name)
{
	struct model_request *r = model_request(m, name->text);
	struct model_event *e = m->events;

	if (r != NULL && r->handle != NULL)
		return r->handle;
	while (e != NULL && !text_is(e->name.text, name->text))
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
	if (r->event == NULL)
		return;
	m->resets_most++;
	if (r->event->state == MODEL_CLOSED)
		return;
	r->event->state = MODEL_UNSET;
	r->changes = ++r->event->changes;
	/* What completes at once sets it anyway. */
	if (!r->sends && r->pending)
		m->resets_least++;
}

bool model_is_told(const struct model *m, const struct model_request *r)
{
	return (r->seen || r->stored) &&
	       (m->exact || !r->pending || (r->awaited && (r->by_event || r->routine)));
}

void model_event_completes(const struct model *m, const struct model_request *r)
{
	if (r->event == NULL || r->event->state == MODEL_CLOSED)
		return;
	if (r->event->changes == r->changes && (r->sends || model_is_told(m, r)))
		r->event->state = MODEL_SET;
	else if (r->event->state == MODEL_UNSET)
		r->event->state = MODEL_UNSURE;
}

void model_event_doubted(struct model *m, struct model_request *r)
{
	if (r->event == NULL)
		return;
	m->resets_most++;
	r->changes = ++r->event->changes;
	if (r->event->state != MODEL_CLOSED)
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
		if (r->event == e && r->overlapped && (!r->refused || r->unsure) &&
		    (r->sends || r->unsure || is_over(r) || r->doom != NULL ||
		     !r->s->known || model_possibly(r)))
			return true;
	return false;
}

static bool must_be_set(const struct model *m, const struct model_event *e)
{
	for (const struct model_request *r = m->requests; r != NULL; r = r->next)
		if (r->event == e && r->changes == e->changes && r->overlapped &&
		    !r->seen && !r->stored && r->s->known &&
		    ((m->exact && r->doom != NULL) || model_overdue(m, r) != NULL))
			return true;
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
	if (text_is(word, "unset") && (e->state == MODEL_SET || must_be_set(m, e)))
		model_object(m, "K3", "its operation has completed");
	else if (text_is(word, "set") && e->state == MODEL_UNSET && !may_be_set(m, e))
		model_object(m, "K3", "no operation has completed");
	else if (text_is(word, "set") && e->state == MODEL_UNSET)
		e->state = MODEL_SET;
}

/* One more indication, unless it was counted. */
static void count(const struct model *m, struct model_request *r,
		  struct model_bounds *b)
{
	b->most++;
	if (!model_is_told(m, r) || r->exited || !r->s->known || r->unsure)
		return;
	b->least += r->window == m->window &&
		    (r->routine || r->event->state != MODEL_CLOSED);
	r->counted = true;
}

static bool is_indicated(const struct model_request *r, bool routine)
{
	return r->overlapped && (!r->refused || r->unsure) && !r->sends &&
	       !r->counted && r->routine == routine && (routine || r->event != NULL);
}

void model_upcalls_forget(struct model *m, struct model_request *r)
{
	if (!is_indicated(r, r->routine))
		return;
	/* Where nobody knows when it is over, it may be at any time. */
	if (r->unsure && r->routine)
		m->later_queues++;
	else if (r->unsure)
		m->later_sets++;
	else
		count(m, r, r->routine ? &m->queues : &m->sets);
	/* It may yet be asked for once more: where it found a routine running (A3). */
	if (!r->unsure && r->routine && r->ran == 0)
		m->later_queues++;
}

/* Indications of operations that have a routine, or an event. */
static struct model_bounds indicated(struct model *m, bool routine)
{
	struct model_bounds b = routine ? m->queues : m->sets;

	b.most += m->sends_most + (routine ? m->later_queues : m->later_sets);
	for (struct model_request *r = m->requests; r != NULL; r = r->next)
		if (is_indicated(r, routine))
			count(m, r, &b);
	return b;
}

static void judge_calls(struct model *m, const struct tokens *got, size_t i,
			struct model_bounds b, const char *clause, const char *what)
{
	uint64_t n = got->at[i].number;

	if (n < b.least || n > b.most)
		model_object(m, clause, "%s is called %u to %u times, not %" PRIu64,
			     what, b.least, b.most, n);
}

void model_upcalls(struct model *m, const struct op *op, const struct tokens *got)
{
	struct model_bounds resets = { m->resets_least,
				       m->resets_most + m->sends_most };

	(void)op;
	if (got->n < 6)
		return;
	m->count.judged++;
	judge_calls(m, got, 1, indicated(m, true), "K9", "WPUQueueApc");
	judge_calls(m, got, 3, indicated(m, false), "K9", "WPUSetEvent");
	judge_calls(m, got, 5, resets, "K3", "WPUResetEvent");
	m->window++;
	m->queues = m->sets = (struct model_bounds){ 0, 0 };
	m->resets_least = m->resets_most = m->sends_most = 0;
}
