/* SPDX-License-Identifier: MIT */
/* The built-in peer of an endpoint: at the other end of a pair, or connecting to it. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/code.h"
#include "scenario/endpoint_parts.h"

/* A peer without a script says nothing and stays. */
static const struct peer_step silence[] = { { .verb = PEER_HOLD } };

static const struct peer_step *script(const struct opening *o, size_t *n)
{
	if (o->wish->n_steps > 0) {
		*n = o->wish->n_steps;
		return o->wish->steps;
	}
	*n = sizeof silence / sizeof silence[0];
	return silence;
}

bool endpoint_connect_peer(struct opening *o)
{
	struct sockaddr_place to;
	char text[SOCKADDR_TEXT];
	const struct peer_step *steps;
	size_t n, step;
	int error;

	if (!endpoint_name(o->end->socket, false, &to))
		return endpoint_fail(o, "peer", WSAENOTCONN,
				     "the built-in peer has nowhere to connect to");
	sockaddr_to_loopback((struct sockaddr *)&to.sa);
	sockaddr_print((struct sockaddr *)&to.sa, to.n, text);
	steps = script(o, &n);
	o->end->peer = peer_start_connect(to.sa.ss_family, o->type, o->protocol,
					  (struct sockaddr *)&to.sa, to.n, steps, n);
	if (o->end->peer == NULL)
		return endpoint_fail(o, "peer", code_from_errno(errno),
				     "cannot start the built-in peer");
	peer_settle(o->end->peer);
	error = peer_error(o->end->peer, &step);
	if (error != 0 && step == PEER_CONNECTING)
		return endpoint_fail(o, "peer", code_from_errno(error),
				     "the built-in peer cannot connect to %s", text);
	return true;
}

static int pair_type(const char *word)
{
	if (strcmp(word, "dgram") == 0 || strcmp(word, "dtls") == 0)
		return SOCK_DGRAM; /* tls is a stream */
	return strcmp(word, "seqpacket") == 0 ? SOCK_SEQPACKET : SOCK_STREAM;
}

/* The peer gets its end only when the provider has its own, so that everything it sends
 * finds the socket as the provider wants it. */
bool endpoint_open_pair(struct opening *o)
{
	const struct peer_step *steps;
	WSAPROTOCOL_INFO room;
	int ends[2] = { -1, -1 }, other = -1, error = 0;
	bool good = false, tls = address_is_tls(o->address);
	size_t n;

	o->type = pair_type(o->address->place.word);
	o->protocol = address_tls(o->address);
	if (socketpair(AF_UNIX, o->type | SOCK_CLOEXEC, 0, ends) != 0) {
		endpoint_fail(o, "socket", code_from_errno(errno),
			      "cannot make a pair");
		goto out;
	}
	o->end->socket = WSPSocketFromDescriptor(
		ends[0], endpoint_override(o, AF_UNIX, o->type, o->protocol, &room),
		o->wish->overlapped ? WSA_FLAG_OVERLAPPED : 0, &error);
	if (o->end->socket == INVALID_SOCKET) {
		endpoint_fail(o, "socket", error, "cannot use one end of the pair");
		goto out;
	}
	other = dup(ends[0]);
	ends[0] = -1; /* the socket's now */
	if (!endpoint_set_rules(o) || !endpoint_set_options(o))
		goto out;
	steps = script(o, &n);
	o->end->peer = tls ? peer_start_tls_pair(ends[1], other, steps, n)
			   : peer_start_pair(ends[1], other, steps, n);
	ends[1] = other = -1; /* the peer's now, or closed */
	good = o->end->peer != NULL || endpoint_fail(o, "peer", code_from_errno(errno),
						     "cannot start the built-in peer");
	good = good && endpoint_shake(o);
out:
	for (int i = 0; i < 2; i++)
		if (ends[i] >= 0)
			close(ends[i]);
	if (other >= 0)
		close(other);
	return good;
}
