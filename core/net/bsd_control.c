/* SPDX-License-Identifier: MIT */
/* The sockets of the kernel: everything but receiving and sending. */
#include "net/bsd_control.h"

#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/heap.h"
#include "net/direct.h"

struct bsd {
	struct transport super;
	int fd; /* owned, non-blocking */
	int family;
	enum bsd_kind kind;
	bool recverr; /* IP_RECVERR is on: errors also queue up and must be taken off */
};

int bsd_new(int fd, const struct transport_ops *ops, int family, enum bsd_kind kind,
	    struct transport **out)
{
	struct bsd *b = heap_take(sizeof *b);
	int on = 1;

	if (b == NULL)
		return ENOMEM;
	*b = (struct bsd){ .super = { ops }, .fd = fd, .family = family, .kind = kind };
	if (kind == BSD_RECORD)
		setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
	*out = &b->super;
	return 0;
}

/* What a call of the kernel has returned, as an errno. */
static int told(int result)
{
	return result == 0 ? 0 : errno;
}

static struct bsd *bsd_of(struct transport *t)
{
	return (struct bsd *)t;
}

enum bsd_kind bsd_kind_of(const struct transport *t)
{
	return ((const struct bsd *)t)->kind;
}

int bsd_fd(struct transport *t)
{
	return bsd_of(t)->fd;
}

int bsd_bind(struct transport *t, const struct sockaddr *sa, socklen_t length)
{
	return told(bind(bsd_fd(t), sa, length));
}

int bsd_connect(struct transport *t, const struct sockaddr *sa, socklen_t length)
{
	return told(direct_connect(bsd_fd(t), sa, length));
}

int bsd_listen(struct transport *t, int backlog)
{
	return told(listen(bsd_fd(t), backlog));
}

int bsd_accept(struct transport *t, struct transport **out)
{
	const struct bsd *b = bsd_of(t);
	int fd, native;

	do
		fd = direct_accept(b->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	while (fd < 0 && errno == EINTR);
	if (fd < 0)
		return errno;
	native = bsd_new(fd, t->ops, b->family, b->kind, out);
	if (native != 0)
		close(fd);
	return native;
}

int bsd_shut_send(struct transport *t)
{
	return told(shutdown(bsd_fd(t), SHUT_WR));
}

int bsd_name_of(struct transport *t, bool peer, struct sockaddr *sa, socklen_t *length)
{
	return told(peer ? getpeername(bsd_fd(t), sa, length)
			 : getsockname(bsd_fd(t), sa, length));
}

/* Why a connection timed out. Both reasons are ETIMEDOUT to a receive; but keep-alive
 * probes are counted apart, and only unanswered data counts as retransmitted. */
static int why_timeout(int fd, int *answer)
{
	struct tcp_info info = { 0 };
	socklen_t n = sizeof info;
	int native = told(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n));

	*answer = info.tcpi_probes > 0 && info.tcpi_retransmits == 0;
	return native;
}

/* Acknowledgements are TCP's alone. One that is not alive gets none any more. */
static int unsent(int fd, int *answer)
{
	struct tcp_info info = { 0 };
	socklen_t n = sizeof info;

	*answer = 0;
	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) == 0 &&
	    info.tcpi_state != TCP_CLOSE)
		ioctl(fd, SIOCOUTQ, answer); /* a listener has none */
	return 0;
}

