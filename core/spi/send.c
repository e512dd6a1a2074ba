/* SPDX-License-Identifier: MIT */
/* WSPSend and WSPSendTo.
 *
 * A send never fails for what an earlier one drew ("port unreachable"): that is for the
 * next receive to tell. What a send learns about the circuit is told by every later send,
 * and by receives once the data that is already there has been read. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <time.h>

#include "base/code.h"
#include "base/vec.h"
#include "spi/blocking.h"
#include "spi/connection.h"
#include "spi/receive.h"

#define SLICE 64

struct sending {
	SOCKET s;
	struct capture in;
	const struct sockaddr *to;
	socklen_t to_length;
	size_t sent;
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
		return 0;
	}
	code = failure_of(so, native);
	if (so->dead != 0) {
		so->broken = so->dead;
		so->dead = 0;
	}
	return code != 0 ? code : so->broken;
}

/* One message from more buffers than one call takes. */
static int send_gathered(struct socket *so, struct sending *w, size_t *n)
{
	struct iovec whole = { malloc(w->in.room + 1), w->in.room };
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
	if (native == 0)
		w->sent += n;
	return native;
}

/* poll() calls an AF_UNIX datagram socket without a peer writable whatever the receiver's
 * queue: so it is asked again after a while. */
static void nap(struct socket *so)
{
	struct timespec a_while = { .tv_nsec = 1000000 };

	lock_give(&so->lock);
	nanosleep(&a_while, NULL);
	lock_take(&so->lock);
}

static int carry_out(struct socket *so, struct sending *w)
{
	bool stream = !so->boundaries;
	struct blocked b;
	int code = 0;

	if (!so->nonblocking && blocking_busy())
		return WSAEINPROGRESS;
	blocking_init(&b);
	while (code == 0) {
		int native = send_once(so, w);

		if (native == 0 &&
		    (!stream || w->sent == w->in.room || so->nonblocking))
			break;
		if (native == EAGAIN && so->nonblocking)
			code = WSAEWOULDBLOCK;
		else if (native == EAGAIN) {
			code = blocking_wait(&b, so, w->s, READY_SEND, so->send_limit);
			if (code == 0 && so->connectionless && w->to != NULL)
				nap(so);
			if (code == 0 && so->handle != w->s)
				code = WSAENOTSOCK;
		} else if (native != 0)
			code = failure(so, native);
	}
	blocking_fini(&b, so);
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

static int send_on(struct socket *so, struct sending *w, LPWSABUF buffers, DWORD n,
		   LPDWORD count, DWORD flags)
{
	int code = capture_send(&w->in, buffers, n, count, flags, FALSE);

	if (code == 0 && w->to != NULL &&
	    (w->to_length < sizeof(sa_family_t) ||
	     !capture_readable(w->to, w->to_length)))
		code = WSAEFAULT;
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
	code = carry_out(so, w);
	if (w->sent > 0 || code == 0)
		so->sent = true;
	if (code == 0 && so->state == SOCKET_FRESH && so->connectionless &&
	    so->info.iAddressFamily != AF_UNIX)
		connection_move(so, SOCKET_BOUND);
	if (code == 0)
		*count = (DWORD)w->sent;
	return code;
}

static int send_to(SOCKET s, LPWSABUF buffers, DWORD n, LPDWORD count, DWORD flags,
		   const struct sockaddr *to, int to_length,
		   const WSAOVERLAPPED *overlapped, LPINT lpErrno)
{
	struct socket *so = socket_enter(s);
	struct sending w = { .s = s,
			     .to = to,
			     .to_length = to == NULL || to_length < 0
						  ? 0
						  : (socklen_t)to_length };
	int code;

	if (so == NULL)
		return capture_answer(WSAENOTSOCK, lpErrno);
	if (overlapped != NULL && so->overlapped) {
		code = WSAEOPNOTSUPP;
	} else {
		code = send_on(so, &w, buffers, n, count, flags);
		capture_fini(&w.in);
	}
	socket_leave(so);
	return capture_answer(code, lpErrno);
}

int WSPSend(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
	    LPDWORD lpNumberOfBytesSent, DWORD dwFlags, LPWSAOVERLAPPED lpOverlapped,
	    LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
	    LPWSATHREADID lpThreadId, LPINT lpErrno)
{
	(void)lpCompletionRoutine;
	(void)lpThreadId;
	return send_to(s, lpBuffers, dwBufferCount, lpNumberOfBytesSent, dwFlags, NULL,
		       0, lpOverlapped, lpErrno);
}

int WSPSendTo(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
	      LPDWORD lpNumberOfBytesSent, DWORD dwFlags, const struct sockaddr *lpTo,
	      int iTolen, LPWSAOVERLAPPED lpOverlapped,
	      LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
	      LPWSATHREADID lpThreadId, LPINT lpErrno)
{
	(void)lpCompletionRoutine;
	(void)lpThreadId;
	return send_to(s, lpBuffers, dwBufferCount, lpNumberOfBytesSent, dwFlags, lpTo,
		       iTolen, lpOverlapped, lpErrno);
}
