/* SPDX-License-Identifier: MIT */
/* Plain sockets for tests. */
#include "tests/unit/wsp_plain.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

static void loopback(int family, struct sockaddr_storage *sa, socklen_t *length)
{
	struct sockaddr_in *four = (struct sockaddr_in *)sa;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)sa;

	memset(sa, 0, sizeof *sa);
	sa->ss_family = (sa_family_t)family;
	if (family == AF_INET) {
		four->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		*length = sizeof *four;
	} else if (family == AF_INET6) {
		six->sin6_addr = in6addr_loopback;
		*length = sizeof *six;
	} else {
		*length = sizeof(sa_family_t); /* the kernel finds an abstract name */
	}
}

static int opened(int family, int type)
{
	int fd = socket(family, type | SOCK_CLOEXEC, 0);

	if (fd < 0)
		fail_msg("socket: %s", strerror(errno));
	return fd;
}

static int bound(int family, int type, struct sockaddr_storage *sa, socklen_t *length)
{
	int fd = opened(family, type);

	loopback(family, sa, length);
	if (bind(fd, (struct sockaddr *)sa, *length) != 0)
		fail_msg("bind: %s", strerror(errno));
	*length = sizeof *sa;
	assert_int_equal(getsockname(fd, (struct sockaddr *)sa, length), 0);
	return fd;
}

int plain_bound(int family, struct sockaddr_storage *sa, socklen_t *length)
{
	return bound(family, SOCK_DGRAM, sa, length);
}

int plain_listener(int family, int type, struct sockaddr_storage *sa, socklen_t *length,
		   int backlog)
{
	int fd = bound(family, type, sa, length);

	assert_int_equal(listen(fd, backlog), 0);
	return fd;
}

int plain_connect(int family, int type, const struct sockaddr_storage *sa,
		  socklen_t length)
{
	int fd = opened(family, type), on = 1;

	if (connect(fd, (const struct sockaddr *)sa, length) != 0)
		fail_msg("connect: %s", strerror(errno));
	if (family != AF_UNIX && type == SOCK_STREAM)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return fd;
}

int plain_accept(int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	assert_true(fd >= 0);
	return fd;
}

static void tcp_pair(int family, int ends[2])
{
	struct sockaddr_storage sa;
	socklen_t n;
	int listener = plain_listener(family, SOCK_STREAM, &sa, &n, 1);

	ends[1] = plain_connect(family, SOCK_STREAM, &sa, n);
	ends[0] = plain_accept(listener);
	close(listener);
}

static void udp_pair(int family, int ends[2])
{
	struct sockaddr_storage a, b;
	socklen_t na, nb;

	ends[0] = plain_bound(family, &a, &na);
	ends[1] = plain_bound(family, &b, &nb);
	assert_int_equal(connect(ends[0], (struct sockaddr *)&b, nb), 0);
	assert_int_equal(connect(ends[1], (struct sockaddr *)&a, na), 0);
}

void plain_pair(enum plain_kind kind, int ends[2])
{
	int type = SOCK_STREAM;

	switch (kind) {
	case PLAIN_TCP:
		tcp_pair(AF_INET, ends);
		return;
	case PLAIN_TCP6:
		tcp_pair(AF_INET6, ends);
		return;
	case PLAIN_UDP:
		udp_pair(AF_INET, ends);
		return;
	case PLAIN_UDP6:
		udp_pair(AF_INET6, ends);
		return;
	case PLAIN_STREAM:
		break;
	case PLAIN_SEQPACKET:
		type = SOCK_SEQPACKET;
		break;
	case PLAIN_DGRAM:
		type = SOCK_DGRAM;
		break;
	}
	assert_int_equal(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends), 0);
}

void plain_send(int fd, const void *bytes, size_t n)
{
	size_t sent = 0;

	do {
		ssize_t done = send(fd, (const char *)bytes + sent, n - sent,
				    MSG_NOSIGNAL);

		if (done < 0)
			fail_msg("send: %s", strerror(errno));
		sent += (size_t)done;
	} while (sent < n);
}

void plain_send_to(int fd, const void *bytes, size_t n,
		   const struct sockaddr_storage *sa, socklen_t length)
{
	if (sendto(fd, bytes, n, 0, (const struct sockaddr *)sa, length) != (ssize_t)n)
		fail_msg("sendto: %s", strerror(errno));
}

void plain_text(int fd, const char *text)
{
	plain_send(fd, text, strlen(text));
}

void plain_urgent(int fd, const char *text)
{
	assert_int_equal(send(fd, text, strlen(text), MSG_OOB), strlen(text));
}

size_t plain_read(int fd, void *bytes, size_t n)
{
	ssize_t done = recv(fd, bytes, n, 0);

	assert_true(done >= 0);
	return (size_t)done;
}

void plain_shut(int fd)
{
	assert_int_equal(shutdown(fd, SHUT_WR), 0);
}

void plain_shut_read(int fd)
{
	assert_int_equal(shutdown(fd, SHUT_RD), 0);
}

void plain_rst(int fd)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now), 0);
	close(fd);
}

static void wait_for(int fd, short events, int milliseconds)
{
	struct pollfd p = { .fd = fd, .events = events };

	assert_true(poll(&p, 1, milliseconds) >= 0);
}

void plain_wait_bytes(int fd, size_t n)
{
	int there = 0;

	for (;;) {
		assert_int_equal(ioctl(fd, FIONREAD, &there), 0);
		if ((size_t)there >= n)
			return;
		wait_for(there == 0 ? fd : -1, POLLIN, there == 0 ? -1 : 1);
	}
}

void plain_wait(int fd)
{
	wait_for(fd, POLLIN | POLLRDHUP, -1);
}

void plain_wait_urgent(int fd)
{
	wait_for(fd, POLLPRI, -1);
}

bool plain_is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

int plain_dup(int fd)
{
	int other = dup(fd);

	assert_true(other >= 0);
	return other;
}

bool plain_blocks(int fd)
{
	return (fcntl(fd, F_GETFL) & O_NONBLOCK) == 0;
}

bool plain_drop(int fd)
{
	struct sock_filter nothing[] = { { BPF_RET | BPF_K, 0, 0, 0 } };
	struct sock_fprog program = { 1, nothing };

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) ==
	       0;
}

void plain_user_timeout(int fd, unsigned milliseconds)
{
	assert_int_equal(setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds,
				    sizeof milliseconds),
			 0);
}

void plain_keepalive(int fd)
{
	int one = 1;

	assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof one), 0);
	assert_int_equal(setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &one, sizeof one),
			 0);
	assert_int_equal(setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &one, sizeof one),
			 0);
	assert_int_equal(setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &one, sizeof one), 0);
}
