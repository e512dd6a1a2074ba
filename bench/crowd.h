/* SPDX-License-Identifier: MIT */
/* Many receives that are pending at once, on one socket or on a socket each. What fails
 * exits. */
#pragma once

#include <netinet/in.h>
#include <stddef.h>

#include "bench/udp.h"
#include "bench/worker.h"

#define CROWD_BURST 10   /* datagrams that are sent before a completion is waited for */
#define CROWD_BURSTS 100 /* a turn */

struct crowd_how {
	size_t pending; /* receives */
	size_t sockets; /* 1 or as many as receives */
	size_t busy; /* so many of the receives get datagrams; all where it is one socket */
};

/* Works of worker.h whose `how` is a crowd_how. A turn is a number of bursts, and its
 * result nanoseconds a completion: waiting for it and posting anew, not sending. It is the
 * median of its bursts, for other programs interrupt some. */
extern const struct work crowd_ours;
extern const struct work crowd_epoll; /* hand-written: epoll_wait, one recv a datagram */

/* Ours, step by step. What the caller of WSPRecv has to have is allocated and written to
 * by the first; the second posts the receives `from` to before `to`. */
struct crowd *crowd_open(const struct crowd_how *how);
void crowd_post(struct crowd *c, size_t from, size_t to);
