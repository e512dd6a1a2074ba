/* SPDX-License-Identifier: MIT */
/* Peers started at the other end of plain sockets. */
#include "tests/unit/played.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

int played_pair(int type, const struct peer_step *steps, size_t n, struct peer **p)
{
	int ends[2];

	assert_int_equal(socketpair(AF_UNIX, type, 0, ends), 0);
	*p = peer_start_pair(ends[1], dup(ends[0]), steps, n);
	assert_non_null(*p);
	return ends[0];
}

static struct sockaddr_in loopback(void)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
				     .sin_addr = { htonl(INADDR_LOOPBACK) } };
}

int played_listener(int type, int protocol, struct sockaddr_in *at)
{
	socklen_t n = sizeof *at;
	int fd = socket(AF_INET, type, protocol);

	if (fd < 0)
		return -1;
	*at = loopback();
	assert_int_equal(bind(fd, (struct sockaddr *)at, sizeof *at), 0);
	if (type == SOCK_STREAM)
		assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)at, &n), 0);
	return fd;
}

struct peer *played_connect(int type, int protocol, const struct sockaddr_in *at,
			    const struct peer_step *steps, size_t n)
{
	struct peer *p = peer_start_connect(AF_INET, type, protocol,
					    (const struct sockaddr *)at, sizeof *at,
					    steps, n);

	assert_non_null(p);
	return p;
}

int played_tcp(const struct peer_step *steps, size_t n, struct peer **p)
{
	struct sockaddr_in at;
	int listener = played_listener(SOCK_STREAM, 0, &at), fd;

	*p = played_connect(SOCK_STREAM, 0, &at, steps, n);
	fd = accept(listener, NULL, NULL);
	assert_true(fd >= 0);
	close(listener);
	return fd;
}

int played_udp(const struct peer_step *steps, size_t n, struct peer **p)
{
	struct sockaddr_in at;
	int fd = played_listener(SOCK_DGRAM, 0, &at);

	*p = played_connect(SOCK_DGRAM, 0, &at, steps, n);
	return fd;
}

void played_takes(int fd, const char *what)
{
	char bytes[100];
	ssize_t n = recv(fd, bytes, sizeof bytes, 0);

	assert_int_equal(n, strlen(what));
	assert_memory_equal(bytes, what, strlen(what));
}

void played_fails(int fd, int flags, int error)
{
	char byte;

	assert_int_equal(recv(fd, &byte, 1, flags), -1);
	assert_int_equal(errno, error);
}

void played_ends(struct peer *p, int error, size_t step)
{
	size_t failed = 77;

	assert_int_equal(peer_end(p, &failed), error);
	assert_int_equal(failed, error != 0 ? step : 77);
}
