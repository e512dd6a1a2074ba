/* SPDX-License-Identifier: MIT */
/* WSPGetOverlappedResult. */
#include "spi/capture.h"
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
	for (;;) {
		struct live_wait w;
		struct live_state state;

		lead_prepare(&w.sleeper);
		state = live_look(o, &w);
		if (!state.pending)
			return 0;
		if (!state.known || (state.routine && !with_routine)) {
			live_leave(o, &w);
			return WSA_INVALID_PARAMETER;
		}
		lead_wait(&w.sleeper, READY_FOREVER);
		live_leave(o, &w);
	}
}

/* The socket's rule; it is left again, for the wait needs no socket. */
static int may_wait_with_routine(SOCKET s, bool *may)
{
	struct socket *so = socket_enter(s);

	if (so == NULL)
		return WSAENOTSOCK;
	*may = so->rules.value[RULE_CANCELLED_WAIT] == CANCELLED_WAIT_WAIT;
	socket_leave(so);
	return 0;
}

static int get_result(SOCKET s, LPWSAOVERLAPPED o, LPDWORD count, BOOL wait,
		      LPDWORD flags)
{
	bool with_routine = false;
	DWORD n, out;
	int code = may_wait_with_routine(s, &with_routine);

	if (code != 0)
		return code;
	if (!capture_writable(o, sizeof *o) ||
	    !capture_writable(count, sizeof *count) ||
	    !capture_writable(flags, sizeof *flags))
		return WSAEFAULT;
	if (result(o, &n, &out) == WSA_IO_INCOMPLETE) {
		if (!wait)
			lead_turn();
		else
			code = wait_for(o, with_routine);
	} else if (wait && !with_routine && live_look(o, NULL).routine) {
		code = WSA_INVALID_PARAMETER; /* done, but its routine has not been run */
	}
	if (code != 0)
		return code;
	code = result(o, &n, &out);
	if (code == 0 || code == WSAEMSGSIZE)
		*count = n;
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
