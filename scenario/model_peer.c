/* SPDX-License-Identifier: MIT */
/* What the other end sent, and how much of it has arrived for certain.
 *
 * While a step is under way what it sends may arrive; when it has been told, it has. */
#include <stdlib.h>
#include <string.h>

#include "base/same.h"
#include "scenario/model_parts.h"
#include "wspmore.h"

#define PATTERN 251
#define FLOOD_MESSAGE 1024 /* a flood of messages is of such ones */

static void *grow(void *at, size_t *room, size_t need, size_t size)
{
	size_t more = *room;

	if (need <= *room)
		return at;
	while (more < need)
		more = 2 * more + 64;
	at = realloc(at, more * size);
	if (at == NULL)
		abort();
	*room = more;
	return at;
}

static unsigned char *add_room(struct model_socket *s, size_t n)
{
	unsigned char *at;

	s->bytes = grow(s->bytes, &s->room, s->n_bytes + n, 1);
	at = s->bytes + s->n_bytes;
	s->n_bytes += n;
	s->sent += n;
	return at;
}

static void add_message(struct model_socket *s, size_t n, bool stranger)
{
	/* Of a stream those count that a connect takes out again. */
	if (model_is_stream(s) && !stranger)
		return;
	s->messages = grow(s->messages, &s->messages_room, s->n_messages + 1,
			   sizeof s->messages[0]);
	s->messages[s->n_messages++] = (struct model_message){
		.at = s->sent - n, .n = n, .piece = s->piece, .stranger = stranger
	};
}

static void add_bytes(struct model_socket *s, const unsigned char *data, size_t n)
{
	if (n > 0)
		memcpy(add_room(s, n), data, n);
}

static void add_pattern(struct model_socket *s, size_t n)
{
	unsigned char *at = n > 0 ? add_room(s, n) : NULL;

	for (size_t i = 0; i < n; i++)
		at[i] = i < PATTERN ? (unsigned char)i : at[i - PATTERN];
}

static void add_urgent(struct model_socket *s)
{
	s->urgents = grow(s->urgents, &s->urgents_room, s->n_urgents + 1,
			  sizeof s->urgents[0]);
	s->urgents[s->n_urgents++] = (struct model_urgent){ .at = s->sent - 1 };
}

/* How many of n bytes are sent, of `left` that the socket took. */
static size_t share(size_t n, uint64_t *left, bool whole)
{
	size_t now = n <= *left ? n : whole ? 0 : (size_t)*left;

	*left -= now;
	return now;
}

/* An empty message: where there was no room, nobody knows of the last. */
static void doubt_last(struct model_socket *s, uint64_t left)
{
	if (left == 0 && !model_is_stream(s))
		s->messages[s->n_messages - 1].lossy = true;
}

static bool play_data(struct model_socket *s, const struct peer_step *step,
		      uint64_t *left)
{
	size_t n = share(step->n, left, !model_is_stream(s));

	if ((n < step->n && !model_is_stream(s)) || (step->n == 0 && model_is_dtls(s)))
		return false;
	if (step->verb == PEER_OOB && !s->urgent)
		return false;
	if (s->tls.mute)
		return n == step->n;
	model_tls_sends(s, n);
	if (step->verb == PEER_PATTERN)
		add_pattern(s, n);
	else
		add_bytes(s, step->data, n);
	add_message(s, n, step->verb == PEER_STRANGER);
	if (step->n == 0)
		doubt_last(s, *left);
	if (step->verb == PEER_OOB && n == step->n && n > 0)
		add_urgent(s);
	else if (step->verb == PEER_OOB)
		s->murky = true;
	return n == step->n;
}

/* What the socket took does not count it. */
static bool play_stranger(struct model_socket *s, const struct peer_step *step,
			  uint64_t *left)
{
	uint64_t any = UINT64_MAX;

	if (*left > UINT64_MAX / 2)
		return play_data(s, step, left);
	if (model_is_stream(s)) {
		s->known = false;
		return false;
	}
	play_data(s, step, &any);
	s->messages[s->n_messages - 1].lossy = true;
	return true;
}

static bool play_empty(struct model_socket *s, uint64_t left)
{
	if (s->flows || model_is_dtls(s))
		return false;
	add_message(s, 0, false);
	doubt_last(s, left);
	return true;
}

