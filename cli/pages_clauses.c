/* SPDX-License-Identifier: MIT */
/* Pages of the clauses P to F. E1 to E17 and F-PEEK to F-WAITALL stand with their errors
 * and flags, P6 with its rule; K and A are in pages_overlapped.c. */
#include "cli/pages.h"

#define CLAUSE(id) .word = (id), .kind = "clause"
#define LISTEN "tcp-listen:127.0.0.1:0"

/* clang-format off */
static const struct page clauses[] = {
	{ CLAUSE("P1"), .title = "s names a live socket",
	  .meaning = "The number must be a socket that this provider opened and has "
		     "not closed. Anything else is WSAENOTSOCK, and nothing is "
		     "touched.",
	  .linux_does = "Descriptor numbers are used again at once; handles here "
			"never are.",
	  .try = "wsprecv recv handle:4711" },
	{ CLAUSE("P2"), .title = "lpBuffers is an array",
	  .meaning = "It leads to dwBufferCount WSABUFs, each a length and an "
		     "address.",
	  .linux_does = "An iovec has the two the other way round, and recvmsg takes "
			"1024 of them at most; the provider takes more.",
	  .try = "wsprecv recv -b 3,5 --peer='send \"hello\"' pair:stream" },
	{ CLAUSE("P3"), .title = "no buffers at all is an error",
	  .meaning = "dwBufferCount 0 is WSAEINVAL. One buffer of length 0 is fine, "
		     "even when its address is NULL.",
	  .linux_does = "recvmsg accepts an empty array.",
	  .try = "wsprecv recv -b none pair:stream" },
	{ CLAUSE("P4"), .title = "lpNumberOfBytesRecvd takes the count",
	  .meaning = "It receives the number of bytes of this call. NULL is "
		     "WSAEFAULT, unless there is an lpOverlapped." },
	{ CLAUSE("P5"), .title = "lpFlags goes in and comes out",
	  .meaning = "It is read when the call begins and written when it completes. "
		     "NULL is WSAEFAULT.",
	  .linux_does = "recvmsg takes flags by value and returns others in "
			"msg_flags." },
	{ CLAUSE("P7"), .title = "without an lpOverlapped there is no overlapped call",
	  .meaning = "A completion routine that is given alone is ignored and never "
		     "called." },
	{ CLAUSE("P8"), .title = "the WSATHREADID is copied",
	  .meaning = "The caller may use its own for something else as soon as the "
		     "call returns." },
	{ CLAUSE("P9"), .title = "lpErrno holds the code of a failure",
	  .meaning = "It is written whenever SOCKET_ERROR is returned, and left "
		     "alone on success.",
	  .linux_does = "errno is the thread's; lpErrno is the call's own.",
	  .try = "wsprecv recv -m nonblocking pair:stream" },
	{ CLAUSE("P10"), .title = "checks have an order",
	  .meaning = "The first thing wrong is the answer: descriptor, pointers of "
		     "flags and count, dwBufferCount, buffers, flags, state, "
		     "shutdown, remembered reset, data. The example is wrong twice, "
		     "and the buffer is told.",
	  .try = "wsprecv recv -b bad:8 -f oob pair:dgram" },

	{ CLAUSE("R1"), .title = "0 is success",
	  .meaning = "The receive has completed, without error.",
	  .linux_does = "recvmsg returns the count itself, and so needs 0 for the "
			"end.",
	  .try = "wsprecv recv --peer='send \"hello\"' pair:stream" },
	{ CLAUSE("R2"), .title = "everything else is SOCKET_ERROR",
	  .meaning = "The code is in lpErrno.",
	  .try = "wsprecv recv -m nonblocking pair:stream" },
	{ CLAUSE("R3"), .title = "WSA_IO_PENDING: it has begun",
	  .meaning = "An overlapped operation is underway, and one indication of its "
		     "completion will follow, no more and no fewer.",
	  .try = "wsprecv recv -m event --send=x --peer='read 1; send \"hello\"' "
		 "pair:stream" },
	{ CLAUSE("R4"), .title = "any other code: nothing has begun",
	  .meaning = "No indication will ever come. In the example the second call is "
		     "refused; the first is pending.",
	  .try = "wsprecv recv -m event --depth=2 --limit=1 --cancel-after=50ms "
		 "pair:stream" },
	{ CLAUSE("R5"), .title = "pending: count and flags stay as they were",
	  .meaning = "The call writes no results, and nor does the completion: it has "
		     "its own. The program shows what it gave the call as untouched, "
		     "and looks again at the end.",
	  .try = "wsprecv recv -m event --send=x --peer='read 1; send \"hello\"' "
		 "pair:stream" },
	{ CLAUSE("R6"), .title = "a failure writes no results",
	  .meaning = "Flags and count stay as they were, but for WSAEMSGSIZE, with "
		     "which the count says how much was placed.",
	  .try = "wsprecv recv -b 600,400 --connect-peer --peer='pattern 4000' "
		 "udp-listen:127.0.0.1:0" },

	{ CLAUSE("S1"), .title = "connected, or connectionless and bound",
	  .meaning = "Both kinds of sockets can receive.",
	  .try = "wsprecv recv --connect-peer --peer='send \"hello\"' "
		 "udp-listen:127.0.0.1:0" },
	{ CLAUSE("S2"), .title = "the local address is known",
	  .meaning = "By WSPBind, or in passing by WSPAccept, WSPConnect, WSPSendTo "
		     "or WSPJoinLeaf. A datagram socket without one cannot receive: "
		     "WSAEINVAL.",
	  .linux_does = "An unbound socket may wait there for what can never come.",
	  .try = "wsprecv recv --open=socket udp-listen:0" },
	{ CLAUSE("S3"), .title = "a connected datagram socket has one peer",
	  .meaning = "Messages of anybody else vanish, also those queued before it "
		     "was connected. In the example the sender is a stranger, so "
		     "nothing comes.",
	  .linux_does = "The kernel filters what arrives after connect, but returns "
			"what was queued before; the provider drops that too.",
	  .try = "wsprecv recv -t 200ms --connect-peer --peer='send \"hello\"' "
		 "udp-listen:127.0.0.1:0,connect=127.0.0.1:9" },

	{ CLAUSE("T1"), .title = "no XP1_MESSAGE_ORIENTED: a byte stream",
	  .meaning = "Whatever the other words say, boundaries mean nothing.",
	  .try = "wsprecv recv -b 3 -n 2 --xp1=-message --peer='send \"abcd\"; hold' "
		 "pair:seqpacket" },
	{ CLAUSE("T2"), .title = "XP1_PSEUDO_STREAM: a byte stream",
	  .meaning = "Messages are sent, but every receive ignores their boundaries.",
	  .try = "wsprecv recv -b 3 -n 2 --xp1=+pseudo-stream --peer='send \"abcd\"; "
		 "hold' pair:seqpacket" },
	{ CLAUSE("T3"), .title = "MSG_PARTIAL on input: completes like a stream",
	  .meaning = "A part of a message is enough for this receive. Messages are "
		     "not joined, and MSG_PARTIAL coming out still shows where one "
		     "ends.",
	  .try = "wsprecv recv -f partial -b 3 -n 3 --peer='send \"abcd\"; send "
		 "\"ef\"; hold' pair:seqpacket" },
	{ CLAUSE("T4"), .title = "otherwise message oriented",
	  .meaning = "XP1_MESSAGE_ORIENTED without XP1_PSEUDO_STREAM, and no "
		     "MSG_PARTIAL: a receive returns one message.",
	  .try = "wsprecv recv -n 2 --peer='send \"ab\"; send \"cd\"; hold' "
		 "pair:seqpacket" },

	{ CLAUSE("B1"), .title = "buffers are filled in order, without gaps",
	  .meaning = "The first is full before the second gets a byte; those of "
		     "length 0 are skipped.",
	  .try = "wsprecv recv -b 3,0,5 --peer='send \"abcdef\"' pair:stream" },
	{ CLAUSE("B2"), .title = "only reported bytes are written",
	  .meaning = "All other memory, in the buffers and around them, stays as it "
		     "was. The program watches this in every receive it makes.",
	  .try = "wsprecv recv -o tree -b 3,0,5 --peer='send \"abcdef\"' pair:stream" },
	{ CLAUSE("B3"), .title = "the array of buffers is taken over",
	  .meaning = "The caller may overwrite it while the operation is pending. The "
		     "buffers themselves must stay. The program frees the array of "
		     "every overlapped receive as soon as the call has returned.",
	  .try = "wsprecv recv -m event -b 2,3 --send=x --peer='read 1; send "
		 "\"hello\"' pair:stream" },
	{ CLAUSE("B4"), .title = "first posted, first filled",
	  .meaning = "Receives that wait are filled in the order in which they were "
		     "posted, in whatever order their completions are delivered.",
	  .try = "wsprecv recv -m event --depth=3 -b 2 --send=x --peer='read 1; send "
		 "\"abcdef\"; hold' pair:stream" },

	{ CLAUSE("D1"), .title = "a blocking receive waits",
	  .meaning = "It has no time-out of its own; SO_RCVTIMEO (option -t) can "
		     "give it one.",
	  .try = "wsprecv recv --peer='wait 200ms; send \"late\"' pair:stream" },
	{ CLAUSE("D2"), .title = "stream: what is there, at least one byte",
	  .meaning = "As much as has arrived and the buffers hold. One byte ends the "
		     "wait.",
	  .try = "wsprecv recv -b 100 --peer='wait 50ms; send \"a\"; hold' "
		 "pair:stream" },
	{ CLAUSE("D3"), .title = "messages: only a whole one ends the wait",
	  .meaning = "The receive does not return before all of the message is there.",
	  .try = "wsprecv recv --peer='wait 50ms; pattern 4000; hold' pair:seqpacket" },
	{ CLAUSE("D4"), .title = "what completes a stream receive",
	  .meaning = "The buffers are full, the connection is closed, or the data "
		     "that was there has run out.",
	  .try = "wsprecv recv -b 4 -n 0 --peer='send \"abcdefghij\"; shutdown; "
		 "hold' pair:stream" },
	{ CLAUSE("D5"), .title = "one receive, one message",
	  .meaning = "A message goes into the buffers as far as they can hold it. "
		     "The next message waits for the next receive.",
	  .try = "wsprecv recv -n 2 --peer='send \"one\"; send \"two\"; hold' "
		 "pair:dgram" },
	{ CLAUSE("D6"), .title = "too large, MSG_PARTIAL supported: in parts",
	  .meaning = "The receive succeeds with the first part and sets MSG_PARTIAL; "
		     "the following ones return the rest, and the last has it clear.",
	  .linux_does = "The kernel drops what does not fit; the provider keeps it.",
	  .try = "wsprecv recv -b 4 -n 2 --peer='send \"too long\"; hold' "
		 "pair:seqpacket" },
	{ CLAUSE("D7"), .title = "too large, reliable: kept whole",
	  .meaning = "WSAEMSGSIZE with the first part in the buffers; a receive with "
		     "more room gets the whole message. The example tries twice with "
		     "too little.",
	  .linux_does = "The kernel drops what does not fit; the provider keeps it.",
	  .try = "wsprecv recv -b 4 -n 2 --xp1=-partial --peer='send \"too long\"' "
		 "pair:seqpacket" },
	{ CLAUSE("D8"), .title = "too large, unreliable: cut",
	  .meaning = "WSAEMSGSIZE with the first part in the buffers; the rest is "
		     "lost. The count is what was placed.",
	  .linux_does = "Success and MSG_TRUNC.",
	  .try = "wsprecv recv -b 4 -n 2 --connect-peer --peer='send \"too long\"; "
		 "send \"next\"' udp-listen:127.0.0.1:0" },
	{ CLAUSE("D9"), .title = "MSG_PARTIAL on input: a part is enough",
	  .meaning = "The receive completes though only a part of the message has "
		     "come.",
	  .linux_does = "The transports here deliver messages whole, so that the "
			"part is most often the message.",
	  .try = "wsprecv recv -f partial --peer='send \"hello\"; hold' "
		 "pair:seqpacket" },
	{ CLAUSE("D10"), .title = "a receive with no room",
	  .meaning = "On a stream it completes with 0 bytes once data is there, and "
		     "takes none. On a message socket it is a receive into buffers "
		     "that are too small.",
	  .linux_does = "recvmsg returns 0 at once on a stream, data or not, and "
			"drops a datagram.",
	  .try = "wsprecv recv -b 0 --peer='wait 50ms; send \"hello\"; hold' "
		 "pair:stream" },

	{ CLAUSE("C1"), .title = "the end of a stream is 0 bytes",
	  .meaning = "After the peer closed gracefully, this receive and all that "
		     "follow return 0 bytes.",
	  .try = "wsprecv recv -n 2 --peer='shutdown; hold' pair:stream" },
	{ CLAUSE("C2"), .title = "the end of a message circuit is WSAEDISCON",
	  .meaning = "A message of no bytes is data and returns 0 with 0 bytes; the "
		     "two are never confused.",
	  .linux_does = "recvmsg returns 0 for both; SO_PASSCRED tells them apart.",
	  .try = "wsprecv recv -n 2 --peer='empty; shutdown; hold' pair:seqpacket" },
	{ CLAUSE("C3"), .title = "an abortive close is WSAECONNRESET",
	  .meaning = "And it stays so: every later receive and send says the same.",
	  .linux_does = "ECONNRESET once, then the end of the stream.",
	  .try = "wsprecv recv -n 2 --connect-peer --peer=rst " LISTEN },
	{ CLAUSE("C4"), .title = "data comes before the end",
	  .meaning = "What the peer sent before it closed gracefully is delivered "
		     "first.",
	  .try = "wsprecv recv -n 2 --peer='send \"last words\"; shutdown; hold' "
		 "pair:stream" },

	{ CLAUSE("F-NUM"), .title = "flags have Winsock's numbers",
	  .meaning = "MSG_OOB 1, MSG_PEEK 2, MSG_WAITALL 8, MSG_PUSH_IMMEDIATE 0x20, "
		     "MSG_PARTIAL 0x8000. The example asks for MSG_WAITALL by number.",
	  .linux_does = "8 is MSG_CTRUNC, 0x20 is MSG_TRUNC and 0x100 is MSG_WAITALL "
			"there; no flag is handed on as it is.",
	  .try = "wsprecv recv -f 0x8 -b 6 --peer='send \"abcd\"; wait 50ms; send "
		 "\"ef\"' pair:stream" },
};
/* clang-format on */

const struct page *pages_clauses(size_t *n)
{
	*n = sizeof clauses / sizeof clauses[0];
	return clauses;
}
