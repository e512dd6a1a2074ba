/* SPDX-License-Identifier: MIT */
/* What the files of the world share, and nobody else needs. */
#pragma once

#include <pthread.h>
#include <sys/queue.h>

#include "scenario/endpoint.h"
#include "scenario/memory.h"
#include "scenario/posted.h"
#include "scenario/world.h"
#include "scenario/world_peer.h"

struct world_socket {
	TAILQ_ENTRY(world_socket) link;
	char name[OP_NAME_MAX + 1];
	struct endpoint end;
	SOCKET handle; /* goes on when the socket is closed */
	bool nonblocking, nonoverlapped;
	uint64_t timeout; /* of its receives, microseconds as `open` had it; 0: none */
	struct world_peer peer;
};

/* An overlapped send. */
struct world_sending {
	WSAOVERLAPPED overlapped; /* first: what a routine is given points here */
	struct world_request *request;
	unsigned char *bytes; /* owned, as are the buffers */
	WSABUF *buffers;
	DWORD n;
	DWORD error, sent;
};

struct world_request {
	TAILQ_ENTRY(world_request) link;
	char name[OP_NAME_MAX + 1]; /* "": another has it now, or it had none */
	char thread[OP_NAME_MAX + 1];
	struct world *world;
	SOCKET s;
	bool sends, overlapped;
	enum op_mode mode;
	struct member *member;
	struct world_socket *socket;
	struct memory *memory;       /* a receive's; owned */
	const struct layout *layout; /* its; the operation's */
	struct posted posted;
	struct outcome outcome;       /* of a receive that is not overlapped */
	struct sockaddr_storage from; /* by WSPRecvFrom */
	int from_length, from_room;
	struct receive_source source;
	struct world_sending sending;
	int error;  /* of a send's call, 0 or the code */
	DWORD sent; /* by it */
	int hooked; /* what a receive in its blocking hook came to, 0: it made none */
	WSAEVENT event;
	bool own_event;
	_Atomic bool called;  /* the call has returned */
	_Atomic bool pending; /* a completion follows */
	_Atomic bool told;    /* and has been seen */
	bool again;           /* more than once */
};

struct world_event {
	TAILQ_ENTRY(world_event) link;
	char name[OP_NAME_MAX + 1];
	WSAEVENT handle; /* stays when it is closed */
};

#define WORLD_ORDER 256

struct world {
	struct world_wish wish;
	struct crew *crew;
	pthread_mutex_t lock; /* for the lists and what is counted */
	TAILQ_HEAD(, world_socket) sockets;
	TAILQ_HEAD(, world_request) requests;
	TAILQ_HEAD(, world_event) events;
	unsigned started;  /* how often beyond the first time */
	bool stopped;      /* by WSPCleanup */
	unsigned sessions; /* of TLS, with peers of ours */
	_Atomic bool ending;
	unsigned queued, set, reset, looked[3]; /* looked: as told last */
	char (*order)[OP_NAME_MAX + 1];         /* since the last `order`; owned */
	size_t n_order, n_looked, order_room;
	enum op_hook hook; /* of the call that is being made, until it has run */
	bool hook_both;    /* it receives before it cancels */
	const struct member *hook_member; /* who makes that call */
	SOCKET hook_socket;
	int hooked; /* what its receive came to, 0: it made none */
	char damage[160];
};

void world_say_damage(struct world *w, const char *request, const char *what);

/* Notes that the request of that name has completed, with the lock held; forgotten where
 * nobody has asked for WORLD_ORDER of them. */
void world_note_order(struct world *w, const char name[OP_NAME_MAX + 1]);

/* Row `rule` of WSPRuleEntry(), or where there is a profile that, as it is set. */
bool world_rule_of(const struct op_rule *rule, enum op_profile profile, WSPRULE *out);

/* NULL: there is none, which is told as "unknown NAME". */
struct world_socket *world_socket(struct world *w, const char *name,
				  struct tokens *out);
void world_code(struct tokens *out, int code); /* "ok", or the code's name */
void world_errno(struct tokens *out, int native);

/* WSPIoctl with a value that goes in; 0 or the code. */
int world_control(SOCKET s, DWORD code, const void *in, size_t n);

/* Verbs, by file. */
void world_open(struct world *w, const struct op *op, struct tokens *out);
void world_connect(struct world *w, const struct op *op, struct tokens *out);
void world_get(struct world *w, const struct op *op, struct tokens *out);
void world_ioctl(struct world *w, const struct op *op, struct tokens *out);
void world_startup(struct world *w, const struct op *op, struct tokens *out);
void world_close_socket(struct world *w, struct world_socket *ws);
void world_peer(struct world *w, const struct op *op, struct tokens *out);
void world_net(struct world *w, const struct op *op, struct tokens *out);
void world_recv(struct world *w, const struct op *op, struct tokens *out);
void world_send(struct world *w, const struct op *op, struct tokens *out);
void world_result(struct world *w, const struct op *op, struct tokens *out);
void world_overlapped(struct world *w, const struct op *op, struct tokens *out);
void world_event(struct world *w, const struct op *op, struct tokens *out);
/* milliseconds again and again, until the world ends, unless it is the last time. */
void world_wait_events(struct world *w, const struct op *op, DWORD milliseconds,
		       bool last, struct tokens *out);
void world_order(struct world *w, const struct op *op, struct tokens *out);
void world_set(struct world *w, const struct op *op, struct tokens *out);
void world_rule(struct world *w, const struct op *op, struct tokens *out);

/* A new socket of that name, nothing opened yet; the one that had it is closed. NULL: no
 * memory. */
struct world_socket *world_take_socket(struct world *w, const char *name);

/* A moment for things to happen; false: nothing more will. `tried` counts how often this
 * has been called since anything happened. */
bool world_moment(struct world *w, unsigned *tried);

/* A new request of that operation, in the list, its event made. NULL: no memory. */
struct world_request *world_request_new(struct world *w, const struct op *op,
					struct world_socket *ws);
void world_request_free(struct world_request *r);
void world_request_told(struct world_request *r);
/* Marks those that no routine will tell of, for who is to reuse a WSAOVERLAPPED. */
void world_request_orphans(struct world *w);

/* What a receive came to. */
void world_tell_receive(const struct world_request *r, const struct outcome *o,
			bool pending, struct tokens *out);

/* The event of that name, or of that request; made where there is none. */
WSAEVENT world_event_handle(struct world *w, const char *name);

/* The socket as this call wants it, and as it was. */
void world_dress(struct world *w, const struct op *op, const struct world_socket *ws);
void world_undress(struct world *w, const struct op *op, const struct world_socket *ws);

/* The upcalls, which count and remember. */
WSPUPCALLTABLE world_upcalls(struct world *w);
