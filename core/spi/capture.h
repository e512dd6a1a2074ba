/* SPDX-License-Identifier: MIT */
/* The parameters of one call, checked and copied before anything else is done.
 *
 * Keeps P3 to P5, P10 and E6: afterwards every pointer is known to lead to memory, the
 * WSABUF array is not looked at again, and buffers of length 0 are gone. */
#pragma once

#include <sys/uio.h>

#include "wsp.h"

#define CAPTURE_SMALL 32

/* One call takes or gives at most this much: the kernel's own limit for one. So a count
 * always fits a DWORD, whatever the lengths of the buffers add up to. */
#define CAPTURE_MOST 0x7ffff000u

struct capture {
	struct iovec *vec; /* n buffers, none empty; there is always room for one more */
	size_t n;
	size_t room; /* bytes, at most CAPTURE_MOST */
	DWORD flags;
	struct iovec small[CAPTURE_SMALL + 1];
	struct iovec *heap; /* owned, NULL where small suffices */
};

/* For a receive: buffers must be writable. lpFlags NULL, or count NULL without
 * `may_lack_count`: WSAEFAULT. Returns 0 or the code; capture_fini() in any case. */
int capture_receive(struct capture *c, LPWSABUF lpBuffers, DWORD dwBufferCount,
		    LPDWORD lpCount, LPDWORD lpFlags, BOOL may_lack_count);

/* For a send: buffers must be readable; the flags are given by value. */
int capture_send(struct capture *c, LPWSABUF lpBuffers, DWORD dwBufferCount,
		 LPDWORD lpCount, DWORD flags, BOOL may_lack_count);
void capture_fini(struct capture *c);

/* Whether n bytes at p can be written (read). */
BOOL capture_writable(void *p, size_t n);
BOOL capture_readable(const void *p, size_t n);

/* Whether an address of this family fits where the caller wants it: 0, or WSAEFAULT for
 * bad pointers and for less room than the family's largest address needs. A NULL addr
 * wants none. */
int capture_address_room(int family, struct sockaddr *addr, LPINT length);

/* The end of every call: stores the code where it can be stored (*lpErrno is not trusted
 * either) and returns SOCKET_ERROR; 0 for code 0, *lpErrno being left alone (P9). */
int capture_answer(int code, LPINT lpErrno);
