/* SPDX-License-Identifier: MIT */
/* What a scenario may need, and whether it is there. */
#include <errno.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "scenario/world.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif
#define HOST_SOL_SOCKET 1 /* as the kernel has it */

static const struct {
	const char *word;
	int family, type, protocol;
	const char *why;
} protocols[] = {
	{ "sctp", AF_INET, SOCK_STREAM, IPPROTO_SCTP, "this kernel has no SCTP" },
	{ "mptcp", AF_INET, SOCK_STREAM, IPPROTO_MPTCP, "this kernel has no MPTCP" },
	{ "udplite", AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE,
	  "this kernel has no UDP-Lite" },
	{ "ipv6", AF_INET6, SOCK_STREAM, 0, "there is no IPv6 loopback" },
	{ "vsock", AF_VSOCK, SOCK_STREAM, 0, "this kernel has no vsock loopback" },
};

/* IPv6 may be compiled in and switched off. */
static bool has_loopback(int fd, int family)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6,
				    .sin6_addr = IN6ADDR_LOOPBACK_INIT };

	return family != AF_INET6 ||
	       bind(fd, (const struct sockaddr *)&six, sizeof six) == 0;
}

static bool is_there(size_t i)
{
	int fd = socket(protocols[i].family, protocols[i].type | SOCK_CLOEXEC,
			protocols[i].protocol);
	bool good = fd >= 0 && has_loopback(fd, protocols[i].family);

	if (fd >= 0)
		close(fd);
	return good;
}

/* The filter that a peer's `drop` attaches, and not every user may. */
static bool may_drop(void)
{
	struct sock_filter take_nothing = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog program = { .len = 1, .filter = &take_nothing };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool good = fd >= 0 && setsockopt(fd, HOST_SOL_SOCKET, SO_ATTACH_FILTER,
					  &program, sizeof program) == 0;

	if (fd >= 0)
		close(fd);
	return good;
}

bool world_knows_need(const char *what)
{
	for (size_t i = 0; i < sizeof protocols / sizeof protocols[0]; i++)
		if (strcmp(what, protocols[i].word) == 0)
			return true;
	return strcmp(what, "sim") == 0 || strcmp(what, "kernel") == 0 ||
	       strcmp(what, "drop") == 0;
}

const char *world_needs(bool simulate, const char *what)
{
	if (strcmp(what, "sim") == 0)
		return simulate ? "" : "only the simulated network can do this";
	if (strcmp(what, "drop") == 0)
		return simulate || may_drop() ? ""
					      : "this user may not attach a filter";
	if (strcmp(what, "kernel") == 0)
		return simulate ? "only the kernel can do this" : "";
	for (size_t i = 0; i < sizeof protocols / sizeof protocols[0]; i++) {
		if (strcmp(what, protocols[i].word) != 0)
			continue;
		if (simulate)
			return protocols[i].family == AF_INET6
				       ? ""
				       : "the simulated network has no such protocol";
		return is_there(i) ? "" : protocols[i].why;
	}
	return NULL;
}
