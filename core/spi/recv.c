/* SPDX-License-Identifier: MIT */
/* WSPRecv and WSPRecvFrom: check, try, wait.
 *
 * The order of the checks is P10: descriptor, pointers, buffers, flags, state, receive
 * side shut down, remembered reset, then data. With data waiting a receive is one system
 * call: the attempt comes first, and only if nothing was there does the call wait. */
#include <string.h>

#include "base/planted.h"
#include "spi/blocking.h"
#include "spi/connection.h"
#include "spi/engine.h"
#include "spi/post.h"

#define KNOWN_FLAGS \
	(MSG_OOB | MSG_PEEK | MSG_WAITALL | MSG_PUSH_IMMEDIATE | MSG_PARTIAL)

/* What WSPRecv and WSPRecvFrom were given. */
struct call {
	SOCKET s;
	LPWSABUF buffers;
	DWORD n_buffers;
	LPDWORD count;
	LPDWORD flags;
	struct sockaddr *from;
	LPINT from_length;
	struct overlapped overlapped;
	bool posts; /* it does not wait, but is pending if need be */
	bool sync; /* rule nonoverlapped=sync: done at once, the WSAOVERLAPPED filled */
};

/* T: whether this receive sees a byte stream without boundaries. MSG_PARTIAL changes only
 * when a receive completes, and messages of the kernel arrive whole: so T3 needs nothing
 * of its own here. */
static bool acts_as_stream(const struct socket *so)
{
	return so->stream;
}

static int check_flags(const struct socket *so, DWORD flags, bool posts)
{
	DWORD xp1 = so->info.dwServiceFlags1;

	PLANT(UNKNOWN_FLAGS, flags &= KNOWN_FLAGS);
	PLANT(WAITALL_PEEK, flags &= flags & MSG_WAITALL ? ~(DWORD)MSG_PEEK : flags);
	PLANT(WAITALL_MESSAGES,
	      flags &= acts_as_stream(so) ? flags : ~(DWORD)MSG_WAITALL);
	PLANT(PEEK_POSTED, posts = false);
	if (flags & ~(DWORD)KNOWN_FLAGS)
		return WSAEINVAL;
	if ((flags & MSG_OOB) && (!(xp1 & XP1_EXPEDITED_DATA) || (xp1 & XP1_UNI_SEND)))
		return PLANTED(OOB_WITHOUT) ? WSAEINVAL : WSAEOPNOTSUPP;
	if ((flags & MSG_WAITALL) &&
	    ((flags & (MSG_OOB | MSG_PEEK | MSG_PARTIAL | MSG_PUSH_IMMEDIATE)) ||
	     !acts_as_stream(so) || so->nonblocking))
		return WSAEOPNOTSUPP;
	if (posts && (flags & MSG_PEEK) && so->rules.value[RULE_PEEK] == PEEK_REFUSE)
		return WSAEOPNOTSUPP;
	PLANT(OOB_INLINE, return 0);
	if ((flags & MSG_OOB) && so->oob_inline)
		return WSAEINVAL;
	return 0;
}

static int check_state(struct socket *so)
{
	int code = connection_check(so);

	if (code != 0)
		return code;
	PLANT(RESET_BEFORE_SHUTDOWN, if (so->dead != 0) return so->dead);
	PLANT(SHUTDOWN_FORGOTTEN, return so->dead);
	if (so->shut_receive)
		return WSAESHUTDOWN;
	return so->dead;
}

static bool has_urgent(struct socket *so)
{
	int waits = 0;

	return so->transport->ops->ask(so->transport, TRANSPORT_OOB, &waits) == 0 &&
	       waits != 0;
}

/* Whoever waits for an urgent byte after the end is told of that once the data before it
 * has been read (C4); by this attempt, or it would be woken again and again. */
static int take_stream(struct socket *so, struct receive *r)
{
	size_t before = r->got;
	int code = stream_take(so, r);

	if (!TAILQ_EMPTY(&so->turns[TURN_URGENT]) && r->got > before)
		engine_serve(so, TURN_URGENT);
	return code;
}

/* The next normal byte lies behind the urgent one. */
static bool at_mark(struct socket *so)
{
	int waiting = 0;

	return !held_any(&so->held) &&
	       so->transport->ops->ask(so->transport, TRANSPORT_WAITING, &waiting) ==
		       0 &&
	       waiting == 0;
}

/* Normal data that is read past the urgent byte takes that away: whoever waits for it
 * goes first, and a thread that was only woken to take it is waited for. Who would find
 * none is let be, for its thread may be the one that serves. */
