/* SPDX-License-Identifier: MIT */
/* The loop that one writes by hand: epoll_wait, then one recv a datagram. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/loop.h"
#include "bench/udp.h"

struct hand {
	int here, set;
	char room[UDP_BYTES];
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void *hand_open(int here)
{
	struct hand *h = malloc(sizeof *h);
	struct epoll_event want = { .events = EPOLLIN | EPOLLET };

	if (h == NULL)
		fail("malloc");
	h->here = here;
	h->set = epoll_create1(EPOLL_CLOEXEC);
	if (h->set < 0 || epoll_ctl(h->set, EPOLL_CTL_ADD, here, &want) != 0)
		fail("epoll");
	return h;
}

/* The set goes on watching: nothing is to be done before a datagram. */
static void hand_post(void *state)
{
	(void)state;
}

static void take(struct hand *h, int milliseconds)
{
	struct epoll_event event;
	int n;

	while ((n = epoll_wait(h->set, &event, 1, milliseconds)) == 0)
		;
	if (n < 0)
		fail("epoll_wait");
	if (recv(h->here, h->room, sizeof h->room, MSG_DONTWAIT) != UDP_BYTES)
		fail("recv");
}

static void take_waiting(void *state)
{
	take(state, -1);
}

static void take_polling(void *state)
{
	take(state, 0);
}

static void hand_close(void *state)
{
	struct hand *h = state;

	close(h->set);
	close(h->here);
	free(h);
}

const struct loop loop_epoll_waits = { "epoll that waits", hand_open, hand_post,
				       take_waiting, hand_close };
const struct loop loop_epoll_polls = { "epoll that polls", hand_open, hand_post,
				       take_polling, hand_close };
