/* SPDX-License-Identifier: MIT */
/* UDP sockets of the loopback. */
#include "bench/udp.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

int udp_receiver(struct sockaddr_in *where)
{
	socklen_t n = sizeof *where;
	/* An address for each process, 127.X.Y.1: there are not enough ports for all. */
	in_addr_t address = INADDR_LOOPBACK + (((in_addr_t)getpid() & 0x7fff) << 8);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	*where = (struct sockaddr_in){ .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(address) };
	if (fd < 0 || bind(fd, (void *)where, n) != 0 ||
	    getsockname(fd, (void *)where, &n) != 0)
		fail("a socket that receives");
	return fd;
}

int udp_sender(const struct sockaddr_in *where)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 ||
	    (where != NULL && connect(fd, (const void *)where, sizeof *where) != 0))
		fail("a socket that sends");
	return fd;
}

void udp_send(int fd, const struct sockaddr_in *where)
{
	static const char sent[UDP_BYTES] = "twenty bytes of data";

	if (sendto(fd, sent, sizeof sent, 0, (const void *)where,
		   where == NULL ? 0 : sizeof *where) != sizeof sent)
		fail("send");
}

bool udp_room(size_t descriptors, size_t *most)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	*most = limit.rlim_max;
	if (limit.rlim_cur >= descriptors)
		return true;
	limit.rlim_cur = descriptors;
	return descriptors <= limit.rlim_max && setrlimit(RLIMIT_NOFILE, &limit) == 0;
}
