/* SPDX-License-Identifier: MIT */
/* Checking and copying what the caller passed. */
#include "spi/capture.h"

#include <stdlib.h>
#include <sys/un.h>

#include <linux/vm_sockets.h>

#include "base/heap.h"
#include "base/planted.h"
#include "base/probe.h"
#include "base/rare.h"

/* Reads an array that was found readable: whatever its alignment, and once an entry. */
PROBE_RAW static WSABUF entry(const WSABUF *buffers, DWORD i)
{
	return *(const volatile WSABUF *)&buffers[i];
}

static int copy_buffers(struct capture *c, const WSABUF *buffers, DWORD n, BOOL write)
{
	for (DWORD i = 0; i < n; i++) {
		WSABUF b = entry(buffers, i);

		PLANT(EMPTY_BUFFER_ENDS, if (b.len == 0) break);
		if (b.len == 0)
			continue;
		if (write ? !probe_write(b.buf, b.len) : !probe_read(b.buf, b.len))
			return WSAEFAULT;
		c->vec[c->n++] = (struct iovec){ b.buf, b.len };
		PLANT(THIRD_IS_SECOND,
		      if (c->n == 3) c->vec[2].iov_base = c->vec[1].iov_base);
		c->room += b.len < CAPTURE_MOST - c->room ? b.len
							  : CAPTURE_MOST - c->room;
	}
	return 0;
}

RARE static bool grow(struct capture *c, DWORD n)
{
	c->heap = heap_take(((size_t)n + 1) * sizeof *c->heap);
	c->vec = c->heap;
	return c->heap != NULL;
}

/* The array, then the buffers: the words before them are known to be there (P10). */
static int run(struct capture *c, const WSABUF *buffers, DWORD n, BOOL write)
{
	c->vec = c->small;
	c->n = 0;
	c->room = 0;
	PLANT(NO_BUFFERS_FAULT, if (buffers == NULL) return WSAEFAULT);
	if (n == 0)
		return WSAEINVAL;
	if (!probe_read(buffers, n * sizeof *buffers))
		return WSAEFAULT;
	if (n > CAPTURE_SMALL && !grow(c, n))
		return WSAENOBUFS;
	PLANT(NINTH_FORGOTTEN, n -= n > 8);
	return copy_buffers(c, buffers, n, write);
}

/* Where a count goes, if one is wanted. */
static BOOL takes_count(LPDWORD lpCount, BOOL may_lack)
{
	PLANT(COUNT_MAY_LACK, may_lack = TRUE);
	return lpCount == NULL ? may_lack : probe_write(lpCount, sizeof *lpCount);
}

int capture_receive(struct capture *c, LPWSABUF lpBuffers, DWORD dwBufferCount,
		    LPDWORD lpCount, LPDWORD lpFlags, BOOL may_lack_count)
{
	c->heap = NULL;
	if (lpFlags == NULL || !probe_read(lpFlags, sizeof *lpFlags))
		return WSAEFAULT;
	/* Read before it is touched: a word waits for a byte of it to be stored. */
	c->flags = *lpFlags;
	if (!probe_write(lpFlags, sizeof *lpFlags) ||
	    !takes_count(lpCount, may_lack_count))
		return WSAEFAULT;
	return run(c, lpBuffers, dwBufferCount, TRUE);
}

int capture_send(struct capture *c, LPWSABUF lpBuffers, DWORD dwBufferCount,
		 LPDWORD lpCount, DWORD flags, BOOL may_lack_count)
{
	c->heap = NULL;
	c->flags = flags;
	if (!takes_count(lpCount, may_lack_count))
		return WSAEFAULT;
	return run(c, lpBuffers, dwBufferCount, FALSE);
}

void capture_fini(struct capture *c)
{
	/* Nearly always NULL; and a call after the system call has its price. */
	if (c->heap != NULL)
		free(c->heap);
}

BOOL capture_writable(void *p, size_t n)
{
	return probe_write(p, n);
}

BOOL capture_readable(const void *p, size_t n)
{
	return probe_read(p, n);
}

static int largest_address(int family)
{
	switch (family) {
	case AF_INET:
		return sizeof(struct sockaddr_in);
	case AF_INET6:
		return sizeof(struct sockaddr_in6);
	case AF_UNIX:
		return sizeof(struct sockaddr_un);
	case AF_VSOCK:
		return sizeof(struct sockaddr_vm);
	}
	return sizeof(struct sockaddr_storage);
}

int capture_address_room(int family, struct sockaddr *addr, LPINT length)
{
	if (addr == NULL)
		return 0;
	if (length == NULL || !capture_writable(length, sizeof *length) ||
	    *length < largest_address(family) ||
	    !capture_writable(addr, (size_t)*length))
		return WSAEFAULT;
	return 0;
}

int capture_answer(int code, LPINT lpErrno)
{
	PLANT(SUCCESS_WRITES, if (code == 0 && lpErrno != NULL) *lpErrno = 0);
	if (code == 0)
		return 0;
	if (lpErrno != NULL && capture_writable(lpErrno, sizeof *lpErrno))
		*lpErrno = code;
	return SOCKET_ERROR;
}
