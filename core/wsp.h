/* SPDX-License-Identifier: MIT */
/* The calls: WSPRecv and what a receive needs around it, over the sockets of Linux.
 *
 * Names, parameters and codes are those of the Winsock service provider interface. Every
 * call returns 0 (or a SOCKET), else SOCKET_ERROR (INVALID_SOCKET) with a WSAE* code in
 * *lpErrno, which success leaves alone. Any thread may call on any socket. Buffers and
 * pointers stay the caller's; they are read or written during the call only, but for an
 * operation that is pending: its WSAOVERLAPPED, its buffers and the room for its source
 * must stay until it has completed. A pointer that leads nowhere is answered with WSAEFAULT
 * (this takes a SIGSEGV handler, installed by the first WSPStartup; it passes on every
 * fault that is not its own).
 * The letters at the calls are clauses of the contract page (core/contract.md). */
#pragma once

#include "wpu.h"

/* What the provider asks of its client. NULL: no callback; else wpu.h's own function. */
typedef BOOL(CALLBACK *LPBLOCKINGCALLBACK)(DWORD_PTR dwContext);
typedef struct {
	/* Names the function that a blocking call lets run again and again while it
	 * waits; the function returns FALSE after it called WSPCancelBlockingCall. */
	int (*lpWPUQueryBlockingCallback)(DWORD dwCatalogEntryId,
					  LPBLOCKINGCALLBACK *lplpfnCallback,
					  DWORD_PTR *lpdwContext, LPINT lpErrno);
	/* Indications; on any thread. lpWPUResetEvent must not call the provider back. */
	int (*lpWPUQueueApc)(LPWSATHREADID lpThreadId, LPWSAUSERAPC lpfnUserApc,
			     DWORD_PTR dwContext, LPINT lpErrno);
	BOOL (*lpWPUSetEvent)(WSAEVENT hEvent, LPINT lpErrno);
	BOOL (*lpWPUResetEvent)(WSAEVENT hEvent, LPINT lpErrno);
} WSPUPCALLTABLE;

typedef struct {
	WORD wVersion;
	WORD wHighVersion;
	CHAR szDescription[256];
} WSPDATA, *LPWSPDATA;
typedef struct wsp_proc_table WSPPROC_TABLE, *LPWSPPROC_TABLE;
typedef void *LPQOS; /* quality of service is not offered: pass NULL */
#define CF_ACCEPT 0
#define CF_REJECT 1
typedef int(CALLBACK *LPCONDITIONPROC)(LPWSABUF lpCallerId, LPWSABUF lpCallerData,
				       LPQOS lpSQOS, LPQOS lpGQOS, LPWSABUF lpCalleeId,
				       LPWSABUF lpCalleeData, GROUP *g,
				       DWORD_PTR dwCallbackData);

#pragma GCC visibility push(default)

/* Begins use of the provider (counted); lpProtocolInfo may be NULL. Version 2.2 only,
 * else WSAVERNOTSUPPORTED. The newest up-call table counts. */
int WSPStartup(WORD wVersionRequested, LPWSPDATA lpWSPData,
	       LPWSAPROTOCOL_INFO lpProtocolInfo, WSPUPCALLTABLE UpcallTable,
	       LPWSPPROC_TABLE lpProcTable);
/* The last of as many as there were WSPStartups closes every socket. */
int WSPCleanup(LPINT lpErrno);

/* A socket of a catalogue protocol. lpProtocolInfo (may be NULL) names the entry by its
 * family, type and protocol, and its dwServiceFlags1 replaces the entry's
 * XP1_MESSAGE_ORIENTED, XP1_PSEUDO_STREAM, XP1_PARTIAL_MESSAGE and
 * XP1_GUARANTEED_DELIVERY for this socket. dwFlags: WSA_FLAG_OVERLAPPED or 0. */
SOCKET WSPSocket(int af, int type, int protocol, LPWSAPROTOCOL_INFO lpProtocolInfo,
		 GROUP g, DWORD dwFlags, LPINT lpErrno);
int WSPCloseSocket(SOCKET s, LPINT lpErrno);
int WSPBind(SOCKET s, const struct sockaddr *name, int namelen, LPINT lpErrno);
int WSPListen(SOCKET s, int backlog, LPINT lpErrno);
int WSPConnect(SOCKET s, const struct sockaddr *name, int namelen,
	       LPWSABUF lpCallerData, LPWSABUF lpCalleeData, LPQOS lpSQOS, LPQOS lpGQOS,
	       LPINT lpErrno);
SOCKET WSPAccept(SOCKET s, struct sockaddr *addr, LPINT addrlen,
		 LPCONDITIONPROC lpfnCondition, DWORD_PTR dwCallbackData,
		 LPINT lpErrno);
/* Joins the multicast group `name`; binds an unbound socket to the group's port (S2).
 * Returns s itself: the socket is a leaf of the group. */
SOCKET WSPJoinLeaf(SOCKET s, const struct sockaddr *name, int namelen,
		   LPWSABUF lpCallerData, LPWSABUF lpCalleeData, LPQOS lpSQOS,
		   LPQOS lpGQOS, DWORD dwFlags, LPINT lpErrno);
int WSPShutdown(SOCKET s, int how, LPINT lpErrno);

