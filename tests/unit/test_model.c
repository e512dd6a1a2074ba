/* SPDX-License-Identifier: MIT */
/* The judge on calls: what is wrong with them, in which order, and how they wait. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/transcript_text.h"

#define N(array) (sizeof(array) / sizeof(array)[0])
#define TCP "open a tcp -> ok\n"
#define UDP "open a udp -> ok\n"
#define RECORDS "open a seqpacket -> ok\n"
#define SEND(text) "peer a send \"" text "\" -> ok\n"
#define PEER(steps) "peer a " steps " -> ok\n"

/* clang-format off */
static const struct promise calls_are_checked_in_order_rows[] = {
	{ "P1", TCP "close a -> ok\n",
	  "recv a -b 5", "refused WSAENOTSOCK", "would-block WSAEWOULDBLOCK" },
	{ "P1", TCP "cleanup -> ok\n",
	  "recv a -b 5 -m event as r1", "refused WSAENOTSOCK", "pending" },
	{ "P1", TCP "recv a -b 5 -m event as r1 -> pending\n" "close a -> ok\n",
	  "result r1", "WSAENOTSOCK", "WSA_OPERATION_ABORTED" },
	{ "P3", TCP SEND("abc"),
	  "recv a -b none", "refused WSAEINVAL", "refused WSAEFAULT" },
	{ "P4", TCP SEND("abc"),
	  "recv a -b 5 --null=count", "refused WSAEFAULT", "data 3 \"abc\"" },
	{ "P4", TCP SEND("abc"),
	  "recv a -b 5 --bad=count -m event as r1", "refused WSAEFAULT", "data 3 \"abc\"" },
	{ "P5", TCP SEND("abc"),
	  "recv a -b 5 --null=flags", "refused WSAEFAULT", "refused WSAEINVAL" },
	{ "P5", TCP SEND("abc"),
	  "recv a -b none --bad=flags", "refused WSAEFAULT", "refused WSAEINVAL" },
	{ "E6", TCP SEND("abc"),
	  "recv a -b 3,bad:5", "refused WSAEFAULT", "data 3 \"abc\"" },
	{ "E6", TCP SEND("abc"),
	  "recv a -b null:3", "refused WSAEFAULT", "data 3 \"abc\"" },
	{ "E6", TCP SEND("abc"),
	  "recv a -b half:9", "refused WSAEFAULT", "data 3 \"abc\"" },
	{ "E6", TCP SEND("abc"),
	  "recv a -b ro:3", "refused WSAEFAULT", "data 3 \"abc\"" },
	{ "E6", TCP SEND("abc"),
	  "recv a -b 5 --bad=array", "refused WSAEFAULT", "refused WSAEINVAL" },
	{ "E12", TCP SEND("abc"),
	  "recv a -b 5 -f 0x4000", "refused WSAEINVAL", "data 3 \"abc\"" },
	{ "E8", UDP SEND("abc"),
	  "recv a -b 5 -f oob", "refused WSAEOPNOTSUPP", "data 3 \"abc\"" },
	{ "E8", "open a pair:stream -> ok\n",
	  "recv a -b 5 -f oob -m event", "refused WSAEOPNOTSUPP", "pending" },
	{ "E12", "open a tcp,oobinline -> ok\n" PEER("oob \"x\""),
	  "recv a -b 5 -f oob", "refused WSAEINVAL", "data 1 \"x\" flags oob" },
	{ "F-WAITALL", RECORDS SEND("abc"),
	  "recv a -b 5 -f waitall", "refused WSAEOPNOTSUPP", "data 3 \"abc\"" },
	{ "F-WAITALL", TCP SEND("abc"),
	  "recv a -b 5 -f waitall -m nonblocking", "refused WSAEOPNOTSUPP", "data 3 \"abc\"" },
	{ "F-WAITALL", TCP SEND("abc"),
	  "recv a -b 5 -f waitall,peek", "refused WSAEOPNOTSUPP", "data 3 \"abc\"" },
	{ "F-WAITALL", TCP SEND("abc"),
	  "recv a -b 3 -f waitall,push-immediate", "refused WSAEOPNOTSUPP", "data 3 \"abc\"" },
	{ "rule peek", TCP SEND("abc"),
	  "recv a -b 5 -f peek -m event as r1", "refused WSAEOPNOTSUPP", "data 3 \"abc\"" },
	{ "rule nonoverlapped", "open a tcp --nonoverlapped --rule=nonoverlapped=einval -> ok\n" SEND("abc"),
	  "recv a -b 5 -m event", "refused WSAEINVAL", "data 3 \"abc\"" },
	{ "E2", "open a tcp --open=socket -> ok\n",
	  "recv a -b 5 -m event", "refused WSAENOTCONN", "pending" },
	{ "E2", "open a tcp --open=listening -> ok\n",
	  "recv a -b 5", "refused WSAENOTCONN", "refused WSAEINVAL" },
	{ "E2", "open a tcp --open=connecting -> ok\n",
	  "recv a -b 5 -m nonblocking", "refused WSAENOTCONN", "would-block WSAEWOULDBLOCK" },
	{ "E12", "open a udp --open=socket -> ok\n",
	  "recv a -b 5 -m nonblocking", "refused WSAEINVAL", "would-block WSAEWOULDBLOCK" },
	{ "E9", TCP SEND("abc") "shutdown a receive -> ok\n",
	  "recv a -b 5", "refused WSAESHUTDOWN", "data 3 \"abc\"" },
	{ "E9", TCP PEER("shutdown") "shutdown a both -> ok\n",
	  "recv a -b 5", "refused WSAESHUTDOWN", "graceful" },
	{ "E9", TCP PEER("rst") "recv a -b 1 -> reset WSAECONNRESET\n" "shutdown a receive -> ok\n",
	  "recv a -b 5", "refused WSAESHUTDOWN", "reset WSAECONNRESET" },
	{ "E14", TCP PEER("rst") "recv a -b 1 -> reset WSAECONNRESET\n",
	  "recv a -b 5", "reset WSAECONNRESET", "graceful" },
	{ "E14", TCP PEER("send \"abc\"; rst") "recv a -b 1 -> reset WSAECONNRESET\n",
	  "recv a -b 5", "reset WSAECONNRESET", "data 3 \"abc\"" },
	{ "E14", TCP PEER("rst") "recv a -b 1 -> reset WSAECONNRESET\n",
	  "send a \"x\"", "WSAECONNRESET", "1" },
	{ "X18", TCP "open b tcp -> ok\n" "recv b -b 1 -m routine as r1 -> pending\n" "@routine r1 main\n",
	  "[r1] recv a -b 5", "refused WSAEINPROGRESS", "would-block WSAEWOULDBLOCK" },
	{ "E4", TCP SEND("abc"),
	  "recv a -b 5 --hook=receive", "data 3 \"abc\" hook WSAEINPROGRESS", "data 3 \"abc\" hook WSAEFAULT" },
	{ "R2", TCP SEND("abc"),
	  "recv a -b 5", "data 3 \"abc\"", "refused WSAEINVAL" },
	{ "E10", TCP,
	  "recv a -b 5 -m nonblocking", "would-block WSAEWOULDBLOCK", "blocked" },
	{ "E10", "open a tcp --limit=1 -> ok\n" "recv a -b 5 -m poll as r1 -> pending\n",
	  "recv a -b 5 -m poll as r2", "would-block WSAEWOULDBLOCK", "pending" },
	{ "rule too-many", "open a tcp --limit=1 --profile=windows -> ok\n" "recv a -b 5 -m poll as r1 -> pending\n",
	  "recv a -b 5 -m poll as r2", "refused WSAENOBUFS", "would-block WSAEWOULDBLOCK" },
	{ "B2", TCP SEND("abc"),
	  "recv a -b 5", "data 3 \"abc\"", "data 3 \"abc\" damage \"buffer 0\"" },
	{ "R6", TCP SEND("abc"),
	  "recv a -b 5 --null=flags", "refused WSAEFAULT", "refused WSAEFAULT flags oob" },
	{ "K6", TCP "recv a -b 5 -m poll as r1 -> pending\n",
	  "recv a -b 5 -m poll --reuse=r1 as r2", "refused WSAEINVAL", "pending" },
};

