/* SPDX-License-Identifier: MIT */
/* `open` and `set` in C. */
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "cli/export_parts.h"
#include "scenario/op_address.h"
#include "wspmore.h"

struct opening {
	struct export *e;
	const struct op *op;
	struct address address;
	const struct address_kind *kind;
	const char *s; /* its variable */
	bool brief;
	int family, type;
};

static const char *const option_names[] = {
	[ADDRESS_RCVBUF] = "SOL_SOCKET, SO_RCVBUF",
	[ADDRESS_SNDBUF] = "SOL_SOCKET, SO_SNDBUF",
	[ADDRESS_REUSEADDR] = "SOL_SOCKET, SO_REUSEADDR",
	[ADDRESS_BROADCAST] = "SOL_SOCKET, SO_BROADCAST",
	[ADDRESS_KEEPALIVE] = "SOL_SOCKET, SO_KEEPALIVE",
	[ADDRESS_KEEPIDLE] = "IPPROTO_TCP, TCP_KEEPIDLE",
	[ADDRESS_KEEPINTVL] = "IPPROTO_TCP, TCP_KEEPINTVL",
	[ADDRESS_KEEPCNT] = "IPPROTO_TCP, TCP_KEEPCNT",
	[ADDRESS_USER_TIMEOUT] = "IPPROTO_TCP, TCP_USER_TIMEOUT",
	[ADDRESS_NODELAY] = "IPPROTO_TCP, TCP_NODELAY",
	[ADDRESS_OOBINLINE] = "SOL_SOCKET, SO_OOBINLINE",
	[ADDRESS_V6ONLY] = "IPPROTO_IPV6, IPV6_V6ONLY",
	[ADDRESS_SOCKOPT] = NULL,
};

static void put_option(struct export *e, const char *s, const struct address_option *o)
{
	size_t n;
	const struct address_option_kind *kind = &address_option_kinds(&n)[o->id];
	long long number = o->number / (kind->unit > 0 ? (int64_t)kind->unit : 1);

	if (o->id == ADDRESS_SOCKOPT)
		export_put(e, "set_bytes(%s, %d, %d, %s, %zu);", s, o->level, o->option,
			   export_string(e, o->raw, o->raw_length), o->raw_length);
	else if (o->id == ADDRESS_LINGER)
		export_put(e, "set_linger(%s, %lld);", s, number);
	else if (option_names[o->id] != NULL)
		export_put(e, "set_number(%s, %s, %lld);", s, option_names[o->id],
			   number);
}

static const char *family_name(int family)
{
	return family == AF_INET6   ? "AF_INET6"
	       : family == AF_UNIX  ? "AF_UNIX"
	       : family == AF_VSOCK ? "AF_VSOCK"
				    : "AF_INET";
}

static const char *type_name(int type)
{
	return type == SOCK_STREAM  ? "SOCK_STREAM"
	       : type == SOCK_DGRAM ? "SOCK_DGRAM"
				    : "SOCK_SEQPACKET";
}

/* An expression for a place, as the address's family has it. */
static const char *place(const struct opening *o, const struct address_place *at)
{
	struct text to = { .arena = &o->e->arena };

	if (o->family == AF_UNIX)
		text_format(&to, "unix_place(%s, %zu, %s)",
			    export_string(o->e, at->path, at->path_length),
			    at->path_length, at->abstract ? "true" : "false");
	else
		text_format(&to, "inet_place(%s, %s, %u)", family_name(o->family),
			    export_string(o->e, at->host, strlen(at->host)), at->port);
	return text_whole(&to);
}

static void put_rules(const struct opening *o)
{
	const struct op *op = o->op;
	WSPRULEENTRY row;

	if (op->profile != OP_PROFILE_NONE)
		export_put(o->e, "set_rule(%s, \"profile\", \"%s\");", o->s,
			   op->profile == OP_PROFILE_SPI ? "spi" : "windows");
	for (size_t i = 0; i < op->n_rules; i++)
		if (WSPRuleEntry(op->rules[i].rule, &row))
			export_put(o->e, "set_rule(%s, \"%s\", \"%s\");", o->s,
				   row.name, row.values[op->rules[i].value]);
}

