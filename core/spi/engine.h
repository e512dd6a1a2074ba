/* SPDX-License-Identifier: MIT */
/* What moves operations that are pending.
 *
 *	a transport may go on -> engine_ready -> the lines of its socket are served
 *		-> requests that finished -> told of when the socket is left (spi/notify.h)
 *
 * A line is served from its head until something has to wait. Where a blocking call is at
 * the head its thread is woken, which serves itself and then whoever comes next. All but
 * engine_ready() and engine_thread_ended() are called with the socket entered. */
#pragma once

#include "spi/receive.h"
#include "spi/request.h"

/* The source of every socket. */
void engine_ready(struct source *source);

/* Puts q at the end of its line and makes it pending; 0, or the code with which the call
 * fails (E10, K6, WSAENOBUFS), q being the caller's still. */
int engine_pend(struct socket *so, struct request *q);

/* Serves a line, all lines, as far as they go. */
void engine_serve(struct socket *so, enum turn_kind kind);
void engine_serve_all(struct socket *so);

/* The request, in no line, is over: with a code, or 0. It will be told of. */
void engine_finish(struct socket *so, struct request *q, int code);

/* The source of what r has received goes where the operation's caller asked for it. */
void engine_tell_source(const struct request *q, const struct receive *r);

/* After a send: what it learnt is told to receives that are pending, and once the line of
 * sends is empty the end is sent that WSPShutdown asked for. */
void engine_sent(struct socket *so);

/* Cancels everything that is pending, as the socket's close does (E17, rule `close`). */
void engine_abort(struct socket *so);

/* Cancels what a thread has posted, wherever (A5): for thread_at_end(). */
void engine_thread_ended(struct thread *t);

/* Serves the socket of the one operation that a thread has pending: for thread_at_wait(). */
void engine_thread_waits(struct thread *t);

/* Has the transport tell what the lines and the blocking calls wait for; 0 or a code. */
int engine_watch(struct socket *so);

/* What the transport has taken goes without anybody's waiting for it; `last`: also when
 * the socket is closed. Whether there is any. */
bool engine_owe(struct socket *so, bool last);

/* Moves what can be moved, without waiting. A simulation's owner calls it; with the
 * kernel everybody who waits or looks does. */
static inline void engine_turn(void)
{
	lead_turn();
}
