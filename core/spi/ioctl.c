/* SPDX-License-Identifier: MIT */
/* WSPIoctl: one table of codes. */
#include <errno.h>
#include <string.h>

#include "base/code.h"
#include "base/heap.h"
#include "net/fault.h"
#include "spi/capture.h"
#include "spi/connection.h"
#include "spi/receive.h"

/* A word that may not be ended by a NUL where it should. */
static void end_words(WSPRULE *rule)
{
	rule->name[sizeof rule->name - 1] = '\0';
	rule->value[sizeof rule->value - 1] = '\0';
}

static int set_nonblocking(struct socket *so, const void *in, void *out)
{
	DWORD on;

	(void)out;
	memcpy(&on, in, sizeof on);
	so->nonblocking = on != 0;
	return 0;
}

/* AF_UNIX counts the bytes of all its records: so the first one is looked at. */
static int look_at_record(struct socket *so, int *waiting)
{
	struct arrival a = { .peek = true };
	int native = so->transport->ops->recv(so->transport, &a);

	if (native == 0)
		*waiting = (int)a.length;
	else if (native != EAGAIN) /* it is for a receive to tell */
		failure_of(so, native);
	return 0;
}

static int ask_waiting(struct socket *so, int *waiting)
{
	if (so->info.iAddressFamily == AF_UNIX && so->boundaries && !so->stream &&
	    so->state == SOCKET_CONNECTED && !so->connectionless)
		return look_at_record(so, waiting);
	return so->transport->ops->ask(so->transport, TRANSPORT_WAITING, waiting);
}

/* What a receive would find: bytes of the stream, or of the first message. */
static int get_waiting(struct socket *so, const void *in, void *out)
{
	int waiting = 0;
	DWORD n = 0;

	(void)in;
	if (so->state != SOCKET_LISTENING) {
		int native = ask_waiting(so, &waiting);

		if (native != 0 && !held_any(&so->held))
			return code_from_errno(native);
	}
	if (held_any(&so->held))
		n = (DWORD)held_left(&so->held);
	if (!held_any(&so->held) || so->stream)
		n += (DWORD)waiting;
	memcpy(out, &n, sizeof n);
	return 0;
}

/* TRUE where no out-of-band byte waits: the reverse of what BSD's name suggests. */
static int get_at_mark(struct socket *so, const void *in, void *out)
{
	int waits = 0;
	BOOL mark;

	(void)in;
	if (so->state == SOCKET_CONNECTED && !so->oob_inline &&
	    (so->info.dwServiceFlags1 & XP1_EXPEDITED_DATA))
		so->transport->ops->ask(so->transport, TRANSPORT_OOB, &waits);
	mark = !waits;
	memcpy(out, &mark, sizeof mark);
	return 0;
}

static int set_rule(struct socket *so, const void *in, void *out)
{
	WSPRULE rule;

	(void)out;
	memcpy(&rule, in, sizeof rule);
	end_words(&rule);
	return rules_set(&so->rules, rule.name, rule.value);
}

static int get_rule(struct socket *so, const void *in, void *out)
{
	WSPRULE rule;
	const char *value;

	memcpy(&rule, in, sizeof rule);
	end_words(&rule);
	value = rules_get(&so->rules, rule.name);
	if (value == NULL)
		return WSAEINVAL;
	memset(rule.value, 0, sizeof rule.value);
	memcpy(rule.value, value, strlen(value));
	memcpy(out, &rule, sizeof rule);
	return 0;
}

static int set_watch(struct socket *so, const void *in, void *out)
{
	DWORD what;

	(void)out;
	memcpy(&what, in, sizeof what);
	if (what != WSP_WATCH_NONE && what != WSP_WATCH_LAST &&
	    what != WSP_WATCH_OVERLAPPED)
		return WSAEINVAL;
	so->watched = what;
	return 0;
}

static int get_last(struct socket *so, const void *in, void *out)
{
	(void)in;
	memcpy(out, &so->last, sizeof so->last);
	return 0;
}

