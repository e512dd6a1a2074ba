/* SPDX-License-Identifier: MIT */
/* The steps of a peer that do more than send. */
#pragma once

#include "cli/export/play.h"

/* Until the socket takes no more. */
static void play_flood(void)
{
	if (!goes_on())
		return;
	if (play.p->type == SOCK_STREAM)
		send_pattern((size_t)64 << 20);
	else if (play.p->type == SOCK_DGRAM && play.p->family != AF_UNIX)
		play.error = EOPNOTSUPP;
	while (play.error == 0 && play.p->type != SOCK_STREAM)
		send_pattern(1024);
	settle(play.p);
}

/* A datagram from an address of its own. */
static void play_stranger(const void *bytes, size_t n)
{
	struct peer *p = play.p;
	struct place at;
	int tried = 0;

	if (!goes_on())
		return;
	if (p->type != SOCK_DGRAM || p->to.n == 0) {
		play.error = EOPNOTSUPP;
		return;
	}
	if (p->stranger == 0) {
		p->stranger = plain_socket(p);
		play.error = p->stranger < 0 ? errno
					     : bind_somewhere(p, p->stranger, &at);
	}
	while (play.error == 0 &&
	       sendto(p->stranger, bytes, n, MSG_DONTWAIT | MSG_NOSIGNAL,
		      (struct sockaddr *)&p->to.sa, p->to.n) < 0) {
		if (errno != EAGAIN || ++tried == TRIES)
			play.error = errno;
		nap(1);
	}
}

/* One message, or what there is of a stream; *end: nothing more follows. */
static ssize_t read_piece(struct peer *p, char *bytes, size_t room, bool *end)
{
	struct iovec vec = { bytes, room };
	struct msghdr m = { .msg_iov = &vec, .msg_iovlen = 1 };
	int on = 1;
	ssize_t n;

	/* With credentials an empty record differs from the end. */
	if (p->type == SOCK_SEQPACKET)
		setsockopt(p->fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
	n = recvmsg(p->fd, &m, MSG_DONTWAIT);
	*end = n == 0 && p->type != SOCK_DGRAM &&
	       !(p->type == SOCK_SEQPACKET && (m.msg_flags & MSG_CTRUNC) != 0);
	return n;
}

/* So many bytes, or up to the end; says what came. */
static void play_read(size_t n)
{
	struct peer *p = play.p;
	bool stream = p->type == SOCK_STREAM, end = false;
	const size_t whole = 16384;
	char *bytes = malloc(n + whole);
	size_t got = 0, messages = 0;
	int tried = 0, error = 0;

	while (goes_on() && got < n && error == 0 && !end) {
		ssize_t r = read_piece(p, bytes + got, stream ? n - got : whole, &end);

		if (r < 0 && errno == EAGAIN && ++tried < TRIES) {
			nap(1);
			continue;
		}
		if (r < 0) {
			error = errno;
		} else if (!end) {
			if (!stream)
				say_bytes(bytes + got, (size_t)r);
			got += (size_t)r;
			messages += !stream;
			tried = 0;
		}
	}
	if (stream && got > 0)
		say_bytes(bytes, got);
	if (play.error == 0 && error == 0 && got < n)
		say("end");
	else if (error == EAGAIN)
		say("nothing");
	play.told = play.error == 0 &&
		    (got > 0 || messages > 0 || error == EAGAIN || error == 0);
	if (play.error == 0 && error != EAGAIN)
		play.error = error;
	free(bytes);
	settle(p);
}

/* Nothing is acknowledged any more. */
static void play_drop(void)
{
	struct sock_filter take_nothing = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog program = { .len = 1, .filter = &take_nothing };

	if (!goes_on())
		return;
	if (play.p->family == AF_UNIX || play.p->type != SOCK_STREAM)
		play.error = EOPNOTSUPP;
	else if (setsockopt(play.p->fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
			    sizeof program) != 0)
		play.error = errno;
}
