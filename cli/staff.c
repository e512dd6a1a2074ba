/* SPDX-License-Identifier: MIT */
/* Starts workers, hands out, collects, and ends those that hang. */
#include "cli/staff.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/interrupt.h"
#include "scenario/clock.h"
#include "scenario/quantity.h"

#define LOOK_AGAIN 250 /* milliseconds: the longest that a signal waits */
#define PIECE 65536    /* bytes that are read at once */

struct member {
	pid_t pid;  /* 0: not started */
	int socket; /* -1: none */
	bool busy;
	struct staff_job job;
	uint64_t begun;
	struct parcel parcel; /* of the answer, what has come so far */
	struct whereabouts *where;
};

struct staff {
	const struct staff_wish *wish;
	struct member *members;
	size_t n;
	size_t handed; /* jobs */
	bool dry;      /* there are no more */
	enum staff_end end;
};

static bool told(const char *what)
{
	fprintf(stderr, "wsprecv: run: %s: %s\n", what, strerror(errno));
	return false;
}

/* In the child: only its own end of its own socket. */
static void keep_own(struct staff *c, int theirs)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->members[i].socket != -1)
			close(c->members[i].socket);
	close(theirs);
}

static bool start(struct staff *c, struct member *m)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == -1)
		return told("no socket for a worker");
	fflush(NULL); /* what is buffered shall not be written twice */
	m->pid = fork();
	if (m->pid == 0) {
		keep_own(c, ends[0]);
		worker_work(c->wish->worker, ends[1], m->where);
	}
	close(ends[1]);
	if (m->pid == -1) {
		m->pid = 0;
		close(ends[0]);
		return told("no worker");
	}
	m->socket = ends[0];
	return true;
}

/* Waits for its end, which must be near. The wait status. */
static int bury(struct member *m)
{
	int status = 0;

	if (m->socket != -1)
		close(m->socket);
	m->socket = -1;
	while (m->pid != 0 && waitpid(m->pid, &status, 0) == -1 && errno == EINTR)
		;
	m->pid = 0;
	parcel_reset(&m->parcel);
	return status;
}

static bool send_number(int socket, uint64_t number)
{
	return send(socket, &number, sizeof number, MSG_NOSIGNAL) == sizeof number;
}

/* Gives the next job to one that has none. */
static void hand_out(struct staff *c, struct member *m)
{
	struct staff_job job = { .number = c->handed };

	if (c->dry || !c->wish->next(c->wish->context, &job)) {
		c->dry = true;
		return;
	}
	c->handed++;
	m->job = job;
	m->busy = true;
	m->begun = clock_now();
	c->wish->begins(c->wish->context, &m->job);
	if (m->pid == 0 && !start(c, m)) {
		c->end = STAFF_FAILED;
		return;
	}
	/* One that has ended meanwhile is found out when it is read from. */
	(void)send_number(m->socket, m->job.file);
}

static void deliver(struct staff *c, struct member *m, struct verdict *v)
{
	v->path = c->wish->worker->files.paths[m->job.file];
	v->round = m->job.round;
	m->busy = false;
	if (!c->wish->done(c->wish->context, &m->job, v) && c->end == STAFF_DONE)
		c->end = STAFF_STOPPED;
}

/* A verdict that the worker could not give itself. */
static void deliver_for(struct staff *c, struct member *m, enum verdict_kind kind,
			const char *summary)
{
	struct verdict v = { .title = "", .why = "", .notes = "" };
	struct verdict_failure *f = verdict_add(&v);

	v.end = VERDICT_FAILED;
	v.usec = clock_now() - m->begun;
	v.steps = m->where->n;
	f->kind = kind;
	f->path = c->wish->worker->files.paths[m->job.file];
	f->summary = arena_text(&v.arena, summary);
	whereabouts_next(m->where, &v.arena, f);
	whereabouts_before(m->where, &v.arena, f);
	whereabouts_end(m->where);
	deliver(c, m, &v);
}

static void end_hanging(struct staff *c, struct member *m)
{
	char limit[32], summary[64];

	kill(m->pid, SIGKILL);
	bury(m);
	quantity_print_duration(c->wish->limit, limit);
	snprintf(summary, sizeof summary, "did not end within %s", limit);
	deliver_for(c, m, VERDICT_HUNG, summary);
}

