/* SPDX-License-Identifier: MIT */
/* Sockets of ours by their names: bind, connect, listen, accept, adopt, join, name. */
#include <fcntl.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "net/bsd_control.h"
#include "scenario/endpoint_parts.h"
#include "scenario/op_place.h"
#include "scenario/receive_parts.h"
#include "scenario/world_name.h"

/* The name of a socket of ours as others reach it, or of its peer. */
static bool name_of(struct world *w, const char *socket, bool peer,
		    struct sockaddr_place *out, struct tokens *tell)
{
	struct world_socket *ws = world_socket(w, socket, tell);
	struct transport *t;

	memset(out, 0, sizeof *out);
	out->n = sizeof out->sa;
	if (ws == NULL)
		return false;
	t = ws->peer.listener != NULL ? ws->peer.listener : ws->peer.t;
	if (peer ? t == NULL || t->ops->name_of(t, false, (struct sockaddr *)&out->sa,
						&out->n) != 0
		 : !endpoint_name(ws->handle, false, out)) {
		tokens_word(tell, "word", "no-name");
		return false;
	}
	sockaddr_to_loopback((struct sockaddr *)&out->sa);
	return true;
}

bool world_place(struct world *w, const struct op *op, struct world_call *call,
		 struct tokens *out)
{
	const char *socket;
	bool peer, good = true;

	memset(call, 0, sizeof *call);
	if (op->place != NULL &&
	    !op_place_read(op->place, &call->place, &socket, &peer))
		good = name_of(w, socket, peer, &call->place, out);
	call->length = op->length != 0 ? (int)(op->length - 1) : (int)call->place.n;
	call->name = receive_pointer(&call->place.sa, OP_POINTER_VALUE, op->nulls,
				     op->bads);
	return good;
}

void world_bind(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	struct sockaddr *sa;
	struct world_call c;
	int error = 0;

	if (ws == NULL || !world_place(w, op, &c, out))
		return;
	sa = (struct sockaddr *)&c.place.sa;
	if (op->place == NULL) {
		sa->sa_family = (sa_family_t)ws->peer.family;
		c.place.n = sa->sa_family == AF_INET    ? sizeof(struct sockaddr_in)
			    : sa->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
							: sizeof(sa_family_t);
		if (op->length == 0)
			c.length = (int)c.place.n;
	}
	WSPBind(ws->handle, c.name, c.length, &error);
	if (error == 0 && sockaddr_is_file(sa, c.place.n))
		memcpy(ws->end.path, ((struct sockaddr_un *)sa)->sun_path,
		       sizeof ws->end.path);
	world_code(out, error);
}

void world_connect_place(struct world *w, const struct op *op, struct world_socket *ws,
			 struct tokens *out)
{
	struct world_call c;
	int error = 0;

	if (!world_place(w, op, &c, out))
		return;
	WSPConnect(ws->handle, c.name, c.length, NULL, NULL, NULL, NULL, &error);
	if (error == 0)
		sockaddr_print((struct sockaddr *)&c.place.sa, c.place.n,
			       ws->end.remote);
	world_code(out, error);
}

void world_listen(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	int error = 0;

	if (ws == NULL)
		return;
	WSPListen(ws->handle, op->number != 0 ? (int)op->number : SOMAXCONN, &error);
	world_code(out, error);
}

/* A socket that another call of ours has made. */
static int keep(struct world *w, const struct op *op, SOCKET s,
		const struct world_socket *from)
{
	struct world_socket *ws;
	DWORD watch = WSP_WATCH_OVERLAPPED;
	int error = 0;

	if (op->as.text[0] == '\0') {
		WSPCloseSocket(s, &error);
		return error;
	}
	ws = world_take_socket(w, op->as.text);
	if (ws == NULL) {
		WSPCloseSocket(s, &error);
		return WSAENOBUFS;
	}
	ws->handle = ws->end.socket = s;
	ws->nonblocking = from->nonblocking;
	ws->nonoverlapped = from->nonoverlapped;
	ws->timeout = op->verb == OP_DO_ACCEPT ? from->timeout : 0;
	ws->peer.family = from->peer.family;
	ws->peer.type = from->peer.type;
	ws->peer.protocol = from->peer.protocol;
	return world_control(s, SIO_WSP_WATCH, &watch, sizeof watch);
}