/* The receive (P to F). Returns 0 with *lpNumberOfBytesRecvd bytes placed and *lpFlags
 * MSG_PARTIAL, MSG_OOB or 0; on SOCKET_ERROR both are left alone, but for WSAEMSGSIZE,
 * where the count is what was placed.
 *
 * With lpOverlapped, on a socket made with WSA_FLAG_OVERLAPPED, it never waits (K, A). What
 * cannot complete at once is pending: SOCKET_ERROR with WSA_IO_PENDING, and one indication
 * follows. That is lpCompletionRoutine, run by the thread *lpThreadId (NULL: the caller) in
 * an alertable wait; without a routine lpOverlapped->hEvent, if it is an event, is set.
 * What completes at once is indicated just the same. Any other error: no indication. */
int WSPRecv(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
	    LPDWORD lpNumberOfBytesRecvd, LPDWORD lpFlags, LPWSAOVERLAPPED lpOverlapped,
	    LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
	    LPWSATHREADID lpThreadId, LPINT lpErrno);
/* The same with the source in lpFrom (*lpFromlen bytes of room, NULL allowed; ignored on
 * connection-oriented sockets). Room that is too small: WSAEFAULT, the message stays. */
int WSPRecvFrom(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
		LPDWORD lpNumberOfBytesRecvd, LPDWORD lpFlags, struct sockaddr *lpFrom,
		LPINT lpFromlen, LPWSAOVERLAPPED lpOverlapped,
		LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
		LPWSATHREADID lpThreadId, LPINT lpErrno);
int WSPSend(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
	    LPDWORD lpNumberOfBytesSent, DWORD dwFlags, LPWSAOVERLAPPED lpOverlapped,
	    LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
	    LPWSATHREADID lpThreadId, LPINT lpErrno);
int WSPSendTo(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
	      LPDWORD lpNumberOfBytesSent, DWORD dwFlags, const struct sockaddr *lpTo,
	      int iTolen, LPWSAOVERLAPPED lpOverlapped,
	      LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
	      LPWSATHREADID lpThreadId, LPINT lpErrno);

/* How an operation of lpOverlapped ended: TRUE with the bytes in *lpcbTransfer and the flags
 * in *lpdwFlags; FALSE with its code in *lpErrno (the count is written for WSAEMSGSIZE too).
 * WSA_IO_INCOMPLETE while it is pending, unless fWait, which waits for it, not alertably
 * (A6); for an operation with a routine that is WSA_INVALID_PARAMETER (K5, rule
 * `cancelled-wait`). WSAENOTSOCK where s is none (any more). */
BOOL WSPGetOverlappedResult(SOCKET s, LPWSAOVERLAPPED lpOverlapped,
			    LPDWORD lpcbTransfer, BOOL fWait, LPDWORD lpdwFlags,
			    LPINT lpErrno);

int WSPGetSockName(SOCKET s, struct sockaddr *name, LPINT namelen, LPINT lpErrno);
int WSPGetPeerName(SOCKET s, struct sockaddr *name, LPINT namelen, LPINT lpErrno);
/* Level SOL_SOCKET as in wspword.h; other levels and their values go to the kernel. */
int WSPGetSockOpt(SOCKET s, int level, int optname, CHAR *optval, LPINT optlen,
		  LPINT lpErrno);
int WSPSetSockOpt(SOCKET s, int level, int optname, const CHAR *optval, int optlen,
		  LPINT lpErrno);
/* FIONBIO, FIONREAD, SIOCATMARK, and the SIO_WSP_* of wspmore.h. */
int WSPIoctl(SOCKET s, DWORD dwIoControlCode, LPVOID lpvInBuffer, DWORD cbInBuffer,
	     LPVOID lpvOutBuffer, DWORD cbOutBuffer, LPDWORD lpcbBytesReturned,
	     LPWSAOVERLAPPED lpOverlapped,
	     LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
	     LPWSATHREADID lpThreadId, LPINT lpErrno);

/* Ends the calling thread's own blocking call (from its blocking callback) with
 * WSAEINTR; no data is lost. WSAEINVAL where there is none (A7, E3). */
int WSPCancelBlockingCall(LPINT lpErrno);

#pragma GCC visibility pop

struct wsp_proc_table {
#define WSP_PROC(name) __typeof__(name) *lp##name
	WSP_PROC(WSPAccept);
	WSP_PROC(WSPBind);
	WSP_PROC(WSPCancelBlockingCall);
	WSP_PROC(WSPCleanup);
	WSP_PROC(WSPCloseSocket);
	WSP_PROC(WSPConnect);
	WSP_PROC(WSPGetOverlappedResult);
	WSP_PROC(WSPGetPeerName);
	WSP_PROC(WSPGetSockName);
	WSP_PROC(WSPGetSockOpt);
	WSP_PROC(WSPIoctl);
	WSP_PROC(WSPJoinLeaf);
	WSP_PROC(WSPListen);
	WSP_PROC(WSPRecv);
	WSP_PROC(WSPRecvFrom);
	WSP_PROC(WSPSend);
	WSP_PROC(WSPSendTo);
	WSP_PROC(WSPSetSockOpt);
	WSP_PROC(WSPShutdown);
	WSP_PROC(WSPSocket);
#undef WSP_PROC
};
