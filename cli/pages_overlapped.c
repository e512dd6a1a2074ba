/* SPDX-License-Identifier: MIT */
/* Pages of the clauses on completion (K) and on routines, threads and calls (A). */
#include "cli/pages.h"

#define CLAUSE(id) .word = (id), .kind = "clause"

/* clang-format off */
static const struct page clauses[] = {
	{ CLAUSE("K1"), .title = "completed at once is indicated too",
	  .meaning = "The call returns 0 with count and flags up to date, and its event "
		     "is set, or its routine queued, just the same.",
	  .linux_does = "io_uring works like this; recvmsg just returns.",
	  .try = "wsprecv recv -m event --peer='send \"hello\"; hold' pair:stream" },
	{ CLAUSE("K2"), .title = "what is pending is told later",
	  .meaning = "The call returns WSA_IO_PENDING. The count arrives in the "
		     "routine's cbTransferred or through WSPGetOverlappedResult, and "
		     "so do the flags.",
	  .try = "wsprecv recv -m routine --send=x --peer='read 1; send \"hello\"' "
		 "pair:stream" },
	{ CLAUSE("K3"), .title = "without a routine the event is set",
	  .meaning = "hEvent, if it is a valid event, is reset when the operation "
		     "begins and set when it completes.",
	  .linux_does = "An eventfd is the nearest thing; nothing sets one when data "
			"has been received.",
	  .try = "wsprecv recv -m event --send=x --peer='read 1; send \"hello\"' "
		 "pair:stream" },
	{ CLAUSE("K4"), .title = "with a routine hEvent is the client's",
	  .meaning = "It is not looked at, and the client may keep what it likes there." },
	{ CLAUSE("K5"), .title = "WSPGetOverlappedResult waits or looks",
	  .meaning = "Looking answers WSA_IO_INCOMPLETE while the operation is "
		     "pending. Waiting is not allowed where there is a routine (rule "
		     "cancelled-wait). The example looks until it has completed.",
	  .try = "wsprecv recv -m poll --send=x --peer='read 1; send \"hello\"' "
		 "pair:stream" },
	{ CLAUSE("K6"), .title = "each operation has its own WSAOVERLAPPED",
	  .meaning = "It stays valid until the operation has completed. Giving one "
		     "that is in use to another call is answered with WSAEINVAL." },
	{ CLAUSE("K7"), .title = "what is in the WSAOVERLAPPED",
	  .meaning = "Internal is 0x103 while the operation is pending; at the end "
		     "InternalHigh is written first, then Internal. Offset and "
		     "OffsetHigh are not written. The program watches this in every "
		     "overlapped receive." },
	{ CLAUSE("K8"), .title = "non-blocking does not matter here",
	  .meaning = "An overlapped call on a non-blocking socket is pending all the "
		     "same; lack of data never makes it WSAEWOULDBLOCK.",
	  .linux_does = "O_NONBLOCK makes recvmsg fail with EAGAIN." },
	{ CLAUSE("K9"), .title = "one indication for each",
	  .meaning = "In whichever way a pending operation ends, its end is indicated "
		     "once. Here the socket is closed under two of them.",
	  .try = "wsprecv recv -m routine --depth=2 --cancel-after=50ms pair:stream" },
	{ CLAUSE("K10"), .title = "a shutdown leaves the pending ones alone",
	  .meaning = "After WSPShutdown with SD_RECEIVE, data that comes later still "
		     "completes the receives that were pending. New ones are "
		     "WSAESHUTDOWN.",
	  .linux_does = "shutdown(SHUT_RD) ends a recv that waits with 0 bytes.",
	  .try = "wsprecv recv -m event --shutdown-after=0 --send=x --peer='read 1; "
		 "send \"late\"; hold' pair:stream" },
	{ CLAUSE("K11"), .title = "the end completes every one of them",
	  .meaning = "A graceful close completes each pending stream receive with 0 "
		     "bytes, a reset each with WSAECONNRESET.",
	  .try = "wsprecv recv -m event --depth=3 --send=x --peer='read 1; shutdown; "
		 "hold' pair:stream" },

	{ CLAUSE("A1"), .title = "a routine runs on the thread that called",
	  .meaning = "And only while that thread is in an alertable wait.",
	  .linux_does = "Nothing like it; a signal handler runs anywhere.",
	  .try = "wsprecv recv -m routine --send=x --peer='read 1; send \"hello\"' "
		 "pair:stream" },
	{ CLAUSE("A2"), .title = "WPUQueueApc has it run",
	  .meaning = "The provider calls WPUQueueApc with the WSATHREADID it stored, a "
		     "function of its own and one value. It may do so on any thread." },
	{ CLAUSE("A3"), .title = "routines do not nest",
	  .meaning = "Those of one socket run one after the other; in which order is "
		     "not promised. The program watches that none runs inside another.",
	  .try = "wsprecv recv -m routine --depth=3 -b 2 --send=x --peer='read 1; send "
		 "\"abcdef\"; hold' pair:stream" },
	{ CLAUSE("A4"), .title = "a routine may receive and send",
	  .meaning = "WSPRecv, WSPRecvFrom, WSPSend and WSPSendTo may be called from "
		     "inside it. In the example the routine posts the next receive.",
	  .try = "wsprecv recv -m routine --post-in-routine -n0 --send=x --peer='read "
		 "1; send \"hello\"; shutdown; hold' pair:stream" },
	{ CLAUSE("A5"), .title = "a thread that ends cancels its receives",
	  .meaning = "Those that are pending complete with WSA_OPERATION_ABORTED. The "
		     "event is set; a routine is not run.",
	  .linux_does = "A socket does not care which thread uses it.",
	  .try = "wsprecv recv -m event --depth=2 --exit-thread-after=50ms pair:stream" },
	{ CLAUSE("A6"), .title = "which waits are alertable",
	  .meaning = "A blocking receive that has to wait lets routines run; one that "
		     "need not wait runs none, and WSPGetOverlappedResult never does." },
	{ CLAUSE("A7"), .title = "a blocking call can be cancelled",
	  .meaning = "WSPCancelBlockingCall makes the thread's blocking call return "
		     "WSAEINTR, and no data is lost. Without such a call it is "
		     "WSAEINVAL.",
	  .try = "wsprecv recv --hook=cancel pair:stream" },
};
/* clang-format on */

const struct page *pages_overlapped(size_t *n)
{
	*n = sizeof clauses / sizeof clauses[0];
	return clauses;
}
