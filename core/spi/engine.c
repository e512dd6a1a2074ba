/* SPDX-License-Identifier: MIT */
/* Lines of requests: joined, served, cancelled. */
#include "spi/engine.h"

#include <string.h>
#include <time.h>

#include "base/planted.h"
#include "base/probe.h"
#include "spi/blocking.h"
#include "spi/live.h"
#include "spi/provider.h"
#include "spi/receive.h"
#include "spi/send.h"

int engine_watch(struct socket *so)
{
	unsigned want = READY_RECEIVE | READY_URGENT | blocking_wants(so);
	int native;

	if (!TAILQ_EMPTY(&so->turns[TURN_SEND]))
		want |= READY_SEND;
	/* poll() calls an AF_UNIX datagram socket without a peer writable whatever the
	 * receiver's queue. */
	if ((want & READY_SEND) && so->connectionless &&
	    so->info.iAddressFamily == AF_UNIX)
		want |= READY_OFTEN;
	native = so->transport->ops->watch(so->transport, &so->source, want);
	return native == 0 ? 0 : WSAENOBUFS;
}

static void leave_line(struct socket *so, struct request *q)
{
	TAILQ_REMOVE(&so->turns[q->kind], &q->turn, link);
	so->outstanding--;
	lead_unpend();
	lock_take(&q->thread->lock);
	LIST_REMOVE(&q->task, link);
	lock_give(&q->thread->lock);
}

/* False: the thread is gone. */
static bool join_line(struct socket *so, struct request *q)
{
	bool there;

	lock_take(&q->thread->lock);
	there = !q->thread->gone;
	if (there)
		LIST_INSERT_HEAD(&q->thread->tasks, &q->task, link);
	lock_give(&q->thread->lock);
	if (!there)
		return false;
	if (PLANTED(LAST_POSTED_FIRST))
		TAILQ_INSERT_HEAD(&so->turns[q->kind], &q->turn, link);
	else
		TAILQ_INSERT_TAIL(&so->turns[q->kind], &q->turn, link);
	so->outstanding++;
	return true;
}

static int too_many(const struct socket *so)
{
	PLANT(RULE_TOO_MANY, return WSAEWOULDBLOCK);
	return so->rules.value[RULE_TOO_MANY] == TOO_MANY_NOBUFS ? WSAENOBUFS
								 : WSAEWOULDBLOCK;
}

int engine_pend(struct socket *so, struct request *q)
{
	int code;

	if (so->outstanding >= so->limit + PLANTED(LIMIT_LATE))
		return too_many(so);
	if (lead_pend() != 0)
		return WSAENOBUFS;
	if (!live_add(q)) {
		lead_unpend();
		return WSAEINVAL;
	}
	code = join_line(so, q) ? engine_watch(so) : WSA_OPERATION_ABORTED;
	if (code != 0) {
		if (code != WSA_OPERATION_ABORTED)
			leave_line(so, q);
		else
			lead_unpend();
		live_remove(q);
		return code;
	}
	if (q->event != NULL && !PLANTED(EVENT_NOT_RESET))
		provider_reset_event(q->event);
	__atomic_store_n(&q->overlapped->Internal, (ULONG_PTR)WSS_OPERATION_IN_PROGRESS,
			 __ATOMIC_RELEASE);
	return 0;
}

void engine_finish(struct socket *so, struct request *q, int code)
{
	q->thread->untold++;
	q->code = code;
	TAILQ_INSERT_TAIL(&so->finished, &q->turn, link);
}

void engine_tell_source(const struct request *q, const struct receive *r)
{
	socklen_t room;

	if (q->from == NULL || !probe_write(q->from_length, sizeof *q->from_length))
		return;
	room = *q->from_length < 0 ? 0 : (socklen_t)*q->from_length;
	if (room > r->from_length)
		room = r->from_length;
	if (!probe_write(q->from, room))
		return;
	memcpy(q->from, &r->from, room);
	*q->from_length = (int)r->from_length;
}

