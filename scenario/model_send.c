/* SPDX-License-Identifier: MIT */
/* What our own sends, and faults, do to later receives. */
#include <errno.h>

#include "base/code.h"
#include "base/same.h"
#include "scenario/model_parts.h"
#include "wspmore.h"

static void is_aborted(const struct model *m, struct model_socket *s)
{
	if (!s->aborted)
		s->aborted_at = m->n_requests;
	s->aborted = true;
}

/* A circuit whose other end is closed answers by a reset, a datagram's place by being
 * unreachable (X14). */
static void reaches(struct model *m, struct model_socket *s, uint64_t n)
{
	s->ours_sent += n > 0 || s->flows ? n : 1; /* an empty record is one */
	if (!model_has_circuit(s) && s->state == MODEL_FRESH)
		s->state = MODEL_BOUND; /* S2 */
	if (!model_has_circuit(s)) {
		if (s->peer_closed && !s->local) {
			s->drawn++;
			model_is_stale(m);
			s->unreachable = !s->held;
		}
		return;
	}
	if (s->told != 0 && s->known)
		model_object(m, "E14", "a reset that was told is remembered by sends");
	if (s->peer_closed && n > 0)
		is_aborted(m, s);
}

/* A hard reset that was told is what receives say before data (P10, E14). Where the peer
 * closed gracefully what it had sent comes first (C4), so both are right. */
static void fails(struct model *m, struct model_socket *s, int code)
{
	/* Linux throws away what had come from a Unix datagram socket that is gone. */
	if (code == WSAECONNREFUSED && s->local && !model_has_circuit(s)) {
		s->known = s->known && !model_is_stream(s);
		for (size_t i = s->head; i < s->n_messages; i++)
			s->messages[i].lossy = true;
	}
	if (code != WSAECONNRESET && code != WSAECONNABORTED)
		return;
	if (!model_has_circuit(s)) {
		if (s->peer_closed && !s->local && !s->murky && s->known)
			model_object(m, "X14", "no send fails because of it");
		return;
	}
	if (s->told == 0) {
		s->told = code;
		s->told_at = s->hard_at = m->n_requests;
		/* Where it fell silent nothing was reset; a Unix stream says of a reset what
		 * it says of an end; over TLS what had come has still to be read, be it the
		 * end (X23); where it is held up only sends know of it. */
		s->graceful = s->end || s->dropped || s->tls.on || s->held ||
			      (s->local && s->flows);
		is_aborted(m, s);
	}
}

/* What it was to be sent to, or by, may not have been there. */
static bool is_call(const struct token *t)
{
	static const char *const words[] = { "pending", "blocked", "would-block",
					     "no-memory" };

	if (t->kind == TOKEN_NUMBER)
		return true;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (text_is(t->text, words[i]))
			return true;
	return code_by_name(t->text) != NULL;
}

void model_send(struct model *m, const struct op *op, const struct tokens *got,
		const char *inside)
{
	struct model_socket *s = model_socket(m, &op->name);
	const struct token *t = got->n > 0 ? &got->at[0] : NULL;
	const struct code *c;
	struct model_request *r;
	bool pending;

	if (s == NULL || t == NULL || !is_call(t))
		return;
	pending = t->kind == TOKEN_WORD && text_is(t->text, "pending");
	r = model_request_new(m, op, inside);
	if (op->mode >= OP_MODE_EVENT)
		m->sends_most++;
	if (t->kind == TOKEN_NUMBER || pending) {
		reaches(m, s, pending ? op->n_data : t->number);
		r->pending = pending;
		if (r->overlapped)
			model_event_begins(m, r);
		if (r->overlapped && !pending)
			model_event_completes(m, r);
		if (r->ignored && r->event != NULL && r->event->state != MODEL_CLOSED)
			r->event->state = MODEL_UNSURE;
	} else {
		c = code_by_name(t->text);
		r->refused = true;
		if (c != NULL)
			fails(m, s, c->number);
		/* Nobody knows how much of it has gone. */
		if (text_is(t->text, "blocked"))
			s->ours_sent += op->n_data;
	}
	model_request_release(m, r);
}

void model_fault(struct model *m, const struct op *op, const struct tokens *got)
{
	struct model_socket *s = model_socket(m, &op->name);

	if (s == NULL || !model_is_ok(got))
		return;
	if (op->call == OP_CALL_MEMORY) /* everybody's, and whoever asks next */
		model_is_strange(m);
	if (op->call != OP_CALL_RECEIVE) {
		s->known = false;
		return;
	}
	s->murky = true;
	/* A signal is no reason for a receive to fail (E3). */
	if (op->native != EINTR && s->n_faults < MODEL_FAULTS)
		s->faults[s->n_faults++] = code_from_errno(op->native);
}

bool model_faulty(const struct model_socket *s, int error)
{
	for (unsigned i = 0; i < s->n_faults; i++)
		if (s->faults[i] == error)
			return true;
	return false;
}
