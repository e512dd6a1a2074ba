/* SPDX-License-Identifier: MIT */
/* What fewer programs need: groups, a peer that accepts, sends without a connection, a
 * WSAOVERLAPPED that is used again. */
#pragma once

#include <net/if.h>

#include "cli/export/called.h"

/* Interface "": any. */
static void join_group(struct sock *s, struct place group, const char *interface)
{
	struct group_req request = { .gr_interface = if_nametoindex(interface) };

	if (s->error != 0)
		return;
	memcpy(&request.gr_group, &group.sa, sizeof request.gr_group);
	if (interface[0] == '\0')
		WSPJoinLeaf(s->handle, (struct sockaddr *)&group.sa, (int)group.n, NULL,
			    NULL, NULL, NULL, JL_BOTH, &s->error);
	else if (request.gr_interface == 0)
		s->error = WSAENETDOWN;
	else
		set_bytes(s, group.sa.ss_family == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IP,
			  MCAST_JOIN_GROUP, &request, sizeof request);
}

/* Uses the WSAOVERLAPPED of another, unless that is underway: then the call is refused. */
static void move_in(struct request *r, struct request *other)
{
	const struct request *user;

	if (other == NULL)
		return;
	r->host = other->host;
	user = r->host->tenant != NULL ? r->host->tenant : r->host;
	if (user->pending && !user->told)
		return;
	r->host->o.overlapped.hEvent = r->o.overlapped.hEvent;
	r->host->tenant = r;
}

/* The kernel chooses a name. */
static struct place nameless_place(void)
{
	struct place at = { .n = sizeof(sa_family_t) };

	at.sa.ss_family = AF_UNIX;
	return at;
}

static void let_peer_accept(struct sock *s)
{
	if (s->error == 0)
		s->error = code_of(peer_accept(&s->peer));
}

/* To the peer, where ours has no connection. */
static void send_anywhere(struct request *r, LPWSAOVERLAPPED o,
			  LPWSAOVERLAPPED_COMPLETION_ROUTINE then)
{
	struct peer *p = &r->sock->peer;
	bool unconnected = p->type == SOCK_DGRAM && !r->sock->connected &&
			   (p->to.n != 0 || p->family != AF_UNIX);

	if (unconnected && p->at.n != 0)
		r->result = WSPSendTo(r->s, r->buffers, 1, &r->count, r->flags,
				      (struct sockaddr *)&p->at.sa, (int)p->at.n, o,
				      then, NULL, &r->error);
	else
		r->result = WSPSend(r->s, r->buffers, 1, &r->count, r->flags, o, then,
				    NULL, &r->error);
	/* The first send gives ours an address: the peer can answer now. */
	if (r->result == 0 && unconnected && p->fd > 0 && p->to.n == 0)
		let_peer_meet(r->sock);
}