/* The request as a receive under way. */
static void load(struct request *q, struct receive *r)
{
	receive_init(r);
	r->in.vec = q->vec;
	r->in.n = q->n;
	r->in.room = q->room;
	r->in.flags = q->flags;
	r->ask_from = q->from != NULL;
	r->got = q->got;
}

/* One attempt; WSAEWOULDBLOCK: it goes on waiting. */
static int try_receive(struct socket *so, struct request *q)
{
	struct receive r;
	int code;

	load(q, &r);
	if (so->watched)
		receive_begin_watch(so);
	r.over = so->dead != 0 &&
		 q->got > 0; /* of a WAITALL: what it has is its result */
	if (so->dead != 0)
		code = r.over ? 0 : so->dead;
	else
		code = receive_attempt(so, &r);
	q->got = r.got;
	if (code == WSAEWOULDBLOCK)
		return code;
	PLANT(PENDING_LENGTH, if (code == WSAEMSGSIZE) q->got = r.length);
	if (so->watched)
		receive_watch(so, &r, code);
	if (code == 0 || code == WSAEMSGSIZE)
		engine_tell_source(q, &r);
	else
		q->got = 0;
	if (q->detailed && probe_write(q->overlapped, sizeof(WSPOVERLAPPED)))
		((WSPOVERLAPPED *)q->overlapped)->details = so->last;
	q->flags = code == 0 ? r.flags_out : 0;
	PLANT(PENDING_FLAGS, q->flags = 0);
	return code;
}

static int try(struct socket *so, struct request *q)
{
	return q->kind == TURN_SEND ? send_again(so, q) : try_receive(so, q);
}

void engine_serve(struct socket *so, enum turn_kind kind)
{
	struct turns *line = &so->turns[kind];
	struct turn *t;
	bool any = false;

	while ((t = TAILQ_FIRST(line)) != NULL) {
		struct request *q = request_of(t);
		int code;

		if (t->caller != NULL) {
			lead_wake(t->caller);
			break;
		}
		code = try(so, q);
		if (code == WSAEWOULDBLOCK)
			break;
		leave_line(so, q);
		engine_finish(so, q, code);
		any = true;
		PLANT(END_FOR_ONE, if (code == 0 && q->got == 0) break);
	}
	if (any && kind == TURN_SEND && t == NULL)
		engine_watch(so);
}

void engine_sent(struct socket *so)
{
	if (so->once != 0 || so->broken != 0) {
		engine_serve(so, TURN_RECEIVE);
		engine_serve(so, TURN_URGENT);
	}
	if (so->shut_send && !so->end_sent && TAILQ_EMPTY(&so->turns[TURN_SEND])) {
		so->end_sent = true;
		so->transport->ops->shut_send(so->transport);
	}
}

void engine_serve_all(struct socket *so)
{
	for (enum turn_kind kind = TURN_RECEIVE; kind < N_TURNS; kind++)
		if (!TAILQ_EMPTY(&so->turns[kind])) {
			engine_serve(so, kind);
			if (kind == TURN_SEND)
				engine_sent(so);
		}
}

bool engine_owe(struct socket *so, bool last)
{
	bool owes = so->transport->ops->owes != NULL &&
		    so->transport->ops->owes(so->transport, last);

	if (owes && !so->owes)
		so->owes = lead_pend() == 0;
	if (so->owes && owes)
		owes = engine_watch(so) == 0;
	if (so->owes && !owes) {
		so->owes = false;
		lead_unpend();
	}
	return so->owes;
}

void engine_ready(struct source *source)
{
	struct socket *so =
		(struct socket *)((char *)source - offsetof(struct socket, source));

	lock_take(&so->lock);
	if (so->handle == INVALID_SOCKET) {
		socket_leave(so); /* which ends it, if it owes nothing more */
		return;
	}
	if (so->transport->ops->turn != NULL)
		so->transport->ops->turn(so->transport);
	if (so->owes)
		engine_owe(so, false);
	engine_serve_all(so);
	blocking_wake_others(so);
	socket_leave(so);
}

