/* SPDX-License-Identifier: MIT */
/* The steps of a peer, one function each. */
#include "scenario/peer_step.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "scenario/pattern.h"
#include "scenario/peer_over.h"

#define RETRY_USEC 1000              /* between two tries that no poll can tell apart */
#define CHUNK (PATTERN_PERIOD * 256) /* of a pattern, handed to one send on a stream */
#define DRIP_USEC 1000               /* between two bytes of a drip */
#define FULL_USEC 20000             /* a socket that took nothing for so long is full */
#define FLOOD (PATTERN_PERIOD * 64) /* bytes that a flood has at hand */
#define FLOOD_MESSAGE 1024          /* bytes of a message of a flood */

/* One message, or all bytes of a piece of a stream. */
static int send_bytes(struct peer *p, const void *bytes, size_t n, int flags)
{
	const unsigned char *at = bytes;
	ssize_t sent;

	for (;;) {
		sent = peer_over_put(p, at, n, flags);
		if (sent >= 0 && (size_t)sent >= n)
			return peer_over_flush(p);
		if (sent >= 0) {
			at += sent;
			n -= (size_t)sent;
		} else if (errno == EAGAIN) {
			if (peer_wait_parked(p, POLLOUT, PEER_FOREVER) ==
			    PEER_WAIT_ENDED)
				return ECANCELED;
		} else if (errno != EINTR) {
			return errno;
		}
	}
}

static int play_send(struct peer *p, const struct peer_step *step)
{
	if (p->type == SOCK_STREAM && step->n == 0)
		return 0;
	return send_bytes(p, step->data, step->n, 0);
}

/* On a stream the last byte goes by itself: a send that is cut short would make another
 * byte the urgent one. */
static int play_oob(struct peer *p, const struct peer_step *step)
{
	int error = 0;

	if (p->type != SOCK_STREAM || step->n == 0)
		return send_bytes(p, step->data, step->n, MSG_OOB);
	if (step->n > 1)
		error = send_bytes(p, step->data, step->n - 1, 0);
	if (error == 0)
		error = send_bytes(p, step->data + step->n - 1, 1, MSG_OOB);
	return error;
}

static int play_pattern(struct peer *p, size_t n)
{
	size_t piece = p->type == SOCK_STREAM && n > CHUNK ? CHUNK : n;
	unsigned char *bytes = malloc(piece + 1);
	int error = 0;

	if (bytes == NULL)
		return ENOMEM;
	pattern_fill(bytes, piece, 0);
	if (p->type != SOCK_STREAM)
		error = send_bytes(p, bytes, n, 0);
	else
		for (size_t at = 0; at < n && error == 0; at += piece)
			error = send_bytes(p, bytes, n - at < piece ? n - at : piece,
					   0);
	free(bytes);
	return error;
}

static int play_drip(struct peer *p, const struct peer_step *step)
{
	int error = 0;

	for (size_t i = 0; i < step->n && error == 0; i++) {
		if (i > 0 && peer_wait_parked(p, 0, peer_wait_now() + DRIP_USEC) ==
				     PEER_WAIT_ENDED)
			return ECANCELED;
		error = send_bytes(p, step->data + i, 1, 0);
	}
	return error;
}

/* Not parked before the socket is full: that is what a flood promises. Only who is refused
 * asks whether there is room, for a socket may take more than its poll says. */
static int play_flood(struct peer *p)
{
	unsigned char bytes[FLOOD];
	size_t n = p->type == SOCK_STREAM ? sizeof bytes - PATTERN_PERIOD
					  : FLOOD_MESSAGE;
	size_t at = 0;

	if (p->type == SOCK_DGRAM && p->family != AF_UNIX)
		return EOPNOTSUPP;
	pattern_fill(bytes, sizeof bytes, 0);
	for (;;) {
		ssize_t sent = peer_over_put(p, bytes + at, n, 0);
		bool full = sent < 0 && errno == EAGAIN;
		uint64_t until = full ? peer_wait_now() + FULL_USEC : 0;
		enum peer_wait end;

		if (sent < 0 && !full && errno != EINTR)
			return errno;
		if (sent >= 0 && p->type == SOCK_STREAM)
			at = (at + (size_t)sent) % PATTERN_PERIOD;
		end = peer_wait_for(p, full ? POLLOUT : 0, until);
		if (end == PEER_WAIT_ENDED)
			return ECANCELED;
		if (full && end == PEER_WAIT_TIME)
			return 0;
	}
}

static int play_stranger(struct peer *p, const struct peer_step *step)
{
	const struct sockaddr *to = (const struct sockaddr *)&p->to;
	int fd, error = 0;

	if (p->type != SOCK_DGRAM || p->to_length == 0)
		return EOPNOTSUPP;
	fd = socket(p->family, p->type | SOCK_CLOEXEC, p->protocol);
	if (fd < 0)
		return errno;
	while (sendto(fd, step->data, step->n, MSG_DONTWAIT | MSG_NOSIGNAL, to,
		      p->to_length) < 0) {
		if (errno != EAGAIN && errno != EINTR) {
			error = errno;
			break;
		}
		/* A receiver's full queue does not show in the poll of a stranger. */
		if (peer_wait_parked(p, 0, peer_wait_now() + RETRY_USEC) ==
		    PEER_WAIT_ENDED) {
			error = ECANCELED;
			break;
		}
	}
	close(fd);
	return error;
}

