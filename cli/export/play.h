/* SPDX-License-Identifier: MIT */
/* What a peer of an exported program does, step by step. */
#pragma once

#include <linux/filter.h>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>

#include "cli/export/peer.h"

/* The steps of one line: after a failure no more are played. */
static struct {
	struct peer *p;
	int error;   /* an errno */
	size_t sent; /* bytes */
	bool told;   /* something has been said */
} play;

/* Bytes that have not been acknowledged; only TCP tells. */
static int unsent(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t n = sizeof info;
	int bytes = 0;

	if (fd <= 0 || getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) != 0 ||
	    info.tcpi_state == TCP_CLOSE || info.tcpi_state == TCP_LISTEN ||
	    ioctl(fd, SIOCOUTQ, &bytes) != 0)
		return 0;
	return bytes;
}

/* Waits until what was sent has arrived, as far as it can. */
static void settle(const struct peer *p)
{
	int before = -1, left;

	for (int tried = 0; (left = unsent(p->fd)) > 0 && tried < TRIES; tried++) {
		if (left != before)
			tried = 0;
		before = left;
		nap(1);
	}
}

static void play_begin(struct peer *p)
{
	play.p = p;
	play.error = 0;
	play.sent = 0;
	play.told = false;
}

/* False: nothing more is played. */
static bool goes_on(void)
{
	if (play.error == 0 && play.p->fd <= 0)
		play.error = EBADF;
	return play.error == 0;
}

static void play_end(void)
{
	if (play.error == EAGAIN) {
		say("full");
		say_number(play.sent);
	} else if (play.error != 0) {
		say(strerrorname_np(play.error));
	} else if (!play.told) {
		say("ok");
	}
	nap(1);
}

static void send_all(const void *bytes, size_t n, int flags)
{
	const char *at = bytes;
	ssize_t sent = 0;

	for (int tried = 0; play.error == 0; at += sent, n -= (size_t)sent) {
		sent = send(play.p->fd, at, n, flags | MSG_DONTWAIT | MSG_NOSIGNAL);
		if (sent < 0 && (errno != EAGAIN || ++tried == TRIES))
			play.error = errno;
		else if (sent < 0)
			nap(1);
		else
			tried = 0;
		if (sent >= 0 && (size_t)sent == n)
			break;
		sent = sent < 0 ? 0 : sent;
		play.sent += (size_t)sent;
	}
	play.sent += play.error == 0 ? n : 0;
}

static void play_send(const void *bytes, size_t n)
{
	if (goes_on())
		send_all(bytes, n, 0);
	settle(play.p);
}

static void play_oob(const void *bytes, size_t n)
{
	if (goes_on())
		send_all(bytes, n, MSG_OOB);
	settle(play.p);
}

static void play_empty(void)
{
	if (goes_on() && play.p->type == SOCK_STREAM)
		play.error = EINVAL;
	else if (play.error == 0)
		send_all("", 0, 0);
	settle(play.p);
}

/* Byte i is i % 251. */
static void send_pattern(size_t n)
{
	size_t piece = play.p->type == SOCK_STREAM && n > 50200 ? 50200 : n;
	unsigned char *bytes = malloc(piece + 1);

	if (bytes == NULL)
		abort();
	for (size_t i = 0; i < piece; i++)
		bytes[i] = (unsigned char)(i % 251);
	do {
		size_t part = n < piece ? n : piece;

		send_all(bytes, part, 0);
		n -= part;
	} while (play.error == 0 && n > 0);
	free(bytes);
}

static void play_pattern(size_t n)
{
	if (goes_on())
		send_pattern(n);
	settle(play.p);
}

static void play_drip(const void *bytes, size_t n)
{
	const char *at = bytes;

	for (size_t i = 0; i < n && goes_on(); i++) {
		send_all(at + i, 1, 0);
		settle(play.p);
		nap(1);
	}
}
