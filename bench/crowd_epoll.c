/* SPDX-License-Identifier: MIT */
/* Many sockets in one hand-written epoll loop. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "bench/crowd.h"
#include "bench/sample.h"

struct one {
	int fd;
	struct sockaddr_in where;
	char room[UDP_BYTES];
};

struct hand {
	size_t busy, next; /* of those that get datagrams */
	int there, set;    /* sends, waits */
	struct one *all;
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void *open_all(const void *how)
{
	const struct crowd_how *h = how;
	struct hand *hand = malloc(sizeof *hand);
	struct one *all = calloc(h->sockets, sizeof *all);
	int set = epoll_create1(EPOLL_CLOEXEC);

	if (hand == NULL || all == NULL || set < 0)
		fail("epoll");
	for (struct one *one = all; one < all + h->sockets; one++) {
		struct epoll_event want = { .events = EPOLLIN | EPOLLET,
					    .data.ptr = one };

		one->fd = udp_receiver(&one->where);
		if (epoll_ctl(set, EPOLL_CTL_ADD, one->fd, &want) != 0)
			fail("epoll_ctl");
	}
	*hand = (struct hand){ h->busy, 0, udp_sender(NULL), set, all };
	return hand;
}

static void take_burst(const struct hand *hand)
{
	struct epoll_event events[CROWD_BURST];

	for (int left = CROWD_BURST; left > 0;) {
		int n = epoll_wait(hand->set, events, CROWD_BURST, -1);

		if (n <= 0)
			fail("epoll_wait");
		for (int i = 0; i < n; i++) {
			struct one *one = events[i].data.ptr;

			if (recv(one->fd, one->room, sizeof one->room, MSG_DONTWAIT) !=
			    UDP_BYTES)
				fail("recv");
		}
		left -= n;
	}
}

static double take_turn(void *state)
{
	struct hand *hand = state;
	double spent[CROWD_BURSTS];

	for (int i = 0; i < CROWD_BURSTS; i++) {
		const struct one *first = &hand->all[hand->next];
		double begin;

		for (int j = 0; j < CROWD_BURST; j++)
			udp_send(hand->there, &first[j].where);
		begin = sample_now();
		take_burst(hand);
		spent[i] = sample_now() - begin;
		hand->next = (hand->next + CROWD_BURST) % hand->busy;
	}
	return sample_median(spent, CROWD_BURSTS) / CROWD_BURST;
}

const struct work crowd_epoll = { open_all, take_turn };