/* Takes queued errors off: while one is there, poll() says ready. */
static void forget_errors(int fd)
{
	char control[512];
	struct msghdr m;

	do
		m = (struct msghdr){ .msg_control = control,
				     .msg_controllen = sizeof control };
	while (recvmsg(fd, &m, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0);
}

/* An urgent byte that waits; after SO_OOBINLINE it is part of the stream and none waits. */
static int oob_waits(int fd, int *answer)
{
	char byte;
	ssize_t n = recv(fd, &byte, 1, MSG_OOB | MSG_PEEK | MSG_DONTWAIT);

	*answer = n == 1;
	return 0;
}

int bsd_ask(struct transport *t, enum transport_question q, int *answer)
{
	int fd = bsd_fd(t);
	socklen_t n = sizeof *answer;
	struct pollfd p = { .fd = fd, .events = POLLRDHUP };

	switch (q) {
	case TRANSPORT_WAITING:
		return told(ioctl(fd, SIOCINQ, answer));
	case TRANSPORT_OOB:
		return oob_waits(fd, answer);
	case TRANSPORT_ERROR:
		if (bsd_of(t)->recverr)
			forget_errors(fd);
		return told(getsockopt(fd, SOL_SOCKET, SO_ERROR, answer, &n));
	case TRANSPORT_HUNG_UP:
		poll(&p, 1, 0);
		*answer = (p.revents & (POLLRDHUP | POLLHUP)) != 0;
		return 0;
	case TRANSPORT_WHY_TIMEOUT:
		return why_timeout(fd, answer);
	case TRANSPORT_UNSENT:
		return unsent(fd, answer);
	}
	return EINVAL;
}

static const int native_options[] = {
	[TRANSPORT_ACCEPTCONN] = SO_ACCEPTCONN, [TRANSPORT_REUSEADDR] = SO_REUSEADDR,
	[TRANSPORT_KEEPALIVE] = SO_KEEPALIVE,   [TRANSPORT_BROADCAST] = SO_BROADCAST,
	[TRANSPORT_OOBINLINE] = SO_OOBINLINE,   [TRANSPORT_SNDBUF] = SO_SNDBUF,
	[TRANSPORT_RCVBUF] = SO_RCVBUF,         [TRANSPORT_TYPE] = SO_TYPE,
};

int bsd_get(struct transport *t, enum transport_option o, int *value)
{
	struct linger linger = { 0 };
	socklen_t n = sizeof *value;
	int native;

	if (o == TRANSPORT_RECVERR) {
		*value = bsd_of(t)->recverr;
		return 0;
	}
	if (o == TRANSPORT_LINGER) {
		n = sizeof linger;
		native =
			told(getsockopt(bsd_fd(t), SOL_SOCKET, SO_LINGER, &linger, &n));
		*value = linger.l_onoff ? linger.l_linger : -1;
		return native;
	}
	return told(getsockopt(bsd_fd(t), SOL_SOCKET, native_options[o], value, &n));
}

static int set_recverr(struct transport *t, int value)
{
	struct bsd *b = bsd_of(t);
	bool six = b->family == AF_INET6;

	if (b->family != AF_INET && !six)
		return EOPNOTSUPP;
	b->recverr = value != 0;
	return told(setsockopt(b->fd, six ? IPPROTO_IPV6 : IPPROTO_IP,
			       six ? IPV6_RECVERR : IP_RECVERR, &value, sizeof value));
}

int bsd_set(struct transport *t, enum transport_option o, int value)
{
	struct linger linger = { .l_onoff = value >= 0, .l_linger = value };

	if (o == TRANSPORT_RECVERR)
		return set_recverr(t, value);
	if (o == TRANSPORT_LINGER)
		return told(setsockopt(bsd_fd(t), SOL_SOCKET, SO_LINGER, &linger,
				       sizeof linger));
	return told(setsockopt(bsd_fd(t), SOL_SOCKET, native_options[o], &value,
			       sizeof value));
}

int bsd_raw_get(struct transport *t, int level, int option, void *value,
		socklen_t *length)
{
	return told(getsockopt(bsd_fd(t), level, option, value, length));
}

int bsd_raw_set(struct transport *t, int level, int option, const void *value,
		socklen_t length)
{
	return told(setsockopt(bsd_fd(t), level, option, value, length));
}

int bsd_watch(struct transport *t, struct source *s, unsigned want)
{
	return ready_watch(bsd_fd(t), s, want);
}

void bsd_release(struct transport *t)
{
	free(bsd_of(t));
}

void bsd_close(struct transport *t, bool abrupt)
{
	struct bsd *b = bsd_of(t);
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	if (abrupt)
		setsockopt(b->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	close(b->fd);
	free(b);
}
