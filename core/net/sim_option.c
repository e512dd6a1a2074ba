/* SPDX-License-Identifier: MIT */
/* The table of options of sockets in memory. */
#include <errno.h>
#include <limits.h>
#include <netinet/tcp.h>
#include <string.h>

#include "base/probe.h"
#include "net/sim_end.h"

#define LARGEST_BUFFER 4194304 /* the usual limit of an unprivileged process */

enum shape {
	SHAPE_FLAG,
	SHAPE_RANGE,
	SHAPE_BUFFER, /* twice what was set, and `least` at least */
};

static const struct row {
	int level, option;
	int initial;
	enum shape shape;
	int least, most;
} rows[] = {
	[SIM_OPTION_REUSEADDR] = { SOL_SOCKET, SO_REUSEADDR, 0, SHAPE_FLAG, 0, 0 },
	[SIM_OPTION_KEEPALIVE] = { SOL_SOCKET, SO_KEEPALIVE, 0, SHAPE_FLAG, 0, 0 },
	[SIM_OPTION_BROADCAST] = { SOL_SOCKET, SO_BROADCAST, 0, SHAPE_FLAG, 0, 0 },
	[SIM_OPTION_OOBINLINE] = { SOL_SOCKET, SO_OOBINLINE, 0, SHAPE_FLAG, 0, 0 },
	[SIM_OPTION_SNDBUF] = { SOL_SOCKET, SO_SNDBUF, 212992, SHAPE_BUFFER, 4608, 0 },
	[SIM_OPTION_RCVBUF] = { SOL_SOCKET, SO_RCVBUF, 212992, SHAPE_BUFFER, 2304, 0 },
	[SIM_OPTION_NODELAY] = { IPPROTO_TCP, TCP_NODELAY, 0, SHAPE_FLAG, 0, 0 },
	[SIM_OPTION_KEEPIDLE] = { IPPROTO_TCP, TCP_KEEPIDLE, 7200, SHAPE_RANGE, 1,
				  32767 },
	[SIM_OPTION_KEEPINTVL] = { IPPROTO_TCP, TCP_KEEPINTVL, 75, SHAPE_RANGE, 1,
				   32767 },
	[SIM_OPTION_KEEPCNT] = { IPPROTO_TCP, TCP_KEEPCNT, 9, SHAPE_RANGE, 1, 127 },
	[SIM_OPTION_USER_TIMEOUT] = { IPPROTO_TCP, TCP_USER_TIMEOUT, 0, SHAPE_RANGE, 0,
				      INT_MAX },
	[SIM_OPTION_V6ONLY] = { IPPROTO_IPV6, IPV6_V6ONLY, 0, SHAPE_FLAG, 0, 0 },
};

#define N_ROWS (sizeof rows / sizeof rows[0])

/* Those with a row; the others are 0 here and handled apart. */
static const enum sim_option stored[] = {
	[TRANSPORT_REUSEADDR] = SIM_OPTION_REUSEADDR,
	[TRANSPORT_KEEPALIVE] = SIM_OPTION_KEEPALIVE,
	[TRANSPORT_BROADCAST] = SIM_OPTION_BROADCAST,
	[TRANSPORT_OOBINLINE] = SIM_OPTION_OOBINLINE,
	[TRANSPORT_SNDBUF] = SIM_OPTION_SNDBUF,
	[TRANSPORT_RCVBUF] = SIM_OPTION_RCVBUF,
	[TRANSPORT_LINGER] = SIM_OPTION_LINGER,
	[TRANSPORT_RECVERR] = SIM_OPTION_RECVERR,
};

void sim_option_init(struct sim_end *e)
{
	for (size_t i = 0; i < N_ROWS; i++)
		e->option[i] = rows[i].initial;
	e->option[SIM_OPTION_LINGER] = -1;
	if (sim_is_tcp(e)) {
		e->option[SIM_OPTION_SNDBUF] = 16384;
		e->option[SIM_OPTION_RCVBUF] = 131072;
	}
}

