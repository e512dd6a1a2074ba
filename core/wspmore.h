/* SPDX-License-Identifier: MIT */
/* What Winsock has no word for: descriptors of Linux, the catalogue, rules, a second look
 * at the last receive, faults on demand. */
#pragma once

#include "wsp.h"
#include "wsptls.h"

#pragma GCC visibility push(default)

/* A socket around a descriptor that exists (a socketpair's end, an inherited one). Its
 * protocol and state are found out; lpProtocolInfo (may be NULL) overrides XP1 flags as
 * in WSPSocket, and over a stream its iProtocol may be WSPPROTO_TLS. On success the descriptor belongs to the socket and is non-blocking;
 * on failure it is left as it was: WSAENOTSOCK for anything but a socket. */
SOCKET WSPSocketFromDescriptor(int fd, LPWSAPROTOCOL_INFO lpProtocolInfo, DWORD dwFlags,
			       LPINT lpErrno);

/* Entry `index` of the protocol catalogue; FALSE past the last. */
BOOL WSPCatalogEntry(DWORD index, LPWSAPROTOCOL_INFO lpProtocolInfo);

/* Ends the blocking call of the thread whose ThreadHandle (its pthread_t) is given, from
 * any thread; else as WSPCancelBlockingCall. */
int WSPCancelBlockingCallOf(LPWSATHREADID lpThreadId, LPINT lpErrno);

/* WSPIoctl codes of our own. */
#define SIO_WSP_SET_RULE 0x98000002u /* in: WSPRULE; "profile" names all of them */
#define SIO_WSP_GET_RULE 0x58000003u /* in: WSPRULE with a name; out: with its value */
#define SIO_WSP_WATCH 0x98000004u /* in: DWORD, WSP_WATCH_*; keep details of receives */
#define SIO_WSP_LAST_RECEIVE 0x58000005u /* out: WSPLASTRECEIVE, valid while watched */
#define SIO_WSP_FAULT 0x98000006u        /* in: WSPFAULT; adds one */
#define SIO_WSP_SET_LIMIT 0x98000007u    /* in: DWORD, most outstanding operations */
#define SIO_WSP_GET_LIMIT 0x58000008u    /* out: the same; at first WSP_LIMIT_USUAL */
#define SIO_WSP_CALL_FAULT 0x98000009u   /* in: WSPCALLFAULT; adds one */

#define WSP_LIMIT_USUAL 1048576u

/* What is watched: nothing, each receive (SIO_WSP_LAST_RECEIVE), or overlapped ones too:
 * then every lpOverlapped of a receive on the socket must be the first member of a
 * WSPOVERLAPPED. */
#define WSP_WATCH_NONE 0u
#define WSP_WATCH_LAST 1u
#define WSP_WATCH_OVERLAPPED 3u

/* What WSAOVERLAPPED.Internal says of a success with flags (the numbers of Windows). */
#define WSP_RECEIVE_PARTIAL 0x4000000fu
#define WSP_RECEIVE_EXPEDITED 0x40000010u
#define WSP_RECEIVE_PARTIAL_EXPEDITED 0x40000011u

typedef struct {
	CHAR name[24];
	CHAR value[24];
} WSPRULE;

/* Entry `index` of the table of rules; FALSE past the last. */
typedef struct {
	const CHAR *name;
	const CHAR *values[4]; /* its words, NULL after the last */
	const CHAR *spi;       /* the one that the profile `spi` takes */
	const CHAR *windows;   /* the one that the profile `windows` takes */
	const CHAR *text;
} WSPRULEENTRY;
BOOL WSPRuleEntry(DWORD index, WSPRULEENTRY *entry);

/* What else is known of the last receive that got past its checks. */
typedef struct {
	int nativeErrno;        /* the kernel's, 0 for none */
	BOOL lengthKnown;       /* a message, and its whole length is known */
	uint64_t messageLength; /* bytes of the whole message */
	uint64_t messageLost;   /* bytes of it that no later receive will return */
	struct sockaddr_storage from;
	socklen_t fromLength; /* 0: there is none (a stream, or the sender has no name) */
	BOOL arrived; /* something was taken or looked at, be it a message of 0 bytes */
	BOOL ended;   /* the peer closed gracefully */
} WSPLASTRECEIVE;

typedef struct {
	WSAOVERLAPPED overlapped;
	WSPLASTRECEIVE details; /* written before overlapped.Internal is */
} WSPOVERLAPPED;

/* The socket's nth receive from the transport, from 1 and from now, fails with an errno
 * of the kernel, as if the kernel had said so; nothing is taken. */
typedef struct {
	int nativeErrno;
	DWORD nth;
} WSPFAULT;

/* The same for another call of the transport: WSP_CALL_*. Of memory it is ENOMEM. */
typedef struct {
	int nativeErrno;
	DWORD nth;
	DWORD call;
} WSPCALLFAULT;
#define WSP_CALL_RECEIVE 0u
#define WSP_CALL_SEND 1u
#define WSP_CALL_BIND 2u
#define WSP_CALL_CONNECT 3u
#define WSP_CALL_LISTEN 4u
#define WSP_CALL_ACCEPT 5u
#define WSP_CALL_NAME 6u /* own or peer's */
#define WSP_CALL_ASK 7u  /* what waits, the error of a connect and the like */
#define WSP_CALL_GET 8u  /* an option */
#define WSP_CALL_SET 9u
#define WSP_CALL_WATCH 10u /* in order to wait */
/* Memory that this thread asks for, for whichever socket; the last one counts. */
#define WSP_CALL_MEMORY 11u

#pragma GCC visibility pop
