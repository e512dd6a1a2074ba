/* SPDX-License-Identifier: MIT */
/* Calls of WSPRecv, what they return, and what they come to later. */
#include <inttypes.h>
#include <string.h>

#include "base/code.h"
#include "base/same.h"
#include "scenario/model_parts.h"
#include "wspmore.h"

static void judge_damage(struct model *m, const struct model_outcome *o)
{
	if (o->damage != NULL)
		model_object(m, "B2", "memory was touched: %.*s",
			     (int)(o->damage->n < 120 ? o->damage->n : 120),
			     (const char *)o->damage->bytes);
}

/* Whether a message that may be the next is cut at once, which the routine is then told. */
static bool told_by_routine(const struct model_request *r)
{
	const struct model_socket *s = r->s;
	size_t end = TAILQ_FIRST(&s->line) == r ? s->head + 1 : s->n_messages;

	if (!r->routine || !s->rules[MODEL_RULE_TRUNCATE] || model_is_stream(s) ||
	    (s->xp1 & XP1_PARTIAL_MESSAGE))
		return false;
	for (size_t i = s->head; i < end && i < s->n_messages; i++)
		if (s->messages[i].n > r->room)
			return true;
	return false;
}

static void enter_line(struct model_request *r)
{
	struct model_line *line = r->oob ? &r->s->urgent_line : &r->s->line;

	TAILQ_INSERT_TAIL(line, r, line);
	r->in_line = r->pending = true;
}

static void judge_waiting(struct model *m, struct model_request *r,
			  const struct model_outcome *o)
{
	const char *there;

	enter_line(r);
	there = model_surely(r->s, r);
	if (o->word == MODEL_PENDING && !r->overlapped)
		model_object(m, "R3", "the call is not overlapped");
	else if (o->word == MODEL_BLOCKED && !r->blocking)
		model_object(m, r->overlapped ? "K8" : "E10", "the call may not wait");
	else if (there != NULL && !told_by_routine(r) &&
		 !(r->overlapped && model_is_behind(m, r)))
		model_object(m, there, "it waits, and there is something for it");
	if (r->overlapped) {
		model_event_begins(m, r);
		model_settle_in(m, r);
	} else if (r->event != NULL) {
		r->event->state = MODEL_UNSURE;
	}
}

static void judge_direct(struct model *m, struct model_request *r,
			 const struct model_outcome *o)
{
	if (o->error == WSAEMSGSIZE && r->overlapped && r->routine &&
	    r->s->rules[MODEL_RULE_TRUNCATE])
		model_object(m, "rule truncate", "the routine is to be told");
	model_take(m, r, o);
	if (r->ignored && r->event != NULL)
		r->event->state = MODEL_UNSURE;
	if (r->overlapped && (o->error == 0 || o->error == WSAEMSGSIZE)) /* X19 */
		model_settle_in(m, r);
	if (r->overlapped && o->error == 0) {
		model_event_begins(m, r);
		model_event_completes(m, r);
	} else if (r->overlapped) {
		r->refused = true;
		model_event_fails(m, r);
	}
}

/* A reset that only a pending receive has been told comes first (X8), and so does one that
 * cut a receive short (X3). */
static bool may_be_remembered(const struct model_request *r, int error)
{
	enum model_word word = model_word_of(error);

	if (model_faulty(r->s, error))
		return true;
	return (word == MODEL_RESET || word == MODEL_ABORTED) &&
	       (r->s->shortened || !TAILQ_EMPTY(&r->s->line) ||
		!TAILQ_EMPTY(&r->s->urgent_line));
}

/* What a blocking call in the hook of this one came to. */
static void judge_hook(struct model *m, struct model_request *r, const struct token *t)
{
	const struct code *c = code_by_name(t->text);
	struct model_outcome o = { .error = c != NULL ? c->number : 0 };

	if (o.error == WSAEINPROGRESS || (o.error != 0 && o.error == r->s->told))
		return;
	o.word = model_word_of(o.error);
	if (may_be_remembered(r, o.error))
		model_judge_failure(m, r, &o);
	else
		model_object(m, "E4", "a blocking call in a blocking hook");
}

static void judge_call(struct model *m, const struct op *op, struct model_request *r,
		       const struct model_outcome *o, const char *inside)
{
	judge_damage(m, o);
	model_is_sound(m, o);
	switch (model_check(m, op, r, o)) {
	case MODEL_FINE:
		break;
	case MODEL_REFUSES:
		if (r->s->told != 0 && o->error == r->s->told)
			model_tells(r, o->error);
		if (o->flags != 0)
			model_object(m, "R6", "a refused call has no flags");
		if (r->s->told != 0 && o->error == r->s->told) {
			if (r->s->graceful)
				r->s->hard_at = r->number;
			r->s->graceful = false;
			if (r->overlapped)
				model_event_fails(m, r);
		}
		r->refused = r->seen = true;
		r->outcome.error = o->error;
		return;
	case MODEL_OBJECTED:
		r->refused = r->seen = true;
		r->s->known = r->s->known && o->error != 0;
		return;
	}
	if (inside[0] != '\0' && r->blocking) {
		r->refused = r->seen = true;
		r->outcome.error = o->error;
		if (may_be_remembered(r, o->error)) {
			model_judge_failure(m, r, o);
			model_tells(r, o->error);
		} else if (o->error != WSAEINPROGRESS)
			model_object(m, "X18", "a blocking call in a routine");
		return;
	}
	if (o->word == MODEL_PENDING || o->word == MODEL_BLOCKED)
		judge_waiting(m, r, o);
	else
		judge_direct(m, r, o);
}

