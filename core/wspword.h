/* SPDX-License-Identifier: MIT */
/* Winsock's words: the types, numbers and structures that wsp.h speaks in.
 *
 * Everything here has the name, the size and the value that Winsock 2 gives it. Where a
 * name also exists on Linux with another number (MSG_WAITALL, SOL_SOCKET, FIONREAD, ...),
 * the Linux headers are included first and the name is then given Winsock's number: a
 * file that includes this one speaks Winsock from there on, and must not hand these
 * numbers to the kernel. Address families and sockaddrs are the host's own. */
#pragma once

#include <netinet/in.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "wspcode.h"

typedef uintptr_t SOCKET; /* names one socket for good: a handle is never used again */
typedef uint8_t BYTE;
typedef uint16_t WORD;
typedef uint32_t DWORD;
typedef int32_t BOOL;
typedef uint32_t ULONG;
typedef uintptr_t ULONG_PTR, DWORD_PTR;
typedef char CHAR;
typedef void *HANDLE, *WSAEVENT, *LPVOID;
typedef unsigned int GROUP;
typedef DWORD *LPDWORD;
typedef int *LPINT, *LPINT_INOUT;

#define CALLBACK
#define TRUE 1
#define FALSE 0
#define INVALID_SOCKET (~(SOCKET)0)
#define SOCKET_ERROR (-1)
#define WSS_OPERATION_IN_PROGRESS 0x103

typedef struct {
	ULONG len; /* bytes */
	CHAR *buf; /* may be NULL where len is 0 */
} WSABUF, *LPWSABUF;

typedef struct {
	/* 0x103 while pending; then the code that the operation failed with, 0, or for a
	 * success with flags WSP_RECEIVE_* (wspmore.h). */
	ULONG_PTR Internal;
	ULONG_PTR InternalHigh; /* bytes; written before Internal is */
	DWORD Offset;
	DWORD OffsetHigh;
	WSAEVENT hEvent;
} WSAOVERLAPPED, *LPWSAOVERLAPPED;

typedef void(CALLBACK *LPWSAOVERLAPPED_COMPLETION_ROUTINE)(DWORD dwError,
							   DWORD cbTransferred,
							   LPWSAOVERLAPPED lpOverlapped,
							   DWORD dwFlags);

typedef struct {
	HANDLE ThreadHandle;
	DWORD_PTR Reserved;
} WSATHREADID, *LPWSATHREADID;

/* One entry of the protocol catalogue (the fields that a receive depends on). */
typedef struct {
	DWORD dwServiceFlags1;  /* XP1_* */
	DWORD dwCatalogEntryId; /* from 1 */
	int iAddressFamily;
	int iSocketType;
	int iProtocol;
	DWORD dwMessageSize; /* 0: a stream; 0xFFFFFFFF: no limit of its own */
	CHAR szProtocol[64];
} WSAPROTOCOL_INFO, *LPWSAPROTOCOL_INFO;

/* WSPRecv's flags. */
#undef MSG_OOB
#undef MSG_PEEK
#undef MSG_WAITALL
#define MSG_OOB 0x1
#define MSG_PEEK 0x2
#define MSG_WAITALL 0x8
#define MSG_PUSH_IMMEDIATE 0x20
#define MSG_PARTIAL 0x8000

/* How a protocol behaves. */
#define XP1_CONNECTIONLESS 0x1
#define XP1_GUARANTEED_DELIVERY 0x2
#define XP1_GUARANTEED_ORDER 0x4
#define XP1_MESSAGE_ORIENTED 0x8
#define XP1_PSEUDO_STREAM 0x10
#define XP1_GRACEFUL_CLOSE 0x20
#define XP1_EXPEDITED_DATA 0x40
#define XP1_SUPPORT_BROADCAST 0x200
#define XP1_SUPPORT_MULTIPOINT 0x400
#define XP1_UNI_SEND 0x8000
#define XP1_UNI_RECV 0x10000
#define XP1_IFS_HANDLES 0x20000
#define XP1_PARTIAL_MESSAGE 0x40000

#define WSA_FLAG_OVERLAPPED 0x1
#define SD_RECEIVE 0
#define SD_SEND 1
#define SD_BOTH 2
#define JL_SENDER_ONLY 1
#define JL_RECEIVER_ONLY 2
#define JL_BOTH 4

/* Options of level SOL_SOCKET; every other level goes to the kernel as it is. */
#undef SOL_SOCKET
#undef SO_DEBUG
#undef SO_ACCEPTCONN
#undef SO_REUSEADDR
#undef SO_KEEPALIVE
#undef SO_BROADCAST
#undef SO_LINGER
#undef SO_OOBINLINE
#undef SO_SNDBUF
#undef SO_RCVBUF
#undef SO_SNDTIMEO
#undef SO_RCVTIMEO
#undef SO_ERROR
#undef SO_TYPE
#define SOL_SOCKET 0xffff
#define SO_ACCEPTCONN 0x0002    /* BOOL, get */
#define SO_REUSEADDR 0x0004     /* BOOL */
#define SO_KEEPALIVE 0x0008     /* BOOL */
#define SO_BROADCAST 0x0020     /* BOOL */
#define SO_LINGER 0x0080        /* struct linger */
#define SO_OOBINLINE 0x0100     /* BOOL */
#define SO_SNDBUF 0x1001        /* int, bytes */
#define SO_RCVBUF 0x1002        /* int, bytes */
#define SO_SNDTIMEO 0x1005      /* DWORD, milliseconds; 0: none */
#define SO_RCVTIMEO 0x1006      /* DWORD, milliseconds; 0: none */
#define SO_ERROR 0x1007         /* int, a WSAE* code, get */
#define SO_TYPE 0x1008          /* int, get */
#define SO_PROTOCOL_INFO 0x2004 /* WSAPROTOCOL_INFO, get */

#undef FIONREAD
#undef FIONBIO
#undef SIOCATMARK
#define FIONREAD 0x4004667fu   /* out: DWORD, bytes that wait */
#define FIONBIO 0x8004667eu    /* in: DWORD, not 0: non-blocking */
#define SIOCATMARK 0x40047307u /* out: BOOL, TRUE: no out-of-band byte waits */
