/* SPDX-License-Identifier: MIT */
/* Receives and sends of an exported program, by name. */
#pragma once

#include <sys/mman.h>

#include "cli/export/open.h"

struct request {
	WSPOVERLAPPED o; /* first: what a routine is given points here */
	struct request *next;
	struct request *host;   /* whose WSAOVERLAPPED it uses: mostly its own */
	struct request *tenant; /* who uses its own now; NULL: itself */
	char name[16];
	struct sock *sock;
	SOCKET s;
	void *owner; /* the thread whose routine tells of it; NULL: that of main() */
	unsigned life;
	bool sends, overlapped, has_own_event, has_routine;
	WSAEVENT event;
	WSABUF *buffers;
	DWORD n_buffers;
	/* The call, and what it left behind. */
	DWORD flags_in, flags, count;
	int result, error;
	int hook_error; /* what a receive in its blocking hook came to */
	atomic_bool called, pending, told;
	/* The completion. */
	DWORD end_error, end_count, end_flags;
};

static struct request *requests; /* the newest first */

/* A name is the newest's that has it. */
static struct request *new_request(const char *name, struct sock *sock, DWORD flags,
				   bool overlapped)
{
	struct request *r = calloc(1, sizeof *r);

	if (r == NULL)
		abort();
	for (struct request *old = requests; old != NULL; old = old->next)
		if (name[0] != '\0' && strcmp(old->name, name) == 0)
			old->name[0] = '\0';
	snprintf(r->name, sizeof r->name, "%s", name);
	r->sock = sock;
	r->s = sock->handle;
	r->flags = r->flags_in = flags;
	/* The completion may come before the call returns. */
	r->overlapped = overlapped;
	r->pending = overlapped;
	r->host = r;
	r->next = requests;
	requests = r;
	return r;
}

/* Kinds of buffers. */
#define PLAIN 0
#define NULL_POINTER 1
#define UNMAPPED 2
#define READ_ONLY 3
#define SAME 4 /* as the one before it */

struct room {
	size_t times, length;
	int kind;
};

static char *make_buffer(size_t length, int kind)
{
	void *at;

	if (kind == NULL_POINTER)
		return NULL;
	at = kind == PLAIN
		     ? malloc(length + 1)
		     : mmap(NULL, length + 1, kind == UNMAPPED ? PROT_NONE : PROT_READ,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (at == NULL || at == MAP_FAILED)
		abort();
	return at;
}

/* What a plain one needs, with those that are the same. */
static size_t longest(const struct room *rooms, size_t n)
{
	size_t length = rooms[0].length;

	for (size_t i = 1; i < n && rooms[i].kind == SAME; i++)
		if (rooms[i].length > length)
			length = rooms[i].length;
	return length;
}

static void make_buffers(struct request *r, size_t n, const struct room *rooms)
{
	for (size_t i = 0; i < n; i++)
		r->n_buffers += (DWORD)rooms[i].times;
	r->buffers = calloc(r->n_buffers + 1, sizeof r->buffers[0]);
	if (r->buffers == NULL)
		abort();
	r->n_buffers = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < rooms[i].times; k++) {
			WSABUF *b = &r->buffers[r->n_buffers++];

			b->len = (ULONG)rooms[i].length;
			b->buf = rooms[i].kind == SAME
					 ? b[-1].buf
					 : make_buffer(longest(&rooms[i], n - i),
						       rooms[i].kind);
		}
}

/* The bytes to send, copied. */
static void take_bytes(struct request *r, const void *bytes, size_t n)
{
	make_buffers(r, 1, (const struct room[]){ { 1, n, PLAIN } });
	if (n > 0)
		memcpy(r->buffers[0].buf, bytes, n);
	r->sends = true;
}

static void use_event(struct request *r, WSAEVENT event)
{
	r->o.overlapped.hEvent = r->event = event;
}

static void own_event(struct request *r)
{
	int error;

	use_event(r, WPUCreateEvent(&error));
	r->has_own_event = true;
}

/* The longest wait of receives; 0: none. */
static void set_receive_limit(SOCKET s, DWORD milliseconds)
{
	int error;

	WSPSetSockOpt(s, SOL_SOCKET, SO_RCVTIMEO, (CHAR *)&milliseconds,
		      sizeof milliseconds, &error);
}

/* That of the request, or of that name alone, made where there is none. */
static WSAEVENT event_of(const struct request *r, WSAEVENT *named)
{
	int error;

	if (r != NULL && r->event != WSA_INVALID_EVENT)
		return r->event;
	if (*named == WSA_INVALID_EVENT)
		*named = WPUCreateEvent(&error);
	return *named;
}

/* Byte i is i % 251. */
static const void *pattern(size_t n)
{
	unsigned char *bytes = malloc(n + 1);

	if (bytes == NULL)
		abort();
	for (size_t i = 0; i < n; i++)
		bytes[i] = (unsigned char)(i % 251);
	return bytes;
}