static bool play_drip(struct model_socket *s, const struct peer_step *step,
		      uint64_t *left)
{
	for (size_t i = 0; i < step->n; i++) {
		if (share(1, left, true) == 0)
			return false;
		if (s->tls.mute)
			continue;
		model_tls_sends(s, 1);
		add_bytes(s, step->data + i, 1);
		add_message(s, 1, false);
	}
	return true;
}

static void play_flood(struct model_socket *s, uint64_t *left)
{
	if (*left > UINT64_MAX / 2) /* under way: nobody knows how much yet */
		return;
	if (s->flows) {
		model_tls_sends(s, *left);
		add_pattern(s, s->tls.mute ? 0 : (size_t)*left);
		*left = 0;
	}
	while (*left >= FLOOD_MESSAGE) {
		share(FLOOD_MESSAGE, left, true);
		add_pattern(s, FLOOD_MESSAGE);
		add_message(s, FLOOD_MESSAGE, false);
	}
}

static void play_close(struct model_socket *s)
{
	s->peer_closed = true;
	if (!model_has_circuit(s))
		return;
	/* What it leaves unread makes it a reset. */
	if (!model_is_dtls(s))
		s->reset = s->reset || s->ours_sent > s->peer_read || s->tls.answered;
	if (s->tls.on)
		model_tls_shut(s, true, true);
	else
		s->end = true;
}

/* False: the steps behind it were not played. */
static bool play(struct model_socket *s, const struct peer_step *step, uint64_t *left)
{
	switch (step->verb) {
	case PEER_OOB:
		return !s->tls.on && play_data(s, step, left);
	case PEER_SEND:
	case PEER_PATTERN:
		return play_data(s, step, left);
	case PEER_EMPTY:
		return play_empty(s, *left);
	case PEER_DRIP:
		return play_drip(s, step, left);
	case PEER_FLOOD:
		play_flood(s, left);
		return false;
	case PEER_STRANGER:
		if (model_has_circuit(s))
			return false;
		if (s->state == MODEL_CONNECTED) /* S3 */
			return true;
		return play_stranger(s, step, left);
	case PEER_DROP:
		s->dropped = true;
		return true;
	case PEER_SHUTDOWN:
	case PEER_CUT:
		if (s->tls.on) /* over DTLS what is not said is not seen */
			model_tls_shut(s, step->verb == PEER_SHUTDOWN, false);
		else
			s->end = s->end || model_has_circuit(s);
		return true;
	case PEER_RST:
		if (!model_has_circuit(s) || model_is_dtls(s))
			return false;
		s->reset = true;
		s->peer_closed = true;
		return true;
	case PEER_CLOSE:
		play_close(s);
		return true;
	case PEER_READ:
	case PEER_WAIT:
	case PEER_HOLD:
		break;
	case PEER_HANDSHAKE:
	case PEER_RECORDS:
	case PEER_GATHER:
	case PEER_PASS:
	case PEER_UPDATE:
	case PEER_ALERT:
	case PEER_RAW:
		if (!s->tls.on || !model_tls_has(s, step->verb))
			return false;
		model_tls_play(s, step);
		break;
	}
	return true;
}

static bool ends(enum peer_verb verb)
{
	return verb == PEER_CLOSE || verb == PEER_RST || verb == PEER_SHUTDOWN ||
	       verb == PEER_CUT;
}

/* Of what it sent the socket took `left` bytes; but for those nothing stopped it. */
static void play_all(struct model_socket *s, const struct op *op, uint64_t left)
{
	bool full = left != UINT64_MAX;
	size_t i = 0;

	while (i < op->n_steps && !s->peer_closed &&
	       !(full && ends(op->steps[i].verb)) && play(s, &op->steps[i], &left))
		i++;
	s->halted = i < op->n_steps;
}

static bool has_step(const struct op *op, enum peer_verb verb)
{
	for (size_t i = 0; i < op->n_steps; i++)
		if (op->steps[i].verb == verb)
			return true;
	return false;
}

static bool closes(const struct op *op)
{
	return has_step(op, PEER_CLOSE) || has_step(op, PEER_RST);
}

static void set_mark(struct model_socket *s)
{
	s->mark = (struct model_mark){ s->sent,  s->n_messages,  s->n_urgents, s->end,
				       s->reset, s->peer_closed, s->dropped,   s->tls };
}