static int store(struct sim_end *e, enum sim_option i, int value)
{
	const struct row *r = &rows[i];

	switch (r->shape) {
	case SHAPE_FLAG:
		value = value != 0;
		break;
	case SHAPE_RANGE:
		if (value < r->least || value > r->most)
			return EINVAL;
		break;
	case SHAPE_BUFFER:
		if (value < 0 || value > LARGEST_BUFFER)
			value = LARGEST_BUFFER;
		value = 2 * value > r->least ? 2 * value : r->least;
		break;
	}
	e->option[i] = value;
	return 0;
}

static int type_of(const struct sim_end *e)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };

	return types[e->kind];
}

int sim_get(struct transport *t, enum transport_option o, int *value)
{
	struct sim_end *e = sim_end_of(t);

	if (o == TRANSPORT_ACCEPTCONN)
		*value = e->state == SIM_LISTENING;
	else if (o == TRANSPORT_TYPE)
		*value = type_of(e);
	else
		*value = e->option[stored[o]];
	return 0;
}

int sim_set(struct transport *t, enum transport_option o, int value)
{
	struct sim_end *e = sim_end_of(t);

	switch (o) {
	case TRANSPORT_ACCEPTCONN:
	case TRANSPORT_TYPE:
		return ENOPROTOOPT;
	case TRANSPORT_LINGER:
		e->option[SIM_OPTION_LINGER] = value < 0 ? -1 : value;
		return 0;
	case TRANSPORT_RECVERR:
		if (!sim_is_inet(e))
			return EOPNOTSUPP;
		e->option[SIM_OPTION_RECVERR] = value != 0;
		return 0;
	case TRANSPORT_REUSEADDR:
	case TRANSPORT_KEEPALIVE:
	case TRANSPORT_BROADCAST:
	case TRANSPORT_OOBINLINE:
	case TRANSPORT_SNDBUF:
	case TRANSPORT_RCVBUF:
		return store(e, stored[o], value);
	}
	return ENOPROTOOPT;
}

/* The row, where this kind of socket has it; N_ROWS: it has not. */
static size_t find(const struct sim_end *e, int level, int option)
{
	if ((level == IPPROTO_TCP && !sim_is_tcp(e)) ||
	    (level == IPPROTO_IPV6 && e->family != AF_INET6))
		return N_ROWS;
	for (size_t i = 0; i < N_ROWS; i++)
		if (rows[i].level == level && rows[i].option == option)
			return i;
	return N_ROWS;
}

/* What the kernel says to an option that it does not know. */
static int unknown(const struct sim_end *e, int level, bool get)
{
	bool own = level == SOL_SOCKET || level == IPPROTO_IP ||
		   (level == IPPROTO_TCP && sim_is_tcp(e));

	if (!sim_is_inet(e) && level != SOL_SOCKET)
		return EOPNOTSUPP;
	return get && e->family == AF_INET && !own ? EOPNOTSUPP : ENOPROTOOPT;
}

int sim_raw_get(struct transport *t, int level, int option, void *value,
		socklen_t *length)
{
	struct sim_end *e = sim_end_of(t);
	size_t i = find(e, level, option);
	int type = type_of(e);
	bool is_type = level == SOL_SOCKET && option == SO_TYPE;

	if (i == N_ROWS && !is_type)
		return unknown(e, level, true);
	if (*length > sizeof(int))
		*length = sizeof(int);
	if (!probe_write(value, *length))
		return EFAULT;
	memcpy(value, is_type ? &type : &e->option[i], *length);
	return 0;
}

int sim_raw_set(struct transport *t, int level, int option, const void *value,
		socklen_t length)
{
	struct sim_end *e = sim_end_of(t);
	size_t i = find(e, level, option);
	int number;

	/* No interface here carries groups. */
	if (sim_is_inet(e) && option == MCAST_JOIN_GROUP &&
	    level == (e->family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6))
		return ENODEV;
	if (i == N_ROWS)
		return unknown(e, level, false);
	if (length < sizeof number || (i == SIM_OPTION_V6ONLY && e->bound))
		return EINVAL;
	memcpy(&number, value, sizeof number);
	return store(e, (enum sim_option)i, number);
}
