/* SPDX-License-Identifier: MIT */
/* Waiting, with ppoll. */
#include "net/ready.h"

#include <poll.h>
#include <stddef.h>
#include <time.h>

static const short events[] = {
	[READY_RECEIVE] = POLLIN,
	[READY_URGENT] = POLLPRI | POLLRDHUP,
	[READY_SEND] = POLLOUT,
};

void ready_wait(int descriptor, enum ready_want want, int call, uint64_t usec)
{
	struct pollfd fds[2] = {
		{ .fd = descriptor, .events = events[want] },
		{ .fd = call, .events = POLLIN },
	};
	struct timespec limit = {
		.tv_sec = (time_t)(usec / 1000000),
		.tv_nsec = (long)(usec % 1000000) * 1000,
	};

	ppoll(fds, 2, usec == UINT64_MAX ? NULL : &limit, NULL);
}

uint64_t ready_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}
