/* SPDX-License-Identifier: MIT */
/* Many of our receives, pending at once. */
#include "bench/crowd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/sample.h"
#include "wspmore.h"

struct one {
	WSAOVERLAPPED overlapped;
	SOCKET s;
	struct sockaddr_in where;
	char room[UDP_BYTES];
};

struct crowd {
	size_t busy, next; /* of those that get datagrams */
	int there;         /* sends */
	struct one *all;
};

static void fail(const char *what, int error)
{
	fprintf(stderr, "%s: error %d\n", what, error);
	exit(1);
}

static void open_socket(struct one *one)
{
	int error = 0;

	one->s = WSPSocketFromDescriptor(udp_receiver(&one->where), NULL,
					 WSA_FLAG_OVERLAPPED, &error);
	if (one->s == INVALID_SOCKET)
		fail("WSPSocketFromDescriptor", error);
}

struct crowd *crowd_open(const struct crowd_how *how)
{
	WSPUPCALLTABLE upcalls = { 0 };
	struct crowd *c = malloc(sizeof *c);
	struct one *all = malloc(how->pending * sizeof *all);

	if (c == NULL || all == NULL)
		fail("malloc", 0);
	if (WSPStartup(0x0202, NULL, NULL, upcalls, NULL) != 0)
		fail("WSPStartup", 0);
	memset(all, 0, how->pending * sizeof *all);
	for (size_t i = 0; i < how->pending; i++)
		if (i < how->sockets) {
			open_socket(&all[i]);
		} else {
			all[i].s = all[0].s;
			all[i].where = all[0].where;
		}
	*c = (struct crowd){ how->busy, 0, udp_sender(NULL), all };
	return c;
}

void crowd_post(struct crowd *c, size_t from, size_t to)
{
	for (struct one *one = &c->all[from]; one < &c->all[to]; one++) {
		WSABUF buffer = { sizeof one->room, one->room };
		DWORD flags = 0;
		int error = 0;

		if (WSPRecv(one->s, &buffer, 1, NULL, &flags, &one->overlapped, NULL,
			    NULL, &error) == 0 ||
		    error != WSA_IO_PENDING)
			fail("WSPRecv", error);
	}
}

static void wait_for(struct one *one)
{
	DWORD bytes, flags;
	int error = 0;

	if (!WSPGetOverlappedResult(one->s, &one->overlapped, &bytes, TRUE, &flags,
				    &error) ||
	    bytes != UDP_BYTES)
		fail("WSPGetOverlappedResult", error);
}

static void *open_posted(const void *how)
{
	const struct crowd_how *h = how;
	struct crowd *c = crowd_open(h);

	crowd_post(c, 0, h->pending);
	return c;
}

static double take_turn(void *state)
{
	struct crowd *c = state;
	double spent[CROWD_BURSTS];

	for (int i = 0; i < CROWD_BURSTS; i++) {
		struct one *first = &c->all[c->next];
		double begin;

		for (int j = 0; j < CROWD_BURST; j++)
			udp_send(c->there, &first[j].where);
		begin = sample_now();
		for (int j = 0; j < CROWD_BURST; j++)
			wait_for(&first[j]);
		crowd_post(c, c->next, c->next + CROWD_BURST);
		spent[i] = sample_now() - begin;
		c->next = (c->next + CROWD_BURST) % c->busy;
	}
	return sample_median(spent, CROWD_BURSTS) / CROWD_BURST;
}

const struct work crowd_ours = { open_posted, take_turn };