static const struct promise calls_wait_as_they_may_rows[] = {
	{ "D1", TCP,
	  "recv a -b 5", "blocked", "would-block WSAEWOULDBLOCK" },
	{ "D1", TCP,
	  "recv a -b 5 -t 50ms", "timeout WSAETIMEDOUT", "would-block WSAEWOULDBLOCK" },
	{ "D1", TCP,
	  "recv a -b 5 -m nonblocking", "would-block WSAEWOULDBLOCK", "timeout WSAETIMEDOUT" },
	{ "R3", TCP,
	  "recv a -b 5", "blocked", "pending" },
	{ "K8", TCP "set a nonblocking -> ok\n",
	  "recv a -b 5 -m event", "pending", "would-block WSAEWOULDBLOCK" },
	{ "A7", TCP "t1: recv a -b 5 as r1 -> blocked\n" "cancel t1 -> ok\n",
	  "await r1", "cancelled WSAEINTR", "blocked" },
	{ "A7", TCP "t1: recv a -b 5 as r1 -> blocked\n",
	  "cancel t1", "ok", "WSAEINVAL" },
	{ "A7", TCP "t1: recv a -b 5 as r1 -> blocked\n",
	  "cancel t1", "busy", "WSAEINVAL" },
	{ "A7", TCP,
	  "cancel", "WSAEINVAL", "ok" },
	{ "X9", TCP "t1: recv a -b 5 as r1 -> blocked\n" "close a -> ok\n",
	  "await r1", "refused WSAENOTSOCK", "blocked" },
	{ "D1", "@exact\n" TCP "@time 1000\n" "t1: recv a -t 50ms as r1 -> blocked\n",
	  "", "@time 51000\nawait r1 -> timeout WSAETIMEDOUT", "@time 50999\nawait r1 -> timeout WSAETIMEDOUT" },
	{ "D1", "@exact\n" "open a tcp --timeout=50ms -> ok\n" "@time 1000\n" "t1: recv a as r1 -> blocked\n",
	  "", "@time 51000\nawait r1 -> timeout WSAETIMEDOUT", "@time 6000\nawait r1 -> timeout WSAETIMEDOUT" },
	{ "F-WAITALL", "@exact\n" TCP SEND("abc") "@time 1000\n" "t1: recv a -b 5 -f waitall -t 50ms as r1 -> blocked\n",
	  "", "@time 51000\nawait r1 -> data 3 \"abc\"", "@time 50999\nawait r1 -> data 3 \"abc\"" },
	{ "R2", TCP,
	  "recv a -b 5 -m nonblocking", "would-block WSAEWOULDBLOCK", "aborted WSAENETDOWN" },
	{ "E5", TCP,
	  "recv a -b 5 -m nonblocking", "would-block WSAEWOULDBLOCK", "aborted WSAENETRESET" },
	{ "E13", TCP,
	  "recv a -b 5 -m nonblocking", "would-block WSAEWOULDBLOCK", "aborted WSAECONNABORTED" },
	{ "R2", TCP "fault a ENETDOWN -> ok\n",
	  "recv a -b 5", "aborted WSAENETDOWN", "aborted WSAEHOSTDOWN" },
	{ "R2", TCP "fault a ENETDOWN -> ok\n" "fault a ENOMEM@2 -> ok\n",
	  "recv a -b 5", "aborted WSAENETDOWN", "aborted WSAEHOSTDOWN" },
	{ "T1", TCP "fault a EMSGSIZE -> ok\n" "peer a send \"x\" -> ok\n",
	  "recv a -b 5", "truncated WSAEMSGSIZE 0", "partial 1 \"x\"" },
	{ "B4", TCP "recv a -b 3 -m event as r1 -> pending\n" "fault a ENOMEM -> ok\n"
	  "peer a send \"abcdef\" -> ok\n",
	  "recv a -b 3", "data 3 \"abc\"", "data 3 \"xyz\"" },
	{ "E3", TCP "fault a EINTR -> ok\n" "peer a send \"x\" -> ok\n",
	  "recv a -b 5", "data 1 \"x\"", "cancelled WSAEINTR" },
	{ "E3", TCP "t1: recv a -b 5 as r1 -> blocked\n",
	  "await r1", "blocked", "cancelled WSAEINTR" },
};

/* clang-format on */

static void calls_are_checked_in_order(void **state)
{
	(void)state;
	transcript_keeps(calls_are_checked_in_order_rows,
			 N(calls_are_checked_in_order_rows));
}

static void calls_wait_as_they_may(void **state)
{
	(void)state;
	transcript_keeps(calls_wait_as_they_may_rows, N(calls_wait_as_they_may_rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls_are_checked_in_order),
		cmocka_unit_test(calls_wait_as_they_may),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
