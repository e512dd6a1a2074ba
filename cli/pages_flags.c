/* SPDX-License-Identifier: MIT */
/* Pages of flags, XP1 words, outcomes, rules and exit statuses. Aliases such as F-PEEK
 * are clauses. */
#include "cli/pages.h"

#define FLAG .kind = "flag"
#define XP1 .kind = "xp1"
#define OUTCOME .kind = "outcome"
#define RULE .kind = "rule"
#define EXIT .kind = "exit"
#define LISTEN "tcp-listen:127.0.0.1:0"

/* clang-format off */
static const struct page flags[] = {
	{ FLAG, .word = "MSG_OOB", .aliases = "F-OOB",
	  .title = "0x1, receive out-of-band data",
	  .meaning = "Takes the urgent byte of a TCP stream and nothing else. "
		     "WSAEOPNOTSUPP where there is no such data, WSAEINVAL while "
		     "SO_OOBINLINE is on. With no urgent byte there, it waits as any "
		     "receive does.",
	  .linux_does = "Linux keeps one urgent byte: a second one pushes the first "
			"into the normal stream, where Windows keeps both, and an "
			"urgent byte that normal receives have passed is lost. "
			"MSG_OOB with no urgent byte is EINVAL there. A normal "
			"receive stops at the mark.",
	  .try = "wsprecv recv -f oob --connect-peer --peer='send \"ab\"; oob \"!\"; "
		 "hold' " LISTEN },
	{ FLAG, .word = "MSG_PEEK", .aliases = "F-PEEK",
	  .title = "0x2, look at the data without taking it",
	  .meaning = "The data is copied into the buffers and stays in the queue: "
		     "the next receive returns it again. Not in an overlapped "
		     "receive: WSAEOPNOTSUPP (rule peek).",
	  .linux_does = "The same flag with the same number, one of the two that "
			"agree.",
	  .try = "wsprecv recv -f peek -n 2 --peer='send \"hello\"; hold' pair:stream" },
	{ FLAG, .word = "MSG_WAITALL", .aliases = "F-WAITALL",
	  .title = "0x8, complete when the buffers are full",
	  .meaning = "The receive goes on until the buffers are full, the connection "
		     "is closed or something fails. For blocking byte streams only: "
		     "with MSG_OOB, MSG_PEEK, MSG_PARTIAL or MSG_PUSH_IMMEDIATE, on "
		     "message sockets and on non-blocking ones it is WSAEOPNOTSUPP.",
	  .linux_does = "MSG_WAITALL is 0x100 there, and 0x8 is MSG_CTRUNC. A signal "
			"may end it early, and a socket that does not block ignores "
			"it.",
	  .try = "wsprecv recv -f waitall -b 2,4 --peer='send \"abcd\"; wait 50ms; "
		 "send \"ef\"' pair:stream" },
	{ FLAG, .word = "MSG_PUSH_IMMEDIATE",
	  .title = "0x20, complete as soon as possible",
	  .meaning = "A hint not to wait for more data once some is there. Receives "
		     "here never do, so it changes nothing. With MSG_WAITALL: "
		     "WSAEOPNOTSUPP.",
	  .linux_does = "No such flag; 0x20 is MSG_TRUNC there.",
	  .try = "wsprecv recv -f push-immediate --peer='send \"hello\"' pair:stream" },
	{ FLAG, .word = "MSG_PARTIAL", .aliases = "F-PARTIAL",
	  .title = "0x8000, a part of a message",
	  .meaning = "Coming out: the buffers hold a portion of a message, and the "
		     "following receives return the rest; a receive without it ends "
		     "the message. Going in: complete though only a part of the "
		     "message has come. It is ignored on byte streams and where the "
		     "protocol does not support it.",
	  .linux_does = "Linux drops what does not fit (MSG_TRUNC). The provider "
			"keeps the rest of the message and hands it out.",
	  .try = "wsprecv recv -b 4 -n 2 --peer='send \"too long\"; hold' "
		 "pair:seqpacket" },

	{ XP1, .word = "XP1_CONNECTIONLESS",
	  .title = "0x1, datagrams without a circuit",
	  .meaning = "There is no connection, so there is no end to be told of, and "
		     "a receive needs a bound socket instead of a connected one.",
	  .try = "wsprecv protocols" },
	{ XP1, .word = "XP1_GUARANTEED_DELIVERY",
	  .title = "0x2, the protocol is reliable",
	  .meaning = "Decides what becomes of a message that is too large where "
		     "MSG_PARTIAL is not supported: it is kept when the protocol is "
		     "reliable, and cut otherwise.",
	  .try = "wsprecv recv -b 4 -n 2 --xp1=-partial --peer='send \"too long\"' "
		 "pair:seqpacket" },
	{ XP1, .word = "XP1_GUARANTEED_ORDER",
	  .title = "0x4, data arrives in order",
	  .meaning = "Bytes or messages come in the order in which they were sent.",
	  .try = "wsprecv protocols" },
	{ XP1, .word = "XP1_MESSAGE_ORIENTED", .aliases = "message",
	  .title = "0x8, the protocol keeps message boundaries",
	  .meaning = "Set, a receive returns one message, unless XP1_PSEUDO_STREAM "
		     "or MSG_PARTIAL says otherwise. It can be taken from a socket, "
		     "but cannot be added where the transport keeps no boundaries "
		     "(WSAEOPNOTSUPP).",
	  .linux_does = "Linux looks at the socket type only. Where a message socket "
			"acts as a stream, the provider keeps what does not fit for "
			"the next receive.",
	  .try = "wsprecv recv -b 3 -n 2 --xp1=-message --peer='send \"abcd\"; hold' "
		 "pair:seqpacket" },
	{ XP1, .word = "XP1_PSEUDO_STREAM",
	  .title = "0x10, boundaries are ignored by receives",
	  .meaning = "The protocol sends messages, but every receive treats them as "
		     "a stream of bytes. Empty messages are passed over; 0 bytes "
		     "mean the end.",
	  .linux_does = "No Linux protocol is like this; the provider makes it so.",
	  .try = "wsprecv recv -b 3 -n 2 --xp1=+pseudo-stream --peer='send \"abcd\"; "
		 "hold' pair:seqpacket" },
	{ XP1, .word = "XP1_GRACEFUL_CLOSE",
	  .title = "0x20, a close can be graceful",
	  .meaning = "The peer's close is told after all data, and is not a reset.",
	  .try = "wsprecv protocols" },
	{ XP1, .word = "XP1_EXPEDITED_DATA",
	  .title = "0x40, the protocol has out-of-band data",
	  .meaning = "Without it MSG_OOB is WSAEOPNOTSUPP.",
	  .linux_does = "TCP has the urgent pointer, which marks a single byte.",
	  .try = "wsprecv recv -f oob pair:dgram" },
	{ XP1, .word = "XP1_SUPPORT_BROADCAST", .aliases = "broadcast",
	  .title = "0x200, the protocol has broadcast",
	  .meaning = "Datagrams can be sent to everybody on a network.",
	  .try = "wsprecv protocols" },
	{ XP1, .word = "XP1_SUPPORT_MULTIPOINT", .aliases = "multipoint",
	  .title = "0x400, the protocol has multicast",
	  .meaning = "WSPJoinLeaf works (address option join), and gives a socket "
		     "that was not bound its local address.",
	  .try = "wsprecv protocols" },
	{ XP1, .word = "XP1_UNI_SEND",
	  .title = "0x8000, the protocol only sends",
	  .meaning = "Sockets cannot receive; MSG_OOB is WSAEOPNOTSUPP.",
	  .try = "wsprecv protocols" },
	{ XP1, .word = "XP1_UNI_RECV",
	  .title = "0x10000, the protocol only receives",
	  .meaning = "Sockets cannot send.",
	  .try = "wsprecv protocols" },
	{ XP1, .word = "XP1_IFS_HANDLES",
	  .title = "0x20000, sockets are handles of the system",
	  .meaning = "On Windows a SOCKET with this property can be given to the "
		     "file functions.",
	  .linux_does = "A SOCKET here is a number of the provider's own, with a "
			"file descriptor behind it.",
	  .try = "wsprecv protocols" },
	{ XP1, .word = "XP1_PARTIAL_MESSAGE",
	  .title = "0x40000, MSG_PARTIAL is supported",
	  .meaning = "A message larger than the buffers comes in parts (outcome "
		     "partial). Without it the receive is WSAEMSGSIZE. AF_UNIX "
		     "datagram and SEQPACKET sockets have it here, UDP has not.",
	  .linux_does = "Linux has nothing like it; the provider keeps the rest.",
	  .try = "wsprecv recv -b 4 -n 2 --peer='send \"too long\"; hold' pair:dgram" },

	{ OUTCOME, .word = "data",
	  .title = "bytes or a whole message arrived",
	  .meaning = "The receive succeeded; on a message socket this is the whole "
		     "message, or the last part of one.",
	  .try = "wsprecv recv --peer='send \"hello\"' pair:stream" },
	{ OUTCOME, .word = "partial",
	  .title = "a part of a message, more follows",
	  .meaning = "The receive succeeded and set MSG_PARTIAL: the next receive "
		     "goes on in the same message. See also MSG_PARTIAL and "
		     "XP1_PARTIAL_MESSAGE.",
	  .linux_does = "recvmsg would have dropped the rest.",
	  .try = "wsprecv recv -b 4 -n 2 --peer='send \"too long\"; hold' "
		 "pair:seqpacket" },
	{ OUTCOME, .word = "empty-message",
	  .title = "a message of no bytes arrived",
	  .meaning = "The receive succeeded with 0 bytes, because the peer sent a "
		     "message without any. It is not the end.",
	  .linux_does = "recvmsg returns 0, as it does at the end of a stream; many "
			"programs stop here by mistake.",
	  .try = "wsprecv recv -n 2 --peer='empty; send \"next\"; hold' "
		 "pair:seqpacket" },
	{ OUTCOME, .word = "graceful",
	  .title = "the peer closed after all its data",
	  .meaning = "A byte stream says so with 0 bytes, a message socket with "
		     "WSAEDISCON. Nothing was lost, and every later receive says the "
		     "same.",
	  .linux_does = "recvmsg returns 0 in both cases.",
	  .try = "wsprecv recv -n 0 --peer='send \"last words\"; shutdown; hold' "
		 "pair:stream" },
	{ OUTCOME, .word = "truncated",
	  .title = "the message was cut, the rest is lost",
	  .meaning = "WSAEMSGSIZE on an unreliable protocol. The report says how "
		     "long the message was and how much of it is gone.",
	  .linux_does = "recvmsg succeeds and sets MSG_TRUNC, which few programs "
			"look at.",
	  .try = "wsprecv recv -b 600,400 --connect-peer --peer='pattern 4000' "
		 "udp-listen:127.0.0.1:0" },
	{ OUTCOME, .word = "too-small",
	  .title = "the buffers were too small, the message is kept",
	  .meaning = "WSAEMSGSIZE on a reliable protocol without MSG_PARTIAL. The "
		     "buffers hold the first part; a receive with more room gets all "
		     "of it.",
	  .linux_does = "recvmsg would have dropped the rest, reliable or not.",
	  .try = "wsprecv recv -b 4 -n 2 --xp1=-partial --peer='send \"too long\"' "
		 "pair:seqpacket" },
	{ OUTCOME, .word = "reset",
	  .title = "the peer broke the connection",
	  .meaning = "WSAECONNRESET: the remote side reset the circuit, or an "
		     "earlier datagram found no port.",
	  .linux_does = "ECONNRESET, told once; ECONNREFUSED on UDP.",
	  .try = "wsprecv recv --connect-peer --peer=rst " LISTEN },
	{ OUTCOME, .word = "aborted",
	  .title = "the connection was given up on this side",
	  .meaning = "WSAECONNABORTED: a time-out or another failure ended the "
		     "circuit; over TLS a fatal alert, or what came is not TLS. "
		     "WSAENETRESET: keep-alive found it dead.",
	  .linux_does = "ETIMEDOUT for both; TCP_INFO tells them apart.",
	  .try = "wsprecv recv --connect-peer --peer='drop; hold' --send=x -t 10 "
		 LISTEN ",user-timeout=500ms" },
	{ OUTCOME, .word = "would-block",
	  .title = "nothing there, and the socket does not wait",
	  .meaning = "WSAEWOULDBLOCK on a non-blocking socket; of an overlapped "
		     "receive, that too many are outstanding.",
	  .linux_does = "EAGAIN.",
	  .try = "wsprecv recv -m nonblocking pair:stream" },
	{ OUTCOME, .word = "timeout",
	  .title = "nothing arrived in time",
	  .meaning = "WSAETIMEDOUT: the time-out of a blocking receive expired. The "
		     "connection goes on.",
	  .linux_does = "SO_RCVTIMEO gives EAGAIN there.",
	  .try = "wsprecv recv -t 100ms pair:stream" },
	{ OUTCOME, .word = "cancelled",
	  .title = "the call was cancelled while it waited",
	  .meaning = "WSAEINTR, by WSPCancelBlockingCall; or WSA_OPERATION_ABORTED of "
		     "an overlapped receive whose socket was closed or whose thread "
		     "ended.",
	  .try = "wsprecv recv --hook=cancel pair:stream" },
	{ OUTCOME, .word = "refused",
	  .title = "the receive was not even begun",
	  .meaning = "A local reason: the flags, the state of the socket or a "
		     "pointer. The error says which; nothing that waits has been "
		     "touched.",
	  .try = "wsprecv recv -b none pair:stream" },
	{ OUTCOME, .word = "pending",
	  .title = "the call has begun what completes later",
	  .meaning = "WSA_IO_PENDING from the call of an overlapped receive. Its "
		     "completion has an outcome of its own.",
	  .linux_does = "Nothing like it.",
	  .try = "wsprecv recv -m event --send=x --peer='read 1; send \"hello\"' "
		 "pair:stream" },
	{ OUTCOME, .word = "truncated-stream",
	  .title = "a TLS stream was cut: more may be missing",
	  .meaning = "WSAECONNRESET: the connection ended as if it were over, but the "
		     "peer has not said so (close_notify). Whoever can end a "
		     "connection can cut a stream like this.",
	  .linux_does = "recvmsg returns 0, which looks like the end.",
	  .try = "wsprecv recv -n 0 --peer='send \"the first half\"; cut; hold' "
		 "pair:tls" },

	{ RULE, .word = "nonoverlapped", .aliases = "P6",
	  .title = "overlapped arguments on a nonoverlapped socket",
	  .meaning = "What becomes of an lpOverlapped on a socket that was made "
		     "without WSA_FLAG_OVERLAPPED. ignore (profile spi): it is as if "
		     "it were not there. sync (profile windows): the call waits, "
		     "even on a non-blocking socket, and fills the WSAOVERLAPPED. "
		     "einval: WSAEINVAL. For programs that call the library: the "
		     "command line passes no such arguments.",
	  .linux_does = "Linux has no overlapped calls." },
	{ RULE, .word = "abort",
	  .title = "we sent to a peer that had closed",
	  .meaning = "The peer closed gracefully and then got data from us. The next "
		     "receive is WSAECONNRESET with reset (profile spi), and "
		     "WSAECONNABORTED with aborted (profile windows).",
	  .linux_does = "The peer's reset leaves EPIPE in SO_ERROR, and recvmsg goes "
			"on returning 0 as after any graceful end.",
	  .try = "wsprecv recv --rule=abort=aborted --connect-peer --peer=close "
		 "--send=x " LISTEN },
	{ RULE, .word = "keepalive",
	  .title = "keep-alive fails",
	  .meaning = "The code of a connection that keep-alive found dead: "
		     "WSAENETRESET with netreset (both profiles), WSAETIMEDOUT with "
		     "timedout, as Wine has it.",
	  .linux_does = "ETIMEDOUT.",
	  .try = "wsprecv recv --rule=keepalive=timedout --connect-peer "
		 "--peer='drop; hold' -t 10 " LISTEN
		 ",keepalive,keepidle=1,keepintvl=1,keepcnt=1" },
	{ RULE, .word = "peek",
	  .title = "MSG_PEEK in an overlapped receive",
	  .meaning = "With refuse (profile spi) it is WSAEOPNOTSUPP; with allow "
		     "(profile windows) it completes as any receive does and consumes "
		     "nothing.",
	  .try = "wsprecv recv -m event -f peek -f 0 --rule=peek=allow --peer='send "
		 "\"hello\"; hold' pair:stream" },
	{ RULE, .word = "close",
	  .title = "the socket of a pending receive is closed",
	  .meaning = "It completes with WSA_OPERATION_ABORTED with operation-aborted "
		     "(profile spi). With connection-aborted (profile windows) that is "
		     "WSAECONNABORTED on a connected stream.",
	  .linux_does = "Closing a descriptor does not end a recv that waits on it.",
	  .try = "wsprecv recv -m event --rule=close=connection-aborted "
		 "--cancel-after=50ms pair:stream" },
	{ RULE, .word = "truncate",
	  .title = "WSAEMSGSIZE at once, where there is a routine",
	  .meaning = "With direct (profile spi) the call returns it, and no routine is "
		     "run. With routine (profile windows) the call is pending, and the "
		     "routine is told.",
	  .try = "wsprecv recv -m routine --rule=truncate=routine -b 4 --connect-peer "
		 "--peer='send \"too long\"' udp-listen:127.0.0.1:0" },
	{ RULE, .word = "too-many",
	  .title = "too many operations are outstanding",
	  .meaning = "The call is WSAEWOULDBLOCK with wouldblock (profile spi), and "
		     "WSAENOBUFS with nobufs (profile windows).",
	  .try = "wsprecv recv -m event --depth=2 --limit=1 --rule=too-many=nobufs "
		 "--cancel-after=50ms pair:stream" },
	{ RULE, .word = "cancelled-wait",
	  .title = "waiting for an operation that has a routine",
	  .meaning = "WSPGetOverlappedResult asked to wait is WSA_INVALID_PARAMETER "
		     "with refuse (profile spi), and waits all the same with wait "
		     "(profile windows). For programs that call the library: the "
		     "command line waits in alertable sleep." },

	{ EXIT, .word = "exit-0",
	  .title = "data, or the graceful end",
	  .meaning = "Every receive returned data, a part of a message, an empty "
		     "message or the graceful end.",
	  .try = "wsprecv recv --peer='send \"hello\"' pair:stream" },
	{ EXIT, .word = "exit-1",
	  .title = "not as expected",
	  .meaning = "A line of a scenario came to something else than it expects, or "
		     "the scenario hung or crashed. With fmt --check: a file would "
		     "change.",
	  .try = "echo 'open a pair:stream -> refused' | wsprecv run -" },
	{ EXIT, .word = "exit-2",
	  .title = "the command line is wrong",
	  .meaning = "An option, a word or the address could not be understood; "
		     "nothing was opened.",
	  .try = "wsprecv recv tcp:localhost" },
	{ EXIT, .word = "exit-3",
	  .title = "a scenario cannot be read",
	  .meaning = "What is wrong is printed with its line. The other scenarios ran.",
	  .try = "echo 'opne a pair:stream' | wsprecv check -" },
	{ EXIT, .word = "exit-4",
	  .title = "reset or aborted",
	  .meaning = "The first receive that was not good had the outcome reset or "
		     "aborted.",
	  .try = "wsprecv recv --connect-peer --peer=rst " LISTEN },
	{ EXIT, .word = "exit-5",
	  .title = "timed out, or would block",
	  .meaning = "The first receive that was not good had the outcome timeout or "
		     "would-block.",
	  .try = "wsprecv recv -t 100ms pair:stream" },
	{ EXIT, .word = "exit-6",
	  .title = "the output could not be written",
	  .meaning = "Standard output failed, for example on a full disk.",
	  .try = "wsprecv recv --peer='send \"hello\"' pair:stream >/dev/full" },
	{ EXIT, .word = "exit-7",
	  .title = "the socket could not be opened",
	  .meaning = "The name was not found, or connecting, binding or accepting "
		     "failed.",
	  .try = "wsprecv recv tcp:127.0.0.1:1" },
	{ EXIT, .word = "exit-8",
	  .title = "no TLS handshake",
	  .meaning = "It failed, over TLS or DTLS, or the peer's certificate was refused: then "
		     "certificate, name and reason are told.",
	  .try = "wsprecv recv --connect-peer tls-listen:127.0.0.1:0,ca=/etc" },
	{ EXIT, .word = "exit-9",
	  .title = "a TLS stream was cut",
	  .meaning = "The first receive that was not good had the outcome "
		     "truncated-stream: data may be missing.",
	  .try = "wsprecv recv -n 2 --peer='cut; hold' pair:tls" },
	{ EXIT, .word = "exit-10",
	  .title = "truncated, or too small",
	  .meaning = "The first receive that was not good had the outcome truncated "
		     "or too-small.",
	  .try = "wsprecv recv -b 4 --xp1=-partial --peer='send \"too long\"' "
		 "pair:dgram" },
	{ EXIT, .word = "exit-11",
	  .title = "refused",
	  .meaning = "The first receive that was not good had the outcome refused.",
	  .try = "wsprecv recv -b none pair:stream" },
	{ EXIT, .word = "exit-12",
	  .title = "cancelled",
	  .meaning = "The first receive that was not good had the outcome cancelled.",
	  .try = "wsprecv recv --cancel-after=100ms pair:stream" },
	{ EXIT, .word = "exit-77",
	  .title = "every scenario was skipped",
	  .meaning = "Each of them needs something that this machine, or the simulated "
		     "network, does not have.",
	  .try = "echo 'needs sim' | wsprecv run -" },
	{ EXIT, .word = "exit-99",
	  .title = "an internal fault",
	  .meaning = "A receive broke its own promises, for example by writing past "
		     "what it reported. Please report it." },
	{ EXIT, .word = "exit-130",
	  .title = "interrupted",
	  .meaning = "Ctrl-C. What had been received until then was printed." },
	{ EXIT, .word = "exit-143",
	  .title = "terminated",
	  .meaning = "SIGTERM. What had been received until then was printed." },
};
/* clang-format on */

const struct page *pages_flags(size_t *n)
{
	*n = sizeof flags / sizeof flags[0];
	return flags;
}
