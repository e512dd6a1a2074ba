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

void world_tls_strip(struct world_peer *p)
{
	if (p->rogue != NULL && p->t != NULL)
		p->t = rogue_strip(p->rogue);
	p->rogue = NULL;
}

/* The same contexts come of the same chance; each session has one of its own. */
void world_tls_begin(struct world *w)
{
	if (crew_simulates(w->crew))
		tls_chance_fix(0);
}

int world_tls_dress(struct world_peer *p, int protocol, bool accepts)
{
	return rogue_over(p->t, protocol == WSPPROTO_DTLS, accepts, &p->rogue, &p->t);
}

/* What connects is not connected before its handshake. */
static int go_on(SOCKET s)
{
	WSABUF nothing = { .len = 0 };
	int error = 0, native = 0, n = sizeof native;
	DWORD sent;

	WSPSend(s, &nothing, 1, &sent, 0, NULL, NULL, NULL, &error);
	if (error == WSAENOTCONN)
		WSPGetSockOpt(s, SOL_SOCKET, SO_ERROR, (CHAR *)&native, &n, &error);
	else
		return error;
	return native != 0 ? native : WSAEWOULDBLOCK;
}

/* A send of nothing goes on with the handshake; the two ends in turn. What one end of a
 * pair sends the other has at once, and else in a moment. */
static int shake(struct world *w, SOCKET s, struct world_peer *p)
{
	DWORD on = 1, off = 0;
	int error = world_control(s, FIONBIO, &on, sizeof on), native = EAGAIN;
	unsigned tried = 0;
	size_t n;

	if (error != 0)
		return error;
	for (unsigned i = 0; i < ROUNDS || world_moment(w, &tried); i++) {
		error = go_on(s);
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

	if (w->wish.swift && ours != NULL)
		tls_swift(ours, p->t);
	if (crew_simulates(w->crew))
		tls_chance_fix(++w->sessions);
	if (!shakes)
		return 0;
	p->shaking = true;
	code = shake(w, s, p);
	p->shaking = false;
	return code;
}
