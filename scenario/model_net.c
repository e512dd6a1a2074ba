/* SPDX-License-Identifier: MIT */
/* What is on its way: how much of it has arrived, and what the network does to it. */
#include "scenario/model_parts.h"
#include "wspmore.h"

#define USUAL_ROOM 16384 /* bytes that every queue holds */
#define SMALL_ROOM 256   /* the same, where it was made small */
#define USUAL_MESSAGES 100
#define SAFE_MESSAGES 8 /* of DTLS, which tells nobody that there was no room */

void model_crowd(struct model_socket *s)
{
	s->crowded = s->sent;
	s->crowded_head = s->n_messages;
}

/* More has been sent than every queue holds. */
static bool is_full(const struct model_socket *s)
{
	uint64_t from = model_is_stream(s)        ? s->taken
			: s->head < s->n_messages ? s->messages[s->head].at
						  : s->sent;
	uint64_t bytes = s->sent - from;
	size_t messages = s->n_messages - s->head + s->strange;
	size_t most = model_is_dtls(s) ? SAFE_MESSAGES : USUAL_MESSAGES;

	return bytes > (s->small ? SMALL_ROOM : USUAL_ROOM) ||
	       messages > (s->small ? 1 : most) || (s->small && model_is_dtls(s));
}

void model_arrive(struct model_socket *s)
{
	bool full = is_full(s);

	if (s->held)
		return;
	s->come = 0;
	for (size_t i = s->n_messages; i > s->head && !s->messages[i - 1].sure; i--) {
		s->messages[i - 1].sure = true;
		if (full && !(s->xp1 & XP1_GUARANTEED_DELIVERY))
			s->messages[i - 1].lossy = true;
	}
	if (full)
		model_crowd(s);
	/* Which bytes a stream of datagrams lost nobody tells. */
	if ((full || s->small) && model_is_stream(s) && !model_has_circuit(s) &&
	    !(s->xp1 & XP1_GUARANTEED_DELIVERY))
		s->known = false;
	s->tls.lossy = s->tls.lossy || (full && model_is_dtls(s));
	s->sure = model_tls_sure(s);
	s->gone = model_tls_is_gone(s);
}

/* One thing of what is held comes: a record, or a piece of one. */
static bool come(struct model_socket *s)
{
	struct model_message *x;
	size_t i = s->head;

	while (i < s->n_messages && s->messages[i].sure)
		i++;
	if (i == s->n_messages)
		return false;
	x = &s->messages[i];
	s->come += x->piece != 0 ? x->piece : x->n;
	x->sure = s->come >= x->n;
	if (x->sure)
		s->come = 0;
	return true;
}

/* What is let pass of records, where nothing is lost and there is room. */
static void pass(struct model_socket *s, uint64_t n)
{
	if (model_is_stream(s) || s->tls.on || s->murky || s->small ||
	    !(s->xp1 & XP1_GUARANTEED_DELIVERY) || is_full(s))
		return;
	while (n > 0 && come(s))
		n--;
}

void model_net(struct model_socket *s, const struct op *op, const struct tokens *got)
{
	/* Of several that were to be lost some may have been there. */
	if (!model_is_ok(got) && (op->net_act != OP_NET_LOSE || op->number < 2))
		return;
	switch (op->net_act) {
	case OP_NET_HOLD:
		s->held = true;
		break;
	case OP_NET_RELEASE:
		s->held = false;
		model_arrive(s);
		break;
	case OP_NET_LOSE:
		for (size_t i = s->head; i < s->n_messages; i++)
			s->messages[i].lossy = s->messages[i].lossy ||
					       !s->messages[i].sure;
		s->tls.lossy = model_is_dtls(s);
		s->murky = s->murky || (model_has_circuit(s) && !s->tls.lossy);
		s->known = s->known && !model_is_stream(s);
		break;
	case OP_NET_ROOM:
		s->small = true;
		break;
	case OP_NET_DEAD:
		s->dropped = true;
		break;
	case OP_NET_CUT:
		s->cut = true;
		s->piece = model_has_circuit(s) ? (uint32_t)op->number : 0;
		/* A datagram in pieces is none. */
		s->known = s->known && !model_is_dtls(s);
		break;
	case OP_NET_PASS:
		pass(s, op->number > 0 ? op->number : 1);
		break;
	}
}
