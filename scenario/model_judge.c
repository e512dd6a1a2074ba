/* SPDX-License-Identifier: MIT */
/* Whether what a receive came to, those in front of it being known, is allowed. */
#include <inttypes.h>
#include <string.h>

#include "scenario/model_parts.h"
#include "wspmore.h"

enum model_word model_word_of(int error)
{
	switch (error) {
	case WSAEDISCON:
		return MODEL_GRACEFUL;
	case WSAECONNRESET:
		return MODEL_RESET;
	case WSAENETRESET:
	case WSAECONNABORTED:
	case WSAENETDOWN:
	case WSAENETUNREACH:
	case WSAECONNREFUSED:
	case WSAEHOSTDOWN:
	case WSAEHOSTUNREACH:
		return MODEL_ABORTED;
	case WSAEWOULDBLOCK:
		return MODEL_WOULD_BLOCK;
	case WSAETIMEDOUT:
		return MODEL_TIMEOUT;
	case WSAEINTR:
	case WSA_OPERATION_ABORTED:
		return MODEL_CANCELLED;
	}
	return MODEL_REFUSED;
}

static bool succeeds(enum model_word w)
{
	return w == MODEL_DATA || w == MODEL_PARTIAL || w == MODEL_EMPTY;
}

bool model_is_sound(struct model *m, const struct model_outcome *o)
{
	bool good = succeeds(o->word) || o->word == MODEL_PENDING ||
				    o->word == MODEL_BLOCKED
			    ? o->error == 0
		    : o->word == MODEL_TRUNCATED || o->word == MODEL_TOO_SMALL
			    ? o->error == WSAEMSGSIZE
		    : o->word == MODEL_GRACEFUL
			    ? o->error == 0 || o->error == WSAEDISCON
		    : o->word == MODEL_CUT
			    ? o->error == WSAECONNRESET
			    : o->error != 0 && o->word == model_word_of(o->error);

	if (!good)
		return model_object(m, "R2", "%s is not told by that word",
				    model_code_name(o->error));
	if (o->error != 0 && o->flags != 0)
		return model_object(m, "R6", "a receive that fails has no flags");
	if (!succeeds(o->word) && o->error != WSAEMSGSIZE &&
	    (o->count != 0 || o->n_buffers > 0))
		return model_object(m, o->error == 0 ? "R5" : "R6",
				    "it has brought no bytes");
	return true;
}

/* B1: each buffer is full before the next is begun. */
static bool is_packed(struct model *m, const struct model_request *r,
		      const struct model_outcome *o)
{
	uint64_t left = o->count;
	size_t used = 0;

	if (o->count > r->room)
		return model_object(m, "B2",
				    "%" PRIu64 " bytes are more than the %" PRIu64
				    " that the buffers hold",
				    o->count, r->room);
	if (o->flat != NULL || !o->has_bytes)
		return true;
	for (size_t i = 0; i < o->n_buffers; i++) {
		while (r->n_lengths <= MODEL_LENGTHS && used < r->n_lengths &&
		       r->lengths[used] == 0)
			used++;
		if (o->buffers[i].n > left ||
		    (r->n_lengths <= MODEL_LENGTHS &&
		     (used == r->n_lengths ||
		      o->buffers[i].n !=
			      (left < r->lengths[used] ? left : r->lengths[used]))))
			return model_object(m, "B1",
					    "buffer %zu of those filled has %zu bytes",
					    i, o->buffers[i].n);
		left -= o->buffers[i].n;
		used++;
	}
	if (left > 0)
		return model_object(m, "B1",
				    "%" PRIu64 " bytes of %" PRIu64 " are in no buffer",
				    left, o->count);
	return true;
}

static bool judge_last_message(struct model *m, const struct model_socket *s)
{
	for (size_t i = s->head; i < s->n_messages; i++)
		if (s->messages[i].sure && !s->messages[i].lossy && !s->murky)
			return model_object(m, "C4",
					    "a message was sent before the end");
	return true;
}

/* It was begun before that send was made, and may have been over by then. */
static bool is_older(const struct model_request *r, uint64_t send)
{
	return r->number < send;
}

static bool judge_end(struct model *m, struct model_request *r,
		      const struct model_outcome *o)
{
	struct model_socket *s = r->s;
	bool stream = model_is_stream(s);

	if (s->told != 0 && !(s->end && is_older(r, s->told_at)))
		return model_object(m, "E14", "a reset that was told is remembered");
	/* X23: close_notify is the end, whatever follows. */
	if (s->aborted && !s->tls.on && !is_older(r, s->aborted_at) && !s->held &&
	    !s->murky)
		return model_object(m, "rule abort",
				    "the peer had closed, and was sent to");
	if (stream && o->error != 0)
		return model_object(m, "C1", "the end of a stream is 0 bytes");
	if (!stream && o->error == 0)
		return model_object(m, "C2", "the end of messages is WSAEDISCON");
	if (!s->end)
		return model_object(m,
				    s->reset ? "C3"
				    : stream ? "C1"
					     : "C2",
				    s->reset ? "it was reset, and not closed gracefully"
					     : "the peer has not closed");
	if (stream && s->sure - s->taken > model_ahead(s, r) && s->sure > s->taken &&
	    !s->murky && r->doom == NULL) {
		for (size_t i = 0; i < s->n_urgents; i++)
			if (s->urgents[i].at >= s->taken)
				return true;
		return model_object(m, "C4",
				    "%" PRIu64 " bytes were sent before the end",
				    s->sure - s->taken);
	}
	return stream || judge_last_message(m, s);
}

bool model_judge(struct model *m, struct model_request *r,
		 const struct model_outcome *o)
{
	struct model_socket *s = r->s;

	if (!model_is_sound(m, o))
		return false;
	if (s->owed && !r->oob && (o->error == 0))
		return model_object(m, "X3",
				    "an error cut the receive before it short");
	if (o->word == MODEL_GRACEFUL)
		return judge_end(m, r, o);
	if (!succeeds(o->word) && o->error != WSAEMSGSIZE)
		return model_judge_failure(m, r, o);
	if (!is_packed(m, r, o))
		return false;
	if (s->told != 0 && !s->graceful && !is_older(r, s->hard_at) && !r->doom &&
	    model_has_circuit(s))
		return model_object(m, "E14", "a reset that was told is remembered");
	if (r->ends)
		return model_object(m, r->doom,
				    "it was to end, and nothing was there by then");
	if (r->oob)
		return model_judge_urgent(m, r, o);
	return model_is_stream(s) ? model_judge_stream(m, r, o)
				  : model_judge_message(m, r, o);
}