static int take(struct socket *so, struct receive *r)
{
	if (r->in.flags & MSG_OOB)
		return urgent_take(so, r);
	if (!TAILQ_EMPTY(&so->turns[TURN_URGENT]) && has_urgent(so) &&
	    !PLANTED(OOB_BEHIND)) {
		engine_serve(so, TURN_URGENT);
		if (!TAILQ_EMPTY(&so->turns[TURN_URGENT]) && !r->hasty &&
		    has_urgent(so) && at_mark(so))
			return WSAEWOULDBLOCK;
	}
	return acts_as_stream(so) ? take_stream(so, r) : message_take(so, r);
}

/* Until it is over or nothing is there: what came short of the buffers may have been the
 * last before the end, of which no news will come. */
int receive_attempt(struct socket *so, struct receive *r)
{
	int code;

	do
		code = take(so, r);
	while (code == 0 && !receive_complete(r));
	return code;
}

/* A wait of a WAITALL receive came to nothing after part of the data was there: a
 * cancelled call takes nothing, any other returns what it has. */
RARE static int cut_short(struct socket *so, struct receive *r, int code)
{
	if (r->got == 0 || code == WSAENOTSOCK)
		return code;
	PLANT(TIMEOUT_LOSES, if (code == WSAETIMEDOUT) return code);
	PLANT(CANCEL_LOSES, if (code == WSAEINTR) return code);
	return code == WSAEINTR && stream_put_back(so, r) == 0 ? code : 0;
}

/* Another call may have been told of a reset while this one waited. (A shutdown concerns
 * only calls that come after it.) */
RARE static int await(struct blocked *b, struct socket *so, const struct receive *r,
		      SOCKET s)
{
	bool oob = (r->in.flags & MSG_OOB) != 0;
	int code = blocking_wait(b, so, s, oob ? TURN_URGENT : TURN_RECEIVE, 0,
				 so->receive_limit);

	return code != 0 ? code : so->dead;
}

static int carry_out(struct socket *so, struct receive *r, SOCKET s, bool may_wait)
{
	enum turn_kind kind = r->in.flags & MSG_OOB ? TURN_URGENT : TURN_RECEIVE;
	struct blocked b;
	int code;

	if (may_wait && blocking_busy())
		return WSAEINPROGRESS;
	blocking_init(&b);
	r->hasty = !may_wait;
	/* What was posted before goes first (B4), and what it leaves is for this one. */
	if (!TAILQ_EMPTY(&so->turns[kind]) && !PLANTED(SYNC_OVERTAKES))
		engine_serve(so, kind);
	code = TAILQ_EMPTY(&so->turns[kind]) ? so->dead : WSAEWOULDBLOCK;
	PLANT(SYNC_OVERTAKES, code = so->dead);
	for (;;) {
		if (code == 0)
			code = receive_attempt(so, r);
		if (code != WSAEWOULDBLOCK || !may_wait)
			break;
		code = await(&b, so, r, s);
		if (code != 0) {
			code = cut_short(so, r, code);
			break;
		}
	}
	blocking_fini(&b, so);
	return code;
}

/* Overlapped arguments on this socket. */
RARE static int check_overlapped(const struct socket *so, struct call *q)
{
	if (so->overlapped) {
		q->posts = true;
		return post_check(&q->overlapped, so->watched == WSP_WATCH_OVERLAPPED);
	}
	if (so->rules.value[RULE_NONOVERLAPPED] == NONOVERLAPPED_EINVAL)
		return WSAEINVAL;
	q->sync = so->rules.value[RULE_NONOVERLAPPED] == NONOVERLAPPED_SYNC;
	if (q->sync && !capture_writable(q->overlapped.at, sizeof(WSAOVERLAPPED)))
		return WSAEFAULT;
	return 0;
}

/* Room for the source; a socket with a circuit has none and ignores it. */
static int check_from(const struct socket *so, struct call *q)
{
	if (!so->connectionless)
		q->from = NULL;
	return capture_address_room(so->info.iAddressFamily, q->from, q->from_length);
}

void receive_begin_watch(struct socket *so)
{
	so->last = (WSPLASTRECEIVE){ 0 };
}

void receive_watch(struct socket *so, const struct receive *r, int code)
{
	WSPLASTRECEIVE *last = &so->last;
	bool kept = (so->info.dwServiceFlags1 &
		     (XP1_PARTIAL_MESSAGE | XP1_GUARANTEED_DELIVERY)) ||
		    (r->in.flags & MSG_PEEK);

	last->arrived = code == 0 || code == WSAEMSGSIZE;
	last->ended = r->ended;
	last->lengthKnown = last->arrived && !acts_as_stream(so);
	last->messageLength = r->length;
	last->messageLost = code == WSAEMSGSIZE && !kept ? r->length - r->got : 0;
	last->from = r->from;
	last->fromLength = last->arrived ? r->from_length : 0;
}

