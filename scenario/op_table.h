/* SPDX-License-Identifier: MIT */
/* The language of scenarios as tables: verbs, with their operands and options, and what an
 * operand or an option looks like. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* What an operand or option is. X(NAME, word, letter, shape, text); an operand has no word.
 * The shape is what help shows for its value, NULL: it takes none. */
/* clang-format off */
#define OP_FIELDS(X) \
	X(SOCKET, NULL, 0, "SOCKET", "the name of a socket of ours") \
	X(REQUEST, NULL, 0, "REQUEST", "the name that `as` gave a receive or a send") \
	X(EVENT_NAME, NULL, 0, "EVENT", "the name of an event, or of a request that has its own") \
	X(THREAD_NAME, NULL, 0, "[THREAD]", "the name of a thread; none: the one that calls") \
	X(ADDRESS, NULL, 0, "ADDRESS", "an address as on the command line, or only its first word: a socket of that kind, connected to a peer of its own") \
	X(DATA, NULL, 0, "DATA", "bytes: \"text\", hex:00ff, pattern:4k, @FILE") \
	X(STEPS, NULL, 0, "STEPS", "what the peer does, such as send \"ab\"; shutdown") \
	X(HALF, NULL, 0, "receive|send|both", "which half to shut down") \
	X(DURATION, NULL, 0, "DURATION", "us, ms, s, m; a plain number is seconds; or forever") \
	X(EVENT_ACT, NULL, 0, "[look|set|reset|close]", "what to do with the event (default look)") \
	X(NET_ACT, NULL, 0, "cut|room|hold|release|pass|lose|dead", "what the simulated network does to what is sent to the socket; dead: nobody answers any more") \
	X(AMOUNT, NULL, 0, "[N]", "a number of bytes, of things on their way, or of connections that may wait; a version") \
	X(PLACE, NULL, 0, "[PLACE]", "a name for a socket: 127.0.0.1:80, [::1]:80, @NAME, /FILE, unnamed, unspec, or that of a socket of ours") \
	X(WHOSE, NULL, 0, "[own|peer]", "whose name (default own)") \
	X(QUESTION, NULL, 0, "OPTION", "an option of sockets, such as rcvbuf or error; or LEVEL:NAME") \
	X(CONTROL, NULL, 0, "CODE", "a code of WSPIoctl, by name or number") \
	X(INPUT, NULL, 0, "[DATA]", "the bytes that go in (default none)") \
	X(COUNT, NULL, 0, "N", "how often") \
	X(OPTION, NULL, 0, "OPTION[=VALUE]", "an option of addresses, or nonblocking, or limit=N") \
	X(RULE_VALUE, NULL, 0, "NAME=VALUE", "a rule, or profile=spi, profile=windows") \
	X(ERRNO, NULL, 0, "ERRNO[@N]", "an errno, and at which such call from now (default the next)") \
	X(DEPTH, "open", 0, "socket|bound|listening|connecting|full", "how far to open it (default full)") \
	X(NONOVERLAPPED, "nonoverlapped", 0, NULL, "create it without WSA_FLAG_OVERLAPPED") \
	X(XP1, "xp1", 0, "LIST", "override XP1 flags of the protocol, such as +partial,-message") \
	X(PROFILE, "profile", 0, "spi|windows", "whose side to take where the document and Windows differ") \
	X(RULE, "rule", 0, "NAME=VALUE", "set one such rule alone; may be repeated") \
	X(LIMIT, "limit", 0, "N", "how many overlapped operations may be outstanding") \
	X(BUFFERS, "buffers", 'b', "LAYOUT", "sizes of the buffers (default 64k, of a send one for all)") \
	X(FLAGS, "flags", 'f', "LIST", "flags of the call") \
	X(MODE, "mode", 'm', "blocking|nonblocking|event|poll|routine", "how the call is made (default: as the socket is, which is blocking)") \
	X(TIMEOUT, "timeout", 't', "DURATION", "longest wait of its receives") \
	X(NULLS, "null", 0, "LIST", "pass NULL for these: array, count, flags, overlapped; value, length, upcalls") \
	X(BADS, "bad", 0, "LIST", "pass a pointer that leads nowhere for these: array, count, flags, overlapped; value, length, upcalls") \
	X(EVENT, "event", 0, "EVENT", "use this event instead of one of its own") \
	X(REUSE, "reuse", 0, "REQUEST", "use the WSAOVERLAPPED of that request") \
	X(HOOK, "hook", 0, "receive|cancel", "what the blocking hook does while the call waits; with a comma both") \
	X(ALERTABLE, "alertable", 0, NULL, "let completion routines run meanwhile") \
	X(WAIT, "wait", 0, NULL, "wait for the end of the operation") \
	X(TO, "to", 0, "PLACE", "call WSPSendTo that place") \
	X(LENGTH, "length", 0, "N", "the length that is passed, instead of the right one") \
	X(FROM, "from", 0, NULL, "call WSPRecvFrom") \
	X(EVENTS, "events", 0, "LIST", "call WSAWaitForMultipleEvents with these events") \
	X(ALL, "all", 0, NULL, "wait for all of them") \
	X(CALL, "call", 0, "receive|send|bind|connect|listen|accept|name|ask|get|set|watch|memory", "which call of the network below (default receive), or memory that the thread asks for") \
	X(CONDITION, "condition", 0, "accept|reject", "pass a condition function, which answers so")

