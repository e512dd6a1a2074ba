/* SPDX-License-Identifier: MIT */
/* The defects that are planted in core/ (base/planted.h), one a run, by WSP_DEFECT=NAME.
 *
 * Never in a build that anybody ships: only VARIANT=planted defines WSP_PLANTED. */
#pragma once

/* X(name, clause, what is broken) */
/* clang-format off */
#define PLANTED_DEFECTS(X) \
	X(SKIP_FORGOTTEN, "B1", "what is placed second overwrites what was placed first") \
	X(PIECE_SHORT, "B1", "a buffer that is entered in its middle stays one byte short") \
	X(EMPTY_BUFFER_ENDS, "B1", "no buffer behind one of length 0 is used") \
	X(THIRD_IS_SECOND, "B1", "the third buffer is the second again") \
	X(NINTH_FORGOTTEN, "B1", "of more than eight buffers the last is not used") \
	X(ONE_TOO_FAR, "B2", "a NUL is written behind what was received") \
	X(PENDING_FIRST_BUFFER, "B1", "a receive that is pending uses its first buffer alone") \
	X(LAST_POSTED_FIRST, "B4", "receives are filled from the last that was posted") \
	X(SYNC_OVERTAKES, "B4", "a synchronous receive overtakes those that are pending") \
	X(POST_OVERTAKES, "B4", "a posted receive overtakes those that are pending") \
	X(UNKNOWN_FLAGS, "E12", "flags that nobody knows are let through") \
	X(OOB_INLINE, "E12", "MSG_OOB with SO_OOBINLINE on is let through") \
	X(OOB_WITHOUT, "E8", "MSG_OOB without out-of-band data is WSAEINVAL") \
	X(WAITALL_MESSAGES, "F-WAITALL", "MSG_WAITALL is let through on message sockets") \
	X(WAITALL_PEEK, "F-WAITALL", "MSG_WAITALL goes with MSG_PEEK") \
	X(PEEK_POSTED, "F-PEEK", "an overlapped receive may peek whatever the rule") \
	X(SHUTDOWN_FORGOTTEN, "E9", "a receive after WSPShutdown(SD_RECEIVE) works") \
	X(RESET_BEFORE_SHUTDOWN, "P10", "the remembered reset goes before the shutdown") \
	X(UNBOUND_NOTCONN, "E12", "a datagram socket that is not bound is WSAENOTCONN") \
	X(STATE_BEFORE_FAULT, "P10", "the state of the socket goes before bad pointers") \
	X(NO_BUFFERS_FAULT, "P3", "no buffers and no array is WSAEFAULT") \
	X(COUNT_MAY_LACK, "P4", "a nonoverlapped receive may do without the count") \
	X(FIRST_BYTE_PROBED, "E6", "of a buffer only the first byte is probed") \
	X(FLAGS_STAY, "X2", "the flags that were asked for stay in *lpFlags") \
	X(TRUNCATED_FLAGS, "R6", "WSAEMSGSIZE sets MSG_PARTIAL") \
	X(FAILURE_COUNTS, "R6", "a call that fails sets its count to 0") \
	X(PENDING_COUNTS, "R5", "a call that is pending sets its count to 0") \
	X(COUNT_IS_LENGTH, "D8", "WSAEMSGSIZE counts the whole message") \
	X(SYNC_NOT_FILLED, "P6", "rule nonoverlapped=sync does not fill the WSAOVERLAPPED") \
	X(SOURCE_LENGTH, "R1", "the length of the source is not told") \
	X(SUCCESS_WRITES, "P9", "success sets *lpErrno to 0") \
	X(WAITALL_IGNORED, "F-WAITALL", "MSG_WAITALL changes nothing") \
	X(TIMEOUT_LOSES, "X3", "bytes of a MSG_WAITALL receive are lost by its time-out") \
	X(CANCEL_LOSES, "X3", "bytes of a MSG_WAITALL receive are lost by its cancelling") \
	X(LATE_ERROR_LOST, "X3", "what cut a receive short is not told by the next") \
	X(BUSY_IN_ROUTINE, "E4", "a routine may make blocking calls") \
	X(BUSY_IN_HOOK, "E4", "a blocking hook may make blocking calls") \
	X(SYNC_DOES_NOT_WAIT, "P6", "rule nonoverlapped=sync does not wait on a non-blocking socket") \
	X(TIMEOUT_TENTH, "D1", "a time-out comes after a tenth of its time") \
	X(NOTHING_TO_CANCEL, "A7", "WSPCancelBlockingCall succeeds where there is no call") \
	X(CLOSED_IS_CANCELLED, "X9", "a blocking receive whose socket is closed is WSAEINTR") \
	X(AT_ONCE_NO_EVENT, "K1", "what completes at once sets no event") \
	X(AT_ONCE_NO_ROUTINE, "R1", "what completes at once queues no routine") \
	X(EVENT_NOT_RESET, "K3", "a pending receive does not reset its event") \
	X(EVENT_BESIDE_ROUTINE, "K4", "hEvent is reset though there is a routine") \
	X(EVENT_FIRST, "K7", "the event is set before the result is there") \
	X(EVENT_TWICE, "K9", "the event is set twice") \
	X(EVENT_NEVER, "K3", "no event is set") \
	X(ROUTINE_TWICE, "K9", "the routine runs twice") \
	X(ROUTINES_NEST, "A3", "routines of one socket nest") \
	X(ROUTINE_FLAGS, "K2", "a routine is told no flags") \
	X(WRONG_THREAD, "A1", "the routine is queued to whoever sees the completion") \
	X(NOT_ALERTABLE, "A1", "a wait that is not alertable runs routines") \
	X(RESULT_ALERTABLE, "A6", "the wait of WSPGetOverlappedResult is alertable") \
	X(RUNS_AT_ONCE, "A6", "a receive that need not wait runs routines") \
	X(INTERNAL_HIGH, "K7", "InternalHigh is left alone") \
	X(OFFSET_WRITTEN, "K7", "Offset is set to 0") \
	X(INTERNAL_FLAGS, "X15", "Internal is 0 for a success with flags") \
	X(PENDING_FLAGS, "K2", "a receive that was pending tells no flags") \
	X(PENDING_LENGTH, "D8", "WSAEMSGSIZE told later counts the whole message") \
	X(PENDING_NONBLOCKING, "K8", "an overlapped receive on a non-blocking socket is WSAEWOULDBLOCK") \
	X(IN_USE, "K6", "a WSAOVERLAPPED that is in use may be used again") \
	X(RELEASED_EARLY, "X17", "a WSAOVERLAPPED is free before its routine was called") \
	X(RESULT_COUNT, "X16", "WSPGetOverlappedResult tells no count of WSAEMSGSIZE") \
	X(RESULT_FLAGS, "K2", "WSPGetOverlappedResult leaves the flags alone") \
	X(RESULT_WAITS, "K5", "waiting for an operation with a routine is allowed") \
	X(EXIT_IGNORED, "A5", "the end of a thread cancels nothing") \
	X(EXIT_FOR_ALL, "A5", "the end of a thread cancels the receives of all") \
	X(CLOSE_LOST, "E17", "a close cancels nothing") \
	X(CLOSE_MESSAGES, "E17", "rule close=connection-aborted is for message sockets too") \
	X(SHUTDOWN_DISTURBS, "K10", "WSPShutdown(SD_RECEIVE) cancels what is pending") \
	X(EXIT_LOSES, "X21", "what a MSG_WAITALL receive took goes with its thread") \
	X(END_FOR_ONE, "K11", "the end completes the first pending receive alone") \
	X(RESET_TOLD_ONCE, "E14", "a reset is told once") \
	X(EMPTY_IS_END, "C2", "a message of no bytes ends the circuit") \
	X(END_IS_EMPTY, "C2", "the end of a message circuit is 0 bytes") \
	X(END_THEN_RESET, "C1", "the end of a stream is told once, then a reset") \
	X(PARTIAL_NOT_TOLD, "D6", "a part of a message comes without MSG_PARTIAL") \
	X(PARTIAL_TO_THE_END, "D6", "the last part of a message has MSG_PARTIAL too") \
	X(HELD_PEEK_TAKES, "F-PEEK", "a peek at the rest of a message takes it") \
	X(SECOND_LOOK_TAKES, "D7", "a message that was too large twice is lost") \
	X(REST_LOST, "D6", "the rest of a message is lost") \
	X(LARGE_LOST, "D7", "a message that was too large is lost") \
	X(REST_KEPT, "D8", "the rest of a datagram comes with the next receive") \
	X(TAIL_ONLY, "D7", "of a message that was too large the tail is kept") \
	X(PARTIAL_WAITS, "D9", "MSG_PARTIAL waits for the whole message") \
	X(PIECE_IS_MESSAGE, "D3", "a piece of a message ends the wait") \
	X(SOURCE_OF_REST, "D6", "the rest of a message has no source") \
	X(NO_ROOM_NO_WAIT, "D10", "a receive with no room completes though nothing is there") \
	X(HELD_ALONE, "D2", "what is held ends a receive though more is there") \
	X(PEEK_TAKES, "F-PEEK", "a peek at a stream takes") \
	X(NOT_JOINED, "T2", "messages of a pseudo stream are not joined") \
	X(EMPTY_ENDS, "X6", "a message of no bytes is 0 bytes of a pseudo stream") \
	X(SPILT_LOST, "T2", "what did not fit is lost on a pseudo stream") \
	X(UNREACHABLE_UNTOLD, "E14", "\"port unreachable\" is not told") \
	X(SEND_TELLS, "X14", "a send fails for \"port unreachable\"") \
	X(TOLD_AGAIN, "X14", "\"port unreachable\" is told again and again") \
	X(EARLY_STRANGERS, "S3", "what strangers sent before the connect is received") \
	X(HELD_STRANGERS, "S3", "what a stranger sent and is held is received after the connect") \
	X(ANY_PORT, "S3", "a stranger at the address of the peer is the peer") \
	X(OOB_UNTOLD, "F-OOB", "the urgent byte comes without MSG_OOB") \
	X(OOB_PEEK_TAKES, "F-PEEK", "a peek at the urgent byte takes it") \
	X(OOB_NONE, "X5", "without an urgent byte MSG_OOB is WSAEINVAL") \
	X(OOB_BEHIND, "B4", "data is read past an urgent byte that somebody waits for") \
	X(RULE_ABORT, "rule abort", "rule abort=aborted is not looked at") \
	X(KEEPALIVE, "E5", "a failed keep-alive is WSAECONNABORTED") \
	X(LIMIT_LATE, "E10", "one request more than the limit is taken") \
	X(RULE_TOO_MANY, "rule too-many", "rule too-many=nobufs is not looked at") \
	X(RULE_TRUNCATE, "rule truncate", "rule truncate is always `routine`") \
	X(TRUNCATED_NOT_FILLED, "X19", "WSAEMSGSIZE at once leaves the WSAOVERLAPPED alone") \
	X(PROFILE_SHORT, "rule cancelled-wait", "a profile leaves its last rule as it was") \
	X(STALE_HANDLE, "P1", "the handle of a closed socket is good for the next one")
/* clang-format on */

enum planted {
	PLANTED_NONE,
#define PLANTED_ENUM(name, clause, text) PLANTED_##name,
	PLANTED_DEFECTS(PLANTED_ENUM)
#undef PLANTED_ENUM
	N_PLANTED
};

/* The defect that this process has. */
extern int planted_now;
