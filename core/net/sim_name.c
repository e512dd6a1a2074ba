/* SPDX-License-Identifier: MIT */
/* Names as values: from a sockaddr and back. */
#include "net/sim_name.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>

#define PATH_AT (offsetof(struct sockaddr_un, sun_path))

static struct in6_addr mapped(in_addr_t four)
{
	struct in6_addr ip = { .s6_addr = { [10] = 0xff, [11] = 0xff } };

	memcpy(&ip.s6_addr[12], &four, sizeof four);
	return ip;
}

static in_addr_t four_of(const struct sim_name *n)
{
	in_addr_t four;

	memcpy(&four, &n->ip.s6_addr[12], sizeof four);
	return four;
}

struct sim_name sim_no_name(int family)
{
	struct sim_name n = { .port = 0 };

	if (family == AF_INET)
		n.ip = mapped(INADDR_ANY);
	return n;
}

bool sim_is_v4(const struct sim_name *n)
{
	return IN6_IS_ADDR_V4MAPPED(&n->ip);
}

bool sim_is_any(const struct sim_name *n)
{
	return sim_is_v4(n) ? four_of(n) == INADDR_ANY
			    : IN6_IS_ADDR_UNSPECIFIED(&n->ip);
}

bool sim_is_local(const struct sim_name *n)
{
	return sim_is_v4(n) ? n->ip.s6_addr[12] == IN_LOOPBACKNET
			    : IN6_IS_ADDR_LOOPBACK(&n->ip);
}

bool sim_same_place(const struct sim_name *a, const struct sim_name *b)
{
	return a->port == b->port && IN6_ARE_ADDR_EQUAL(&a->ip, &b->ip);
}

void sim_route(const struct sim_end *e, struct sim_name *to, struct sim_name *from)
{
	const struct in6_addr four = mapped(htonl(INADDR_LOOPBACK));

	if (sim_is_any(to))
		to->ip = sim_is_v4(to) ? four : in6addr_loopback;
	*from = e->here;
	if (sim_is_any(from))
		from->ip = sim_is_v4(to) ? four : in6addr_loopback;
}

static int read_local(const struct sockaddr *sa, socklen_t length, struct sim_name *out)
{
	const struct sockaddr_un *un = (const struct sockaddr_un *)sa;

	if (length <= PATH_AT || length > sizeof *un || un->sun_family != AF_UNIX)
		return EINVAL;
	out->length = length - (socklen_t)PATH_AT;
	memcpy(out->path, un->sun_path, out->length);
	/* A path ends at its NUL, and is told with one; an abstract name is its bytes. */
	if (out->path[0] != '\0')
		out->length = (socklen_t)strnlen(out->path, out->length) + 1;
	return 0;
}

int sim_read_name(const struct sim_end *e, const struct sockaddr *sa, socklen_t length,
		  struct sim_name *out)
{
	const struct sockaddr_in *four = (const struct sockaddr_in *)sa;
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)sa;

	*out = sim_no_name(e->family);
	if (e->family == AF_UNIX)
		return read_local(sa, length, out);
	if (length < sizeof sa->sa_family)
		return EINVAL;
	if (e->family == AF_INET) {
		if (length < sizeof *four)
			return EINVAL;
		if (sa->sa_family != AF_INET)
			return EAFNOSUPPORT;
		out->ip = mapped(four->sin_addr.s_addr);
		out->port = ntohs(four->sin_port);
		return 0;
	}
	if (length < offsetof(struct sockaddr_in6, sin6_scope_id))
		return EINVAL;
	if (sa->sa_family != AF_INET6)
		return EAFNOSUPPORT;
	out->ip = six->sin6_addr;
	out->port = ntohs(six->sin6_port);
	return 0;
}

void sim_write_name(int family, const struct sim_name *name, struct sockaddr *sa,
		    socklen_t *length)
{
	union {
		struct sockaddr_in four;
		struct sockaddr_in6 six;
		struct sockaddr_un un;
	} full;
	socklen_t n, room = *length;

	memset(&full, 0, sizeof full);
	if (family == AF_INET) {
		full.four.sin_family = AF_INET;
		full.four.sin_addr.s_addr = four_of(name);
		full.four.sin_port = htons((in_port_t)name->port);
		n = sizeof full.four;
	} else if (family == AF_INET6) {
		full.six.sin6_family = AF_INET6;
		full.six.sin6_addr = name->ip;
		full.six.sin6_port = htons((in_port_t)name->port);
		n = sizeof full.six;
	} else {
		full.un.sun_family = AF_UNIX;
		memcpy(full.un.sun_path, name->path,
		       name->length < sizeof full.un.sun_path
			       ? name->length
			       : sizeof full.un.sun_path);
		n = (socklen_t)PATH_AT + name->length;
	}
	memcpy(sa, &full, n < room ? n : room);
	*length = n;
}

static bool has_peer(const struct sim_end *e)
{
	if (e->kind == SIM_DATAGRAM)
		return sim_is_inet(e) ? e->state == SIM_CONNECTED
				      : e->other != NULL || e->bereft;
	return e->state == SIM_CONNECTED && !(sim_is_tcp(e) && sim_is_dead(e));
}

int sim_name_of(struct transport *t, bool peer, struct sockaddr *sa, socklen_t *length)
{
	struct sim_end *e = sim_end_of(t);

	if (peer && !has_peer(e))
		return ENOTCONN;
	/* An AF_UNIX socket may have got its name since. */
	if (!sim_is_inet(e) && e->other != NULL)
		e->there = e->other->here;
	sim_write_name(e->family, peer ? &e->there : &e->here, sa, length);
	return 0;
}
