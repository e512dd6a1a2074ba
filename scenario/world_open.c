/* SPDX-License-Identifier: MIT */
/* Sockets of ours, each with its peer.
 *
 * What the address says is opened through scenario/endpoint.h; the peer stands at the other
 * end: it listens where ours connects, connects where ours listens, and for datagrams each
 * is bound. A short address ("tcp") leaves the places to us: loopback, any port. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/code.h"
#include "net/network.h"
#include "scenario/op_address.h"
#include "scenario/text.h"
#include "scenario/world_name.h"

struct opening_world {
	struct world *w;
	struct world_socket *ws;
	int code; /* of the peer's part */
};

static bool name_of(SOCKET s, struct sockaddr_place *out)
{
	int n = sizeof out->sa, error = 0;

	memset(out, 0, sizeof *out);
	if (WSPGetSockName(s, (struct sockaddr *)&out->sa, &n, &error) != 0)
		return false;
	out->n = (socklen_t)n;
	return true;
}

/* Somebody may come: the peer does. */
static void on_listening(void *context, const char *local)
{
	struct opening_world *o = context;
	struct sockaddr_place at;

	(void)local;
	if (!name_of(o->ws->end.socket, &at))
		return;
	sockaddr_to_loopback((struct sockaddr *)&at.sa);
	o->code = code_from_errno(world_peer_connect(o->w, &o->ws->peer, &at));
}

static void make_wish(struct world *w, const struct op *op, struct endpoint_wish *wish)
{
	static const enum endpoint_depth depths[] = {
		[OP_DEPTH_FULL] = ENDPOINT_FULL,
		[OP_DEPTH_SOCKET] = ENDPOINT_SOCKET,
		[OP_DEPTH_BOUND] = ENDPOINT_BOUND,
		[OP_DEPTH_LISTENING] = ENDPOINT_LISTENING,
		[OP_DEPTH_CONNECTING] = ENDPOINT_CONNECTING,
	};

	*wish = (struct endpoint_wish){
		.depth = depths[op->depth],
		.xp1_set = op->xp1_set,
		.xp1_clear = op->xp1_clear,
		.overlapped = !op->nonoverlapped,
		.timeout = op->timeout,
	};
	if (!crew_simulates(w->crew))
		wish->timeout = (uint64_t)((double)op->timeout * w->wish.time_scale);
	if (op->profile != OP_PROFILE_NONE)
		wish->n_rules += world_rule_of(NULL, op->profile, &wish->rules[0]);
	for (size_t i = 0; i < op->n_rules; i++)
		wish->n_rules += world_rule_of(&op->rules[i], OP_PROFILE_NONE,
					       &wish->rules[wish->n_rules]);
}

/* The family of a socket whose place is ours to choose. */
static int family_of(const struct address_kind *kind)
{
	return kind->family != AF_UNSPEC ? kind->family : AF_INET;
}

static bool is_unix(const struct address_kind *kind)
{
	return kind->family == AF_UNIX;
}

static int pair_type(const char *word)
{
	if (text_is(word, "dgram") || text_is(word, "dtls"))
		return SOCK_DGRAM;
	return text_is(word, "seqpacket") ? SOCK_SEQPACKET : SOCK_STREAM;
}

static int open_pair(struct world_socket *ws, const struct address *a, int type,
		     const struct endpoint_wish *wish)
{
	struct transport *ours = NULL;
	struct endpoint_error e = { .code = 0 };
	int native = world_peer_pair(&ws->peer, type, &ours);

	if (native != 0)
		return code_from_errno(native);
	if (!endpoint_open_transport(ours, AF_UNIX, type, a, wish, &ws->end, &e))
		return e.code;
	return 0;
}

/* Who has not shaken hands is not opened. */
static int meet(struct world *w, struct world_socket *ws, struct transport *ours,
		bool shakes)
{
	int code = world_tls_meet(w, ws->end.socket, &ws->peer, ours, shakes);

	if (code != 0)
		(void)endpoint_close(&ws->end, NULL);
	return code;
}