static void forget_details(const struct request *q)
{
	if (q->detailed && probe_write(q->overlapped, sizeof(WSPOVERLAPPED)))
		((WSPOVERLAPPED *)q->overlapped)->details = (WSPLASTRECEIVE){ 0 };
}

static void cancel(struct socket *so, struct request *q, int code)
{
	struct receive r;

	leave_line(so, q);
	if (q->kind != TURN_SEND) {
		/* What a WAITALL had taken is for the next receive, or its own result
		 * where it cannot be kept. */
		load(q, &r);
		PLANT(EXIT_LOSES, r.got = 0);
		if (r.got > 0 && so->handle != INVALID_SOCKET &&
		    stream_put_back(so, &r) != 0)
			code = 0;
		q->got = code == 0 ? r.got : 0;
		forget_details(q);
	}
	q->flags = 0;
	engine_finish(so, q, code);
}

/* The requests in all lines, of one thread or (NULL) of all. */
static void cancel_all(struct socket *so, const struct thread *of, int code)
{
	struct turn *t, *next;

	PLANT(EXIT_FOR_ALL, of = NULL);
	for (enum turn_kind kind = TURN_RECEIVE; kind < N_TURNS; kind++)
		for (t = TAILQ_FIRST(&so->turns[kind]); t != NULL; t = next) {
			next = TAILQ_NEXT(t, link);
			if (t->caller == NULL &&
			    (of == NULL || request_of(t)->thread == of))
				cancel(so, request_of(t), code);
		}
}

void engine_abort(struct socket *so)
{
	bool windows = so->rules.value[RULE_CLOSE] == CLOSE_CONNECTION_ABORTED;

	if (PLANTED(CLOSE_LOST))
		return;
	PLANT(CLOSE_MESSAGES, so->stream = true);
	cancel_all(so, NULL,
		   windows && so->stream && so->state == SOCKET_CONNECTED
			   ? WSAECONNABORTED
			   : WSA_OPERATION_ABORTED);
}

/* The socket of something that a thread has pending; INVALID_SOCKET: there is nothing. */
static SOCKET first_task(struct thread *t, enum turn_kind *kind)
{
	struct thread_task *task;
	const struct request *q;
	SOCKET s = INVALID_SOCKET;

	lock_take(&t->lock);
	task = LIST_FIRST(&t->tasks);
	if (task != NULL) {
		q = (struct request *)((char *)task - offsetof(struct request, task));
		s = q->s;
		*kind = q->kind;
	}
	lock_give(&t->lock);
	return s;
}

/* Whoever finishes a request takes it off the thread's list while its socket is entered:
 * so a socket that cannot be entered any more has none left. */
void engine_thread_ended(struct thread *t)
{
	const struct timespec a_while = { .tv_nsec = 50000 };
	enum turn_kind kind;
	SOCKET s;

	if (PLANTED(EXIT_IGNORED))
		return;
	while ((s = first_task(t, &kind)) != INVALID_SOCKET) {
		struct socket *so = socket_enter(s);

		if (so == NULL)
			continue;
		cancel_all(so, t, WSA_OPERATION_ABORTED);
		engine_serve_all(so);
		engine_sent(so);
		socket_leave(so);
	}
	/* Other threads may be about to tell of some. */
	while (t->untold > 0)
		nanosleep(&a_while, NULL);
}

void engine_thread_waits(struct thread *t)
{
	enum turn_kind kind = TURN_RECEIVE;
	struct socket *so = socket_enter(first_task(t, &kind));
	const struct turn *first;

	if (so == NULL)
		return;
	/* Its own line alone, and only what is first there: who blocks in front of it looks
	 * for itself, and may be this thread, woken from the wait that it is about to
	 * begin. */
	first = TAILQ_FIRST(&so->turns[kind]);
	if (first != NULL && first->caller == NULL)
		engine_serve(so, kind);
	socket_leave(so);
}
