/* SPDX-License-Identifier: MIT */
/* Receives that fail though nothing was wrong with their call. */
#include "scenario/model_parts.h"
#include "wspmore.h"

static bool is_of_network(const struct model_socket *s, int error)
{
	if (model_faulty(s, error))
		return true;
	if (!s->dropped && !model_faulty(s, WSAETIMEDOUT))
		return false;
	/* E5 or E13: the circuit was ended by a time-out. */
	return error ==
		       (s->rules[MODEL_RULE_KEEPALIVE] ? WSAETIMEDOUT : WSAENETRESET) ||
	       error == WSAECONNABORTED;
}

static int abort_code(const struct model_socket *s)
{
	return s->rules[MODEL_RULE_ABORT] ? WSAECONNABORTED : WSAECONNRESET;
}

bool model_finds_nothing(int error)
{
	return error == WSAEWOULDBLOCK || error == WSAETIMEDOUT || error == WSAEINTR ||
	       error == WSA_OPERATION_ABORTED || error == WSAENOTSOCK;
}

void model_tells(const struct model_request *r, int error)
{
	struct model_socket *s = r->s;

	if (model_finds_nothing(error) && !model_faulty(s, error))
		return;
	s->owed = s->shortened = false;
	if (r->oob) /* whose turn it was nobody knows */
		s->error_at = UINT64_MAX;
	else if (s->error_at < r->number)
		s->error_at = r->number;
}

/* Where nothing but an error can have done that, and nobody behind it was told. */
void model_short(struct model *m, const struct model_request *r)
{
	struct model_socket *s = r->s;

	s->shortened = true;
	if (s->end || model_tls_ends(s) || s->aborted || r->timed || s->timed ||
	    r->closed || r->shut || r->doom != NULL || s->told != 0 ||
	    s->error_at > r->number ||
	    (r->overlapped && !r->pending && model_is_full(m, s)))
		return;
	s->owed = s->n_faults > 0 || (!s->murky && (s->reset || s->dropped));
	s->owed_at = m->n_requests;
}

/* The reset, once it is told, is what the circuit says from then on. "Port unreachable" is
 * told as often as sends drew it, or less. */
static bool tell(const struct model_request *r, int error)
{
	struct model_socket *s = r->s;
	/* Those that wait in the other line may have had data before that. */
	const struct model_request *other =
		TAILQ_LAST(r->oob ? &s->line : &s->urgent_line, model_line);

	if (model_has_circuit(s)) {
		if (s->told == 0 || s->graceful)
			s->hard_at = other != NULL && other->number > r->number
					     ? other->number + 1
					     : r->number;
		s->told_at = s->told == 0 ? r->number : s->told_at;
		s->told = error;
		s->graceful = false;
		return true;
	}
	s->unreachable = false;
	s->drawn -= s->drawn > 0;
	return true;
}

static bool judge_reset(struct model *m, struct model_request *r,
			const struct model_outcome *o)
{
	struct model_socket *s = r->s;

	if (o->word == MODEL_CUT)
		return model_tls_cut(m, s) && tell(r, WSAECONNRESET);
	if (model_tls_reset(s, o->has_bytes))
		return tell(r, WSAECONNRESET);
	if (s->reset || s->told == WSAECONNRESET || model_faulty(s, WSAECONNRESET) ||
	    s->drawn > 0)
		return tell(r, WSAECONNRESET);
	if (s->aborted && abort_code(s) == WSAECONNRESET)
		return tell(r, WSAECONNRESET);
	/* A Unix datagram socket is told when the peer it is connected to goes. */
	if (!model_has_circuit(s) && s->local && s->peer_closed)
		return true;
	if (s->murky)
		return true;
	if (s->aborted)
		return model_object(m, "rule abort",
				    "the peer had closed, and was sent to: %s",
				    model_code_name(abort_code(s)));
	return model_object(m, "E14", "nobody reset it");
}

