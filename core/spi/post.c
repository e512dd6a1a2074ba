/* SPDX-License-Identifier: MIT */
/* Beginning overlapped receives, and WSPGetOverlappedResult. */
#include "spi/post.h"

#include "base/planted.h"
#include "base/probe.h"
#include "spi/engine.h"
#include "spi/live.h"

int post_check(const struct overlapped *o, bool detailed)
{
	size_t n = detailed ? sizeof(WSPOVERLAPPED) : sizeof(WSAOVERLAPPED);

	/* First, for a probe writes: it might undo a result that is just being put in. */
	if (live_any(o->at))
		return WSAEINVAL;
	if (!probe_write(o->at, n) ||
	    (o->thread != NULL && !probe_read(o->thread, sizeof *o->thread)))
		return WSAEFAULT;
	return 0;
}

/* Completed with WSAEMSGSIZE at once. Told by the call itself, its result is all the same
 * in the WSAOVERLAPPED; or, by the rule, told to the routine. */
static int too_large(struct socket *so, struct request *q, const struct receive *r)
{
	PLANT(RULE_TRUNCATE, so->rules.value[RULE_TRUNCATE] = TRUNCATE_ROUTINE);
	if (q->routine != NULL && so->rules.value[RULE_TRUNCATE] == TRUNCATE_ROUTINE) {
		engine_tell_source(q, r);
		q->overlapped->Internal = WSS_OPERATION_IN_PROGRESS;
		live_add(q);
		engine_finish(so, q, WSAEMSGSIZE);
		return WSA_IO_PENDING;
	}
	q->code = WSAEMSGSIZE;
	PLANT(TRUNCATED_NOT_FILLED, request_free(q); return WSAEMSGSIZE);
	q->overlapped->InternalHigh = q->got;
	q->overlapped->Internal = WSAEMSGSIZE;
	request_free(q);
	return WSAEMSGSIZE;
}

int post_receive(struct socket *so, SOCKET s, const struct overlapped *o,
		 struct receive *r, struct sockaddr *from, LPINT from_length)
{
	enum turn_kind kind = r->in.flags & MSG_OOB ? TURN_URGENT : TURN_RECEIVE;
	struct request *q = request_new(s, kind, o, &r->in, NULL, 0);
	int code = WSAEWOULDBLOCK;

	if (q == NULL)
		return WSAENOBUFS;
	q->from = from;
	q->from_length = from_length;
	q->detailed = (so->watched & WSP_WATCH_OVERLAPPED) == WSP_WATCH_OVERLAPPED;
	if (TAILQ_EMPTY(&so->turns[kind]) || PLANTED(POST_OVERTAKES))
		code = receive_attempt(so, r);
	q->got = r->got;
	PLANT(PENDING_NONBLOCKING, if (code != 0 && so->nonblocking) return code);
	if (code == WSAEWOULDBLOCK) {
		code = engine_pend(so, q);
		if (code == 0)
			return WSA_IO_PENDING;
		/* What a WAITALL had taken is its result, whatever cuts it short (X3);
		 * but not where its WSAOVERLAPPED is another one's. */
		if (r->got > 0 && code == WSAEINVAL)
			stream_put_back(so, r);
		else if (r->got > 0)
			code = 0;
	}
	if (so->watched)
		receive_watch(so, r, code);
	if (q->detailed && code != WSAEINVAL) /* then it is another one's */
		((WSPOVERLAPPED *)o->at)->details = so->last;
	if (code == WSAEMSGSIZE) {
		q->flags = 0;
		return too_large(so, q, r);
	}
	if (code != 0) {
		request_free(q);
		return code;
	}
	PLANT(AT_ONCE_NO_EVENT, q->event = NULL);
	PLANT(AT_ONCE_NO_ROUTINE, q->routine = NULL);
	q->flags = r->flags_out;
	if (q->routine != NULL) /* which owns it until it is run (X17) */
		live_add(q);
	engine_finish(so, q, 0);
	return 0;
}
