/* SPDX-License-Identifier: MIT */
/* Requests, their events and threads, and the model that has them all.
 *
 * A request is one post and has its identity for good; a name means the newest post that
 * was given it. */
#pragma once

#include "scenario/model.h"
#include "scenario/model_outcome.h"
#include "scenario/model_socket.h"

#define MODEL_MOST UINT64_C(0x7ffff000) /* bytes of one receive (X4) */
#define MODEL_LENGTHS 8

struct model_event {
	struct op_name name;
	struct model_event *next;
	struct model_request *owner; /* NULL: it has a name of its own */
	enum model_signal {
		MODEL_UNSET,
		MODEL_SET,
		MODEL_UNSURE,
		MODEL_CLOSED
	} state;
	unsigned changes, guests; /* guests: other requests that use it */
};

/* A WSAOVERLAPPED: that of one request, and of those that are to reuse it. */
struct model_place {
	struct model_request *tenant; /* the last that was accepted, or wrote into it */
	unsigned guests;
	bool unsure; /* a call that is not judged may have written into it */
};

struct model_request {
	TAILQ_ENTRY(model_request) line;
	struct model_request *next; /* newest first, or the next that is free */
	/* name: as long as it is this one that is meant; called: as it was posted. */
	struct op_name name, called, thread;
	struct model_socket *s;
	bool sends, sync, blocking, overlapped, routine, in_line;
	bool inside;     /* it was made in a routine */
	bool ignored;    /* overlapped arguments, on a socket that cannot have them */
	bool unsure;     /* the call was not judged: it may have begun */
	bool by_event;   /* its end is told by an event (mode) */
	bool was_listed; /* it was over before another took its name */
	unsigned window; /* `upcalls` before it */
	uint64_t number; /* of those made, in order */
	bool part, peek, all, oob, timed, hook_cancel;
	bool turned; /* for as long as it lasts the socket blocks, or does not, as it likes */
	uint64_t since, limit; /* when it was made; its time-out, 0: nobody knows */
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
	unsigned ran, detained; /* detained: routines that its thread is in */
	bool awaited, running;
	struct op_name ran_on; /* the thread, while it is running */
	/* handle: what its name means as an event; event: what its completion sets. */
	struct model_event own, *handle, *event;
	unsigned changes; /* of the event, when it began */
	bool counted;     /* by an `upcalls` */
	struct model_place home, *place;
};

/* How often something has happened: for certain, and perhaps. */
struct model_bounds {
	unsigned least, most;
};

/* What `order` is owed, and was told, under one name. */
struct model_name {
	struct model_name *next;
	struct op_name name;
	struct model_bounds gone; /* of requests that are forgotten */
	unsigned began, told;     /* began: of those, too */
	bool blind;               /* one of them was not judged */
};

struct model_thread {
	struct model_thread *next;
	struct op_name name;
	bool blocked;       /* its last operation has not returned */
	bool asleep;        /* for ever, if it is blocked, and not alertably */
	uint64_t waits_for; /* the same in WSPGetOverlappedResult: a request's number */
	bool lent; /* to an await that has not, so that routines may run at any time */
};

struct model {
	struct objection objection;
	bool objected, exact;
	struct model_count count;
	const struct op *busy;       /* begun and not told */
	bool cancelled;              /* by a routine, say, while it waits */
	bool deaf;                   /* its thread waits, and not alertably */
	struct model_request *meant; /* by its name, when it was begun */
	uint64_t began;              /* the number of the newest request by then */
	uint64_t now, busy_since;
	bool stirred; /* something else was done since; `before`: its socket, before that */
	struct model_socket before;
	struct model_socket *sockets, *free_sockets;
	struct model_request *requests, *free_requests;
	struct model_event *events, *free_events;
	struct model_thread *threads, *free_threads;
	struct model_name *names, *free_names;
	struct model_bounds sets, queues; /* of requests that are forgotten */
	unsigned later_sets, later_queues;
	unsigned resets_least, resets_most, sends_most, window;
	bool stopped, crowded; /* crowded: `order` could not keep all */
	bool strange;          /* what sockets of ours send may reach others */
	bool napped;           /* a routine may have waited alertably */
	bool stale; /* what has come since `stale_at` may not have been acted upon */
	uint64_t stale_at;
	uint64_t n_requests;
};

/* What comes now is not acted upon by the end of this step: nobody is given the time. */
void model_is_stale(struct model *m);
/* What model_surely() says of it, where that has been acted upon for certain. */
const char *model_overdue(const struct model *m, const struct model_request *r);
/* Those in front of it may not have been served. */
bool model_is_behind(const struct model *m, const struct model_request *r);
