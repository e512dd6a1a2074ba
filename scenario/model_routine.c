/* SPDX-License-Identifier: MIT */
/* Completion routines: on which thread they run, how often, and not one in another. */
#include <string.h>

#include "base/same.h"
#include "scenario/model_parts.h"

/* A1, A6: the clause by which a thread that was left waiting runs no routine; NULL: it may
 * have returned since. */
static const char *why_deaf(const struct model *m, const char *thread)
{
	const struct model_thread *t = m->threads;
	const struct model_request *r = m->requests;

	while (t != NULL && !text_is(t->name.text, thread))
		t = t->next;
	if (t == NULL || !t->blocked)
		return NULL;
	if (t->asleep)
		return "A1";
	while (r != NULL && r->number != t->waits_for)
		r = r->next;
	return r != NULL && r->in_line && !r->stored && r->doom == NULL &&
			       r->s->known && !model_possibly(r)
		       ? "A6"
		       : NULL;
}

static void judge_wait(struct model *m, const struct model_request *r,
		       const char *thread)
{
	bool busy = m->busy != NULL && m->deaf &&
		    text_is(model_plain(m->busy->thread).text, thread);
	const char *clause = !busy                           ? why_deaf(m, thread)
			     : m->busy->verb == OP_DO_RESULT ? "A6"
							     : "A1";

	if (clause != NULL)
		model_object(m, clause,
			     "the routine of %s ran in a wait that is not alertable",
			     r->name.text);
}

static void judge(struct model *m, const struct model_request *r, const char *thread)
{
	if (text_is(thread, "main"))
		thread = "";
	if (r->unsure)
		return;
	if (!r->routine || r->sync || r->refused)
		model_object(m, r->sync ? "P7" : "R4",
			     "%s has no routine to run: it never began", r->name.text);
	else if (r->ran > 1)
		model_object(m, "K9", "the routine of %s ran before", r->name.text);
	else if (r->exited)
		model_object(m, "A5", "the thread of %s has ended", r->name.text);
	else if (!text_is(r->thread.text, thread))
		model_object(m, "A1", "the routine of %s ran on another thread",
			     r->name.text);
	else
		judge_wait(m, r, thread);
	for (const struct model_request *q = m->requests; q != NULL; q = q->next)
		if (q->running && q != r && q->s == r->s)
			model_object(m, "A3", "the routine of %s ran in that of %s",
				     r->name.text, q->name.text);
}

/* A call that waits on that thread cannot return before the routine has. */
static void detain(struct model *m, const struct model_request *r, bool begins)
{
	for (struct model_request *q = m->requests; q != NULL; q = q->next) {
		if (!q->sync || !q->pending || q->seen ||
		    !text_is(q->thread.text, r->ran_on.text))
			continue;
		if (begins)
			q->detained++;
		else if (q->detained > 0)
			q->detained--;
	}
}

const struct objection *model_routine(struct model *m, const char *request,
				      const char *thread)
{
	struct model_request *r = model_request(m, request);

	m->objected = false;
	if (r == NULL)
		return NULL;
	r->ran++;
	if (r->s->known) {
		m->count.judged++;
		judge(m, r, thread);
	}
	r->running = true;
	r->ran_on = (struct op_name){ "" };
	if (!text_is(thread, "main"))
		strncpy(r->ran_on.text, thread, OP_NAME_MAX);
	detain(m, r, true);
	return m->objected ? &m->objection : NULL;
}

/* Those that found one of their socket running (A3) are asked for once more when one is
 * over. */
static void ask_again(struct model *m)
{
	for (const struct model_request *q = m->requests; q != NULL; q = q->next)
		if (q->routine && q->overlapped && (!q->refused || q->unsure) &&
		    q->ran == 0)
			for (const struct model_request *r = m->requests; r != NULL;
			     r = r->next)
				if (r->running && r->s == q->s) {
					m->queues.most++;
					break;
				}
}

void model_routine_over(struct model *m, const char *request, const char *thread)
{
	struct model_request *r = m->requests;

	if (text_is(thread, "main"))
		thread = "";
	/* Its name may be another's by now. */
	while (r != NULL && !(r->running && text_is(r->called.text, request) &&
			      text_is(r->ran_on.text, thread)))
		r = r->next;
	if (r == NULL)
		return;
	if (m->napped)
		ask_again(m);
	r->running = false;
	detain(m, r, false);
	model_request_release(m, r);
}

const struct objection *model_end(struct model *m)
{
	m->objected = false;
	for (const struct model_request *r = m->requests; r != NULL; r = r->next)
		/* Who has lost his name is not told of any more. */
		if (r->awaited && r->routine && r->overlapped && !r->refused &&
		    !r->sends && !r->exited && r->ran == 0 && r->name.text[0] != '\0')
			model_object(m, "K9", "the routine of %s never ran",
				     r->name.text);
	return m->objected ? &m->objection : NULL;
}
