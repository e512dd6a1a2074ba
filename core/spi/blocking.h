/* SPDX-License-Identifier: MIT */
/* Blocking calls: waiting, being cancelled, and letting the client's callback run.
 *
 * One `struct blocked` stands on the stack of a call that may wait. From its first wait
 * to its end the call can be cancelled (A7), by its own thread from the blocking callback
 * or by another; and the thread can make no other blocking call (E4). */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "net/ready.h"
#include "spi/socket.h"

struct blocked {
	struct blocked *next;           /* among all; under the registry's lock */
	struct blocked *next_of_socket; /* under the socket's lock */
	pthread_t thread;
	uint64_t deadline; /* microseconds of ready_now(), UINT64_MAX: none */
	int call; /* eventfd that ends the wait, the thread's; -1: none to be had */
	bool on;  /* registered */
	bool cancelled; /* under the registry's lock */
};

/* Whether this thread is inside a blocking call already: then another is WSAEINPROGRESS. */
bool blocking_busy(void);

/* Before the call does anything else. */
void blocking_init(struct blocked *b);

/* Waits until the socket may be able to go on. Entered before and after, not while
 * waiting. 0: try again; WSAEINTR: cancelled; WSAETIMEDOUT: `limit` milliseconds (0: no
 * limit) have passed since the first wait; WSAENOTSOCK: s was closed meanwhile. */
RARE int blocking_wait(struct blocked *b, struct socket *so, SOCKET s,
		       enum ready_want want, DWORD limit);

/* The call is over. Entered. */
void blocking_fini(struct blocked *b, struct socket *so);

/* Wakes every call that waits on the socket (entered), for it was closed. */
void blocking_wake(struct socket *so);

/* 0, or WSAEINVAL where that thread has no blocking call. */
int blocking_cancel(pthread_t thread);