void model_recv(struct model *m, const struct op *op, const struct tokens *got,
		const char *inside)
{
	struct model_socket *s = model_socket(m, &op->name);
	struct model_request *r;
	struct model_outcome o;

	if (s == NULL || !model_read(got, &o)) {
		m->count.unjudged++;
		return;
	}
	if (op->from || (op->mode == OP_MODE_AS_IS && model_is_turned(m, s)))
		s->known = false;
	r = model_request_new(m, op, inside);
	if (!s->known || s->leaving) {
		m->count.unjudged++;
		if (s->known && o.error != 0)
			model_tells(r, o.error);
		r->seen = r->refused = r->unsure = r->place->unsure = true;
		model_event_doubted(m, r);
		if (s->known && o.word != MODEL_PENDING && o.count > 0)
			s->murky = true;
		return;
	}
	m->count.judged++;
	judge_call(m, op, r, &o, inside);
	if (o.hook != NULL && s->known)
		judge_hook(m, r, o.hook);
	if (r->ignored && s->rules[MODEL_RULE_NONOVERLAPPED] != 0)
		r->place->unsure = true;
	model_request_release(m, r);
}

static bool equal_bytes(const struct model_request *r, const struct model_outcome *o)
{
	size_t done = 0;

	if (r->outcome.flat == NULL || !r->outcome.has_bytes || !o->has_bytes)
		return true;
	for (size_t i = 0; i < o->n_buffers; i++) {
		if (o->buffers[i].n > r->n_bytes - done ||
		    memcmp(o->buffers[i].bytes, r->outcome.flat + done,
			   o->buffers[i].n) != 0)
			return false;
		done += o->buffers[i].n;
	}
	return true;
}

void model_compare_again(struct model *m, const struct model_request *r,
			 const struct model_outcome *o, const char *clause)
{
	if (r->outcome.error != o->error || r->outcome.count != o->count)
		model_object(m, clause, "it had come to %s and %" PRIu64 " bytes",
			     model_code_name(r->outcome.error), r->outcome.count);
	else if (o->error == 0 && o->count > 0 && r->outcome.word != o->word)
		model_object(m, clause, "it had come to another word");
	else if (!equal_bytes(r, o))
		model_object(m, clause, "it had come to other bytes");
}

/* await waits for the event, and somebody has changed it since the operation began. */
static bool is_deaf(const struct model_request *r)
{
	const struct model_event *e = r->by_event ? r->handle : NULL;

	return e != NULL && e->state != MODEL_CLOSED && e->state != MODEL_SET &&
	       e->changes != r->changes;
}

/* It waits in a call of its own, or is in a routine that does. */
static bool is_occupied(struct model *m, const struct op_name *thread)
{
	for (const struct model_request *r = m->requests; r != NULL; r = r->next)
		if (r->running && text_is(r->ran_on.text, thread->text))
			return true;
	return model_thread(m, thread)->blocked;
}

static void still_waits(struct model *m, struct model_request *r)
{
	const char *there = r->in_line && !r->stored ? model_surely(r->s, r) : NULL;

	if (r->routine)
		model_thread(m, &r->thread)->lent = true;
	if ((r->routine && is_occupied(m, &r->thread)) || is_deaf(r))
		return;
	if ((r->seen || r->stored) && !r->routine)
		model_object(m, "K9", "it was over");
	else if (r->doom != NULL && !r->seen)
		model_object(m, r->doom, "it was to end");
	else if (there != NULL)
		model_object(m, there, "it waits, and there is something for it");
}

void model_await(struct model *m, const struct op *op, const struct tokens *got)
{
	struct model_request *r = model_meant(m, op);
	struct model_outcome o;

	if (r != NULL && r->sends) {
		if (got->n > 0 && text_is(got->at[0].text, "blocked"))
			return;
		r->pending = false;
		if (!r->refused && r->overlapped)
			model_event_completes(m, r);
		return;
	}
	if (r == NULL || !r->s->known || r->unsure || !model_read(got, &o)) {
		if (r != NULL && r->sync)
			model_thread(m, &r->thread)->blocked = false;
		m->count.unjudged++;
		return;
	}
	m->count.judged++;
	model_is_sound(m, &o);
	if (o.word == MODEL_BLOCKED) {
		still_waits(m, r);
		return;
	}
	judge_damage(m, &o);
	r->awaited = true;
	if (r->sync)
		model_thread(m, &r->thread)->blocked = false;
	if (r->seen || r->stored)
		model_compare_again(m, r, &o, "K9");
	else
		model_take(m, r, &o);
	if (r->overlapped && !r->refused)
		model_event_completes(m, r);
}
