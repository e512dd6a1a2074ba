/* SPDX-License-Identifier: MIT */
/* Requests, their events and threads, and the model that has them all. */
#pragma once

#include "scenario/model.h"
#include "scenario/model_outcome.h"
#include "scenario/model_socket.h"

#define MODEL_MOST UINT64_C(0x7ffff000) /* bytes of one receive (X4) */
#define MODEL_LENGTHS 8

struct model_event {
	struct op_name name;
	struct model_event *next;
	enum model_signal {
		MODEL_UNSET,
		MODEL_SET,
		MODEL_UNSURE,
		MODEL_CLOSED
	} state;
	unsigned changes;
};

struct model_request {
	TAILQ_ENTRY(model_request) line;
	struct model_request *next; /* newest first, or the next that is free */
	struct op_name name, thread;
	unsigned elders; /* that had the name before */
	struct model_socket *s;
	bool sends, sync, blocking, overlapped, routine, in_line;
	bool ignored;    /* overlapped arguments, on a socket that cannot have them */
	bool listed;     /* `order` will tell of it by its own event */
	unsigned window; /* `upcalls` before it */
	uint64_t number; /* of those made, in order */
	struct model_request *reuser; /* has its WSAOVERLAPPED now; NULL: nobody */
	bool part, peek, all, oob, timed, hook_cancel;
	uint64_t room;
	size_t n_lengths; /* more than MODEL_LENGTHS: they are not known */
	uint32_t lengths[MODEL_LENGTHS];
	/* Why it may end without data; `ends`: it has to. */
	bool closed, exited, cancelled, shut, ends;
	const char *doom;                    /* the clause, NULL: none */
	bool pending, seen, stored, refused; /* pending: it was, at its call */
	struct model_outcome outcome;        /* where seen or stored */
	unsigned char *bytes;                /* of it; owned */
	size_t n_bytes, bytes_room;
	unsigned ran, ordered;
	bool awaited, running;
	struct model_event own, *event;
	unsigned changes; /* of the event, when it began */
	bool counted;     /* by an `upcalls` */
};

struct model_thread {
	struct model_thread *next;
	struct op_name name;
	bool blocked; /* its last operation has not returned */
};

struct model {
	struct objection objection;
	bool objected, exact;
	struct model_count count;
	const struct op *busy; /* begun and not told */
	struct model_socket *sockets, *free_sockets;
	struct model_request *requests, *free_requests;
	struct model_event *events, *free_events;
	struct model_thread *threads, *free_threads;
	unsigned resets_least, resets_most, sends_most, window;
	bool stopped;
	uint64_t n_requests;
};
