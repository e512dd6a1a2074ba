/* SPDX-License-Identifier: MIT */
/* Checking and copying what the caller passed. */
#include "spi/capture.h"

#include <stdlib.h>
#include <sys/un.h>

#include <linux/vm_sockets.h>

#include "base/probe.h"

/* What a guarded pass over the caller's memory works on. */
struct pass {
	struct capture *c;
	const WSABUF *buffers;
	DWORD n;
	LPDWORD count;
	LPDWORD flags; /* NULL: given by value */
	BOOL write;    /* the buffers will be written */
};

/* The words and the array first: P10 has them before the buffers. */
PROBE_RAW static void touch_words(struct pass *p)
{
	if (p->flags != NULL) {
		probe_write(p->flags, sizeof *p->flags);
		p->c->flags = *p->flags;
	}
	if (p->count != NULL)
		probe_write(p->count, sizeof *p->count);
}

PROBE_RAW static void copy_buffers(struct pass *p)
{
	struct capture *c = p->c;

	for (DWORD i = 0; i < p->n; i++) {
		const volatile WSABUF *from = &p->buffers[i];
		size_t length = from->len;
		char *bytes = from->buf;

		if (length == 0)
			continue;
		if (p->write)
			probe_write(bytes, length);
		else
			probe_read(bytes, length);
		c->vec[c->n++] = (struct iovec){ bytes, length };
		if (c->room < CAPTURE_MOST)
			c->room += length < CAPTURE_MOST - c->room
					   ? length
					   : CAPTURE_MOST - c->room;
	}
}

/* Few buffers: everything in one pass. */
static void touch_few(void *context)
{
	touch_words(context);
	copy_buffers(context);
}

/* Many: first what says how much room their copy needs. */
static void touch_array(void *context)
{
	const struct pass *p = context;

	touch_words(context);
	probe_read(p->buffers, p->n * sizeof *p->buffers);
}

static void touch_many(void *context)
{
	copy_buffers(context);
}

static int run_many(struct pass *p)
{
	struct capture *c = p->c;

	if (!probe_try(touch_array, p))
		return WSAEFAULT;
	c->heap = malloc(((size_t)p->n + 1) * sizeof *c->heap);
	if (c->heap == NULL)
		return WSAENOBUFS;
	c->vec = c->heap;
	return probe_try(touch_many, p) ? 0 : WSAEFAULT;
}

static int run(struct pass *p, BOOL may_lack_count)
{
	struct capture *c = p->c;

	c->vec = c->small;
	c->n = 0;
	c->room = 0;
	c->heap = NULL;
	if (p->count == NULL && !may_lack_count)
		return WSAEFAULT;
	if (p->n > CAPTURE_SMALL)
		return run_many(p);
	if (!probe_try(touch_few, p))
		return WSAEFAULT;
	return p->n == 0 ? WSAEINVAL : 0;
}

int capture_receive(struct capture *c, LPWSABUF lpBuffers, DWORD dwBufferCount,
		    LPDWORD lpCount, LPDWORD lpFlags, BOOL may_lack_count)
{
	struct pass p = { c, lpBuffers, dwBufferCount, lpCount, lpFlags, TRUE };

	if (lpFlags == NULL) {
		c->heap = NULL;
		return WSAEFAULT;
	}
	return run(&p, may_lack_count);
}

int capture_send(struct capture *c, LPWSABUF lpBuffers, DWORD dwBufferCount,
		 LPDWORD lpCount, DWORD flags, BOOL may_lack_count)
{
	struct pass p = { c, lpBuffers, dwBufferCount, lpCount, NULL, FALSE };

	c->flags = flags;
	return run(&p, may_lack_count);
}

void capture_fini(struct capture *c)
{
	free(c->heap);
}

struct span {
	void *at;
	size_t n;
};

static void touch_written(void *context)
{
	const struct span *s = context;

	probe_write(s->at, s->n);
}

static void touch_read(void *context)
{
	const struct span *s = context;

	probe_read(s->at, s->n);
}

BOOL capture_writable(void *p, size_t n)
{
	struct span s = { p, n };

	return probe_try(touch_written, &s);
}

BOOL capture_readable(const void *p, size_t n)
{
	struct span s = { (void *)(uintptr_t)p, n };

	return probe_try(touch_read, &s);
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
	if (code == 0)
		return 0;
	if (lpErrno != NULL && capture_writable(lpErrno, sizeof *lpErrno))
		*lpErrno = code;
	return SOCKET_ERROR;
}
