/* SPDX-License-Identifier: MIT */
/* Places of sockets, as the kernel has them. */
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "cli/export/say.h"

struct place {
	struct sockaddr_storage sa;
	socklen_t n;
};

/* "127.0.0.1:80", "[::1]:80", "@name", "/path", "unnamed". */
static void print_place(const struct sockaddr_storage *sa, socklen_t n, char out[160])
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)sa;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)sa;
	const struct sockaddr_un *un = (const struct sockaddr_un *)sa;
	const size_t lead = offsetof(struct sockaddr_un, sun_path);
	char host[64];

	out[0] = '\0';
	if (n < sizeof sa->ss_family)
		return;
	if (sa->ss_family == AF_INET)
		snprintf(out, 160, "%s:%u",
			 inet_ntop(AF_INET, &in->sin_addr, host, sizeof host),
			 ntohs(in->sin_port));
	else if (sa->ss_family == AF_INET6)
		snprintf(out, 160, "[%s]:%u",
			 inet_ntop(AF_INET6, &in6->sin6_addr, host, sizeof host),
			 ntohs(in6->sin6_port));
	else if (sa->ss_family == AF_UNIX && n <= lead)
		snprintf(out, 160, "unnamed");
	else if (sa->ss_family == AF_UNIX && un->sun_path[0] == '\0')
		snprintf(out, 160, "@%.*s", (int)(n - lead - 1), un->sun_path + 1);
	else if (sa->ss_family == AF_UNIX)
		snprintf(out, 160, "%.*s", (int)(n - lead), un->sun_path);
}

/* Any address becomes this machine's own. */
static void to_loopback(struct place *at)
{
	struct sockaddr_in *in = (struct sockaddr_in *)&at->sa;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&at->sa;

	if (at->sa.ss_family == AF_INET && in->sin_addr.s_addr == htonl(INADDR_ANY))
		in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	else if (at->sa.ss_family == AF_INET6 &&
		 IN6_IS_ADDR_UNSPECIFIED(&in6->sin6_addr))
		in6->sin6_addr = in6addr_loopback;
}
