/* SPDX-License-Identifier: MIT */
/* The sockets of the kernel: opening, receiving, sending.
 *
 * There are kinds of them because a receive of 0 bytes means three things: on a stream the
 * end, on a datagram socket an empty message, and on a record socket either. There
 * SO_PASSCRED tells them apart: without room for control data the kernel answers every
 * record, be it empty, with MSG_CTRUNC, and the end without (C2). */
#include "net/bsd.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/vec.h"
#include "net/bsd_control.h"
#include "net/direct.h"

static ssize_t receive(struct transport *t, struct arrival *a, int flags,
		       struct msghdr *m)
{
	ssize_t n;

	m->msg_iov = a->vec;
	m->msg_iovlen = a->n;
	if (a->ask_from) {
		m->msg_name = &a->from;
		m->msg_namelen = sizeof a->from;
	}
	flags |= MSG_DONTWAIT | (a->peek ? MSG_PEEK : 0) | (a->oob ? MSG_OOB : 0);
	do
		n = direct_recvmsg(bsd_fd(t), m, flags);
	while (n == -EINTR);
	a->from_length = m->msg_namelen;
	/* An unnamed AF_UNIX sender has a family and nothing else: no name. */
	if (a->from_length <= sizeof(sa_family_t))
		a->from_length = 0;
	return n;
}

int bsd_recv(struct transport *t, struct arrival *a)
{
	enum bsd_kind kind = bsd_kind_of(t);
	bool tells_length = kind != BSD_STREAM && kind != BSD_MARKED_RECORD;
	struct msghdr m = { 0 };
	ssize_t n = receive(t, a, tells_length ? MSG_TRUNC : 0, &m);

	if (n < 0)
		return (int)-n;
	a->length = a->placed = (size_t)n;
	if (tells_length && (m.msg_flags & MSG_TRUNC))
		a->placed = vec_room(a->vec, a->n, (size_t)n);
	a->ended = n == 0 && kind != BSD_DATAGRAM &&
		   !(kind == BSD_RECORD && (m.msg_flags & MSG_CTRUNC));
	a->more = n > 0 && kind == BSD_MARKED_RECORD && !(m.msg_flags & MSG_EOR);
	if (kind == BSD_STREAM)
		a->from_length = 0;
	return 0;
}

static int bsd_send(struct transport *t, const struct iovec *vec, size_t n, bool oob,
		    const struct sockaddr *to, socklen_t to_length, size_t *sent)
{
	struct msghdr m = {
		.msg_iov = (struct iovec *)(uintptr_t)vec,
		.msg_iovlen = n,
		.msg_name = (void *)(uintptr_t)to,
		.msg_namelen = to_length,
	};
	ssize_t done;

	do
		done = direct_sendmsg(bsd_fd(t), &m,
				      MSG_DONTWAIT | MSG_NOSIGNAL |
					      (oob ? MSG_OOB : 0));
	while (done < 0 && errno == EINTR);
	if (done < 0)
		return errno;
	*sent = (size_t)done;
	return 0;
}

static const struct transport_ops bsd_ops = {
	.name = "bsd",
	.recv = bsd_recv,
	.send = bsd_send,
	.bind = bsd_bind,
	.connect = bsd_connect,
	.listen = bsd_listen,
	.accept = bsd_accept,
	.shut_send = bsd_shut_send,
	.name_of = bsd_name_of,
	.ask = bsd_ask,
	.get = bsd_get,
	.set = bsd_set,
	.raw_get = bsd_raw_get,
	.raw_set = bsd_raw_set,
	.watch = bsd_watch,
	.release = bsd_release,
	.close = bsd_close,
};

static enum bsd_kind choose(int family, int type, int protocol)
{
	if (protocol == IPPROTO_SCTP)
		return BSD_MARKED_RECORD;
	if (type == SOCK_SEQPACKET)
		return family == AF_UNIX ? BSD_RECORD : BSD_BARE_RECORD;
	return type == SOCK_STREAM ? BSD_STREAM : BSD_DATAGRAM;
}

int bsd_wrap(int fd, int family, int type, int protocol, struct transport **out)
{
	return bsd_new(fd, &bsd_ops, family, choose(family, type, protocol), out);
}

int bsd_open(int family, int type, int protocol, struct transport **out)
{
	int fd = socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
	int err;

	if (fd < 0)
		return errno;
	err = bsd_wrap(fd, family, type, protocol, out);
	if (err != 0)
		close(fd);
	return err;
}

/* Whether a socket has a local address, for families where that can be seen. */
static bool is_bound(const struct sockaddr_storage *sa, socklen_t length)
{
	if (sa->ss_family == AF_INET)
		return ((const struct sockaddr_in *)sa)->sin_port != 0;
	if (sa->ss_family == AF_INET6)
		return ((const struct sockaddr_in6 *)sa)->sin6_port != 0;
	return length > sizeof(sa_family_t);
}

static int look(int fd, int what, int *out)
{
	socklen_t n = sizeof *out;

	return getsockopt(fd, SOL_SOCKET, what, out, &n);
}

/* Whatever tells its family is a socket, and tells the rest, too. */
int bsd_adopt(int fd, struct transport **out, struct bsd_found *found)
{
	struct sockaddr_storage sa = { 0 };
	socklen_t n = sizeof sa;
	int listening = 0;

	if (look(fd, SO_DOMAIN, &found->family) != 0)
		return ENOTSOCK;
	look(fd, SO_TYPE, &found->type);
	look(fd, SO_PROTOCOL, &found->protocol);
	look(fd, SO_ACCEPTCONN, &listening);
	found->listening = listening != 0;
	getsockname(fd, (struct sockaddr *)&sa, &n);
	found->bound = is_bound(&sa, n);
	n = sizeof sa;
	found->connected = getpeername(fd, (struct sockaddr *)&sa, &n) == 0;
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	return bsd_wrap(fd, found->family, found->type, found->protocol, out);
}
