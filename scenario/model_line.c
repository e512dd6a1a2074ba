/* SPDX-License-Identifier: MIT */
/* The line of receives of a socket: first come, first filled (B4).
 *
 * An outcome may be seen long after it came about, and out of turn. It is then stored, and
 * judged when all in front of it are known. */
#include <stdlib.h>
#include <string.h>

#include "scenario/model_parts.h"
#include "wspmore.h"

/* What those in front of a receive may take. */
struct ahead {
	uint64_t bytes, least; /* at most, at least */
	size_t messages;
};

static struct ahead look_ahead(const struct model_socket *s,
			       const struct model_request *r)
{
	const struct model_line *line = &s->line;
	struct ahead a = { 0, 0, 0 };
	const struct model_request *q;

	TAILQ_FOREACH (q, line, line) {
		if (q == r)
			break;
		if (q->peek)
			continue;
		a.bytes += q->stored ? q->outcome.count : q->room;
		if (q->stored)
			a.least += q->outcome.count;
		else if (q->room > 0 && q->doom == NULL && !s->end && !s->reset &&
			 !model_tls_ends(s) && !q->timed && !s->timed &&
			 !q->hook_cancel)
			a.least++;
		a.messages += !q->stored || q->outcome.error == 0 ||
			      (q->outcome.error == WSAEMSGSIZE &&
			       !(s->xp1 & XP1_GUARANTEED_DELIVERY)); /* D8 */
	}
	return a;
}

uint64_t model_ahead(const struct model_socket *s, const struct model_request *r)
{
	return look_ahead(s, r).bytes;
}

static size_t urgents_between(const struct model_socket *s, uint64_t from, uint64_t to)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_urgents; i++)
		n += s->urgents[i].at >= from && s->urgents[i].at < to &&
		     (!s->in_line || s->urgents[i].taken || s->urgents[i].unsure);
	return n;
}

static const char *surely_urgent(const struct model_socket *s,
				 const struct model_request *r)
{
	const struct model_request *first = TAILQ_FIRST(&s->line);
	const struct model_urgent *u;

	/* In line it is an ordinary byte to whoever waits for an urgent one. */
	if (s->n_urgents == 0 || s->in_line ||
	    (first != NULL && first->number < r->number) ||
	    (!TAILQ_EMPTY(&s->urgent_line) && TAILQ_FIRST(&s->urgent_line) != r))
		return NULL;
	u = &s->urgents[s->n_urgents - 1];
	/* A receive that looked for more may have gone past it. */
	return !u->taken && u->at >= s->taken && u->at >= s->looked && u->at < s->sure
		       ? "F-OOB"
		       : NULL;
}

static const char *surely_stream(const struct model_socket *s,
				 const struct model_request *r)
{
	struct ahead a = look_ahead(s, r);
	uint64_t left = s->sure > s->taken ? s->sure - s->taken : 0, need = 1;

	if (s->taken < s->crowded)
		return NULL;
	if (left > 0)
		left -= urgents_between(s, s->taken, s->sure);
	left = left > a.bytes ? left - a.bytes : 0;
	if (r != NULL && r->all && r->room > 1)
		need = r->room;
	if (left >= need)
		return need > 1                    ? "F-WAITALL"
		       : r != NULL && r->room == 0 ? "D10"
						   : "D2";
	return s->gone ? s->reset && !s->end ? "E14" : "C1" : NULL;
}

/* Of the next message, and to it that is enough. */
static bool has_a_part(const struct model_socket *s, const struct model_request *r)
{
	return r != NULL && r->part && (s->xp1 & XP1_PARTIAL_MESSAGE) &&
	       s->head < s->n_messages && !s->messages[s->head].lossy &&
	       s->come > s->offset;
}

static const char *surely_message(const struct model_socket *s,
				  const struct model_request *r)
{
	struct ahead a = look_ahead(s, r);
	size_t n = 0;

	if (s->head < s->crowded_head)
		return NULL;
	for (size_t i = s->head; i < s->n_messages && n <= a.messages; i++)
		n += s->messages[i].sure && !s->messages[i].lossy;
	if (n > a.messages)
		return "D3";
	if (a.messages == 0 && has_a_part(s, r))
		return "D9";
	return s->gone ? s->reset && !s->end ? "E14" : "C2" : NULL;
}

