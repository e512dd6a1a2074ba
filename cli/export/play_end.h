/* SPDX-License-Identifier: MIT */
/* The steps of a peer that end something, or do nothing. */
#pragma once

#include "cli/export/play.h"

static void play_shutdown(void)
{
	if (goes_on() && shutdown(play.p->fd, SHUT_WR) != 0)
		play.error = errno;
	settle(play.p);
}

/* A Unix socket resets only by closing with something unread. */
static void play_rst(void)
{
	struct peer *p = play.p;
	struct linger none = { .l_onoff = 1, .l_linger = 0 };

	if (!goes_on())
		return;
	if (p->type == SOCK_DGRAM) {
		play.error = EOPNOTSUPP;
		return;
	}
	settle(p);
	if (p->spare > 0)
		(void)!send(p->spare, "", 1, MSG_DONTWAIT | MSG_NOSIGNAL);
	setsockopt(p->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
	close(p->fd);
	p->fd = 0;
}

/* Where nothing is unread the end goes first, so that its arrival can be seen. */
static void play_close(void)
{
	struct peer *p = play.p;
	int unread = 0;

	if (!goes_on())
		return;
	if (p->type == SOCK_STREAM && p->family != AF_UNIX &&
	    ioctl(p->fd, SIOCINQ, &unread) == 0 && unread == 0) {
		shutdown(p->fd, SHUT_WR);
		settle(p);
	}
	close(p->fd);
	p->fd = 0;
}

static void play_wait(long milliseconds)
{
	if (play.error == 0)
		nap(milliseconds);
}

static void play_hold(void)
{
	(void)goes_on();
}
