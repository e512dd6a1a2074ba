/* SPDX-License-Identifier: MIT */
/* The two networks. */
#include "net/network.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "net/bsd.h"
#include "net/sim.h"
#include "net/tls.h"

static bool is_ours(int protocol)
{
	return protocol == WSPPROTO_TLS || protocol == WSPPROTO_DTLS;
}

int network_dress(int protocol, struct transport **t)
{
	if (protocol == WSPPROTO_DTLS)
		return dtls_over(*t, t);
	return protocol == WSPPROTO_TLS ? tls_over(*t, t) : 0;
}

/* A socket of ours is one of the kernel's own protocol, and what goes over it. */
static int open_dressed(int (*open)(int, int, int, struct transport **), int family,
			int type, int protocol, struct transport **out)
{
	struct transport *t = NULL;
	int native = open(family, type, is_ours(protocol) ? 0 : protocol, &t);

	if (native != 0)
		return native;
	native = network_dress(protocol, &t);
	if (native == 0)
		*out = t;
	else
		t->ops->close(t, false);
	return native;
}

static int kernel_open(int family, int type, int protocol, struct transport **out)
{
	return open_dressed(bsd_open, family, type, protocol, out);
}

static int open_in_memory(int family, int type, int protocol, struct transport **out)
{
	return open_dressed(sim_open, family, type, protocol, out);
}

static int kernel_pair(int type, struct transport *ends[2], struct transport **spare)
{
	int fds[3], native = 0;
	struct transport *t[3] = { NULL, NULL, NULL };

	if (socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds) != 0)
		return errno;
	fds[2] = fcntl(fds[0], F_DUPFD_CLOEXEC, 0);
	if (fds[2] < 0)
		native = errno;
	for (int i = 0; i < 3 && native == 0; i++)
		native = bsd_wrap(fds[i], AF_UNIX, type, 0, &t[i]);
	for (int i = 0; i < 3 && native != 0; i++)
		if (t[i] != NULL)
			t[i]->ops->close(t[i], false);
		else if (fds[i] >= 0)
			close(fds[i]);
	if (native != 0)
		return native;
	ends[0] = t[0];
	ends[1] = t[1];
	*spare = t[2];
	return 0;
}

static int kernel_remove(const char *path)
{
	return unlink(path) == 0 ? 0 : errno;
}

static int sim_pair_alone(int type, struct transport *ends[2], struct transport **spare)
{
	*spare = NULL;
	return sim_local_pair(type, ends);
}

const struct network network_kernel = {
	.name = "kernel",
	.open = kernel_open,
	.pair = kernel_pair,
	.remove = kernel_remove,
};

const struct network network_sim = {
	.name = "sim",
	.open = open_in_memory,
	.pair = sim_pair_alone,
	.remove = sim_remove,
};

const struct network *network_current(void)
{
	return ready_simulated() ? &network_sim : &network_kernel;
}