static int add_call_fault(struct socket *so, const void *in, void *out)
{
	WSPCALLFAULT fault;

	(void)out;
	memcpy(&fault, in, sizeof fault);
	if (fault.nth == 0 || fault.nativeErrno <= 0 || fault.call > WSP_CALL_MEMORY)
		return WSAEINVAL;
	if (fault.call == WSP_CALL_MEMORY && fault.nativeErrno != ENOMEM)
		return WSAEINVAL;
	if (fault.call == WSP_CALL_MEMORY) {
		heap_refuse(fault.nth);
		return 0;
	}
	if (!fault_is(so->transport)) {
		struct transport *over = fault_new(so->transport);

		if (over == NULL)
			return WSAENOBUFS;
		so->transport = over; /* what watches it is beneath, and stays */
	}
	return code_from_errno(fault_add(so->transport, (enum fault_call)fault.call,
					 fault.nth, fault.nativeErrno));
}

static int add_fault(struct socket *so, const void *in, void *out)
{
	WSPFAULT fault;
	WSPCALLFAULT call;

	memcpy(&fault, in, sizeof fault);
	call = (WSPCALLFAULT){ fault.nativeErrno, fault.nth, WSP_CALL_RECEIVE };
	return add_call_fault(so, &call, out);
}

static int set_limit(struct socket *so, const void *in, void *out)
{
	(void)out;
	memcpy(&so->limit, in, sizeof so->limit);
	return 0;
}

static int get_limit(struct socket *so, const void *in, void *out)
{
	(void)in;
	memcpy(out, &so->limit, sizeof so->limit);
	return 0;
}

struct control {
	DWORD code;
	size_t in, out; /* bytes that must be there */
	int (*act)(struct socket *so, const void *in, void *out);
};

static const struct control controls[] = {
	{ FIONBIO, sizeof(DWORD), 0, set_nonblocking },
	{ FIONREAD, 0, sizeof(DWORD), get_waiting },
	{ SIOCATMARK, 0, sizeof(BOOL), get_at_mark },
	{ SIO_WSP_SET_RULE, sizeof(WSPRULE), 0, set_rule },
	{ SIO_WSP_GET_RULE, sizeof(WSPRULE), sizeof(WSPRULE), get_rule },
	{ SIO_WSP_WATCH, sizeof(DWORD), 0, set_watch },
	{ SIO_WSP_LAST_RECEIVE, 0, sizeof(WSPLASTRECEIVE), get_last },
	{ SIO_WSP_FAULT, sizeof(WSPFAULT), 0, add_fault },
	{ SIO_WSP_CALL_FAULT, sizeof(WSPCALLFAULT), 0, add_call_fault },
	{ SIO_WSP_SET_LIMIT, sizeof(DWORD), 0, set_limit },
	{ SIO_WSP_GET_LIMIT, 0, sizeof(DWORD), get_limit },
};

static int control(struct socket *so, DWORD code, const void *in, DWORD in_length,
		   void *out, DWORD out_length, LPDWORD returned)
{
	for (size_t i = 0; i < sizeof controls / sizeof controls[0]; i++) {
		const struct control *c = &controls[i];
		int failed;

		if (c->code != code)
			continue;
		if (returned == NULL || !capture_writable(returned, sizeof *returned) ||
		    in_length < c->in || out_length < c->out ||
		    !capture_readable(in, c->in) || !capture_writable(out, c->out))
			return WSAEFAULT;
		failed = c->act(so, in, out);
		if (failed == 0)
			*returned = (DWORD)c->out;
		return failed;
	}
	return WSAEOPNOTSUPP;
}

int WSPIoctl(SOCKET s, DWORD dwIoControlCode, LPVOID lpvInBuffer, DWORD cbInBuffer,
	     LPVOID lpvOutBuffer, DWORD cbOutBuffer, LPDWORD lpcbBytesReturned,
	     LPWSAOVERLAPPED lpOverlapped,
	     LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
	     LPWSATHREADID lpThreadId, LPINT lpErrno)
{
	struct socket *so = socket_enter(s);
	int code;

	(void)lpCompletionRoutine;
	(void)lpThreadId;
	if (so == NULL)
		return capture_answer(WSAENOTSOCK, lpErrno);
	if (lpOverlapped != NULL && so->overlapped)
		code = WSAEOPNOTSUPP;
	else
		code = control(so, dwIoControlCode, lpvInBuffer, cbInBuffer,
			       lpvOutBuffer, cbOutBuffer, lpcbBytesReturned);
	socket_leave(so);
	return capture_answer(code, lpErrno);
}
