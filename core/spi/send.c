/* SPDX-License-Identifier: MIT */
/* WSPSend and WSPSendTo.
 *
 * A send never fails for what an earlier one drew ("port unreachable"): that is for the
 * next receive to tell. What a send learns about the circuit is told by every later send,
 * and by receives: a reset at once, for it has been told, and what follows a graceful end
 * once the data before that has been read (C4). */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "base/code.h"
#include "base/heap.h"
#include "base/planted.h"
#include "base/vec.h"
#include "spi/blocking.h"
#include "spi/connection.h"
#include "spi/engine.h"
#include "spi/live.h"
#include "spi/post.h"
#include "spi/send.h"

#define SLICE 64

/* A send under way. */
struct sending {
	SOCKET s;
	struct capture in;
	const struct sockaddr *to;
	socklen_t to_length;
	size_t sent;
	struct overlapped overlapped;
};

static int check(struct socket *so, const struct sending *w)
{
	DWORD xp1 = so->info.dwServiceFlags1;

	if (w->in.flags & ~(DWORD)(MSG_OOB | MSG_PARTIAL))
		return WSAEINVAL;
	if ((w->in.flags & MSG_PARTIAL) ||
	    ((w->in.flags & MSG_OOB) && !(xp1 & XP1_EXPEDITED_DATA)))
		return WSAEOPNOTSUPP;
	if (so->shut_send)
		return WSAESHUTDOWN;
	if (so->connectionless)
		return w->to == NULL && so->state != SOCKET_CONNECTED ? WSAENOTCONN : 0;
	if (connection_check(so) != 0)
		return WSAENOTCONN;
	if (so->dead == 0 && so->reset) /* told, it is remembered (E14, P10) */
		so->dead = so->broken;
	return so->dead != 0 ? so->dead : so->broken;
}

/* What a failed send means: 0, try again. */
static int failure(struct socket *so, int native)
{
	int code;

	if (so->connectionless) {
		if (native != ECONNREFUSED || so->info.iAddressFamily == AF_UNIX)
			return code_from_errno(native);
		so->once = failure_of(so, native);
		PLANT(SEND_TELLS, return so->once);
		return 0;
	}
	code = failure_of(so, native);
	/* Told, a reset is remembered, and comes before data (E14, P10). */
	if (native == ECONNRESET)
		return so->broken = so->dead = WSAECONNRESET;
	if (so->dead != 0) {
		so->broken = so->dead;
		so->dead = 0;
	}
	return code;
}

/* One message from more buffers than one call takes. */
static int send_gathered(struct socket *so, struct sending *w, size_t *n)
{
	struct iovec whole = { heap_take(w->in.room + 1), w->in.room };
	int native = ENOMEM;

	if (whole.iov_base != NULL) {
		vec_gather(w->in.vec, w->in.n, 0, whole.iov_base, w->in.room);
		native = so->transport->ops->send(so->transport, &whole, 1, false,
						  w->to, w->to_length, n);
	}
	free(whole.iov_base);
	return native;
}

/* One system call's worth; 0 or an errno. */
static int send_once(struct socket *so, struct sending *w)
{
	struct iovec later[SLICE];
	size_t n = 0;
	bool oob = (w->in.flags & MSG_OOB) != 0;
	int native;

	if (w->sent > 0 || (!so->boundaries && w->in.n > IOV_MAX)) {
		size_t used = vec_slice(w->in.vec, w->in.n, w->sent,
					w->in.room - w->sent, later, SLICE);

		native = so->transport->ops->send(so->transport, later, used, oob,
						  w->to, w->to_length, &n);
	} else if (w->in.n > IOV_MAX) {
		native = send_gathered(so, w, &n);
	} else {
		native = so->transport->ops->send(so->transport, w->in.vec, w->in.n,
						  oob, w->to, w->to_length, &n);
	}
	w->sent += n;
	return native;
}

/* As much as can go now: 0, all of it went, or on a stream that does not wait a part;
 * WSAEWOULDBLOCK; or the code that the send ends with. */
static int attempt(struct socket *so, struct sending *w, bool part)
{
	bool stream = !so->boundaries;
	int code;

	for (;;) {
		int native = send_once(so, w);

		if (native == 0) {
			if (!stream || w->sent == w->in.room)
				return 0;
			if (part)
				return 0;
		} else if (native == EAGAIN) {
			return part && w->sent > 0 ? 0 : WSAEWOULDBLOCK;
		} else if ((code = failure(so, native)) != 0) {
			return code;
		}
	}
}

static int carry_out(struct socket *so, struct sending *w)
{
	struct blocked b;
	int code;

	if (!so->nonblocking && blocking_busy())
		return WSAEINPROGRESS;
	blocking_init(&b);
	code = TAILQ_EMPTY(&so->turns[TURN_SEND]) ? attempt(so, w, so->nonblocking)
						  : WSAEWOULDBLOCK;
	while (code == WSAEWOULDBLOCK && !so->nonblocking) {
		code = blocking_wait(&b, so, w->s, TURN_SEND, READY_SEND,
				     so->send_limit);
		if (code == 0)
			code = attempt(so, w, so->nonblocking);
	}
	blocking_fini(&b, so);
	if (so->nonblocking && w->sent > 0)
		engine_owe(so, false);
	return code;
}

