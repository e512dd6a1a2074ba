/* SPDX-License-Identifier: MIT */
/* The points. X(NAME, name, clause, text, expression); what the expressions are made of is
 * in sometimes.c. */
#pragma once

/* clang-format off */
#define SOMETIMES_POINTS(X) \
	X(STREAM, "stream", "T1", "bytes of a stream", WORD(DATA) && !HAS(MESSAGE_ORIENTED) && s->filled > 0) \
	X(PSEUDO_STREAM, "pseudo-stream", "T2", "messages as a stream", GOOD && HAS(PSEUDO_STREAM)) \
	X(PARTIAL_IN, "partial-in", "T3", "a receive with MSG_PARTIAL of messages", GOOD && MESSAGES && IN(PARTIAL)) \
	X(MESSAGE, "message", "T4", "a whole message", WORD(DATA) && MESSAGES && !IN(PARTIAL)) \
	X(SEVERAL_BUFFERS, "several-buffers", "B1", "several buffers are filled", GOOD && s->filled > 1) \
	X(EMPTY_BUFFER, "empty-buffer", "B1", "a buffer of no bytes is skipped", GOOD && s->gap && s->filled > 0) \
	X(NOT_FULL, "not-full", "B2", "less comes than the buffers hold", GOOD && s->fill == FILL_PART) \
	X(FULL, "full", "D4", "the buffers get full", GOOD && s->fill == FILL_FULL) \
	X(WOKEN, "woken", "D1", "a call that waited gets data", LATER && !OVERLAPPED && GOOD) \
	X(BLOCKED, "blocked", "D1", "a call waits", NOW && WORD(BLOCKED)) \
	X(PARTIAL, "partial", "D6", "a message comes in parts", WORD(PARTIAL)) \
	X(REST, "rest", "D6", "the last part of a message", WORD(DATA) && MESSAGES && s->before == MODEL_PARTIAL) \
	X(TOO_SMALL, "too-small", "D7", "a message that is too large stays", WORD(TOO_SMALL)) \
	X(KEPT_WHOLE, "kept-whole", "D7", "and is received with more room", WORD(DATA) && s->before == MODEL_TOO_SMALL) \
	X(TRUNCATED, "truncated", "D8", "the rest of a message is lost", WORD(TRUNCATED)) \
	X(NO_ROOM_STREAM, "no-room-stream", "D10", "no room, on a stream with data", WORD(DATA) && !MESSAGES && s->fill == FILL_NO_ROOM) \
	X(NO_ROOM_MESSAGE, "no-room-message", "D10", "no room for a message", (WORD(PARTIAL) || WORD(TRUNCATED) || WORD(TOO_SMALL)) && s->fill == FILL_NO_ROOM) \
	X(EMPTY_MESSAGE, "empty-message", "C2", "a message of no bytes", WORD(EMPTY)) \
	X(END_OF_STREAM, "end-of-stream", "C1", "a stream ends gracefully", WORD(GRACEFUL) && g->error == 0) \
	X(END_OF_MESSAGES, "end-of-messages", "E15", "a circuit of messages ends gracefully", ERROR(WSAEDISCON)) \
	X(END_AGAIN, "end-again", "C1", "the end is told again", WORD(GRACEFUL) && s->before == MODEL_GRACEFUL) \
	X(END_BEHIND_DATA, "end-behind-data", "C4", "data, and then the end", WORD(GRACEFUL) && s->before == MODEL_DATA) \
	X(RESET, "reset", "C3", "the remote side resets", WORD(RESET) && !HAS(CONNECTIONLESS)) \
	X(RESET_AGAIN, "reset-again", "E14", "a reset is remembered", WORD(RESET) && s->before == MODEL_RESET && !HAS(CONNECTIONLESS)) \
	X(RESET_OF_SEND, "reset-of-send", "E14", "a send is told of a reset", CALL(SEND) && SAID("WSAECONNRESET")) \
	X(UNREACHABLE, "unreachable", "X14", "nobody is at the port that was sent to", WORD(RESET) && HAS(CONNECTIONLESS)) \
	X(NET_DOWN, "net-down", "E1", "the network has failed", ERROR(WSAENETDOWN)) \
	X(NOT_CONNECTED, "not-connected", "E2", "there is no connection", ERROR(WSAENOTCONN)) \
	X(INTERRUPTED, "interrupted", "E3", "a call that waits is cancelled", ERROR(WSAEINTR)) \
	X(IN_PROGRESS, "in-progress", "E4", "a thread is inside a call already", ERROR(WSAEINPROGRESS)) \
	X(NET_RESET, "net-reset", "E5", "keep-alive finds nobody", ERROR(WSAENETRESET)) \
	X(BAD_BUFFER, "bad-buffer", "E6", "a buffer leads nowhere", ERROR(WSAEFAULT) && s->nulls == 0 && s->bads == 0) \
	X(BAD_ARRAY, "bad-array", "E6", "the array leads nowhere", ERROR(WSAEFAULT) && POINTS(ARRAY)) \
	X(STALE, "stale", "E7", "the socket was closed", ERROR(WSAENOTSOCK)) \
	X(NO_URGENT, "no-urgent", "E8", "MSG_OOB where there is none", ERROR(WSAEOPNOTSUPP) && IN(OOB) && MESSAGES) \
	X(SHUT, "shut", "E9", "the socket was shut down", ERROR(WSAESHUTDOWN)) \
	X(WOULD_BLOCK, "would-block", "E10", "nothing is there", WORD(WOULD_BLOCK) && !OVERLAPPED) \
	X(TOO_MANY, "too-many", "E10", "too many requests", OVERLAPPED && (ERROR(WSAEWOULDBLOCK) || ERROR(WSAENOBUFS))) \
	X(NOT_BOUND, "not-bound", "E12", "a datagram socket has no address", ERROR(WSAEINVAL) && HAS(CONNECTIONLESS) && s->depth == OP_DEPTH_SOCKET) \
	X(ABORTED, "aborted", "E13", "the circuit is ended by a failure", ERROR(WSAECONNABORTED)) \
	X(PENDING, "pending", "E16", "an overlapped receive is pending", NOW && WORD(PENDING)) \
	X(GIVEN_UP, "given-up", "E17", "an overlapped receive is cancelled", LATER && ERROR(WSA_OPERATION_ABORTED)) \
	X(TIMED_OUT, "timed-out", "R2", "SO_RCVTIMEO runs out", WORD(TIMEOUT)) \
	X(NO_BUFFERS, "no-buffers", "P3", "an array of no buffers", ERROR(WSAEINVAL) && s->no_buffers) \
	X(NULL_COUNT, "null-count", "P4", "no pointer for the count", ERROR(WSAEFAULT) && (s->nulls & OP_POINTER_COUNT) != 0) \
	X(NULL_COUNT_TAKEN, "null-count-taken", "P4", "which overlapped calls take", OVERLAPPED && (s->nulls & OP_POINTER_COUNT) != 0 && (GOOD || WORD(PENDING))) \
	X(NULL_FLAGS, "null-flags", "P5", "no pointer for the flags", ERROR(WSAEFAULT) && (s->nulls & OP_POINTER_FLAGS) != 0) \
	X(NONOVERLAPPED, "nonoverlapped", "P6", "an overlapped call of a socket not made for it", NOW && s->nonoverlapped && s->mode >= OP_MODE_EVENT && g->word != MODEL_NO_WORD) \
	X(FLAGS_KEPT, "flags-kept", "E12", "flag bits that nobody knows", ERROR(WSAEINVAL) && (s->in & ~KNOWN_FLAGS) != 0) \
	X(PEEK_STREAM, "peek-stream", "F-PEEK", "a stream is looked at", GOOD && !MESSAGES && IN(PEEK)) \
	X(PEEK_MESSAGE, "peek-message", "F-PEEK", "a message is looked at", WORD(DATA) && MESSAGES && IN(PEEK)) \
	X(PEEK_PARTIAL, "peek-partial", "F-PEEK", "a part of a message is looked at", WORD(PARTIAL) && IN(PEEK) && !OVERLAPPED) \
	X(PEEK_PARTIAL_IN, "peek-partial-in", "F-PEEK", "MSG_PEEK with MSG_PARTIAL", GOOD && MESSAGES && IN(PEEK) && IN(PARTIAL) && !OVERLAPPED) \
	X(PEEK_REFUSED, "peek-refused", "rule peek", "an overlapped look is refused", OVERLAPPED && IN(PEEK) && ERROR(WSAEOPNOTSUPP)) \
	X(PEEK_OVERLAPPED, "peek-overlapped", "rule peek", "or allowed", OVERLAPPED && IN(PEEK) && GOOD) \
	X(PEEK_PARTIAL_OVERLAPPED, "peek-partial-overlapped", "rule peek", "an overlapped look at a part", OVERLAPPED && IN(PEEK) && WORD(PARTIAL)) \
	X(PARTIAL_OVERLAPPED, "partial-overlapped", "D6", "an overlapped receive of a part", OVERLAPPED && !IN(PEEK) && WORD(PARTIAL)) \
	X(PARTIAL_IN_OVERLAPPED, "partial-in-overlapped", "D9", "an overlapped one with MSG_PARTIAL", OVERLAPPED && IN(PARTIAL) && GOOD && MESSAGES) \
	X(URGENT, "urgent", "F-OOB", "out-of-band data", GOOD && OUT(OOB)) \
	X(URGENT_IN_LINE, "urgent-in-line", "E12", "MSG_OOB while urgent bytes are in line", ERROR(WSAEINVAL) && IN(OOB)) \
	X(URGENT_MISSING, "urgent-missing", "X5", "none is there, and the call may not wait", WORD(WOULD_BLOCK) && IN(OOB)) \
	X(URGENT_OVERLAPPED, "urgent-overlapped", "X5", "an overlapped receive waits for one", WORD(PENDING) && IN(OOB)) \
	X(AT_MARK, "at-mark", "F-OOB", "no urgent byte is still to be read", DOES(ATMARK) && SAID("yes")) \
	X(WAITALL, "waitall", "F-WAITALL", "all that was asked for", GOOD && IN(WAITALL) && s->fill == FILL_FULL) \
	X(WAITALL_CUT, "waitall-cut", "X3", "less, for it was cut short", GOOD && IN(WAITALL) && s->fill == FILL_PART) \
	X(WAITALL_REFUSED, "waitall-refused", "F-WAITALL", "where it cannot be", ERROR(WSAEOPNOTSUPP) && IN(WAITALL)) \
	X(PUSH, "push", "X10", "MSG_PUSH_IMMEDIATE", GOOD && IN(PUSH_IMMEDIATE)) \
	X(AT_ONCE, "at-once", "K1", "an overlapped receive completes at once", NOW && OVERLAPPED && GOOD) \
	X(EVENT, "event", "K3", "an event tells of a completion", LATER && s->mode == OP_MODE_EVENT && GOOD) \
	X(ROUTINE, "routine", "A1", "a routine tells of a completion", LATER && s->mode == OP_MODE_ROUTINE && GOOD) \
	X(RESULT, "result", "K2", "a result is asked for and there", DOES(RESULT) && s->number) \
	X(INCOMPLETE, "incomplete", "K5", "a result is asked for too early", DOES(RESULT) && SAID("WSA_IO_INCOMPLETE")) \
	X(RESULT_OF_ROUTINE, "result-of-routine", "rule cancelled-wait", "waiting for one that has a routine", DOES(RESULT) && s->wait && SAID("WSA_INVALID_PARAMETER")) \
	X(IN_USE, "in-use", "K6", "a WSAOVERLAPPED is in use", ERROR(WSAEINVAL) && s->reuse) \
	X(NOT_OVER, "not-over", "K7", "Internal of one that is pending", DOES(OVERLAPPED) && SAID("0x103")) \
	X(SHUT_UNDER_PENDING, "shut-under-pending", "K10", "shut down while a receive is pending", DOES(SHUTDOWN) && SAID("ok") && s->pending > 0) \
	X(END_OF_PENDING, "end-of-pending", "K11", "the end completes what is pending", LATER && OVERLAPPED && WORD(GRACEFUL)) \
	X(RESET_OF_PENDING, "reset-of-pending", "K11", "so does a reset", LATER && OVERLAPPED && WORD(RESET)) \
	X(SECOND_IN_LINE, "second-in-line", "B4", "receives wait behind each other", NOW && WORD(PENDING) && s->pending > 0) \
	X(CLOSED_UNDER_PENDING, "closed-under-pending", "rule close", "closed while a receive is pending", DOES(CLOSE) && SAID("ok") && s->pending > 0) \
	X(CUT_OVERLAPPED, "cut-overlapped", "X19", "an overlapped receive of a message that is too large", OVERLAPPED && ERROR(WSAEMSGSIZE)) \
	X(THREAD_ENDS, "thread-ends", "A5", "a thread ends while its receives are pending", DOES(EXIT) && SAID("ok") && s->waiting) \
	X(RECV_IN_ROUTINE, "recv-in-routine", "A4", "a routine receives", DOES(RECV) && s->inside) \
	X(SEND_IN_ROUTINE, "send-in-routine", "A4", "a routine sends", DOES(SEND) && s->inside) \
	X(HOOK, "hook", "A7", "a blocking hook runs", s->hook != OP_HOOK_NONE && g->hook != NULL) \
	X(STRANGER, "stranger", "S1", "somebody else sends to a socket that is not connected", g->from) \
	X(LOST, "lost", "D8", "it is known how much is lost", g->has_lost) \
	X(WAITS_FOR_ALL, "waits-for-all", "D3", "messages come in parts, and a receive waits for a whole one", NOW && MESSAGES && (WORD(WOULD_BLOCK) || WORD(PENDING) || WORD(BLOCKED)) && s->cut)
/* clang-format on */