/* Flags of the socket and, where some are overridden, its entry of the catalogue. */
static const char *manner(const struct opening *o)
{
	const struct op *op = o->op;
	struct text to = { .arena = &o->e->arena };

	text_put(&to, op->nonoverlapped ? "0, " : "WSA_FLAG_OVERLAPPED, ");
	if (op->xp1_set == 0 && op->xp1_clear == 0)
		text_put(&to, "NULL");
	else
		text_format(&to, "override(%s, %s, %d, 0x%xu, 0x%xu)",
			    family_name(o->family), type_name(o->type),
			    o->kind->protocol, op->xp1_set, op->xp1_clear);
	return text_whole(&to);
}

static void put_limits(const struct opening *o)
{
	if (o->op->timeout != 0)
		export_put(o->e, "set_limits(%s, %llu);", o->s,
			   (unsigned long long)(o->op->timeout + 999) / 1000);
}

static void put_settings(const struct opening *o)
{
	put_rules(o);
	if (o->kind->role == ADDRESS_LISTEN && o->family != AF_UNIX &&
	    o->family != AF_VSOCK)
		export_put(o->e, "set_number(%s, SOL_SOCKET, SO_REUSEADDR, 1);", o->s);
	for (size_t i = 0; i < o->address.n_options; i++)
		put_option(o->e, o->s, &o->address.options[i]);
	put_limits(o);
}

static void put_socket(const struct opening *o)
{
	export_put(o->e, "make_socket(%s, %s);", o->s, manner(o));
	put_settings(o);
}

static const struct address_option *find(const struct opening *o,
					 enum address_option_id id)
{
	for (size_t i = 0; i < o->address.n_options; i++)
		if (o->address.options[i].id == id)
			return &o->address.options[i];
	return NULL;
}

/* Ours connects: to its peer, or to where the address says. */
static void put_connector(const struct opening *o, const char *to)
{
	const struct address_option *local = find(o, ADDRESS_BIND);
	enum op_depth depth = o->op->depth;

	put_socket(o);
	if (depth == OP_DEPTH_SOCKET)
		return;
	if (local != NULL)
		export_put(o->e, "bind_to(%s, %s);", o->s, place(o, &local->place));
	else if (depth == OP_DEPTH_BOUND && o->family == AF_UNIX)
		export_put(o->e, "bind_to(%s, nameless_place());", o->s);
	else if (depth == OP_DEPTH_BOUND)
		export_put(o->e, "bind_to(%s, inet_place(%s, \"\", 0));", o->s,
			   family_name(o->family));
	if (depth != OP_DEPTH_BOUND)
		export_put(o->e, "%s(%s, %s);",
			   depth == OP_DEPTH_CONNECTING ? "begin_to_connect"
							: "connect_to",
			   o->s, to);
}

static void put_connected(const struct opening *o)
{
	struct export *e = o->e;
	struct text at = { .arena = &e->arena };

	if (o->type == SOCK_DGRAM)
		export_put(e, "%s->error = code_of(peer_bind(&%s->peer));", o->s, o->s);
	else
		export_put(e, "%s->error = code_of(peer_listen(&%s->peer, %s));", o->s,
			   o->s,
			   o->op->depth == OP_DEPTH_CONNECTING ? "true" : "false");
	text_format(&at, "%s->peer.at", o->s);
	put_connector(o, text_whole(&at));
	if (o->type == SOCK_DGRAM)
		export_put(e, "let_peer_meet(%s);", o->s);
	else if (o->op->depth == OP_DEPTH_FULL)
		export_put(e, "let_peer_accept(%s);", o->s);
}

/* Ours is bound, and listens if it has connections. */
static void put_served(const struct opening *o, const char *at)
{
	const struct address_option *only = find(o, ADDRESS_CONNECT_TO);
	enum op_depth depth = o->op->depth;

	put_socket(o);
	if (depth == OP_DEPTH_SOCKET)
		return;
	export_put(o->e, "bind_to(%s, %s);", o->s, at);
	for (size_t i = 0; i < o->address.n_options; i++) {
		struct address_place group = o->address.options[i].place;

		if (o->address.options[i].id != ADDRESS_JOIN)
			continue;
		group.port = o->address.place.port;
		export_put(o->e, "join_group(%s, %s, \"%s\");", o->s, place(o, &group),
			   group.word);
	}
	if (o->kind->role == ADDRESS_BOUND) {
		if (only != NULL && depth == OP_DEPTH_FULL)
			export_put(o->e, "connect_to(%s, %s);", o->s,
				   place(o, &only->place));
		export_put(o->e, "let_peer_meet(%s);", o->s);
		return;
	}
	if (depth == OP_DEPTH_BOUND)
		return;
	export_put(o->e, "listen_on(%s);", o->s);
	if (depth == OP_DEPTH_FULL)
		export_put(o->e, "let_peer_connect(%s);", o->s);
	if (depth != OP_DEPTH_LISTENING)
		export_put(o->e, "accept_one(%s);", o->s);
	put_limits(o);
}

