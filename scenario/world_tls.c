/* SPDX-License-Identifier: MIT */
/* TLS between a socket of ours and its peer. */
#include <errno.h>

#include "base/code.h"
#include "net/network.h"
#include "scenario/tls_chance.h"
#include "scenario/tls_swift.h"
#include "scenario/world_parts.h"

#define ROUNDS 64 /* of a handshake, of which each end needs four at most */

struct transport *world_peer_base(const struct world_peer *p)
{
	return p->rogue != NULL ? rogue_base(p->rogue) : p->t;
}

/* The same contexts come of the same chance; each session has one of its own. */
int world_tls_dress(struct world *w, struct world_peer *p, int protocol,
		    struct transport **ours)
{
	int native;

	if (crew_simulates(w->crew))
		tls_chance_fix(0);
	native = rogue_over(p->t, protocol == WSPPROTO_DTLS, true, &p->rogue, &p->t);

	return native != 0 ? native : network_dress(protocol, ours);
}

void world_tls_strip(struct world_peer *p)
{
	if (p->rogue != NULL && p->t != NULL)
		p->t = rogue_strip(p->rogue);
	p->rogue = NULL;
}

/* A send of nothing goes on with the handshake; the two ends in turn. What one end of a
 * pair sends the other has at once. */
static int shake(SOCKET s, struct world_peer *p)
{
	WSABUF nothing = { .len = 0 };
	DWORD on = 1, off = 0, sent;
	int error = world_control(s, FIONBIO, &on, sizeof on), native = EAGAIN;
	size_t n;

	if (error != 0)
		return error;
	for (unsigned i = 0; i < ROUNDS; i++) {
		error = 0;
		WSPSend(s, &nothing, 1, &sent, 0, NULL, NULL, NULL, &error);
		native = p->t->ops->send(p->t, NULL, 0, false, NULL, 0, &n);
		if (error != WSAEWOULDBLOCK && native != EAGAIN)
			break;
	}
	if (error == 0)
		error = code_from_errno(native);
	if (error == 0)
		error = world_control(s, FIONBIO, &off, sizeof off);
	return error;
}

int world_tls_meet(struct world *w, SOCKET s, struct world_peer *p,
		   struct transport *ours, bool shakes)
{
	int code = 0;

	if (w->wish.swift)
		tls_swift(ours, p->t);

	if (crew_simulates(w->crew))
		tls_chance_fix(++w->sessions);
	if (!shakes)
		return 0;
	p->shaking = true;
	code = shake(s, p);
	p->shaking = false;
	return code;
}

bool world_tls_again(struct world_peer *p, struct transport **ours)
{
	p->lent = lent_take(&p->rogue, &p->t);
	if (p->lent == NULL)
		return false;
	p->family = AF_UNIX;
	p->type = SOCK_STREAM;
	*ours = lent_transport(p->lent);
	return true;
}

void world_tls_lend(struct world_peer *p, struct transport *base,
		    struct transport **ours)
{
	p->lent = lent_new(*ours, base);
	if (p->lent != NULL)
		*ours = lent_transport(p->lent);
}
