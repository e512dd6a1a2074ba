/* SPDX-License-Identifier: MIT */
/* WSPGetOverlappedResult. */
#include "base/planted.h"
#include "spi/capture.h"
#include "spi/engine.h"
#include "spi/live.h"

/* Bytes and flags from what Internal and InternalHigh say; the code. */
static int result(const WSAOVERLAPPED *o, DWORD *n, DWORD *flags)
{
	ULONG_PTR status = __atomic_load_n(&o->Internal, __ATOMIC_ACQUIRE);

	*n = (DWORD)__atomic_load_n(&o->InternalHigh, __ATOMIC_RELAXED);
	*flags = 0;
	switch (status) {
	case WSS_OPERATION_IN_PROGRESS:
		return WSA_IO_INCOMPLETE;
	case WSP_RECEIVE_PARTIAL:
		*flags = MSG_PARTIAL;
		return 0;
	case WSP_RECEIVE_EXPEDITED:
		*flags = MSG_OOB;
		return 0;
	case WSP_RECEIVE_PARTIAL_EXPEDITED:
		*flags = MSG_PARTIAL | MSG_OOB;
		return 0;
	}
	return (int)status;
}

/* Until it is over, not alertably (A6). An operation that nobody knows would never be. */
static int wait_for(WSAOVERLAPPED *o, bool with_routine)
{
	PLANT(RESULT_WAITS, with_routine = true);
	for (;;) {
		struct live_wait w;
		struct live_state state;

		lead_prepare(&w.sleeper);
		state = live_look(o, &w);
		if (state.routine && !with_routine) /* done or not: it is not run yet */
			state.known = false;
		else if (!state.pending)
			return 0;
		if (!state.known) {
			live_leave(o, &w);
			return WSA_INVALID_PARAMETER;
		}
		PLANT(RESULT_ALERTABLE,
		      thread_wait(thread_current(), &w.sleeper, READY_FOREVER);
		      thread_run(thread_current()));
		lead_wait(&w.sleeper, READY_FOREVER);
		live_leave(o, &w);
	}
}

static bool is_pending(const WSAOVERLAPPED *o)
{
	return __atomic_load_n(&o->Internal, __ATOMIC_ACQUIRE) ==
	       WSS_OPERATION_IN_PROGRESS;
}

/* Whether the word can be written. It may lie in *o itself: to write there, be it what is
 * there, might undo a result that another thread is just putting in. */
static bool takes(const WSAOVERLAPPED *o, LPDWORD word)
{
	uintptr_t into = (uintptr_t)word - (uintptr_t)o;

	return into < sizeof *o || capture_writable(word, sizeof *word);
}

/* The pointers, and the socket's rule. What is pending may be over already, but for a look
 * at the socket. That is left again: a wait needs no socket. */
static int look_at(SOCKET s, LPWSAOVERLAPPED o, LPDWORD count, LPDWORD flags,
		   bool *may_wait_with_routine)
{
	struct socket *so = socket_enter(s);
	int code = 0;

	if (so == NULL)
		return WSAENOTSOCK;
	*may_wait_with_routine = so->rules.value[RULE_CANCELLED_WAIT] ==
				 CANCELLED_WAIT_WAIT;
	if (!capture_readable(o, sizeof *o) || !takes(o, count) || !takes(o, flags)) {
		code = WSAEFAULT;
	} else if (is_pending(o)) {
		lead_visit();
		engine_serve_all(so);
	}
	socket_leave(so);
	return code;
}

static int get_result(SOCKET s, LPWSAOVERLAPPED o, LPDWORD count, BOOL wait,
		      LPDWORD flags)
{
	bool with_routine = false;
	DWORD n, out;
	int code = look_at(s, o, count, flags, &with_routine);

	if (code != 0)
		return code;
	if (wait)
		code = wait_for(o, with_routine);
	else if (is_pending(o))
		lead_turn();
	if (code != 0)
		return code;
	code = result(o, &n, &out);
	PLANT(RESULT_COUNT, if (code == WSAEMSGSIZE) return code);
	if (code == 0 || code == WSAEMSGSIZE)
		*count = n;
	PLANT(RESULT_FLAGS, return code);
	if (code == 0)
		*flags = out;
	return code;
}

BOOL WSPGetOverlappedResult(SOCKET s, LPWSAOVERLAPPED lpOverlapped,
			    LPDWORD lpcbTransfer, BOOL fWait, LPDWORD lpdwFlags,
			    LPINT lpErrno)
{
	int code = get_result(s, lpOverlapped, lpcbTransfer, fWait, lpdwFlags);

	return capture_answer(code, lpErrno) == 0;
}