static int open_tls_pair(struct world *w, struct world_socket *ws,
			 const struct address *a, int type,
			 const struct endpoint_wish *wish)
{
	bool shakes = wish->depth != ENDPOINT_CONNECTING;
	struct transport *ours = NULL;
	struct endpoint_error e = { .code = 0 };
	int native = world_peer_pair(&ws->peer, type, &ours);

	world_tls_begin(w);
	if (native == 0)
		native = world_tls_dress(&ws->peer, address_tls(a), true);
	if (native == 0)
		native = network_dress(address_tls(a), &ours);
	if (native != 0) {
		if (ours != NULL)
			ours->ops->close(ours, false);
		return code_from_errno(native);
	}
	if (!endpoint_open_transport(ours, AF_UNIX, type, a, wish, &ws->end, &e))
		return e.code;
	return meet(w, ws, ours, shakes);
}

/* The place of the peer, as an address has it. */
static void place_of(const struct sockaddr_place *at, struct address_place *out)
{
	const struct sockaddr_in *four = (const struct sockaddr_in *)&at->sa;
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&at->sa;
	bool is_six = at->sa.ss_family == AF_INET6;

	memset(out, 0, sizeof *out);
	snprintf(out->host, sizeof out->host, "%s", is_six ? "::1" : "127.0.0.1");
	out->port = ntohs(is_six ? six->sin6_port : four->sin_port);
}

/* Ours calls a peer that listens; the connect is under way until both have shaken hands. */
static int open_calling(struct world *w, struct world_socket *ws,
			const struct address *a, struct endpoint_wish *wish)
{
	struct endpoint_error e = { .code = 0 };
	int native;

	wish->depth = ENDPOINT_CONNECTING;
	world_tls_begin(w);
	if (!endpoint_open(a, wish, &ws->end, &e))
		return e.code != 0 ? e.code : WSAEINVAL;
	native = world_peer_accept(w, &ws->peer);
	if (native == 0)
		native = world_tls_dress(&ws->peer, WSPPROTO_TLS, true);
	if (native != 0)
		return code_from_errno(native);
	return meet(w, ws, NULL, true);
}

/* Ours connects to a peer that is there first. */
static int open_connected(struct world *w, struct world_socket *ws, struct address *a,
			  struct endpoint_wish *wish)
{
	struct endpoint_error e = { .code = 0 };
	struct sockaddr_place at = { .n = 0 };
	bool datagrams = ws->peer.type == SOCK_DGRAM;
	bool tls = address_is_tls(a) && wish->depth == ENDPOINT_FULL;
	int native = datagrams ? world_peer_bind(&ws->peer, &at)
			       : world_peer_listen(&ws->peer,
						   wish->depth == ENDPOINT_CONNECTING,
						   &at);

	if (native != 0)
		return code_from_errno(native);
	place_of(&at, &a->place);
	wish->familiar = true;
	if (tls)
		return open_calling(w, ws, a, wish);
	if (!endpoint_open(a, wish, &ws->end, &e))
		return e.code != 0 ? e.code : WSAEINVAL;
	if (datagrams && name_of(ws->end.socket, &ws->peer.to))
		native = world_peer_meet(&ws->peer);
	else if (!datagrams && wish->depth == ENDPOINT_FULL)
		native = world_peer_accept(w, &ws->peer);
	return code_from_errno(native);
}

/* Ours is bound or listens, as the address says; or needs no peer of ours. */
static int open_as_written(struct world *w, struct world_socket *ws,
			   const struct address *a, const struct address_kind *kind,
			   struct endpoint_wish *wish)
{
	struct opening_world o = { w, ws, 0 };
	struct endpoint_error e = { .code = 0 };
	bool tls = address_is_tls(a) && kind->role == ADDRESS_LISTEN;
	bool shakes = wish->depth == ENDPOINT_FULL;

