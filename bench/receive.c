/* SPDX-License-Identifier: MIT */
/* WSPRecv against a bare recvmsg: the same socket, buffers and run, taking turns.
 *
 * The time of a receive that finds its data waiting, in nanoseconds; medians. A stream may
 * need several receives for what was sent: they count as one. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/* The kernel's numbers, before Winsock's take their names. */
enum {
	NOW = MSG_DONTWAIT,
	KERNEL = SOL_SOCKET,
	RECEIVE_ROOM = SO_RCVBUF,
	SEND_ROOM = SO_SNDBUF,
};

#include "bench/sample.h"
#include "wspmore.h"

#define GOAL 1.05
#define N_ROWS (4 * 3 * 3) /* kinds, sizes, counts of buffers */
#define MOST_BUFFERS 16
#define MOST_BYTES 65536
#define UDP_MOST 65507
#define ROUNDS(size) ((size) < 10000 ? 20000u : 5000u)

enum kind {
	TCP,
	UDP,
	UNIX_STREAM,
	SEQPACKET
};

static const char *const names[] = { "tcp", "udp", "unix-stream", "seqpacket" };

struct pair {
	int here, there; /* descriptors: receives, sends */
	SOCKET s;        /* the provider's socket around `here` */
};

static char sent[MOST_BYTES];
static char received[MOST_BYTES + MOST_BUFFERS];
static double ours[ROUNDS(0)], bare[ROUNDS(0)]; /* nanoseconds */

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void open_inet(struct pair *p, int type)
{
	struct sockaddr_in sa = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof sa;
	int first = socket(AF_INET, type, 0);

	p->there = socket(AF_INET, type, 0);
	if (first < 0 || p->there < 0 || bind(first, (void *)&sa, n) != 0 ||
	    getsockname(first, (void *)&sa, &n) != 0 ||
	    (type == SOCK_STREAM && listen(first, 1) != 0) ||
	    connect(p->there, (void *)&sa, n) != 0)
		fail("loopback");
	p->here = first;
	if (type == SOCK_STREAM) {
		p->here = accept(first, NULL, NULL);
		close(first);
	}
}

static void open_pair(struct pair *p, enum kind kind)
{
	int both[2], room = 1 << 20, error = 0;
	DWORD on = 1, n;

	if (kind == TCP || kind == UDP) {
		open_inet(p, kind == TCP ? SOCK_STREAM : SOCK_DGRAM);
	} else {
		if (socketpair(AF_UNIX,
			       kind == SEQPACKET ? SOCK_SEQPACKET : SOCK_STREAM, 0,
			       both) != 0)
			fail("socketpair");
		p->here = both[0];
		p->there = both[1];
	}
	setsockopt(p->here, KERNEL, RECEIVE_ROOM, &room, sizeof room);
	setsockopt(p->there, KERNEL, SEND_ROOM, &room, sizeof room);
	p->s = WSPSocketFromDescriptor(p->here, 0, 0, &error);
	if (p->s == INVALID_SOCKET || WSPIoctl(p->s, FIONBIO, &on, sizeof on, NULL, 0,
					       &n, NULL, NULL, NULL, &error) != 0) {
		fprintf(stderr, "receive: error %d\n", error);
		exit(1);
	}
}

static void close_pair(struct pair *p)
{
	int error;

	WSPCloseSocket(p->s, &error);
	close(p->there);
}

static double time_ours(const struct pair *p, WSABUF *buffers, DWORD n, size_t left)
{
	double begin = sample_now();

	while (left > 0) {
		DWORD bytes, flags = 0;
		int error;

		if (WSPRecv(p->s, buffers, n, &bytes, &flags, NULL, NULL, NULL,
			    &error) != 0) {
			fprintf(stderr, "receive: error %d\n", error);
			exit(1);
		}
		left -= bytes;
	}
	return sample_now() - begin;
}

static double time_bare(const struct pair *p, struct iovec *vec, size_t n, size_t left)
{
	double begin = sample_now();

	while (left > 0) {
		struct msghdr m = { .msg_iov = vec, .msg_iovlen = n };
		ssize_t bytes = recvmsg(p->here, &m, NOW);

		if (bytes <= 0)
			fail("recvmsg");
		left -= (size_t)bytes;
	}
	return sample_now() - begin;
}

static void send_all(const struct pair *p, size_t size)
{
	if (send(p->there, sent, size, 0) != (ssize_t)size)
		fail("send");
}

/* One row; its ratio. */
static double measure(enum kind kind, size_t size, unsigned n)
{
	unsigned rounds = ROUNDS(size);
	size_t each;
	WSABUF buffers[MOST_BUFFERS];
	struct iovec vec[MOST_BUFFERS];
	struct pair p;
	char metric[64];

	if (kind == UDP && size > UDP_MOST)
		size = UDP_MOST;
	each = (size + n - 1) / n;
	for (unsigned i = 0; i < n; i++) {
		buffers[i] = (WSABUF){ (ULONG)each, received + i * each };
		vec[i] = (struct iovec){ received + i * each, each };
	}
	open_pair(&p, kind);
	for (unsigned i = 0; i < 2 * rounds; i++) {
		send_all(&p, size);
		/* ours, bare, bare, ours: neither is always the one that follows */
		if (((i >> 1) ^ i) & 1)
			bare[i / 2] = time_bare(&p, vec, n, size);
		else
			ours[i / 2] = time_ours(&p, buffers, n, size);
	}
	close_pair(&p);
	snprintf(metric, sizeof metric, "receive %s %zu B x%u, ns", names[kind], size,
		 n);
	return sample_row(metric, sample_median(ours, rounds),
			  sample_median(bare, rounds));
}

int main(void)
{
	static const size_t sizes[] = { 20, 1024, MOST_BYTES };
	static const unsigned counts[] = { 1, 2, MOST_BUFFERS };
	WSPUPCALLTABLE upcalls = { 0 };
	double ratios[N_ROWS], median;
	int met = 0, rows = 0;

	if (WSPStartup(0x0202, NULL, NULL, upcalls, NULL) != 0)
		return 1;
	memset(sent, 'x', sizeof sent);
	for (enum kind kind = TCP; kind <= SEQPACKET; kind++)
		for (size_t i = 0; i < 3; i++)
			for (size_t j = 0; j < 3; j++, rows++) {
				ratios[rows] = measure(kind, sizes[i], counts[j]);
				met += ratios[rows] <= GOAL;
			}
	median = sample_median(ratios, N_ROWS);
	fprintf(stderr,
		"receive: median of all ratios %.3f, the goal being %.2f: %s; "
		"%d of %d rows are at most that\n",
		median, GOAL, median <= GOAL ? "met" : "missed", met, rows);
	return 0;
}
