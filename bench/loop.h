/* SPDX-License-Identifier: MIT */
/* Ways to wait for a datagram: post a receive, see it sent, wait until it is here.
 *
 * Each is opened around a UDP socket of its own, and then takes turns: post, take, post,
 * take. Each receives into a buffer of its own with UDP_BYTES of room. What fails exits. */
#pragma once

#include <stdbool.h>

struct loop {
	const char *name; /* what waits, and how */
	/* Around a bound socket, which belongs to it from now on. */
	void *(*open)(int here);
	void (*post)(void *); /* before the datagram is sent */
	void (*take)(void *); /* returns when the datagram is in the buffer */
	void (*close)(void *);
};

/* Ours, by how the completion is waited for. */
extern const struct loop loop_event;   /* WSPGetOverlappedResult that waits */
extern const struct loop loop_events;  /* WSAWaitForMultipleEvents */
extern const struct loop loop_routine; /* SleepEx runs the routine */
extern const struct loop loop_poll;    /* WSPGetOverlappedResult again and again */

/* Hand-written: epoll_wait without a time-out and with a time-out of 0, then one recv. */
extern const struct loop loop_epoll_waits;
extern const struct loop loop_epoll_polls;

/* libuv: uv_run with UV_RUN_ONCE and with UV_RUN_NOWAIT; NULL where it is not installed. */
extern const struct loop *const loop_uv_waits;
extern const struct loop *const loop_uv_polls;

/* The two take turns; prints a row and returns its ratio. */
double loop_row(const struct loop *ours, const struct loop *theirs);

/* Nanoseconds of one turn, from before the post until after the take; a median. */
double loop_median(const struct loop *loop);
