/* SPDX-License-Identifier: MIT */
/* Receives of messages: whole, in parts, or cut. */
#include <inttypes.h>

#include "scenario/model_parts.h"
#include "wspmore.h"

/* What a receive of a message must come to. */
struct due {
	enum model_word word;
	int error;
	uint64_t count;
	uint32_t flags;
	uint64_t lost;
	const char *clause;
	bool ends; /* nothing of it is left */
};

static struct due due_of(const struct model_socket *s, const struct model_request *r,
			 uint64_t left)
{
	if (left <= r->room)
		return (struct due){ .word = left > 0 ? MODEL_DATA : MODEL_EMPTY,
				     .count = left,
				     .clause = left > 0 ? "D5" : "C2",
				     .ends = true };
	if (s->xp1 & XP1_PARTIAL_MESSAGE)
		return (struct due){ .word = MODEL_PARTIAL,
				     .count = r->room,
				     .flags = 0,
				     .clause = "D6" };
	if ((s->xp1 & XP1_GUARANTEED_DELIVERY) || r->peek)
		return (struct due){ .word = MODEL_TOO_SMALL,
				     .error = WSAEMSGSIZE,
				     .count = r->room,
				     .clause = r->peek ? "F-PEEK" : "D7" };
	return (struct due){ .word = MODEL_TRUNCATED,
			     .error = WSAEMSGSIZE,
			     .count = r->room,
			     .lost = left - r->room,
			     .clause = r->room == 0 ? "X13" : "D8",
			     .ends = true };
}

/* Whether it came to that, but for the bytes. A peek need not know what is lost. */
static bool is_due(const struct due *d, const struct model_request *r,
		   const struct model_outcome *o)
{
	bool word = o->word == d->word ||
		    (r->peek && d->error != 0 && o->error == d->error);

	/* The word and the length of what was cut are not always told. */
	if (!o->has_bytes && o->error == d->error)
		word = true;
	/* D9: any part that has come is enough. */
	if (d->error == 0 && o->error == 0 && r->part && r->s->cut &&
	    (r->s->xp1 & XP1_PARTIAL_MESSAGE) && o->word == MODEL_PARTIAL)
		return o->count <= d->count && (o->count > 0 || r->room == 0);
	return word && o->error == d->error && o->count == d->count &&
	       (!o->has_bytes || (o->flags & ~(uint32_t)MSG_PARTIAL) == d->flags) &&
	       (!o->has_lost || o->lost == d->lost || r->peek);
}

static bool matches(const struct model_socket *s, uint64_t at,
		    const struct model_outcome *o)
{
	return !o->has_bytes || model_compare(s, at, o) == o->count;
}

static void take(struct model_request *r, size_t i, const struct due *d,
		 const struct model_outcome *o, uint64_t at)
{
	struct model_socket *s = r->s;
	bool lossy = s->messages[i].lossy;

	if (!o->has_bytes && o->count > 0)
		model_keep_sent(r, at, (size_t)o->count);
	if (r->peek)
		return;
	if (i != s->head)
		s->offset = 0;
	s->head = i;
	if (d->ends && o->word != MODEL_PARTIAL) {
		s->head++;
		s->offset = 0;
	} else if (o->word == MODEL_PARTIAL) {
		s->offset += (size_t)o->count;
	}
	/* It may have been a later one that looks the same. */
	for (size_t k = s->head; lossy && k < s->n_messages; k++)
		s->messages[k].lossy = true;
}

static bool object(struct model *m, const struct model_request *r,
		   const struct model_outcome *o, const struct due *d)
{
	if (d == NULL)
		return model_object(m, o->word == MODEL_EMPTY ? "C2" : "D5",
				    "no message is left of those that were sent");
	if (o->error == d->error && o->count == d->count && o->word == d->word)
		return model_object(m, o->has_lost && o->lost != d->lost ? "D8" : "B4",
				    "it is not the next message that was sent");
	return model_object(m, d->clause,
			    "the next message, with room for %" PRIu64
			    ", gives %s with %" PRIu64 " bytes%s",
			    r->room, model_code_name(d->error), d->count,
			    d->word == MODEL_PARTIAL ? " and MSG_PARTIAL" : "");
}

bool model_judge_message(struct model *m, struct model_request *r,
			 const struct model_outcome *o)
{
	const struct model_socket *s = r->s;
	struct due first = { .word = MODEL_NO_WORD };

	if (o->word != MODEL_PARTIAL && o->flags != 0 && o->flags != MSG_PARTIAL)
		return model_object(m, "X2", "a message has only MSG_PARTIAL");
	for (size_t i = s->head; i < s->n_messages; i++) {
		size_t offset = i == s->head ? s->offset : 0;
		struct due d = due_of(s, r, s->messages[i].n - offset);
		uint64_t at = s->messages[i].at + offset;

		if (i == s->head)
			first = d;
		if (is_due(&d, r, o) && matches(s, at, o) &&
		    (!o->from || !o->from_stranger || s->messages[i].stranger)) {
			take(r, i, &d, o, at);
			return true;
		}
		if (!s->messages[i].lossy && !s->murky)
			break;
	}
	if (s->murky)
		return true;
	return object(m, r, o, first.word != MODEL_NO_WORD ? &first : NULL);
}