static int play_read(struct peer *p, size_t n)
{
	/* A message counts whole, also where it does not fit. */
	int flags = p->type == SOCK_STREAM ? 0 : MSG_TRUNC;
	unsigned char bytes[16384];
	size_t got = 0;

	while (got < n) {
		size_t room = n - got < sizeof bytes ? n - got : sizeof bytes;
		ssize_t r = peer_over_take(p, bytes, room, flags);

		if (r > 0)
			got += (size_t)r;
		else if (r == 0 && p->type != SOCK_DGRAM)
			return 0;
		else if (r < 0 && errno != EAGAIN && errno != EINTR)
			return errno;
		else if (r < 0 &&
			 peer_wait_parked(p, POLLIN, PEER_FOREVER) == PEER_WAIT_ENDED)
			return ECANCELED;
	}
	return 0;
}

/* A filter that takes nothing: the kernel throws away every packet before TCP sees it. */
static int play_drop(struct peer *p)
{
	struct sock_filter take_nothing = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog program = { .len = 1, .filter = &take_nothing };
	int error;

	if ((p->family != AF_INET && p->family != AF_INET6) || p->type != SOCK_STREAM)
		return EOPNOTSUPP;
	error = peer_wait_arrived(p, false);
	if (error != 0)
		return error;
	if (setsockopt(p->fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) !=
	    0)
		return errno;
	p->dropped = true;
	return 0;
}

static void close_socket(struct peer *p)
{
	peer_over_close(p);
	close(p->fd);
	p->fd = -1;
}

static int reset_inet(struct peer *p)
{
	struct linger none = { .l_onoff = 1, .l_linger = 0 };
	int error;

	/* A reset throws away what was not sent yet; the script meant it to arrive. */
	error = peer_wait_arrived(p, true);
	if (error != 0)
		return error;
	if (setsockopt(p->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none) != 0)
		return errno;
	close_socket(p);
	return 0;
}

static int reset_unix(struct peer *p)
{
	int unread = 0;

	if (ioctl(p->fd, SIOCINQ, &unread) != 0)
		return errno;
	if (unread == 0 && p->other < 0)
		return EOPNOTSUPP;
	if (unread == 0 && send(p->other, "", 1, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
		return errno;
	close_socket(p);
	return 0;
}

static int play_rst(struct peer *p)
{
	if (p->type == SOCK_DGRAM)
		return EOPNOTSUPP;
	if (p->family == AF_INET || p->family == AF_INET6)
		return reset_inet(p);
	return p->family == AF_UNIX ? reset_unix(p) : EOPNOTSUPP;
}

int peer_step_close(struct peer *p)
{
	int unread = 0, error = 0;

	if (p->fd < 0)
		return 0;
	/* The end is sent by itself first, so that its acknowledgement can be seen. With
	 * unread data a close is a reset, and then it shall be nothing else. */
	peer_over_tidy(p);
	if (p->layer != NULL)
		error = peer_over_shut(p, true) == ECANCELED ? ECANCELED : 0;
	if (error == 0 && p->type == SOCK_STREAM && p->family != AF_UNIX &&
	    ioctl(p->fd, SIOCINQ, &unread) == 0 && unread == 0 &&
	    shutdown(p->fd, SHUT_WR) == 0)
		error = peer_wait_arrived(p, false);
	if (error == 0)
		close_socket(p);
	return error;
}

static int play_open(struct peer *p, const struct peer_step *step)
{
	if (p->layer != NULL && p->type != SOCK_STREAM && peer_step_is_empty(step))
		return EOPNOTSUPP;
	switch (step->verb) {
	case PEER_SEND:
		return play_send(p, step);
	case PEER_OOB:
		return play_oob(p, step);
	case PEER_EMPTY:
		return p->type == SOCK_STREAM ? EINVAL : send_bytes(p, "", 0, 0);
	case PEER_PATTERN:
		return play_pattern(p, step->n);
	case PEER_DRIP:
		return play_drip(p, step);
	case PEER_FLOOD:
		return play_flood(p);
	case PEER_STRANGER:
		return play_stranger(p, step);
	case PEER_READ:
		return play_read(p, step->n);
	case PEER_DROP:
		return play_drop(p);
	case PEER_SHUTDOWN:
	case PEER_CUT:
		return peer_over_shut(p, step->verb == PEER_SHUTDOWN);
	case PEER_RST:
		return play_rst(p);
	case PEER_CLOSE:
		return peer_step_close(p);
	case PEER_HANDSHAKE:
	case PEER_RECORDS:
	case PEER_GATHER:
	case PEER_PASS:
	case PEER_UPDATE:
	case PEER_ALERT:
	case PEER_RAW:
		return peer_over_misbehave(p, step);
	case PEER_WAIT:
	case PEER_HOLD:
		break;
	}
	return 0;
}

int peer_step_play(struct peer *p, const struct peer_step *step)
{
	uint64_t until = PEER_FOREVER;

	if (peer_wait_for(p, 0, 0) == PEER_WAIT_ENDED)
		return ECANCELED;
	if (step->verb == PEER_WAIT || step->verb == PEER_HOLD) {
		if (step->verb == PEER_WAIT && step->usec < PEER_FOREVER / 2)
			until = peer_wait_now() + step->usec;
		return peer_wait_parked(p, 0, until) == PEER_WAIT_ENDED ? ECANCELED : 0;
	}
	/* After `close` and `rst` only waiting is left. */
	return p->fd < 0 ? EBADF : play_open(p, step);
}