static void answer(const struct call *q, const struct receive *r, int code)
{
	PLANT(FAILURE_COUNTS, if (q->count && code != WSA_IO_PENDING) *q->count = 0);
	PLANT(PENDING_COUNTS, if (q->count && code == WSA_IO_PENDING) *q->count = 0);
	if (code != 0 && code != WSAEMSGSIZE)
		return;
	if (q->count != NULL)
		*q->count = (DWORD)r->got;
	PLANT(COUNT_IS_LENGTH, if (code != 0) *q->count = (DWORD)r->length);
	if (q->sync && !PLANTED(SYNC_NOT_FILLED)) {
		q->overlapped.at->InternalHigh = r->got;
		q->overlapped.at->Internal = (ULONG_PTR)code;
	}
	if (q->from != NULL) {
		socklen_t room = (socklen_t)*q->from_length;

		memcpy(q->from, &r->from,
		       r->from_length < room ? r->from_length : room);
		*q->from_length = (int)r->from_length;
		PLANT(SOURCE_LENGTH, *q->from_length = (int)room);
	}
	PLANT(TRUNCATED_FLAGS, if (code != 0) *q->flags = MSG_PARTIAL);
	if (code == 0)
		*q->flags = r->flags_out;
	PLANT(FLAGS_STAY, if (code == 0) *q->flags |= r->in.flags);
}

/* Whether the count can be learnt from the WSAOVERLAPPED: one that is ignored (P6) allows
 * nothing. */
static bool tells_count(const struct socket *so, const struct call *q)
{
	return q->overlapped.at != NULL &&
	       (so->overlapped ||
		so->rules.value[RULE_NONOVERLAPPED] != NONOVERLAPPED_IGNORE);
}

/* Everything before data (P10). */
static int check(struct socket *so, struct call *q, struct receive *r)
{
	int code = capture_receive(&r->in, q->buffers, q->n_buffers, q->count, q->flags,
				   tells_count(so, q));

	PLANT(STATE_BEFORE_FAULT, if (check_state(so) != 0) return check_state(so));
	if (code == 0)
		code = check_from(so, q);
	if (code == 0 && q->overlapped.at != NULL)
		code = check_overlapped(so, q);
	if (code == 0)
		code = check_flags(so, r->in.flags, q->posts);
	return code == 0 ? check_state(so) : code;
}

static int receive_on(struct socket *so, struct call *q, struct receive *r)
{
	int code = check(so, q, r);

	if (code != 0)
		return code;
	r->ask_from = q->from != NULL;
	if (q->posts) {
		code = post_receive(so, q->s, &q->overlapped, r, q->from,
				    q->from_length);
	} else {
		PLANT(SYNC_DOES_NOT_WAIT, q->sync &= !so->nonblocking);
		code = carry_out(so, r, q->s, !so->nonblocking || q->sync);
		if (so->watched)
			receive_watch(so, r, code);
	}
	answer(q, r, code);
	return code;
}

void receive_init(struct receive *r)
{
	r->got = 0;
	r->flags_out = 0;
	r->over = r->ended = r->hasty = false;
	r->length = 0;
	r->from_length = 0;
}

static int receive(struct call *q)
{
	struct socket *so = socket_enter(q->s);
	struct receive r;
	int code;

	if (so == NULL)
		return WSAENOTSOCK;
	receive_init(&r);
	if (so->watched)
		receive_begin_watch(so);
	code = receive_on(so, q, &r);
	capture_fini(&r.in);
	socket_leave(so);
	PLANT(RUNS_AT_ONCE, if (code == 0) thread_run(thread_current()));
	return code;
}

/* Flat: each return after the system call is mispredicted where the processor drops its
 * return stack there, and costs more than the whole of a check. */
__attribute__((flatten)) int
WSPRecv(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesRecvd,
	LPDWORD lpFlags, LPWSAOVERLAPPED lpOverlapped,
	LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
	LPWSATHREADID lpThreadId, LPINT lpErrno)
{
	struct call q = { .s = s,
			  .buffers = lpBuffers,
			  .n_buffers = dwBufferCount,
			  .count = lpNumberOfBytesRecvd,
			  .flags = lpFlags,
			  .overlapped = { lpOverlapped, lpCompletionRoutine,
					  lpThreadId } };

	return capture_answer(receive(&q), lpErrno);
}

int WSPRecvFrom(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
		LPDWORD lpNumberOfBytesRecvd, LPDWORD lpFlags, struct sockaddr *lpFrom,
		LPINT lpFromlen, LPWSAOVERLAPPED lpOverlapped,
		LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
		LPWSATHREADID lpThreadId, LPINT lpErrno)
{
	struct call q = { .s = s,
			  .buffers = lpBuffers,
			  .n_buffers = dwBufferCount,
			  .count = lpNumberOfBytesRecvd,
			  .flags = lpFlags,
			  .from = lpFrom,
			  .from_length = lpFromlen,
			  .overlapped = { lpOverlapped, lpCompletionRoutine,
					  lpThreadId } };

	return capture_answer(receive(&q), lpErrno);
}