static int CALLBACK condition(LPWSABUF caller, LPWSABUF caller_data, LPQOS service,
			      LPQOS group_service, LPWSABUF callee,
			      LPWSABUF callee_data, GROUP *group, DWORD_PTR context)
{
	const struct op *op = (const struct op *)context;

	(void)caller;
	(void)caller_data;
	(void)service;
	(void)group_service;
	(void)callee;
	(void)callee_data;
	(void)group;
	return op->condition == OP_CONDITION_ACCEPT ? CF_ACCEPT : CF_REJECT;
}

void world_accept(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	LPCONDITIONPROC ask = op->condition != OP_CONDITION_NONE ? condition : NULL;
	struct sockaddr_storage from;
	int n = op->length != 0 ? (int)(op->length - 1) : (int)sizeof from, error = 0;
	SOCKET s;

	if (ws == NULL)
		return;
	s = WSPAccept(ws->handle,
		      receive_pointer(&from, OP_POINTER_VALUE, op->nulls, op->bads),
		      receive_pointer(&n, OP_POINTER_LENGTH, op->nulls, op->bads), ask,
		      (DWORD_PTR)op, &error);
	if (s != INVALID_SOCKET)
		error = keep(w, op, s, ws);
	world_code(out, error);
}

/* The descriptor is the peer's own, once more. */
void world_adopt(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	WSAPROTOCOL_INFO info = { .dwServiceFlags1 = XP1_GUARANTEED_DELIVERY };
	struct transport *t;
	int fd, error = 0;
	SOCKET s;

	if (ws == NULL)
		return;
	t = ws->peer.listener != NULL ? ws->peer.listener : world_peer_base(&ws->peer);
	if (t == NULL || crew_simulates(w->crew)) {
		tokens_word(out, "word", t == NULL ? "no-peer" : "not-kernel");
		return;
	}
	fd = fcntl(bsd_fd(t), F_DUPFD_CLOEXEC, 0);
	info.dwServiceFlags1 = (info.dwServiceFlags1 | op->xp1_set) & ~op->xp1_clear;
	s = WSPSocketFromDescriptor(fd, op->xp1_set | op->xp1_clear ? &info : NULL,
				    op->nonoverlapped ? 0 : WSA_FLAG_OVERLAPPED,
				    &error);
	if (s != INVALID_SOCKET)
		error = keep(w, op, s, ws);
	else if (fd >= 0)
		close(fd);
	world_code(out, error);
}

void world_join(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	struct world_call c;
	int error = 0;

	if (ws == NULL || !world_place(w, op, &c, out))
		return;
	WSPJoinLeaf(ws->handle, c.name, c.length, NULL, NULL, NULL, NULL,
		    op->flags != 0 ? op->flags : JL_BOTH, &error);
	world_code(out, error);
}

void world_name(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	struct sockaddr_storage sa;
	int n = op->length != 0 ? (int)(op->length - 1) : (int)sizeof sa, error = 0;
	char text[SOCKADDR_TEXT];
	struct sockaddr *to;
	int *length;

	if (ws == NULL)
		return;
	to = receive_pointer(&sa, OP_POINTER_VALUE, op->nulls, op->bads);
	length = receive_pointer(&n, OP_POINTER_LENGTH, op->nulls, op->bads);
	(op->whose == OP_WHOSE_PEER ? WSPGetPeerName : WSPGetSockName)(ws->handle, to,
								       length, &error);
	if (error != 0) {
		world_code(out, error);
		return;
	}
	sockaddr_print((struct sockaddr *)&sa, (socklen_t)n, text);
	tokens_word(out, "name", arena_text(out->arena, text));
}