	if (tls) {
		world_tls_begin(w);
		wish->unshaken = true;
		if (wish->depth == ENDPOINT_CONNECTING)
			wish->depth = ENDPOINT_FULL;
	}
	if (kind->role == ADDRESS_LISTEN && wish->depth == ENDPOINT_FULL) {
		wish->listening = on_listening;
		wish->context = &o;
	}
	if (!endpoint_open(a, wish, &ws->end, &e))
		return o.code != 0 ? o.code : e.code != 0 ? e.code : WSAEINVAL;
	if (o.code != 0)
		return o.code;
	if (tls && wish->depth == ENDPOINT_FULL) {
		int native = world_tls_dress(&ws->peer, WSPPROTO_TLS, false);

		return native != 0 ? code_from_errno(native)
				   : meet(w, ws, NULL, shakes);
	}
	if (kind->role == ADDRESS_BOUND && wish->depth != ENDPOINT_SOCKET &&
	    name_of(ws->end.socket, &ws->peer.to)) {
		struct sockaddr_place at = { .n = 0 };
		int native;

		ws->peer.family = ws->peer.to.sa.ss_family;
		sockaddr_to_loopback((struct sockaddr *)&ws->peer.to.sa);
		native = world_peer_bind(&ws->peer, &at);
		if (native == 0)
			native = world_peer_meet(&ws->peer);
		return code_from_errno(native);
	}
	return 0;
}

/* TLS can be caught before its handshake, where what it is over is connected. */
static bool has_stage(enum op_depth depth, const struct address *a,
		      const struct address_kind *kind)
{
	return op_depth_fits(depth, kind) ||
	       (depth == OP_DEPTH_CONNECTING && address_is_tls(a) &&
		kind->role != ADDRESS_CONNECT);
}

static int open_address(struct world *w, const struct op *op, struct world_socket *ws)
{
	struct endpoint_wish wish;
	struct address a;
	const struct address_kind *kind;
	bool brief;
	size_t n;

	if (!op_address(op, &a, &brief))
		return WSAEINVAL;
	kind = &address_kinds(&n)[a.kind];
	/* The peer of DTLS is one of ours, but in a pair: there it is one of messages. */
	if (address_tls(&a) == WSPPROTO_DTLS && kind->role != ADDRESS_PAIR &&
	    (op->depth == OP_DEPTH_FULL || op->depth == OP_DEPTH_CONNECTING))
		return WSAEPROTONOSUPPORT;
	make_wish(w, op, &wish);
	if (!has_stage(op->depth, &a, kind))
		return WSAEINVAL;
	ws->nonoverlapped = op->nonoverlapped;
	ws->peer.family = family_of(kind);
	ws->peer.type = kind->type;
	ws->peer.protocol = kind->protocol != WSPPROTO_TLS ? kind->protocol : 0;
	if (kind->role == ADDRESS_PAIR && address_is_tls(&a))
		return open_tls_pair(w, ws, &a, pair_type(a.place.word), &wish);
	if (kind->role == ADDRESS_PAIR)
		return open_pair(ws, &a, pair_type(a.place.word), &wish);
	if (!brief)
		return open_as_written(w, ws, &a, kind, &wish);
	if (is_unix(kind) && wish.depth == ENDPOINT_FULL)
		return open_pair(ws, &a, kind->type, &wish);
	if (is_unix(kind)) {
		a.place = (struct address_place){ .abstract = true };
		snprintf(a.place.path, sizeof a.place.path, "wsprecv-%d-%s",
			 crew_simulates(w->crew) ? 0 : (int)getpid(), ws->name);
		a.place.path_length = strlen(a.place.path);
		return open_as_written(w, ws, &a, kind, &wish);
	}
	return open_connected(w, ws, &a, &wish);
}

void world_close_socket(struct world *w, struct world_socket *ws)
{
	(void)w;
	(void)endpoint_close(&ws->end, NULL);
	world_peer_close(&ws->peer);
}

