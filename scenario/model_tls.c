/* SPDX-License-Identifier: MIT */
/* TLS as the model sees it (X23): a byte stream that is ended by word, or cut, or spoilt.
 *
 * What is kept beneath a peer's TLS is counted from above: a step that passes more than
 * that passes all of it. */
#include "scenario/model_parts.h"
#include "wspmore.h"

#define CLOSE_NOTIFY 0
#define USER_CANCELED 90 /* no end at all (TLS 1.3) */
#define HANDSHAKE 16384  /* bytes, more than it has with what comes behind it */
#define RECORD 16384     /* bytes of a record, where nobody has said */
#define AROUND 100       /* bytes that a record has beside what is in it, at most */

void model_tls_open(struct model_socket *s, bool unshaken)
{
	s->tls.on = true;
	s->tls.unshaken = unshaken;
}

static void keep(struct model_tls *t, uint64_t n)
{
	uint64_t record = t->record > 0 ? t->record : RECORD;

	if (t->gathers && n < UINT64_MAX / 1024)
		t->kept += n + (n / record + 1) * AROUND;
}

void model_tls_sends(struct model_socket *s, uint64_t n)
{
	keep(&s->tls, n);
}

static void pass(struct model_tls *t, uint64_t n)
{
	if (n < t->kept)
		return;
	t->gathers = false;
	t->kept = 0;
}

static void alert(struct model_socket *s, size_t number)
{
	keep(&s->tls, AROUND);
	s->tls.mute = true;
	if (number == CLOSE_NOTIFY)
		s->end = true;
	else if (number != USER_CANCELED)
		s->tls.alert = true;
}

/* A record of DTLS goes as it is, or not at all. */
bool model_tls_has(const struct model_socket *s, enum peer_verb step)
{
	return s->flows || step == PEER_HANDSHAKE || step == PEER_RAW;
}

void model_tls_play(struct model_socket *s, const struct peer_step *step)
{
	struct model_tls *t = &s->tls;

	switch ((int)step->verb) {
	case PEER_RECORDS:
		t->record = step->n;
		break;
	case PEER_HANDSHAKE:
		keep(t, HANDSHAKE);
		break;
	case PEER_GATHER:
		t->kept = t->gathers ? t->kept : HANDSHAKE;
		t->gathers = true;
		break;
	case PEER_PASS:
		pass(t, step->n);
		break;
	case PEER_UPDATE:
		keep(t, AROUND);
		t->answered = true;
		break;
	case PEER_ALERT:
		if (!t->mute)
			alert(s, step->n);
		break;
	case PEER_RAW:
		if (!s->flows) /* what is no record is dropped */
			break;
		if (!t->spoilt && !t->gathers && !t->unshaken)
			t->sound = s->sent;
		t->spoilt = t->spoilt || step->n > 0;
		keep(t, step->n);
		break;
	}
}

/* Whether all that TLS says goes to our end at once, and is understood. */
static bool is_plain(const struct model_tls *t)
{
	return !t->gathers && !t->unshaken && !t->spoilt;
}

/* The end of what is sent: close_notify and then the connection's; or that alone. */
void model_tls_shut(struct model_socket *s, bool said, bool closes)
{
	struct model_tls *t = &s->tls;

	if ((s->end && !t->gathers) || (!s->flows && !said))
		return;
	s->end = s->end || (said && !t->mute && !t->cut);
	/* What is kept, or cannot be said so far, is lost with a close. */
	t->cut = t->cut || !said || (closes && (!is_plain(t) || t->mute || s->small));
	keep(t, AROUND);
}

uint64_t model_tls_sure(const struct model_socket *s)
{
	if (!s->tls.on || is_plain(&s->tls))
		return s->sent;
	return s->tls.spoilt && s->tls.sound > s->sure ? s->tls.sound : s->sure;
}

bool model_tls_ends(const struct model_socket *s)
{
	const struct model_tls *t = &s->tls;

	return t->on && (t->cut || t->alert || t->spoilt);
}

bool model_tls_is_gone(const struct model_socket *s)
{
	const struct model_tls *t = &s->tls;

	if (!t->on)
		return s->end || s->reset;
	if (t->lossy)
		return s->reset;
	if (s->reset || (t->cut && !t->spoilt))
		return true;
	/* There may be no room for the record that says so. */
	return !s->small &&
	       ((s->end && is_plain(t)) || (t->alert && !t->gathers && !t->spoilt));
}

/* A record that found no room waits with the peer: what cuts or spoils the stream goes before
 * it, or into it. */
bool model_tls_judge_left(struct model *m, const struct model_socket *s)
{
	if (s->sure <= s->taken || s->taken < s->crowded || s->murky || s->reset)
		return true;
	return model_object(m, "C4", "bytes were sent before the end");
}

bool model_tls_cut(struct model *m, const struct model_socket *s)
{
	const struct model_tls *t = &s->tls;
	bool may = t->cut || s->murky || s->told == WSAECONNRESET ||
		   (t->spoilt && (s->end || s->peer_closed));

	if (!t->on)
		return model_object(m, "X23", "it is no TLS stream that could be cut");
	if (!may)
		return model_object(m, "X23", "the peer has not cut it");
	return model_tls_judge_left(m, s);
}

bool model_tls_reset(const struct model_socket *s, bool told)
{
	const struct model_tls *t = &s->tls;

	if (!t->on)
		return false;
	/* Of a result only the code is known. A handshake that is cut is no stream that
	 * was; and what our own sends are told is a reset. */
	return (t->cut &&
		(!told || t->unshaken || s->ours_sent > 0 || s->peer_closed)) ||
	       (t->spoilt && (s->end || s->peer_closed));
}

bool model_tls_aborted(const struct model_socket *s)
{
	return s->tls.on && (s->tls.alert || s->tls.spoilt);
}
