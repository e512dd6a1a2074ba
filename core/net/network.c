/* SPDX-License-Identifier: MIT */
/* The two networks. */
#include "net/network.h"

#include <errno.h>
#include <unistd.h>

#include "net/bsd.h"
#include "net/sim.h"

static int kernel_pair(int type, struct transport *ends[2])
{
	int fds[2], native;

	if (socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds) != 0)
		return errno;
	native = bsd_wrap(fds[0], AF_UNIX, type, 0, &ends[0]);
	if (native != 0) {
		close(fds[0]);
		close(fds[1]);
		return native;
	}
	native = bsd_wrap(fds[1], AF_UNIX, type, 0, &ends[1]);
	if (native != 0) {
		ends[0]->ops->close(ends[0], false);
		close(fds[1]);
	}
	return native;
}

static int kernel_remove(const char *path)
{
	return unlink(path) == 0 ? 0 : errno;
}

const struct network network_kernel = {
	.name = "kernel",
	.open = bsd_open,
	.pair = kernel_pair,
	.remove = kernel_remove,
};

const struct network network_sim = {
	.name = "sim",
	.open = sim_open,
	.pair = sim_local_pair,
	.remove = sim_remove,
};

const struct network *network_current(void)
{
	return ready_simulated() ? &network_sim : &network_kernel;
}
