/* SPDX-License-Identifier: MIT */
/* The options of an address, set on its socket. */
#include <limits.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "base/code.h"
#include "scenario/endpoint_parts.h"

/* Where an option with a number goes; level SOL_SOCKET is Winsock's. */
static const struct {
	int level, name; /* level 0: not set by a number */
} numbers[] = {
	[ADDRESS_RCVBUF] = { SOL_SOCKET, SO_RCVBUF },
	[ADDRESS_SNDBUF] = { SOL_SOCKET, SO_SNDBUF },
	[ADDRESS_REUSEADDR] = { SOL_SOCKET, SO_REUSEADDR },
	[ADDRESS_BROADCAST] = { SOL_SOCKET, SO_BROADCAST },
	[ADDRESS_KEEPALIVE] = { SOL_SOCKET, SO_KEEPALIVE },
	[ADDRESS_KEEPIDLE] = { IPPROTO_TCP, TCP_KEEPIDLE },
	[ADDRESS_KEEPINTVL] = { IPPROTO_TCP, TCP_KEEPINTVL },
	[ADDRESS_KEEPCNT] = { IPPROTO_TCP, TCP_KEEPCNT },
	[ADDRESS_USER_TIMEOUT] = { IPPROTO_TCP, TCP_USER_TIMEOUT },
	[ADDRESS_NODELAY] = { IPPROTO_TCP, TCP_NODELAY },
	[ADDRESS_OOBINLINE] = { SOL_SOCKET, SO_OOBINLINE },
	[ADDRESS_V6ONLY] = { IPPROTO_IPV6, IPV6_V6ONLY },
	[ADDRESS_SOCKOPT] = { 0, 0 },
};

const struct address_option *endpoint_option(const struct opening *o,
					     enum address_option_id id)
{
	for (size_t i = 0; i < o->address->n_options; i++)
		if (o->address->options[i].id == id)
			return &o->address->options[i];
	return NULL;
}

static int set(SOCKET s, int level, int name, const void *value, size_t n)
{
	int error = 0;

	WSPSetSockOpt(s, level, name, value, (int)n, &error);
	return error;
}

static bool set_one(struct opening *o, const struct address_option *option,
		    const struct address_option_kind *kind)
{
	SOCKET s = o->end->socket;
	int64_t number = option->number / (kind->unit > 0 ? (int64_t)kind->unit : 1);
	struct linger linger = { .l_onoff = 1, .l_linger = (int)number };
	int value = (int)number, error;

	if (number > INT_MAX || number < INT_MIN)
		return endpoint_fail(o, "option", WSAEINVAL, "%s is too large",
				     kind->word);
	if (option->id == ADDRESS_SOCKOPT)
		error = set(s, option->level, option->option, option->raw,
			    option->raw_length);
	else if (option->id == ADDRESS_LINGER)
		error = set(s, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
	else
		error = set(s, numbers[option->id].level, numbers[option->id].name,
			    &value, sizeof value);
	if (error == 0)
		return true;
	if (option->id == ADDRESS_SOCKOPT)
		return endpoint_fail(o, "option", error, "cannot set option %d:%d",
				     option->level, option->option);
	return endpoint_fail(o, "option", error, "cannot set %s", kind->word);
}

bool endpoint_set_options(struct opening *o)
{
	size_t n;
	const struct address_option_kind *kinds = address_option_kinds(&n);
	int on = 1, error = 0;

	/* A server that is started again shall not wait for its old connections. */
	if (o->kind->role == ADDRESS_LISTEN &&
	    (o->place->sa.ss_family == AF_INET || o->place->sa.ss_family == AF_INET6))
		error = set(o->end->socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (error != 0)
		return endpoint_fail(o, "option", error, "cannot set reuseaddr");
	for (size_t i = 0; i < o->address->n_options; i++) {
		const struct address_option *option = &o->address->options[i];

		if (option->id == ADDRESS_BIND || option->id == ADDRESS_CONNECT_TO ||
		    option->id == ADDRESS_JOIN || kinds[option->id].tls)
			continue;
		if (!set_one(o, option, &kinds[option->id]))
			return false;
	}
	return endpoint_set_tls(o);
}

/* WSPJoinLeaf cannot name an interface; the kernel's own option can. */
static int join_on(struct opening *o, const struct sockaddr_place *group,
		   const char *interface)
{
	struct group_req request = { .gr_interface = if_nametoindex(interface) };
	bool six = group->sa.ss_family == AF_INET6;

	if (request.gr_interface == 0)
		return WSAENETDOWN;
	memcpy(&request.gr_group, &group->sa, sizeof request.gr_group);
	return set(o->end->socket, six ? IPPROTO_IPV6 : IPPROTO_IP, MCAST_JOIN_GROUP,
		   &request, sizeof request);
}

static bool join_one(struct opening *o, const struct address_option *option)
{
	const char *host = option->place.host, *interface = option->place.word;
	int family = strchr(host, ':') != NULL ? AF_INET6 : AF_INET, error = 0;
	struct address_place place = option->place;
	struct sockaddr_list group;
	const char *why;

	place.port = o->address->place.port;
	why = sockaddr_resolve(family, SOCK_DGRAM, &place, &group);
	if (why != NULL)
		return endpoint_fail(o, "join", 0, "cannot join %s: %s", host, why);
	if (interface[0] != '\0') {
		error = join_on(o, &group.at[0], interface);
		if (error == WSAENETDOWN && if_nametoindex(interface) == 0)
			return endpoint_fail(
				o, "join", WSAENETDOWN,
				"cannot join %s: no interface is called %s", host,
				interface);
	} else {
		WSPJoinLeaf(o->end->socket, (struct sockaddr *)&group.at[0].sa,
			    (int)group.at[0].n, NULL, NULL, NULL, NULL, JL_BOTH,
			    &error);
	}
	return error == 0
		       ? true
		       : endpoint_fail(o, "join", error, "cannot join %s%s%s", host,
				       interface[0] != '\0' ? " on " : "", interface);
}

bool endpoint_join(struct opening *o)
{
	for (size_t i = 0; i < o->address->n_options; i++)
		if (o->address->options[i].id == ADDRESS_JOIN &&
		    !join_one(o, &o->address->options[i]))
			return false;
	return true;
}