/* The verbs. X(NAME, word, operands, options, names, text): lists of fields, and whether
 * `as NAME` may follow. */
#define OP_VERBS(X) \
	X(OPEN, "open", OP_F2(SOCKET, ADDRESS), OP_O(DEPTH) | OP_O(NONOVERLAPPED) | OP_O(XP1) | OP_O(PROFILE) | OP_O(RULE) | OP_O(LIMIT) | OP_O(TIMEOUT), false, "open a socket of ours, and its peer with it") \
	X(RECV, "recv", OP_F1(SOCKET), OP_O(BUFFERS) | OP_O(FLAGS) | OP_O(MODE) | OP_O(TIMEOUT) | OP_O(NULLS) | OP_O(BADS) | OP_O(EVENT) | OP_O(REUSE) | OP_O(HOOK) | OP_O(FROM) | OP_O(LENGTH), true, "call WSPRecv, or WSPRecvFrom") \
	X(PEER, "peer", OP_F2(SOCKET, STEPS), 0, false, "let the peer of a socket act") \
	X(AWAIT, "await", OP_F1(REQUEST), 0, false, "wait until a call that blocks returns, or an overlapped one is told to be complete") \
	X(SEND, "send", OP_F2(SOCKET, DATA), OP_O(BUFFERS) | OP_O(FLAGS) | OP_O(MODE) | OP_O(EVENT) | OP_O(TO) | OP_O(LENGTH) | OP_O(NULLS) | OP_O(BADS), true, "call WSPSend, or WSPSendTo the peer where the socket is not connected") \
	X(SHUTDOWN, "shutdown", OP_F2(SOCKET, HALF), 0, false, "call WSPShutdown") \
	X(CLOSE, "close", OP_F1(SOCKET), 0, false, "call WSPCloseSocket; the name goes on as a handle that is stale") \
	X(CONNECT, "connect", OP_F2(SOCKET, PLACE), OP_O(LENGTH) | OP_O(NULLS) | OP_O(BADS), false, "call WSPConnect to that place, or to its peer") \
	X(BIND, "bind", OP_F2(SOCKET, PLACE), OP_O(LENGTH) | OP_O(NULLS) | OP_O(BADS), false, "call WSPBind; without a place to any that is free") \
	X(LISTEN, "listen", OP_F2(SOCKET, AMOUNT), 0, false, "call WSPListen") \
	X(ACCEPT, "accept", OP_F1(SOCKET), OP_O(CONDITION) | OP_O(LENGTH) | OP_O(NULLS) | OP_O(BADS), true, "call WSPAccept; the new socket has the name, or is closed") \
	X(ADOPT, "adopt", OP_F1(SOCKET), OP_O(NONOVERLAPPED) | OP_O(XP1), true, "call WSPSocketFromDescriptor with a descriptor of its peer") \
	X(JOIN, "join", OP_F2(SOCKET, PLACE), OP_O(FLAGS) | OP_O(LENGTH) | OP_O(NULLS) | OP_O(BADS), false, "call WSPJoinLeaf") \
	X(NAME, "name", OP_F2(SOCKET, WHOSE), OP_O(LENGTH) | OP_O(NULLS) | OP_O(BADS), false, "call WSPGetSockName or WSPGetPeerName") \
	X(GET, "get", OP_F2(SOCKET, QUESTION), OP_O(LENGTH) | OP_O(NULLS) | OP_O(BADS), false, "call WSPGetSockOpt") \
	X(IOCTL, "ioctl", OP_F3(SOCKET, CONTROL, INPUT), OP_O(MODE) | OP_O(LENGTH) | OP_O(NULLS) | OP_O(BADS), false, "call WSPIoctl") \
	X(RESULT, "result", OP_F1(REQUEST), OP_O(WAIT), false, "call WSPGetOverlappedResult") \
	X(OVERLAPPED, "overlapped", OP_F1(REQUEST), 0, false, "show what is in its WSAOVERLAPPED") \
	X(CANCEL, "cancel", OP_F1(THREAD_NAME), 0, false, "call WSPCancelBlockingCall, for another thread WSPCancelBlockingCallOf") \
	X(SLEEP, "sleep", OP_F1(DURATION), OP_O(ALERTABLE) | OP_O(EVENTS) | OP_O(ALL), false, "call SleepEx, or wait for events") \
	X(EVENT, "event", OP_F2(EVENT_NAME, EVENT_ACT), 0, false, "look at an event, or change it") \
	X(EXIT, "exit", OP_F0, 0, false, "end the thread") \
	X(ORDER, "order", OP_F0, 0, false, "name the requests that were completed since the last `order`, first things first") \
	X(UPCALLS, "upcalls", OP_F0, 0, false, "count the provider's calls of WPUQueueApc, WPUSetEvent and WPUResetEvent since the last `upcalls`") \
	X(SET, "set", OP_F2(SOCKET, OPTION), 0, false, "set an option") \
	X(RULE, "rule", OP_F2(SOCKET, RULE_VALUE), 0, false, "set a rule") \
	X(FAULT, "fault", OP_F2(SOCKET, ERRNO), OP_O(CALL), false, "let a receive, or another call, of the network below fail") \
	X(READABLE, "readable", OP_F1(SOCKET), 0, false, "ask FIONREAD: how many bytes one receive could get") \
	X(ATMARK, "atmark", OP_F1(SOCKET), 0, false, "ask SIOCATMARK: whether no urgent byte is still to be read out of band") \
	X(NET, "net", OP_F3(SOCKET, NET_ACT, AMOUNT), 0, false, "simulated network only: cut, delay or lose what is sent to the socket") \
	X(WAIT, "wait", OP_F1(DURATION), 0, false, "let time pass") \
	X(STARTUP, "startup", OP_F1(AMOUNT), OP_O(NULLS) | OP_O(BADS), false, "call WSPStartup once more") \
	X(CLEANUP, "cleanup", OP_F0, 0, false, "call WSPCleanup") \
	X(ROUTINE, "routine", OP_F1(REQUEST), 0, false, "{ ... }: do this inside that request's completion routine") \
	X(REPEAT, "repeat", OP_F1(COUNT), 0, false, "{ ... }: do this so many times") \
	X(END, "}", OP_F0, 0, false, "the end of a block")
/* clang-format on */

enum op_field {
	OP_NO_FIELD,
#define OP_FIELD_ENUM(name, word, letter, shape, text) OP_##name,
	OP_FIELDS(OP_FIELD_ENUM)
#undef OP_FIELD_ENUM
	OP_N_FIELDS
};

#define OP_O(field) (UINT64_C(1) << OP_##field)

enum op_verb {
#define OP_VERB_ENUM(name, word, operands, options, names, text) OP_DO_##name,
	OP_VERBS(OP_VERB_ENUM)
#undef OP_VERB_ENUM
	OP_N_VERBS
};

struct op_field_kind {
	const char *word;
	char letter;
	const char *shape;
	const char *text;
};

struct op_verb_kind {
	const char *word;
	enum op_field operands[3]; /* OP_NO_FIELD after the last */
	uint64_t options;          /* OP_O() of each */
	bool names;
	const char *text;
};

const struct op_field_kind *op_field_kind(enum op_field field);
const struct op_verb_kind *op_verb_kind(enum op_verb verb);

/* Whether what `as` names is a socket, and no request. */
bool op_names_socket(enum op_verb verb);
