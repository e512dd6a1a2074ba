/* SPDX-License-Identifier: MIT */
/* The waits of a peer, and how it knows that what it sent has arrived. */
#include "scenario/peer_wait.h"

#include <errno.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <time.h>

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

#define NAP_USEC 1000       /* between two looks at what is acknowledged */
#define SETTLE_USEC 2000000 /* how long an acknowledgement is waited for */
#define STATE_CLOSED 7      /* TCP_CLOSE of the kernel's states */

uint64_t peer_wait_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static bool time_left(uint64_t until, struct timespec *left)
{
	uint64_t now = peer_wait_now();

	if (now >= until)
		return false;
	left->tv_sec = (time_t)((until - now) / 1000000);
	left->tv_nsec = (long)((until - now) % 1000000) * 1000;
	return true;
}

enum peer_wait peer_wait_for(struct peer *p, short events, uint64_t until)
{
	struct pollfd fds[2] = {
		{ .fd = p->ender, .events = POLLIN },
		{ .fd = events != 0 ? p->fd : -1, .events = events },
	};
	struct timespec left = { 0 };
	bool more;

	do {
		more = until == PEER_FOREVER || time_left(until, &left);
		if (!more)
			left = (struct timespec){ 0 };
		if (ppoll(fds, 2, until == PEER_FOREVER ? NULL : &left, NULL) <= 0)
			continue;
		return fds[0].revents != 0 ? PEER_WAIT_ENDED : PEER_WAIT_READY;
	} while (more);
	return PEER_WAIT_TIME;
}

static void set_parked(struct peer *p, bool parked, short events)
{
	pthread_mutex_lock(&p->lock);
	p->parked = parked;
	p->parked_for = events;
	if (parked)
		pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
}

enum arrival {
	ARRIVED,   /* all of it, or nobody will ever tell */
	UNDER_WAY, /* an acknowledgement is to be expected */
	HELD_UP,   /* the other end's window is full: the rest goes when it reads */
};

static enum arrival look(const struct peer *p)
{
	bool tcp = p->protocol == IPPROTO_TCP || p->protocol == IPPROTO_MPTCP;
	struct tcp_info info = { 0 };
	socklen_t n = sizeof info;
	int waiting = 0;

	if (!tcp || p->fd < 0 || p->dropped)
		return ARRIVED;
	if (ioctl(p->fd, SIOCOUTQ, &waiting) != 0 || waiting == 0)
		return ARRIVED;
	if (getsockopt(p->fd, IPPROTO_TCP, TCP_INFO, &info, &n) != 0)
		return UNDER_WAY;
	if (info.tcpi_state == STATE_CLOSED)
		return ARRIVED;
	return info.tcpi_unacked == 0 && info.tcpi_notsent_bytes > 0 ? HELD_UP
								     : UNDER_WAY;
}

enum peer_wait peer_wait_parked(struct peer *p, short events, uint64_t until)
{
	uint64_t latest = peer_wait_now() + SETTLE_USEC;
	enum peer_wait end = PEER_WAIT_TIME;

	while (look(p) == UNDER_WAY && peer_wait_now() < latest) {
		uint64_t nap = peer_wait_now() + NAP_USEC;

		end = peer_wait_for(p, events, nap < until ? nap : until);
		if (end != PEER_WAIT_TIME || peer_wait_now() >= until)
			return end;
	}
	set_parked(p, true, events);
	end = peer_wait_for(p, events, until);
	set_parked(p, false, 0);
	return end;
}

int peer_wait_arrived(struct peer *p, bool whole)
{
	uint64_t latest = peer_wait_now() + SETTLE_USEC;
	enum peer_wait end;

	for (;;) {
		enum arrival now = look(p);

		if (now == ARRIVED || (now == HELD_UP && !whole) ||
		    (now == UNDER_WAY && peer_wait_now() >= latest))
			return 0;
		if (now == HELD_UP)
			set_parked(p, true, 0);
		end = peer_wait_for(p, 0, peer_wait_now() + NAP_USEC);
		if (now == HELD_UP) {
			set_parked(p, false, 0);
			latest = peer_wait_now() + SETTLE_USEC;
		}
		if (end == PEER_WAIT_ENDED)
			return ECANCELED;
	}
}
