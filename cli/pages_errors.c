/* SPDX-License-Identifier: MIT */
/* Pages of the codes that a call can end with; the aliases E1 to E17 are clauses. */
#include "cli/pages.h"

#define ERROR .kind = "error"
#define LISTEN "tcp-listen:127.0.0.1:0"

/* In the order of the contract's table; what stands beside that table follows. */
/* clang-format off */
static const struct page errors[] = {
	{ ERROR, .word = "WSAENETDOWN", .aliases = "E1",
	  .title = "the network subsystem has failed",
	  .meaning = "The transport cannot receive at all: the network beneath the "
		     "socket is down. The socket is still there, and closing it is "
		     "all that is sure to work.",
	  .linux_does = "The kernel says ENETDOWN, or ENODEV or ENXIO where the "
			"device is gone. A healthy machine hardly ever does, so the "
			"example has the transport fail on purpose.",
	  .try = "wsprecv recv --fault=ENETDOWN --peer='send \"hello\"' pair:stream" },
	{ ERROR, .word = "WSAENOTCONN", .aliases = "E2",
	  .title = "the socket is not connected",
	  .meaning = "A connection-oriented socket has no connection to receive "
		     "from: it is new, it listens, or it is still connecting.",
	  .linux_does = "recvmsg says ENOTCONN on a new or listening TCP socket, but "
			"waits (or says EAGAIN) while a connect is in progress. The "
			"provider keeps the state itself and gives one answer for "
			"all three.",
	  .try = "wsprecv recv --open=listening " LISTEN },
	{ ERROR, .word = "WSAEINTR", .aliases = "E3",
	  .title = "a blocking call was cancelled",
	  .meaning = "WSPCancelBlockingCall ended the receive while it waited, from "
		     "a blocking hook or for another thread. Nothing is lost: data "
		     "that had been taken is returned by the next receive.",
	  .linux_does = "EINTR of Linux means that a signal arrived. The provider "
			"goes on waiting then; WSAEINTR never means a signal.",
	  .try = "wsprecv recv --cancel-after=100ms pair:stream" },
	{ ERROR, .word = "WSAEINPROGRESS", .aliases = "E4",
	  .title = "a blocking call of this thread is in progress",
	  .meaning = "A blocking hook, which a waiting call lets run, made another "
		     "blocking call. A thread can be inside one of them at a time. "
		     "Non-blocking calls from the hook are fine.",
	  .linux_does = "Linux has no blocking hooks and no such rule; EINPROGRESS "
			"there belongs to connect. The provider marks the thread "
			"while it waits.",
	  .try = "wsprecv recv --hook=receive,cancel pair:stream" },
	{ ERROR, .word = "WSAENETRESET", .aliases = "E5",
	  .title = "keep-alive found the connection dead",
	  .meaning = "The connection was idle, keep-alive probes were sent, and "
		     "nobody answered. It is over: later calls say the same.",
	  .linux_does = "The kernel says ETIMEDOUT, for unanswered probes and for "
			"unacknowledged data alike. The provider tells them apart "
			"with TCP_INFO: probes without data in flight are "
			"WSAENETRESET, data in flight is WSAECONNABORTED.",
	  .try = "wsprecv recv --connect-peer --peer='drop; hold' -t 10 " LISTEN
		 ",keepalive,keepidle=1,keepintvl=1,keepcnt=1" },
	{ ERROR, .word = "WSAEFAULT", .aliases = "E6",
	  .title = "a pointer does not lead to valid memory",
	  .meaning = "The array of buffers, a buffer that is not empty, or the "
		     "pointer for flags or count lies outside memory that can be "
		     "written. Nothing was received, and what is queued stays queued.",
	  .linux_does = "The kernel would say EFAULT only after it had filled the "
			"buffers before the bad one, and would drop that message. So "
			"the provider probes every page first, and a fault there "
			"becomes this answer.",
	  .try = "wsprecv recv -b 4,bad:4 --peer='send \"hello\"' pair:stream" },
	{ ERROR, .word = "WSAENOTSOCK", .aliases = "E7",
	  .title = "the descriptor is not a socket",
	  .meaning = "The number is no socket of this provider: it was never given "
		     "out, or its socket has been closed. A file descriptor is not a "
		     "SOCKET either.",
	  .linux_does = "Linux gives a closed descriptor's number to the next file "
			"that is opened, so that a late call hits a stranger. A "
			"SOCKET here is a handle that is never used again.",
	  .try = "wsprecv recv handle:4711" },
	{ ERROR, .word = "WSAEOPNOTSUPP", .aliases = "E8",
	  .title = "this kind of receive is not supported here",
	  .meaning = "MSG_OOB on a socket that is not stream style, has no "
		     "out-of-band data or only sends; or MSG_WAITALL with MSG_OOB, "
		     "MSG_PEEK, MSG_PARTIAL or MSG_PUSH_IMMEDIATE, on a message "
		     "socket, or on a non-blocking one; or MSG_PEEK in an overlapped "
		     "receive (rule peek).",
	  .linux_does = "The kernel takes MSG_WAITALL with nearly everything and "
			"quietly ignores it where it makes no sense. The provider "
			"decides before it asks the kernel.",
	  .try = "wsprecv recv -f oob pair:dgram" },
	{ ERROR, .word = "WSAESHUTDOWN", .aliases = "E9",
	  .title = "the socket was shut down for receiving",
	  .meaning = "WSPShutdown with SD_RECEIVE or SD_BOTH was called on this "
		     "socket. This goes before anything that is queued, and before "
		     "the end of the stream.",
	  .linux_does = "After shutdown(SHUT_RD) Linux still returns what is queued "
			"and then 0, as if the peer had closed. The provider "
			"remembers the shutdown itself.",
	  .try = "wsprecv recv --shutdown=receive --peer='send \"hello\"' pair:stream" },
	{ ERROR, .word = "WSAEWOULDBLOCK", .aliases = "E10",
	  .title = "nothing to receive now",
	  .meaning = "The socket is non-blocking and nothing has arrived. The "
		     "receive can be tried again later. Of an overlapped receive: too "
		     "many are outstanding (option --limit, rule too-many).",
	  .linux_does = "EAGAIN, also known as EWOULDBLOCK. The descriptor beneath "
			"is always non-blocking; a blocking receive waits with poll.",
	  .try = "wsprecv recv -m nonblocking pair:stream" },
	{ ERROR, .word = "WSAEMSGSIZE", .aliases = "E11",
	  .title = "the message is larger than the buffers",
	  .meaning = "The first part of the message fills the buffers, and the count "
		     "says how much that is. On a reliable protocol the whole "
		     "message stays for a receive with more room (outcome "
		     "too-small), on an unreliable one the rest is lost (outcome "
		     "truncated). Where MSG_PARTIAL is supported there is no error "
		     "at all (outcome partial).",
	  .linux_does = "The kernel cuts every message silently, sets MSG_TRUNC and "
			"drops the rest, on reliable protocols too. The provider "
			"receives the rest into memory of its own in the same system "
			"call.",
	  .try = "wsprecv recv -b 600,400 --connect-peer --peer='pattern 4000' "
		 "udp-listen:127.0.0.1:0" },
	{ ERROR, .word = "WSAEINVAL", .aliases = "E12",
	  .title = "an argument or the socket's state does not fit",
	  .meaning = "A datagram socket that is not bound, an array of no buffers, "
		     "MSG_OOB while SO_OOBINLINE is on, or a flag bit that nobody "
		     "knows.",
	  .linux_does = "Linux would wait for ever on an unbound datagram socket, "
			"takes an empty iovec and ignores unknown flags.",
	  .try = "wsprecv recv --open=socket udp-listen:0" },
	{ ERROR, .word = "WSAECONNABORTED", .aliases = "E13",
	  .title = "the circuit was ended by a time-out or failure",
	  .meaning = "Data that we sent was never acknowledged, and the connection "
		     "was given up on this side. Later calls say the same. With the "
		     "rule abort set to aborted, also: we sent to a peer that had "
		     "closed.",
	  .linux_does = "ETIMEDOUT with data in flight, after TCP_USER_TIMEOUT or, "
			"without it, some fifteen minutes of retransmissions.",
	  .try = "wsprecv recv --connect-peer --peer='drop; hold' --send=x -t 10 "
		 LISTEN ",user-timeout=500ms" },
	{ ERROR, .word = "WSAECONNRESET", .aliases = "E14",
	  .title = "the circuit was reset by the remote side",
	  .meaning = "The peer closed abortively. The reset is remembered: every "
		     "later receive and send reports it too. On UDP: an earlier send "
		     "was answered with \"port unreachable\"; that is told once, and "
		     "the socket goes on.",
	  .linux_does = "ECONNRESET is reported once; after it the stream looks as "
			"if it had ended gracefully, and a send gets EPIPE. For UDP "
			"the kernel says ECONNREFUSED.",
	  .try = "wsprecv recv -n 2 --connect-peer --peer=rst " LISTEN },
	{ ERROR, .word = "WSAEDISCON", .aliases = "E15",
	  .title = "a message circuit was closed gracefully",
	  .meaning = "The peer of a message-oriented socket closed, and every "
		     "message has been received. Here the end needs a code, because "
		     "0 bytes are a message of no bytes.",
	  .linux_does = "On an AF_UNIX SEQPACKET socket recvmsg returns 0 for an "
			"empty message and for the end. With SO_PASSCRED a message "
			"carries its sender's credentials and the end carries none: "
			"that tells them apart.",
	  .try = "wsprecv recv --peer='shutdown; hold' pair:seqpacket" },
	{ ERROR, .word = "WSA_IO_PENDING", .aliases = "E16",
	  .title = "an overlapped operation has begun",
	  .meaning = "No failure: an overlapped receive was started and will be "
		     "completed later. Its event is set then, or its routine run. A "
		     "nonoverlapped receive never returns it.",
	  .linux_does = "recvmsg has no such answer. The provider keeps the receive in "
			"a queue and makes it when the socket is ready.",
	  .try = "wsprecv recv -m event --depth=2 --send=x --peer='read 1; send "
		 "\"hello\"; shutdown' pair:stream" },
	{ ERROR, .word = "WSA_OPERATION_ABORTED", .aliases = "E17",
	  .title = "an overlapped operation was cancelled",
	  .meaning = "An overlapped receive was pending when its socket was closed "
		     "or its thread ended (rule close has another code for the "
		     "first). A nonoverlapped receive never returns it.",
	  .linux_does = "Closing a descriptor does not end a recv that waits on it.",
	  .try = "wsprecv recv -m event --depth=2 --cancel-after=50ms pair:stream" },
	{ ERROR, .word = "WSAETIMEDOUT",
	  .title = "the time-out of a blocking call expired",
	  .meaning = "SO_RCVTIMEO was set (option -t), and nothing arrived in time. "
		     "The socket is as good as before. From WSPConnect: nobody "
		     "answered. With the rule keepalive set to timedout, also: "
		     "keep-alive found the connection dead.",
	  .linux_does = "A receive that times out says EAGAIN, as a non-blocking one "
			"does; ETIMEDOUT means a dead connection. The provider "
			"counts the time itself, so each has a name of its own.",
	  .try = "wsprecv recv -t 100ms pair:stream" },
	{ ERROR, .word = "WSAENOBUFS",
	  .title = "no buffer space or memory left",
	  .meaning = "The system could not provide the memory that the call needs. "
		     "Nothing was received; it may work later.",
	  .linux_does = "ENOBUFS or ENOMEM.",
	  .try = "wsprecv recv --fault=ENOBUFS --peer='send \"hello\"' pair:stream" },
	{ ERROR, .word = "WSAEACCES",
	  .title = "permission denied",
	  .meaning = "Opening the socket was not allowed: a low port, a path without "
		     "the right to it, or a broadcast address without SO_BROADCAST.",
	  .linux_does = "EACCES or EPERM.",
	  .try = "wsprecv recv -t 1 udp:127.255.255.255:9" },
	{ ERROR, .word = "WSAEMFILE",
	  .title = "too many open sockets",
	  .meaning = "The process, or the system, has no descriptor left for another "
		     "socket.",
	  .linux_does = "EMFILE or ENFILE; ulimit -n shows the limit of the process." },
	{ ERROR, .word = "WSAEALREADY",
	  .title = "already in progress",
	  .meaning = "WSPConnect was called again while a connect is still in "
		     "progress.",
	  .linux_does = "EALREADY." },
	{ ERROR, .word = "WSAEDESTADDRREQ",
	  .title = "a destination address is required",
	  .meaning = "WSPSend on a datagram socket that is not connected, or an "
		     "address that cannot be a destination.",
	  .linux_does = "EDESTADDRREQ." },
	{ ERROR, .word = "WSAENOPROTOOPT",
	  .title = "no such socket option",
	  .meaning = "The level or the option of WSPSetSockOpt or WSPGetSockOpt is "
		     "unknown here, or is not one of this protocol.",
	  .linux_does = "ENOPROTOOPT. Options of SOL_SOCKET are translated; those of "
			"every other level go to the kernel as they are." },
	{ ERROR, .word = "WSAEPROTONOSUPPORT",
	  .title = "protocol not supported",
	  .meaning = "This kernel does not have the protocol.",
	  .linux_does = "EPROTONOSUPPORT, often because a module is not there.",
	  .try = "wsprecv protocols" },
	{ ERROR, .word = "WSAESOCKTNOSUPPORT",
	  .title = "socket type not supported",
	  .meaning = "The address family does not have this type of socket.",
	  .linux_does = "ESOCKTNOSUPPORT.",
	  .try = "wsprecv protocols" },
	{ ERROR, .word = "WSAEAFNOSUPPORT",
	  .title = "address family not supported",
	  .meaning = "This kernel does not have the address family, or an address of "
		     "one family was given to a socket of another.",
	  .linux_does = "EAFNOSUPPORT.",
	  .try = "wsprecv protocols" },
	{ ERROR, .word = "WSAEADDRINUSE",
	  .title = "address in use",
	  .meaning = "Another socket is bound to this port or path. For a path: the "
		     "file of an earlier run may still be there.",
	  .linux_does = "EADDRINUSE. A closed TCP connection keeps its port for "
			"about a minute (TIME_WAIT) unless SO_REUSEADDR is on." },
	{ ERROR, .word = "WSAEADDRNOTAVAIL",
	  .title = "address not available on this machine",
	  .meaning = "The address to bind to belongs to none of this machine's "
		     "interfaces.",
	  .linux_does = "EADDRNOTAVAIL.",
	  .try = "wsprecv recv -t 1 udp-listen:192.0.2.1:0" },
	{ ERROR, .word = "WSAENETUNREACH",
	  .title = "network unreachable",
	  .meaning = "No route leads to the address.",
	  .linux_does = "ENETUNREACH from connect. A circuit that it ends is told as "
			"WSAECONNABORTED by receives." },
	{ ERROR, .word = "WSAEHOSTDOWN",
	  .title = "host is down",
	  .meaning = "The machine at that address does not answer on its own network.",
	  .linux_does = "EHOSTDOWN from connect." },
	{ ERROR, .word = "WSAEHOSTUNREACH",
	  .title = "host unreachable",
	  .meaning = "The last network on the way does not reach the machine.",
	  .linux_does = "EHOSTUNREACH from connect. A circuit that it ends is told as "
			"WSAECONNABORTED by receives." },
	{ ERROR, .word = "WSAEISCONN",
	  .title = "already connected",
	  .meaning = "WSPConnect on a socket that has a connection.",
	  .linux_does = "EISCONN." },
	{ ERROR, .word = "WSAECONNREFUSED",
	  .title = "connection refused",
	  .meaning = "From WSPConnect: nobody listens at that address. A receive "
		     "never says this; a refused datagram is WSAECONNRESET.",
	  .linux_does = "ECONNREFUSED; ENOENT where an AF_UNIX path does not exist.",
	  .try = "wsprecv recv tcp:127.0.0.1:1" },
	{ ERROR, .word = "WSANOTINITIALISED",
	  .title = "WSPStartup has not been called",
	  .meaning = "A program called the provider before WSPStartup, or after the "
		     "last WSPCleanup." },
	{ ERROR, .word = "WSAVERNOTSUPPORTED",
	  .title = "this version of Winsock is not supported",
	  .meaning = "WSPStartup was asked for another version than 2.2." },
};
/* clang-format on */

const struct page *pages_errors(size_t *n)
{
	*n = sizeof errors / sizeof errors[0];
	return errors;
}