static bool judge_aborted(struct model *m, struct model_request *r, int error)
{
	struct model_socket *s = r->s;

	if (error == WSAECONNABORTED && r->closed && r->overlapped &&
	    s->rules[MODEL_RULE_CLOSE] && model_is_stream(s) &&
	    s->state == MODEL_CONNECTED)
		return true;
	if (error == WSAECONNABORTED && s->told == error)
		return true;
	if (error == WSAECONNABORTED && model_tls_aborted(s))
		return model_tls_judge_left(m, s) && tell(r, error);
	/* A reset behind the peer's end may answer what it was sent at any time. */
	if (error == WSAECONNABORTED && abort_code(s) == error &&
	    (s->aborted || (s->ours_sent > 0 && s->end && s->peer_closed)))
		return tell(r, error);
	if (is_of_network(s, error) || s->murky)
		return true;
	if (error == WSAECONNABORTED && r->closed && r->overlapped)
		return model_object(m, "rule close",
				    "the socket was closed: WSA_OPERATION_ABORTED");
	if (error == WSAECONNABORTED && s->aborted)
		return model_object(m, "rule abort",
				    "the peer had closed, and was sent to: "
				    "WSAECONNRESET");
	return model_object(m, error == WSAENETRESET ? "E5" : "E13",
			    "there is no reason for %s", model_code_name(error));
}

static bool judge_would_block(struct model *m, struct model_request *r)
{
	const char *there = model_surely(r->s, r);

	if (r->overlapped)
		return model_object(m, "K8",
				    "an overlapped receive without data is pending");
	if (r->blocking)
		return model_object(m, "D1", "a blocking receive waits");
	if (there != NULL && !model_is_behind(m, r))
		return model_object(m, there, "there was something to receive");
	return true;
}

static bool judge_timeout(struct model *m, struct model_request *r)
{
	const struct model_socket *s = r->s;
	const char *there = model_surely(s, r);

	if (is_of_network(s, WSAETIMEDOUT))
		return true;
	if (!r->sync || !r->blocking || !(r->timed || s->timed))
		return model_object(m, "D1",
				    "only SO_RCVTIMEO of a blocking receive ends so");
	if (!model_times_out(m, r))
		return model_object(m, "D1", "its time-out comes later");
	/* One that waited may have ended before that came. */
	if (there != NULL && !r->pending)
		return model_object(m, there, "there was something to receive");
	return true;
}

static bool judge_cancelled(struct model *m, struct model_request *r, int error)
{
	const char *there;

	if (model_faulty(r->s, error))
		return true;
	if (error == WSAEINTR) {
		if (!r->sync || !(r->cancelled || r->hook_cancel))
			return model_object(m, "E3",
					    "nobody cancelled a blocking call");
		r->s->put_back = r->s->put_back || r->all;
		there = r->cancelled ? NULL : model_surely(r->s, r);
		if (there != NULL)
			return model_object(m, there, "it had no reason to wait");
		return true;
	}
	if (r->overlapped && r->exited)
		return true;
	if (!r->overlapped || !r->closed)
		return model_object(m, "E17",
				    "neither was the socket closed, nor did the thread "
				    "end");
	if (r->s->rules[MODEL_RULE_CLOSE] && model_is_stream(r->s) &&
	    r->s->xp1 == XP1_GUARANTEED_DELIVERY && r->s->state == MODEL_CONNECTED)
		return model_object(m, "rule close",
				    "a connected stream was closed: WSAECONNABORTED");
	return true;
}

bool model_judge_failure(struct model *m, struct model_request *r,
			 const struct model_outcome *o)
{
	const struct model_socket *s = r->s;

	switch (o->error) {
	case WSAECONNRESET:
		return judge_reset(m, r, o);
	case WSAECONNABORTED:
	case WSAENETRESET:
		return judge_aborted(m, r, o->error);
	case WSAEWOULDBLOCK:
		return model_faulty(s, o->error) || judge_would_block(m, r);
	case WSAETIMEDOUT:
		return judge_timeout(m, r);
	case WSAEINTR:
	case WSA_OPERATION_ABORTED:
		return judge_cancelled(m, r, o->error);
	case WSAENOTSOCK:
		if (r->sync && r->closed)
			return true;
		break;
	case WSAESHUTDOWN:
		if (r->sync && r->shut)
			return true;
		break;
	}
	if (is_of_network(s, o->error))
		return true;
	return model_object(m, "R2", "there is no reason for %s",
			    model_code_name(o->error));
}
