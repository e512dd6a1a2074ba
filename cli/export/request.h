/* SPDX-License-Identifier: MIT */
/* Receives and sends of an exported program, by name. */
#pragma once

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