static void go_back(struct model_socket *s)
{
	/* Some of it was received already. */
	if (s->taken > s->mark.sent || s->head > s->mark.messages)
		return;
	s->n_bytes -= (size_t)(s->sent - s->mark.sent);
	s->sent = s->mark.sent;
	s->n_messages = s->mark.messages;
	s->n_urgents = s->mark.urgent;
	s->end = s->mark.end;
	s->reset = s->mark.reset;
	s->peer_closed = s->mark.peer_closed;
	s->dropped = s->mark.dropped;
	s->tls = s->mark.tls;
}

/* Bytes that are all taken need not be kept. */
static void shrink(struct model_socket *s)
{
	uint64_t from = s->taken;

	if (!model_is_stream(s))
		from = s->head < s->n_messages ? s->messages[s->head].at : s->sent;
	else if (from == s->sent)
		s->head = s->n_messages;
	if (from == s->sent && s->head == s->n_messages && TAILQ_EMPTY(&s->line) &&
	    TAILQ_EMPTY(&s->urgent_line)) {
		s->base = s->sent;
		s->n_bytes = 0;
		s->n_messages = s->head = s->crowded_head = 0;
	}
}

void model_peer_begins(struct model_socket *s, const struct op *op)
{
	shrink(s);
	set_mark(s);
	play_all(s, op, UINT64_MAX);
}

/* The errno that is told last, NULL: none is. */
static const char *trouble(const struct tokens *got)
{
	const struct token *t = got->n > 0 ? &got->at[got->n - 1] : NULL;

	if (t == NULL || t->kind != TOKEN_WORD || text_is(t->text, "ok") ||
	    text_is(t->text, "end") || text_is(t->text, "nothing"))
		return NULL;
	return t->text;
}

/* How many pieces that go by themselves. */
static size_t pieces_of(const struct op *op)
{
	size_t n = 0;

	for (size_t i = 0; i < op->n_steps; i++) {
		const struct peer_step *step = &op->steps[i];

		if (step->verb != PEER_READ && step->verb != PEER_WAIT)
			n += step->verb == PEER_DRIP    ? step->n
			     : step->verb == PEER_FLOOD ? 2
							: 1;
	}
	return n;
}

/* What is sent at once is there before anything of a simulation goes on. Else nobody tells
 * in which order it came. */
void model_peer_meets(struct model_socket *s, const struct op *op,
		      const struct op *busy, bool exact)
{
	if (pieces_of(op) == 0 || pieces_of(busy) == 0)
		return;
	if (!exact || pieces_of(busy) > 1)
		s->known = false;
	s->mixed = true;
}

static void reads(struct model_socket *s, const struct tokens *got)
{
	for (size_t i = 0; i < got->n; i++)
		if (got->at[i].kind == TOKEN_BYTES)
			s->peer_read += got->at[i].n;
}

void model_peer(struct model_socket *s, const struct op *op, const struct tokens *got)
{
	const struct token *last = got->n > 0 ? &got->at[got->n - 1] : NULL;
	bool full = got->n > 1 && last[-1].kind == TOKEN_WORD &&
		    text_is(last[-1].text, "full");
	const char *wrong = full ? NULL : trouble(got);
	bool absent, expected;

	reads(s, got);
	if (s->mixed && (full || wrong != NULL)) /* there is no way back */
		s->known = false;
	s->mixed = false;
	if (full) {
		go_back(s);
		play_all(s, op, last->number);
		model_crowd(s);
	}
	/* What failed, and how much went before, is not told. */
	absent = wrong != NULL && text_is(wrong, "EBADF") &&
		 (!closes(op) || (model_has_circuit(s) && s->state != MODEL_CONNECTED));
	expected = s->halted && wrong != NULL &&
		   (text_is(wrong, "EBADF") || text_is(wrong, "EINVAL") ||
		    text_is(wrong, "EOPNOTSUPP"));
	if (wrong != NULL && !expected && !absent && op->n_steps > 1)
		s->known = false;
	/* Nor how much a flood was that the other end kept up with, nor what became of
	 * an urgent byte where there is none. */
	if ((wrong == NULL && !full && has_step(op, PEER_FLOOD)) ||
	    (!s->urgent && has_step(op, PEER_OOB) &&
	     (wrong == NULL || op->n_steps > 1)))
		s->known = false;
	/* Where there is no peer not even the first step is done. */
	if (wrong != NULL && (op->n_steps == 1 || absent))
		go_back(s);
	/* What happens to the socket meanwhile may come before it. */
	s->late = s->leaving;
	if (!s->leaving)
		model_arrive(s);
}
