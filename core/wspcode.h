/* SPDX-License-Identifier: MIT */
/* The codes that a call can end with: one table of number, name, errno and sentence. */
#pragma once

#include <errno.h>

/* X(name, number, errno that means it (0: none of its own), sentence) */
/* clang-format off */
#define WSA_CODES(X) \
	X(WSA_INVALID_HANDLE, 6, 0, "an event handle is not valid") \
	X(WSA_NOT_ENOUGH_MEMORY, 8, 0, "not enough memory") \
	X(WSA_INVALID_PARAMETER, 87, 0, "a parameter is not valid") \
	X(WSA_OPERATION_ABORTED, 995, ECANCELED, "overlapped operation cancelled because the socket was closed or its thread ended") \
	X(WSA_IO_INCOMPLETE, 996, 0, "overlapped operation not complete yet") \
	X(WSA_IO_PENDING, 997, 0, "overlapped operation started, completion follows") \
	X(WSAEINTR, 10004, EINTR, "blocking call cancelled through WSPCancelBlockingCall") \
	X(WSAEBADF, 10009, EBADF, "bad file descriptor") \
	X(WSAEACCES, 10013, EACCES, "permission denied") \
	X(WSAEFAULT, 10014, EFAULT, "a pointer does not lead to valid memory") \
	X(WSAEINVAL, 10022, EINVAL, "an argument, or the state of the socket, does not fit the call") \
	X(WSAEMFILE, 10024, EMFILE, "too many open sockets") \
	X(WSAEWOULDBLOCK, 10035, EAGAIN, "nothing to receive now and the socket is non-blocking, or too many outstanding requests") \
	X(WSAEINPROGRESS, 10036, EINPROGRESS, "a blocking call of this thread, or a callback, is still in progress") \
	X(WSAEALREADY, 10037, EALREADY, "the operation is already in progress") \
	X(WSAENOTSOCK, 10038, ENOTSOCK, "not a socket") \
	X(WSAEDESTADDRREQ, 10039, EDESTADDRREQ, "a destination address is required") \
	X(WSAEMSGSIZE, 10040, EMSGSIZE, "message larger than the buffers") \
	X(WSAEPROTOTYPE, 10041, EPROTOTYPE, "the protocol does not fit this socket type") \
	X(WSAENOPROTOOPT, 10042, ENOPROTOOPT, "no such socket option") \
	X(WSAEPROTONOSUPPORT, 10043, EPROTONOSUPPORT, "protocol not supported") \
	X(WSAESOCKTNOSUPPORT, 10044, ESOCKTNOSUPPORT, "socket type not supported") \
	X(WSAEOPNOTSUPP, 10045, EOPNOTSUPP, "not supported by this socket") \
	X(WSAEPFNOSUPPORT, 10046, EPFNOSUPPORT, "protocol family not supported") \
	X(WSAEAFNOSUPPORT, 10047, EAFNOSUPPORT, "address family not supported") \
	X(WSAEADDRINUSE, 10048, EADDRINUSE, "address in use") \
	X(WSAEADDRNOTAVAIL, 10049, EADDRNOTAVAIL, "address not available on this machine") \
	X(WSAENETDOWN, 10050, ENETDOWN, "the network subsystem has failed") \
	X(WSAENETUNREACH, 10051, ENETUNREACH, "network unreachable") \
	X(WSAENETRESET, 10052, ENETRESET, "connection broken: keep-alive detected a failure") \
	X(WSAECONNABORTED, 10053, ECONNABORTED, "circuit ended by a time-out or other failure") \
	X(WSAECONNRESET, 10054, ECONNRESET, "circuit reset by the remote side") \
	X(WSAENOBUFS, 10055, ENOBUFS, "no buffer space or memory left") \
	X(WSAEISCONN, 10056, EISCONN, "already connected") \
	X(WSAENOTCONN, 10057, ENOTCONN, "socket not connected") \
	X(WSAESHUTDOWN, 10058, ESHUTDOWN, "socket shut down for receiving") \
	X(WSAETIMEDOUT, 10060, ETIMEDOUT, "the time-out of a blocking call expired") \
	X(WSAECONNREFUSED, 10061, ECONNREFUSED, "connection refused") \
	X(WSAEHOSTDOWN, 10064, EHOSTDOWN, "host is down") \
	X(WSAEHOSTUNREACH, 10065, EHOSTUNREACH, "host unreachable") \
	X(WSASYSNOTREADY, 10091, 0, "the network subsystem is not ready") \
	X(WSAVERNOTSUPPORTED, 10092, 0, "this version of Winsock is not supported") \
	X(WSANOTINITIALISED, 10093, 0, "WSPStartup has not been called") \
	X(WSAEDISCON, 10101, 0, "message-oriented circuit gracefully closed by the remote side")
/* clang-format on */

enum wsa_code {
#define WSA_CODE_ENUM(name, number, native, text) name = (number),
	WSA_CODES(WSA_CODE_ENUM)
#undef WSA_CODE_ENUM
};