static void notice_crash(struct staff *c, struct member *m)
{
	char summary[64];
	int status;

	/* If it is still there, it has closed what it must not close. */
	kill(m->pid, SIGKILL);
	status = bury(m);

	if (WIFSIGNALED(status)) {
		const char *name = sigabbrev_np(WTERMSIG(status));

		snprintf(summary, sizeof summary, "crashed: signal %d%s%s",
			 WTERMSIG(status), name != NULL ? ", SIG" : "",
			 name != NULL ? name : "");
	} else {
		snprintf(summary, sizeof summary, "crashed: exit status %d",
			 WEXITSTATUS(status));
	}
	if (m->busy && interrupt_signal() == 0)
		deliver_for(c, m, VERDICT_CRASHED, summary);
}

/* Whether the whole answer is there. */
static bool whole(const struct parcel *p)
{
	uint64_t length;

	if (p->n < sizeof length)
		return false;
	memcpy(&length, p->bytes, sizeof length);
	return p->n - sizeof length >= length;
}

static void hear(struct staff *c, struct member *m)
{
	unsigned char *to = parcel_room(&m->parcel, PIECE);
	ssize_t n = recv(m->socket, to, PIECE, MSG_DONTWAIT);
	struct verdict v;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		notice_crash(c, m);
		return;
	}
	m->parcel.n += (size_t)n;
	if (!m->busy || !whole(&m->parcel))
		return;
	m->parcel.at = sizeof(uint64_t);
	if (verdict_unpack(&m->parcel, &v)) {
		parcel_reset(&m->parcel);
		deliver(c, m, &v);
		return;
	}
	verdict_free(&v);
	kill(m->pid, SIGKILL);
	bury(m);
	deliver_for(c, m, VERDICT_CRASHED, "crashed: its answer cannot be read");
}

/* Milliseconds until the first of them has had its time. */
static int patience(const struct staff *c)
{
	uint64_t now = clock_now(), least = LOOK_AGAIN * UINT64_C(1000);

	for (size_t i = 0; i < c->n; i++) {
		const struct member *m = &c->members[i];
		uint64_t used = now - m->begun;

		if (!m->busy)
			continue;
		if (used >= c->wish->limit)
			return 0;
		if (c->wish->limit - used < least)
			least = c->wish->limit - used;
	}
	return (int)(least / 1000) + 1;
}

static void watch(struct staff *c, struct pollfd *polled)
{
	for (size_t i = 0; i < c->n; i++)
		polled[i] = (struct pollfd){ c->members[i].socket, POLLIN, 0 };
	if (poll(polled, c->n, patience(c)) == -1)
		return;
	for (size_t i = 0; i < c->n; i++)
		if (polled[i].revents != 0)
			hear(c, &c->members[i]);
	for (size_t i = 0; i < c->n; i++) {
		struct member *m = &c->members[i];

		if (m->busy && clock_now() - m->begun >= c->wish->limit)
			end_hanging(c, m);
	}
}

/* False: nobody has anything to do. */
static bool keep_busy(struct staff *c)
{
	bool any = false;

	for (size_t i = 0; i < c->n && c->end == STAFF_DONE; i++) {
		if (!c->members[i].busy)
			hand_out(c, &c->members[i]);
		any = any || c->members[i].busy;
	}
	return any;
}

static void dismiss(struct staff *c)
{
	for (size_t i = 0; i < c->n; i++) {
		struct member *m = &c->members[i];
		bool busy = m->busy, there = m->pid != 0;
		int status;

		if (busy && there)
			kill(m->pid, SIGKILL);
		status = bury(m);
		/* A leak that a sanitizer found, say. */
		if (there && !busy && c->end != STAFF_INTERRUPTED && status != 0) {
			fputs("wsprecv: run: a worker ended badly\n", stderr);
			c->end = STAFF_FAILED;
		}
		parcel_free(&m->parcel);
	}
}

enum staff_end staff_work(const struct staff_wish *wish)
{
	struct staff c = { .wish = wish, .n = wish->workers, .end = STAFF_DONE };
	struct pollfd *polled = calloc(c.n, sizeof polled[0]);
	struct whereabouts *where = whereabouts_map(c.n);

	c.members = calloc(c.n, sizeof c.members[0]);
	if (polled == NULL || where == NULL || c.members == NULL)
		abort();
	for (size_t i = 0; i < c.n; i++) {
		c.members[i].socket = -1;
		c.members[i].where = &where[i];
	}
	while (c.end == STAFF_DONE) {
		if (interrupt_signal() != 0)
			c.end = STAFF_INTERRUPTED;
		else if (keep_busy(&c))
			watch(&c, polled);
		else
			break;
	}
	dismiss(&c);
	free(c.members);
	free(polled);
	whereabouts_unmap(where, c.n);
	return c.end;
}