/* A thread that waits in front of it may not have run since: a routine has, or does. */
static bool waits_for_a_thread(const struct model_socket *s,
			       const struct model_request *r)
{
	const struct model_request *q;

	if (r == NULL)
		return false;
	TAILQ_FOREACH (q, r->oob ? &s->urgent_line : &s->line, line)
		if (q->sync && q->number < r->number && (r->inside || q->detained > 0))
			return true;
	return false;
}

/* Whether it is the next to be told what cut one short, which was known when it was made. */
static bool is_owed(const struct model_socket *s, const struct model_request *r)
{
	const struct model_request *first = TAILQ_FIRST(&s->line);

	return s->owed && !s->leaving && (first == NULL || first == r) &&
	       (r == NULL || (r->number > s->owed_at && !r->oob && r->doom == NULL));
}

const char *model_surely(const struct model_socket *s, const struct model_request *r)
{
	if (is_owed(s, r))
		return "X3";
	if (s->murky || s->n_faults > 0 || s->dropped || s->leaving ||
	    waits_for_a_thread(s, r))
		return NULL;
	if (s->unreachable && (TAILQ_EMPTY(&s->line) || TAILQ_FIRST(&s->line) == r))
		return "X14";
	if (r != NULL && r->oob)
		return surely_urgent(s, r);
	return model_is_stream(s) ? surely_stream(s, r) : surely_message(s, r);
}

const char *model_overdue(const struct model *m, const struct model_request *r)
{
	return m->exact && !m->stale && r->in_line ? model_surely(r->s, r) : NULL;
}

void model_is_stale(struct model *m)
{
	m->stale = true;
	m->stale_at = m->now;
}

bool model_is_behind(const struct model *m, const struct model_request *r)
{
	const struct model_request *first = TAILQ_FIRST(r->oob ? &r->s->urgent_line
							       : &r->s->line);

	return (r->inside || m->stale) && first != NULL && first != r;
}

bool model_possibly(const struct model_request *r)
{
	const struct model_socket *s = r->s;

	if (s->murky || s->leaving || s->n_faults > 0 || s->dropped || s->end ||
	    s->reset || s->drawn > 0 || s->aborted || s->told != 0 || model_tls_ends(s))
		return true;
	if (r->oob)
		return s->n_urgents > 0;
	if (!model_is_stream(s))
		return s->n_messages > s->head;
	/* What a thread of its own has still to give back may be there, or not. */
	if (r->all && r->overlapped && r->pending && !r->timed && !s->timed)
		return s->sent - s->taken >= r->room;
	return s->sent > s->taken;
}

void model_doom(struct model_request *r, const char *clause)
{
	if (r->seen || r->stored || r->doom != NULL)
		return;
	r->doom = clause;
	r->ends = !model_possibly(r);
	r->s->put_back = r->s->put_back || r->all;
	/* It takes nothing from those behind it. */
	if (r->ends && r->in_line) {
		TAILQ_REMOVE(r->oob ? &r->s->urgent_line : &r->s->line, r, line);
		r->in_line = false;
	}
}

size_t model_compare(const struct model_socket *s, uint64_t at,
		     const struct model_outcome *o)
{
	const unsigned char *sent = s->bytes + (at - s->base);
	size_t done = 0;

	if (o->flat != NULL) {
		while (done < o->count && o->flat[done] == sent[done])
			done++;
		return done;
	}
	for (size_t i = 0; i < o->n_buffers; i++) {
		const struct token *t = &o->buffers[i];
		size_t same = 0;

		if (memcmp(t->bytes, sent + done, t->n) == 0) {
			done += t->n;
			continue;
		}
		while (t->bytes[same] == sent[done + same])
			same++;
		return done + same;
	}
	return done;
}

static unsigned char *keep_room(struct model_request *r, size_t n)
{
	if (n > r->bytes_room) {
		r->bytes = realloc(r->bytes, n);
		r->bytes_room = n;
		if (r->bytes == NULL)
			abort();
	}
	r->n_bytes = n;
	return r->bytes;
}

/* Tokens go away with their step. */
void model_keep(struct model_request *r, const struct model_outcome *o)
{
	unsigned char *to;

	r->outcome = *o;
	r->outcome.buffers = NULL;
	r->outcome.n_buffers = 0;
	r->outcome.damage = r->outcome.hook = NULL;
	if (!o->has_bytes)
		return;
	if (o->flat == NULL) {
		to = keep_room(r, (size_t)o->count + 1);
		for (size_t i = 0; i < o->n_buffers; i++) {
			memcpy(to, o->buffers[i].bytes, o->buffers[i].n);
			to += o->buffers[i].n;
		}
		r->n_bytes = (size_t)o->count;
	}
	r->outcome.flat = r->bytes;
}

