/* SPDX-License-Identifier: MIT */
/* Overlapped calls: what is looked at before, and how they begin. */
#pragma once

#include "spi/receive.h"
#include "spi/request.h"

/* Whether the WSAOVERLAPPED and the thread id can be used: 0, WSAEFAULT, or WSAEINVAL
 * where another operation that is pending has the WSAOVERLAPPED (K6). */
int post_check(const struct overlapped *o, bool detailed);

/* A receive that got past its checks, entered: 0 or WSAEMSGSIZE, it completed at once and
 * the results are the caller's to give out; WSA_IO_PENDING; or the code that it failed
 * with, nothing having begun (R1 to R5, K1, K2). */
int post_receive(struct socket *so, SOCKET s, const struct overlapped *o,
		 struct receive *r, struct sockaddr *from, LPINT from_length);
