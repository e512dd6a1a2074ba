/* SPDX-License-Identifier: MIT */
/* Receives from a byte stream, and its urgent bytes. */
#include <inttypes.h>
#include <string.h>

#include "scenario/model_parts.h"
#include "wspmore.h"

static unsigned char byte_of(const struct model_outcome *o, uint64_t at)
{
	size_t i = 0;

	if (o->flat != NULL)
		return o->flat[at];
	while (at >= o->buffers[i].n)
		at -= o->buffers[i++].n;
	return o->buffers[i].bytes[at];
}

static const struct model_urgent *urgent_at(const struct model_socket *s, uint64_t at)
{
	for (size_t i = 0; i < s->n_urgents; i++)
		if (s->urgents[i].at == at)
			return &s->urgents[i];
	return NULL;
}

/* Whether the byte at that position may be received in line, and whether it has to. A
 * later urgent byte makes it an ordinary one, or none, whether it was taken or not (X24). */
static bool may_be_in_line(const struct model_socket *s, uint64_t at, bool *has_to)
{
	const struct model_urgent *u = urgent_at(s, at);

	*has_to = u == NULL;
	if (u == NULL)
		return true;
	return u->unsure || u != &s->urgents[s->n_urgents - 1] ||
	       (s->in_line && !u->taken);
}

/* How these bytes may lie in what was sent, some urgent ones being in the stream and some
 * not: for each number of those left out, whether all up to a position may be so. */
struct paths {
	uint64_t open; /* bit k: k of them were left out */
	uint64_t end, same;
	unsigned ends;
};

#define PATHS 64

/* Takes them all past one byte. */
static void step_over(const struct model_socket *s, const struct model_outcome *o,
		      uint64_t at, struct paths *p)
{
	uint64_t now = p->open;
	bool has_to, may = may_be_in_line(s, at, &has_to);

	p->open = 0;
	for (unsigned k = 0; k < PATHS && now >> k != 0; k++) {
		uint64_t same = at - s->taken - k;

		if ((now >> k & 1) == 0)
			continue;
		if (may &&
		    (!o->has_bytes || s->bytes[at - s->base] == byte_of(o, same))) {
			p->open |= UINT64_C(1) << k;
			p->same = same + 1 > p->same ? same + 1 : p->same;
		}
		if (!has_to && k + 1 < PATHS)
			p->open |= UINT64_C(1) << (k + 1);
		else if (!has_to) /* too many to be followed */
			p->ends = 2;
	}
}

/* Those that have come to the end of the bytes go no further. */
static void stop_at(const struct model_socket *s, const struct model_outcome *o,
		    uint64_t at, struct paths *p)
{
	uint64_t k = at - s->taken - o->count;

	if (at - s->taken < o->count || k >= PATHS || (p->open >> k & 1) == 0)
		return;
	p->open &= ~(UINT64_C(1) << k);
	p->end = at;
	p->ends++;
}

/* The position behind these bytes; false: they are others. Where there are several, nobody
 * knows what is left. */
static bool walk(struct model_socket *s, const struct model_outcome *o, uint64_t *end,
		 uint64_t *same)
{
	struct paths p = { .open = 1, .end = s->taken };

	for (uint64_t at = s->taken; p.open != 0; at++) {
		stop_at(s, o, at, &p);
		if (at == s->sent)
			break;
		step_over(s, o, at, &p);
	}
	*same = p.same;
	*end = p.end;
	s->known = s->known && p.ends <= 1;
	return p.ends > 0;
}

static bool matches(struct model_socket *s, const struct model_outcome *o,
		    uint64_t *end, uint64_t *same)
{
	if (s->n_urgents > 0 && o->count > 0)
		return walk(s, o, end, same);
	*end = s->taken + o->count;
	*same = o->count;
	if (*end > s->sent) {
		*same = s->sent - s->taken;
		return false;
	}
	if (o->has_bytes)
		*same = model_compare(s, s->taken, o);
	return *same == o->count;
}

static bool may_be_short(const struct model *m, const struct model_request *r)
{
	const struct model_socket *s = r->s;

	return (r->overlapped && !r->pending && model_is_full(m, s)) || s->end ||
	       s->reset || model_tls_ends(s) || s->murky || s->n_faults > 0 ||
	       s->dropped || s->aborted || s->drawn > 0 || model_times_out(m, r) ||
	       r->closed || r->shut;
}

static bool judge_flags(struct model *m, const struct model_socket *s,
			const struct model_outcome *o, uint64_t end)
{
	bool urgent = false;

	for (size_t i = 0; i < s->n_urgents; i++)
		urgent = urgent ||
			 (s->urgents[i].at >= s->taken && s->urgents[i].at < end);
	if (o->flags == 0 || (o->flags == MSG_OOB && s->in_line && urgent))
		return true;
	return model_object(m, "X2", "bytes of a stream have no flags");
}

bool model_judge_stream(struct model *m, struct model_request *r,
			const struct model_outcome *o)
{
	struct model_socket *s = r->s;
	uint64_t end = s->taken, same;

	if (o->word != MODEL_DATA)
		return model_faulty(s, o->error) ||
		       model_object(m, "T1", "a byte stream has no messages");
	if (!matches(s, o, &end, &same)) {
		if (same == s->sent - s->taken)
			return model_object(m, "D2",
					    "%" PRIu64 " bytes were left of what was "
					    "sent",
					    same);
		return model_object(
			m, r->peek ? "F-PEEK" : "B4",
			"byte %" PRIu64 " of it is not the next that was sent", same);
	}
	if (!judge_flags(m, s, o, end))
		return false;
	if (o->count == 0 && r->room > 0)
		return model_object(m, "D2", "0 bytes are the end of a stream");
	if (r->room == 0 && s->sent == s->taken && !s->end && !s->murky &&
	    !model_tls_ends(s))
		return model_object(m, "D10", "nothing was there yet");
	if (r->all && o->count < r->room && !may_be_short(m, r))
		return model_object(m, "F-WAITALL",
				    "%" PRIu64 " bytes do not fill the buffers",
				    o->count);
	if (r->peek)
		return true;
	if (r->all && o->count < r->room)
		model_short(m, r);
	if (!o->has_bytes && o->count > 0 && s->n_urgents == 0)
		model_keep_sent(r, s->taken, (size_t)o->count);
	s->taken = end;
	s->tls.unshaken = s->tls.unshaken && o->count == 0;
	return true;
}

bool model_judge_urgent(struct model *m, struct model_request *r,
			const struct model_outcome *o)
{
	struct model_socket *s = r->s;

	if (o->word == MODEL_DATA && o->count == 0 && r->room == 0)
		return true;
	if (o->word != MODEL_DATA || o->count != 1)
		return model_object(m, "F-OOB",
				    "one urgent byte is received at a time");
	if (o->flags != MSG_OOB)
		return model_object(m, "X2", "an urgent byte is told by MSG_OOB");
	for (size_t i = s->n_urgents; i-- > 0;) {
		struct model_urgent *u = &s->urgents[i];

		if (u->taken || u->at < s->base || /* read past, and forgotten */
		    (o->has_bytes && s->bytes[u->at - s->base] != byte_of(o, 0)))
			continue;
		u->taken = !r->peek;
		return true;
	}
	return model_object(m, "F-OOB", "it is no urgent byte that was sent");
}