/* What a send that took bytes has changed. */
static void sent(struct socket *so, size_t n, int code)
{
	/* An empty message is one, and no bytes of a stream are nothing. */
	if (n > 0 || (code == 0 && so->boundaries))
		so->sent = true;
	if (code == 0 && so->state == SOCKET_FRESH &&
	    so->info.iAddressFamily != AF_UNIX)
		connection_move(so, SOCKET_BOUND);
}

int send_again(struct socket *so, struct request *q)
{
	struct sending w = { .s = q->s,
			     .to = request_to(q),
			     .to_length = q->to_length,
			     .sent = q->got };
	int code;

	w.in.vec = q->vec;
	w.in.n = q->n;
	w.in.room = q->room;
	w.in.flags = q->flags;
	code = attempt(so, &w, false);
	q->got = w.sent;
	sent(so, w.sent, code);
	if (code != WSAEWOULDBLOCK)
		q->flags = 0;
	return code;
}

/* 0: it completed at once; WSA_IO_PENDING; or what it failed with. */
static int post(struct socket *so, struct sending *w)
{
	struct request *q = request_new(w->s, TURN_SEND, &w->overlapped, &w->in, w->to,
					w->to_length);
	int code = WSAEWOULDBLOCK;

	if (q == NULL)
		return WSAENOBUFS;
	if (TAILQ_EMPTY(&so->turns[TURN_SEND]))
		code = attempt(so, w, false);
	q->got = w->sent;
	if (code == WSAEWOULDBLOCK) {
		code = engine_pend(so, q);
		if (code == 0)
			return WSA_IO_PENDING;
		/* What has gone cannot be called back: that is its result. */
		if (w->sent > 0)
			code = 0;
	}
	if (code == 0) {
		q->flags = 0;
		if (q->routine != NULL)
			live_add(q);
		engine_finish(so, q, 0);
	} else {
		request_free(q);
	}
	return code;
}

/* A datagram socket without a local address gets one by sending (S2); and it wants to know
 * what ICMP says although it has no peer. */
static void before_sending_to(struct socket *so)
{
	int on = 0;

	so->transport->ops->get(so->transport, TRANSPORT_RECVERR, &on);
	if (!on)
		so->transport->ops->set(so->transport, TRANSPORT_RECVERR, 1);
}

static int check_overlapped(const struct socket *so, const struct sending *w)
{
	if (w->overlapped.at == NULL || !so->overlapped)
		return 0;
	return post_check(&w->overlapped, false);
}

static int send_on(struct socket *so, struct sending *w, LPWSABUF buffers, DWORD n,
		   LPDWORD count, DWORD flags)
{
	bool posts = w->overlapped.at != NULL && so->overlapped;
	int code = capture_send(&w->in, buffers, n, count, flags, posts);

	if (code == 0 && w->to != NULL &&
	    (w->to_length < sizeof(sa_family_t) ||
	     !capture_readable(w->to, w->to_length)))
		code = WSAEFAULT;
	if (code == 0)
		code = check_overlapped(so, w);
	if (code == 0)
		code = check(so, w);
	if (code != 0)
		return code;
	if (!so->connectionless) {
		w->to = NULL;
		w->to_length = 0;
	} else if (w->to != NULL) {
		before_sending_to(so);
	}
	code = posts ? post(so, w) : carry_out(so, w);
	sent(so, w->sent, code);
	engine_sent(so);
	if (code == 0 && count != NULL)
		*count = (DWORD)w->sent;
	return code;
}

static int send_to(SOCKET s, LPWSABUF buffers, DWORD n, LPDWORD count, DWORD flags,
		   const struct sockaddr *to, int to_length,
		   const struct overlapped *overlapped, LPINT lpErrno)
{
	struct socket *so = socket_enter(s);
	struct sending w = { .s = s,
			     .to = to,
			     .to_length = to == NULL || to_length < 0
						  ? 0
						  : (socklen_t)to_length,
			     .overlapped = *overlapped };
	int code;

	if (so == NULL)
		return capture_answer(WSAENOTSOCK, lpErrno);
	code = send_on(so, &w, buffers, n, count, flags);
	capture_fini(&w.in);
	socket_leave(so);
	return capture_answer(code, lpErrno);
}

int WSPSend(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
	    LPDWORD lpNumberOfBytesSent, DWORD dwFlags, LPWSAOVERLAPPED lpOverlapped,
	    LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
	    LPWSATHREADID lpThreadId, LPINT lpErrno)
{
	const struct overlapped o = { lpOverlapped, lpCompletionRoutine, lpThreadId };

	return send_to(s, lpBuffers, dwBufferCount, lpNumberOfBytesSent, dwFlags, NULL,
		       0, &o, lpErrno);
}

int WSPSendTo(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
	      LPDWORD lpNumberOfBytesSent, DWORD dwFlags, const struct sockaddr *lpTo,
	      int iTolen, LPWSAOVERLAPPED lpOverlapped,
	      LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
	      LPWSATHREADID lpThreadId, LPINT lpErrno)
{
	const struct overlapped o = { lpOverlapped, lpCompletionRoutine, lpThreadId };

	return send_to(s, lpBuffers, dwBufferCount, lpNumberOfBytesSent, dwFlags, lpTo,
		       iTolen, &o, lpErrno);
}