static void put_pair(const struct opening *o)
{
	export_put(o->e, "last_error = -1;");
	export_put(o->e, "%s->error = code_of(peer_pair(&%s->peer, %s, &last_error));",
		   o->s, o->s, type_name(o->type));
	export_put(o->e, "adopt(%s, last_error, %s);", o->s, manner(o));
	put_settings(o);
}

static void put_role(const struct opening *o)
{
	struct text own = { .arena = &o->e->arena };
	const char *at = place(o, &o->address.place);

	if (o->brief && o->family == AF_UNIX) {
		text_format(&own, "own_place(\"%s\")", o->op->name.text);
		at = text_whole(&own);
	}
	switch (o->kind->role) {
	case ADDRESS_CONNECT:
		if (o->brief && o->family != AF_UNIX)
			put_connected(o);
		else if (o->brief && o->op->depth == OP_DEPTH_FULL)
			put_pair(o);
		else
			put_connector(o, at);
		break;
	case ADDRESS_LISTEN:
	case ADDRESS_BOUND:
		if (o->brief && o->op->depth == OP_DEPTH_FULL)
			put_pair(o);
		else
			put_served(o, at);
		break;
	case ADDRESS_PAIR:
		put_pair(o);
		break;
	case ADDRESS_FD:
		export_put(o->e, "adopt(%s, %llu, %s);", o->s,
			   (unsigned long long)o->address.place.number, manner(o));
		put_settings(o);
		break;
	case ADDRESS_HANDLE:
		export_put(o->e, "%s->handle = %llu;", o->s,
			   (unsigned long long)o->address.place.number);
		return;
	}
	export_put(o->e, "finish_opening(%s);", o->s);
}

static int family_of(const struct opening *o)
{
	if (o->kind->role == ADDRESS_PAIR)
		return AF_UNIX;
	if (o->kind->family != AF_UNSPEC)
		return o->kind->family;
	for (size_t i = 0; i < o->address.n_options; i++)
		if (strchr(o->address.options[i].place.host, ':') != NULL)
			return AF_INET6;
	return strchr(o->address.place.host, ':') != NULL ? AF_INET6 : AF_INET;
}

void export_open(struct export *e, const struct op *op)
{
	struct opening o = { .e = e, .op = op, .s = export_socket(e, &op->name) };
	size_t n;

	if (!op_address(op, &o.address, &o.brief))
		return;
	o.kind = &address_kinds(&n)[o.address.kind];
	o.type = o.kind->type;
	if (o.kind->role == ADDRESS_PAIR)
		o.type = strcmp(o.address.place.word, "dgram") == 0    ? SOCK_DGRAM
			 : strcmp(o.address.place.word, "stream") == 0 ? SOCK_STREAM
								       : SOCK_SEQPACKET;
	o.family = o.brief && o.kind->family == AF_UNSPEC ? AF_INET : family_of(&o);
	export_put(e, "%s = new_sock(%s, %s, %s, %d);", o.s, o.s, family_name(o.family),
		   type_name(o.type), o.kind->protocol);
	if (op_depth_fits(op->depth, o.kind))
		put_role(&o);
	else
		export_put(e, "%s->error = WSAEINVAL; /* it has no such stage */", o.s);
	if (op->limit != 0)
		export_put(e, "set_operations(%s, %u);", o.s, op->limit);
	export_put(e, "say_code(%s->error);", o.s);
}

void export_setting(struct export *e, const struct op *op)
{
	const char *s = export_socket(e, &op->name);
	struct op_setting to;

	if (!op_setting(op, &to))
		return;
	export_put(e, "%s->error = 0;", s);
	switch (to.kind) {
	case OP_SETTING_OPTION:
		put_option(e, s, &to.option);
		break;
	case OP_SETTING_LIMIT:
		export_put(e, "set_operations(%s, %llu);", s,
			   (unsigned long long)to.number);
		break;
	case OP_SETTING_NONBLOCKING:
		export_put(e, "set_nonblocking(%s, %s);", s,
			   to.number != 0 ? "true" : "false");
		break;
	}
	export_put(e, "say_code(%s->error);", s);
}