struct world_socket *world_take_socket(struct world *w, const char *name)
{
	struct world_socket *ws = world_socket(w, name, NULL);

	if (ws != NULL) {
		world_close_socket(w, ws);
		ws->name[0] = '\0';
	}
	ws = calloc(1, sizeof *ws);
	if (ws == NULL)
		return NULL;
	text_fit(ws->name, sizeof ws->name, name);
	ws->end.socket = ws->end.listener = ws->handle = INVALID_SOCKET;
	crew_enter(w->crew, &w->lock);
	TAILQ_INSERT_TAIL(&w->sockets, ws, link);
	crew_leave(w->crew, &w->lock);
	return ws;
}

void world_open(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_take_socket(w, op->name.text);
	DWORD watch = WSP_WATCH_OVERLAPPED, limit = op->limit;
	int code = WSAENOBUFS;

	if (ws == NULL)
		goto out;
	code = open_address(w, op, ws);
	ws->handle = ws->end.socket;
	ws->timeout = op->timeout;
	if (code == 0 && !ws->end.borrowed)
		code = world_control(ws->handle, SIO_WSP_WATCH, &watch, sizeof watch);
	if (code == 0 && limit != 0)
		code = world_control(ws->handle, SIO_WSP_SET_LIMIT, &limit,
				     sizeof limit);
out:
	world_code(out, code);
}

/* Of a connect that waited the peer would have to go on with the handshake meanwhile. */
static int connect_tls(struct world *w, struct world_socket *ws,
		       const struct sockaddr_place *to)
{
	DWORD on = 1, before = ws->nonblocking;
	int error = world_control(ws->handle, FIONBIO, &on, sizeof on);

	if (error == 0)
		WSPConnect(ws->handle, (const struct sockaddr *)&to->sa, (int)to->n,
			   NULL, NULL, NULL, NULL, &error);
	if (error == WSAEWOULDBLOCK) {
		error = code_from_errno(world_peer_accept(w, &ws->peer));
		world_tls_begin(w);
		if (error == 0)
			error = code_from_errno(
				world_tls_dress(&ws->peer, WSPPROTO_TLS, true));
		if (error == 0)
			error = world_tls_meet(w, ws->handle, &ws->peer, NULL, true);
	}
	world_control(ws->handle, FIONBIO, &before, sizeof before);
	return error;
}

void world_connect(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	struct sockaddr_place to = { .n = sizeof to.sa };
	struct transport *t;
	int error = 0, n = sizeof to.sa;

	if (ws == NULL)
		return;
	if (op->place != NULL || op->length != 0 || op->nulls != 0 || op->bads != 0) {
		world_connect_place(w, op, ws, out);
		return;
	}
	t = ws->peer.listener != NULL ? ws->peer.listener : ws->peer.t;
	if (t == NULL ||
	    t->ops->name_of(t, false, (struct sockaddr *)&to.sa, &to.n) != 0) {
		tokens_word(out, "word", "no-peer");
		return;
	}
	if (ws->end.info.iProtocol == WSPPROTO_TLS && ws->peer.listener != NULL)
		error = connect_tls(w, ws, &to);
	else
		WSPConnect(ws->handle, (struct sockaddr *)&to.sa, (int)to.n, NULL, NULL,
			   NULL, NULL, &error);
	if (error == 0 &&
	    WSPGetPeerName(ws->handle, (struct sockaddr *)&to.sa, &n, &error) == 0)
		sockaddr_print((struct sockaddr *)&to.sa, (socklen_t)n, ws->end.remote);
	if (error == 0 && ws->peer.listener != NULL)
		error = code_from_errno(world_peer_accept(w, &ws->peer));
	if (error == 0 && ws->peer.type == SOCK_DGRAM && ws->peer.t != NULL &&
	    name_of(ws->handle, &ws->peer.to))
		error = code_from_errno(world_peer_meet(&ws->peer));
	world_code(out, error);
}