void model_keep_sent(struct model_request *r, uint64_t at, size_t n)
{
	unsigned char *to = keep_room(r, n + 1);

	memcpy(to, r->s->bytes + (at - r->s->base), n);
	r->n_bytes = n;
	r->outcome.flat = r->bytes;
	r->outcome.has_bytes = true;
}

/* Out of turn: somewhere behind what was taken these bytes must have been sent. */
static bool fits_somewhere(const struct model_request *r, const struct model_outcome *o)
{
	const struct model_socket *s = r->s;
	struct ahead a = look_ahead(s, r);
	uint64_t from = s->taken, room = s->n_bytes;

	if (o->error != 0 || o->count == 0 || !o->has_bytes || r->oob ||
	    s->n_urgents > 0)
		return true;
	/* Those in front may yet turn out to have failed, by a fault. */
	if (model_is_stream(s) && s->n_faults == 0) {
		from += a.least;
		room = a.bytes - a.least + o->count;
	}
	if (!model_is_stream(s))
		from = s->head < s->n_messages ? s->messages[s->head].at : s->sent;
	if (from > s->sent)
		return false;
	if (room > s->sent - from)
		room = s->sent - from;
	return room >= o->count && memmem(s->bytes + (from - s->base), (size_t)room,
					  o->flat, (size_t)o->count) != NULL;
}

static void remember(struct model_request *r, const struct model_outcome *o)
{
	struct model_outcome before = r->outcome;

	if (o->has_bytes && r->name.text[0] != '\0') {
		model_keep(r, o);
		return;
	}
	r->outcome = *o;
	r->outcome.buffers = NULL;
	r->outcome.n_buffers = 0;
	r->outcome.damage = r->outcome.hook = NULL;
	/* What the judge found that must have been there. */
	r->outcome.flat = before.flat;
	r->outcome.has_bytes = before.has_bytes;
}

static void settle(struct model *m, struct model_request *r,
		   const struct model_outcome *o)
{
	struct model_socket *s = r->s;

	/* It went on to look for more than it found. */
	if (!r->oob && (r->all || o->count == 0) && o->count < r->room)
		s->looked = s->sent;
	r->seen = true;
	r->stored = false;
	if (o->error != 0)
		model_tells(r, o->error);
	/* One objection to a socket's data is enough: what follows hangs on it. */
	if (s->known && !model_judge(m, r, o))
		s->known = false;
}

/* Those behind it, as far as their outcomes have been seen. */
static void go_on(struct model *m, struct model_line *line)
{
	struct model_request *r;

	while ((r = TAILQ_FIRST(line)) != NULL && r->stored) {
		struct model_outcome o = r->outcome;

		TAILQ_REMOVE(line, r, line);
		r->in_line = false;
		settle(m, r, &o);
		model_request_release(m, r);
	}
}

static void store(struct model *m, struct model_line *line, struct model_request *r,
		  const struct model_outcome *o)
{
	if (!r->in_line)
		TAILQ_INSERT_TAIL(line, r, line);
	r->in_line = r->stored = true;
	model_keep(r, o);
	if (!fits_somewhere(r, &r->outcome))
		model_object(m, "B4",
			     "those in front of it cannot have left these bytes to it, "
			     "or nobody sent them");
}

void model_take(struct model *m, struct model_request *r, const struct model_outcome *o)
{
	struct model_line *line = r->oob ? &r->s->urgent_line : &r->s->line;
	bool ended = r->ends && !r->in_line;

	if (!ended && !model_finds_nothing(o->error) && !TAILQ_EMPTY(line) &&
	    TAILQ_FIRST(line) != r) {
		store(m, line, r, o);
		return;
	}
	/* Judged in its place, for those in front of it count. */
	if (model_finds_nothing(o->error))
		settle(m, r, o);
	if (r->in_line)
		TAILQ_REMOVE(line, r, line);
	r->in_line = false;
	if (!r->seen)
		settle(m, r, o);
	remember(r, o);
	go_on(m, line);
}
