/* SPDX-License-Identifier: MIT */
/* The judge on overlapped receives: their line, their indications, their routines. */
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
static const struct promise lines_are_kept_rows[] = {
	{ "B4", TCP "recv a -b 3 -m event as r1 -> pending\n" "recv a -b 3 -m event as r2 -> pending\n" SEND("abcdef"),
	  "await r2", "data 3 \"def\"", "data 3 \"abc\"" },
	{ "B4", TCP "recv a -b 3 -m event as r1 -> pending\n" "recv a -b 3 -m event as r2 -> pending\n" SEND("abcdef") "await r1 -> data 3 \"abc\"\n",
	  "await r2", "data 3 \"def\"", "data 3 \"bcd\"" },
	{ "B4", TCP "recv a -b 3 -m event as r1 -> pending\n" "recv a -b 3 -m event as r2 -> pending\n" SEND("abcdef") "await r2 -> data 2 \"de\"\n",
	  "await r1", "data 3 \"abc\"", "data 2 \"ab\"" },
	{ "B4", UDP "recv a -b 3 -m event as r1 -> pending\n" "recv a -b 3 -m event as r2 -> pending\n" SEND("abc") SEND("def") "await r2 -> data 3 \"def\"\n",
	  "await r1", "data 3 \"abc\"", "data 3 \"def\"" },
	{ "D2", TCP "recv a -b 3 -m event as r1 -> pending\n" "recv a -b 3 -m event as r2 -> pending\n" SEND("abcdef"),
	  "await r2", "data 1 \"d\"", "blocked" },
	{ "D2", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abcdef"),
	  "recv a -b 3 -m nonblocking", "data 3 \"def\"", "would-block WSAEWOULDBLOCK" },
	{ "B4", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abcdef") "recv a -b 3 -m nonblocking -> data 3 \"def\"\n",
	  "await r1", "data 3 \"abc\"", "data 2 \"ab\"" },
	{ "D2", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abc"),
	  "await r1", "data 3 \"abc\"", "blocked" },
	{ "K9", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abc") "await r1 -> data 3 \"abc\"\n",
	  "await r1", "data 3 \"abc\"", "blocked" },
	{ "K9", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abc") "await r1 -> data 3 \"abc\"\n",
	  "await r1", "data 3 \"abc\"", "data 3 \"abd\"" },
	{ "C1", TCP "recv a -b 3 -m event as r1 -> pending\n" "recv a -b 3 -m event as r2 -> pending\n" PEER("close"),
	  "await r2", "graceful", "blocked" },
	{ "E14", TCP "recv a -b 3 -m event as r1 -> pending\n" "recv a -b 3 -m event as r2 -> pending\n" PEER("rst") "await r1 -> reset WSAECONNRESET\n",
	  "await r2", "reset WSAECONNRESET", "graceful" },
	{ "E9", TCP "recv a -b 3 -m event as r1 -> pending\n" "shutdown a receive -> ok\n",
	  "recv a -b 3 -m event as r2", "refused WSAESHUTDOWN", "pending" },
	{ "D2", TCP "recv a -b 3 -m event as r1 -> pending\n" "shutdown a receive -> ok\n" SEND("abc"),
	  "await r1", "data 3 \"abc\"", "blocked" },
	{ "E17", TCP "recv a -b 3 -m event as r1 -> pending\n" "shutdown a receive -> ok\n",
	  "await r1", "blocked", "cancelled WSA_OPERATION_ABORTED" },
	{ "E17", TCP "recv a -b 3 -m event as r1 -> pending\n" "close a -> ok\n",
	  "await r1", "cancelled WSA_OPERATION_ABORTED", "blocked" },
	{ "rule close", TCP "recv a -b 3 -m event as r1 -> pending\n" "close a -> ok\n",
	  "await r1", "cancelled WSA_OPERATION_ABORTED", "aborted WSAECONNABORTED" },
	{ "rule close", "open a tcp --profile=windows -> ok\n" "recv a -b 3 -m event as r1 -> pending\n" "close a -> ok\n",
	  "await r1", "aborted WSAECONNABORTED", "cancelled WSA_OPERATION_ABORTED" },
	{ "rule close", "open a udp --profile=windows -> ok\n" "recv a -b 3 -m event as r1 -> pending\n" "close a -> ok\n",
	  "await r1", "cancelled WSA_OPERATION_ABORTED", "aborted WSAECONNABORTED" },
	{ "K9", TCP "open b tcp -> ok\n" "t1: recv a -b 3 -m routine as r1 -> pending\n" "t1: recv b -b 3 -m event as r2 -> pending\n" "t1: result r2 --wait -> blocked\n" SEND("abc") "await r1 -> blocked\n" "event r2 set -> ok\n",
	  "order", "none", "r2"  },
	{ "A5", TCP "t1: recv a -b 3 -m event as r1 -> pending\n" "t1: exit -> ok\n",
	  "await r1", "cancelled WSA_OPERATION_ABORTED", "blocked" },
	{ "A5", TCP "t1: recv a -b 3 -m event as r1 -> pending\n" "t1: exit -> ok\n" SEND("abc"),
	  "await r1", "cancelled WSA_OPERATION_ABORTED", "data 3 \"abc\"" },
	{ "B4", UDP "recv a -b 2 -m event as r1 -> pending\n" "recv a -b 9 -m event as r2 -> pending\n" PEER("send \"abc\"; send \"d\"; send \"ef\"; send \"g\"") "recv a -b 1 -> truncated WSAEMSGSIZE 1 \"e\" lost 1\n" "recv a -b 9 -> data 1 \"g\"\n" "recv a -b 9 -m nonblocking -> would-block WSAEWOULDBLOCK\n" "await r1 -> truncated WSAEMSGSIZE 2 \"ab\" lost 1\n",
	  "await r2", "data 1 \"d\"", "data 1 \"g\"" },
	{ "D2", TCP "t1: recv a -b 3 -m event as r1 -> pending\n" "recv a -b 3 -m event as r2 -> pending\n" "t1: exit -> ok\n" SEND("abc"),
	  "await r2", "data 3 \"abc\"", "blocked" },
};

static const struct promise names_mean_the_newest_rows[] = {
	{ "K9", TCP SEND("abc") "recv a -b 3 -m event as r1 -> data 3 \"abc\"\n" "recv a -b none -m routine as r1 -> refused WSAEINVAL\n" "order -> r1\n",
	  "order", "none", "r1 r1" },
	{ "K9", TCP SEND("abc") "recv a -b 3 -m event as r1 -> data 3 \"abc\"\n" "recv a -b none -m event as r1 -> refused WSAEINVAL\n",
	  "order", "r1", "none" },
	{ "K9", TCP "recv a -b 3 -m event as r1 -> pending\n" "recv a -b 3 -m event as r1 -> pending\n" SEND("abcdef") "await r1 -> data 3 \"def\"\n" "order -> r1\n" "recv a -b 3 -m event as r1 -> pending\n",
	  "order", "none", "r1 r1 r1" },
	{ "A3", TCP "recv a -b 3 -m routine as r1 -> pending\n" SEND("abc") "@routine r1 main\n" "[r1] recv a -b 3 -m routine as r1 -> pending\n",
	  "", "@over r1 main\n@routine r1 main", "@routine r1 main" },
	{ "A1", TCP "t1: recv a -b 3 -m routine as r1 -> pending\n" SEND("abc") "@routine r1 t1\n" "recv a -b 3 -m routine as r1 -> pending\n" "[r1] recv a -b 3 -m routine as r2 -> pending\n" "@over r1 t1\n" SEND("defghi"),
	  "", "@routine r2 t1", "@routine r2 main" },
	{ "K6", TCP "recv a -b 5 -m poll as r1 -> pending\n",
	  "recv a -b 5 -m poll --reuse=r1 as r1", "refused WSAEINVAL", "pending" },
	{ "D2", TCP SEND("abcdef") "recv a -b 3 -m poll as r1 -> data 3 \"abc\"\n" "recv a -b 3 -m poll --reuse=r1 as r2 -> data 3 \"def\"\n" "recv a -b 5 -m poll --reuse=r1 as r3 -> pending\n",
	  "overlapped r2", "0x103 3", "0x0 3" },
	{ "K2", TCP SEND("abc") "recv a -b 3 -m poll as r1 -> data 3 \"abc\"\n" "recv a -b none -m poll --reuse=r1 as r2 -> refused WSAEINVAL\n",
	  "result r2", "3", "WSA_IO_INCOMPLETE" },
	{ "K2", TCP SEND("abc") "recv a -b 3 -m event as r1 -> data 3 \"abc\"\n" "t1: recv a -b 5 as r2 -> blocked\n" "t1: send a \"x\" as r1 -> busy\n",
	  "result r1", "3", "2" },
	{ "K3", TCP "recv a -b 3 -m routine --event=e as r1 -> pending\n" "event r1 set -> ok\n",
	  "event e", "set", "unset" },
};

static const struct promise completions_are_told_rows[] = {
	{ "K9", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abc") "await r1 -> data 3 \"abc\"\n" "event r1 reset -> ok\n",
	  "await r1", "blocked", "data 3 \"abd\"" },
	{ "K9", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abc") "result r1 -> 3\n",
	  "upcalls", "queue 0 set 0 reset 1", "queue 0 set 2 reset 1" },
	{ "K9", TCP "@exact\n" "recv a -b 3 -m event as r1 -> pending\n" SEND("abc") "result r1 -> 3\n",
	  "upcalls", "queue 0 set 1 reset 1", "queue 0 set 0 reset 1" },
	{ "K3", TCP "recv a -b 3 -m event as r1 -> pending\n",
	  "event r1", "unset", "set" },
	{ "K3", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abc") "await r1 -> data 3 \"abc\"\n",
	  "event r1", "set", "unset" },
	{ "K3", TCP SEND("abc") "recv a -b 3 -m event as r1 -> data 3 \"abc\"\n",
	  "event r1", "set", "unset" },
	{ "K3", TCP "event e set -> ok\n" "recv a -b 3 -m event --event=e as r1 -> pending\n",
	  "event e", "unset", "set" },
	{ "K3", TCP "@exact\n" "recv a -b 3 -m event as r1 -> pending\n" SEND("abc"),
	  "event r1", "set", "unset" },
	{ "K3", UDP SEND("abcdef") "recv a -b 3 -m event as r1 -> truncated WSAEMSGSIZE 3 \"abc\" lost 3\n",
	  "event r1", "unset", "set" },
	{ "K3", TCP "recv a -b 3 -m routine --event=e as r1 -> pending\n",
	  "event e", "unset", "set" },
	{ "K2", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abc") "await r1 -> data 3 \"abc\"\n",
	  "result r1", "3", "2" },
	{ "K2", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abc") "await r1 -> data 3 \"abc\"\n",
	  "result r1", "3", "WSA_IO_INCOMPLETE" },
	{ "B2", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abc"),
	  "result r1", "3", "4" },
	{ "D2", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("ab"),
	  "result r1", "2", "3" },
	{ "K9", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abc") "result r1 -> 3\n",
	  "await r1", "data 3 \"abc\"", "data 3 \"abd\"" },
	{ "K5", TCP "recv a -b 3 -m event as r1 -> pending\n",
	  "result r1 --wait", "blocked", "WSA_IO_INCOMPLETE" },
	{ "K5", TCP "recv a -b 3 -m event as r1 -> pending\n",
	  "result r1", "WSA_IO_INCOMPLETE", "blocked" },
	{ "K5", TCP "recv a -b 3 -m routine as r1 -> pending\n",
	  "result r1 --wait", "WSA_INVALID_PARAMETER", "blocked" },
	{ "K5", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abc"),
	  "result r1 --wait", "3", "blocked" },
	{ "X16", TCP "recv a -b none -m event as r1 -> refused WSAEINVAL\n",
	  "result r1 --wait", "WSA_INVALID_PARAMETER", "blocked" },
	{ "X16", TCP "recv a -b none -m event as r1 -> refused WSAEINVAL\n",
	  "result r1", "0", "1" },
	{ "X16", TCP SEND("abc") "recv a -b 3 as r1 -> data 3 \"abc\"\n",
	  "result r1 --wait", "0", "3" },
	{ "X16", TCP SEND("abc") "recv a -b 3 as r1 -> data 3 \"abc\"\n",
	  "result r1", "WSA_INVALID_PARAMETER", "3" },
	{ "X16", UDP SEND("abcdef") "recv a -b 3 -m event as r1 -> truncated WSAEMSGSIZE 3 \"abc\" lost 3\n",
	  "result r1", "WSAEMSGSIZE 3", "3" },
	{ "K2", TCP SEND("abc") "recv a -b 3 -m event as r1 -> data 3 \"abc\"\n" "result r1 -> 3\n",
	  "result r1 --wait", "3", "WSA_INVALID_PARAMETER" },
	{ "X19", TCP "recv a -b none -m event as r1 -> refused WSAEINVAL\n",
	  "overlapped r1", "0x0 0", "0x2726 0" },
	{ "K7", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abc") "await r1 -> data 3 \"abc\"\n",
	  "overlapped r1", "0x0 3", "0x103 3" },
	{ "K7", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abc") "await r1 -> data 3 \"abc\"\n",
	  "overlapped r1", "0x0 3", "0x0 2" },
	{ "X19", UDP SEND("abcdef") "recv a -b 3 -m event as r1 -> truncated WSAEMSGSIZE 3 \"abc\" lost 3\n",
	  "overlapped r1", "0x2738 3", "0x2738 6" },
	{ "R5", TCP,
	  "recv a -b 3 -m event", "pending", "pending 3" },
	{ "R2", TCP,
	  "recv a -b 3 --null=flags", "refused WSAEFAULT", "data WSAEFAULT" },
	{ "X15", RECORDS "recv a -b 3 -m event as r1 -> pending\n" SEND("abcdef") "await r1 -> partial 3 \"abc\"\n",
	  "overlapped r1", "0x4000000f 3", "0x0 3" },
	{ "K9", TCP "recv a -b 3 -m event as r1 -> pending\n" "recv a -b 3 -m event as r2 -> pending\n" SEND("abcdef") "await r1 -> data 3 \"abc\"\n" "await r2 -> data 3 \"def\"\n",
	  "order", "r2 r1", "r1" },
	{ "K9", TCP "recv a -b 3 -m event as r1 -> pending\n" "recv a -b 3 -m event as r2 -> pending\n" SEND("abcdef"),
	  "order", "r1 r2", "r1 r1" },
	{ "K9", TCP "recv a -b 3 -m event as r1 -> pending\n" "recv a -b 3 -m event as r2 -> pending\n" SEND("abc") "await r1 -> data 3 \"abc\"\n",
	  "order", "r1", "none" },
	{ "R4", TCP "recv a -b none -m event as r1 -> refused WSAEINVAL\n",
	  "order", "none", "r1" },
	{ "K9", TCP "recv a -b 3 -m event as r1 -> pending\n",
	  "order", "none", "r1" },
	{ "K9", TCP "recv a -b 3 -m routine as r1 -> pending\n" SEND("abc"),
	  "upcalls", "queue 1 set 0 reset 0", "queue 2 set 0 reset 0" },
	{ "K9", TCP "recv a -b 3 -m event as r1 -> pending\n" SEND("abc") "await r1 -> data 3 \"abc\"\n",
	  "upcalls", "queue 0 set 1 reset 1", "queue 0 set 0 reset 1" },
	{ "K3", TCP "recv a -b 3 -m event as r1 -> pending\n",
	  "upcalls", "queue 0 set 0 reset 1", "queue 0 set 0 reset 0" },
	{ "rule truncate", "open a udp --profile=windows -> ok\n" SEND("abcdef"),
	  "recv a -b 3 -m routine as r1", "pending", "truncated WSAEMSGSIZE 3 \"abc\" lost 3" },
	{ "D3", UDP SEND("abcdef"),
	  "recv a -b 3 -m routine as r1", "truncated WSAEMSGSIZE 3 \"abc\" lost 3", "pending" },
	{ "A5", "@exact\n" TCP "t1: recv a -b 3 -m poll as r1 -> pending\n" "t1: exit -> ok\n",
	  "result r1", "WSA_OPERATION_ABORTED", "WSA_IO_INCOMPLETE" },
	{ "K3", "@exact\n" TCP "t1: recv a -b 3 -m event as r1 -> pending\n" "t1: exit -> ok\n",
	  "event r1", "set", "unset" },
	{ "D2", TCP "t1: recv a -b 9 -f waitall -m poll as r1 -> pending\n" SEND("abc") "t1: exit -> ok\n",
	  "recv a", "data 3 \"abc\"", "blocked" },
};

static const struct promise routines_run_as_promised_rows[] = {
	{ "A1", TCP "t1: recv a -b 3 -m routine as r1 -> pending\n" SEND("abc"),
	  "", "@routine r1 t1", "@routine r1 main" },
	{ "K9", TCP "recv a -b 3 -m routine as r1 -> pending\n" SEND("abc"),
	  "", "@routine r1 main", "@routine r1 main\n@routine r1 main" },
	{ "A3", TCP "recv a -b 3 -m routine as r1 -> pending\n" "recv a -b 3 -m routine as r2 -> pending\n" SEND("abcdef"),
	  "", "@routine r1 main\n@over r1\n@routine r2 main", "@routine r1 main\n@routine r2 main" },
	{ "A5", TCP "t1: recv a -b 3 -m routine as r1 -> pending\n",
	  "", "@end", "t1: exit -> ok\n@routine r1 t1" },
	{ "A6", TCP "open b tcp -> ok\n" "t1: recv a -b 3 -m routine as r1 -> pending\n" "t1: recv b -m poll as r2 -> pending\n"
	  "t1: result r2 --wait -> blocked\n" SEND("abc"),
	  "", "peer b send \"x\" -> ok\n@routine r1 t1", "@routine r1 t1" },
	{ "A1", TCP "t1: recv a -b 3 -m routine as r1 -> pending\n" SEND("abc"),
	  "", "t1: sleep forever --alertable -> blocked\n@routine r1 t1", "t1: sleep forever -> blocked\n@routine r1 t1" },
	{ "R4", TCP "recv a -b none -m routine as r1 -> refused WSAEINVAL\n",
	  "", "@end", "@routine r1 main" },
	{ "P7", TCP SEND("abc") "recv a -b 3 -m routine --null=overlapped as r1 -> data 3 \"abc\"\n",
	  "", "@end", "@routine r1 main" },
	{ "K9", TCP "recv a -b 3 -m routine as r1 -> pending\n" SEND("abc") "await r1 -> data 3 \"abc\"\n",
	  "", "@routine r1 main\n@end", "@end" },
	{ "C1", TCP "t2: recv a -m routine as r2 -> pending\n" "t2: recv a as r3 -> blocked\n" PEER("close"),
	  "", "@routine r2 t2\nrecv a -m poll as r4 -> pending",
	  "await r2 -> graceful\n@routine r2 t2\n@over r2 t2\nawait r3 -> graceful\nrecv a -m poll as r4 -> pending" },
	{ "K2", TCP "recv a -t 20ms as r3 -> timeout WSAETIMEDOUT\n" SEND("a")
	  "recv a -m routine --reuse=r3 -> data 1 \"a\"\n",
	  "result r3 --wait", "1", "2" },
};

/* clang-format on */

static void lines_are_kept(void **state)
{
	(void)state;
	transcript_keeps(lines_are_kept_rows, N(lines_are_kept_rows));
}

static void names_mean_the_newest(void **state)
{
	(void)state;
	transcript_keeps(names_mean_the_newest_rows, N(names_mean_the_newest_rows));
}

static void completions_are_told(void **state)
{
	(void)state;
	transcript_keeps(completions_are_told_rows, N(completions_are_told_rows));
}

static void routines_run_as_promised(void **state)
{
	(void)state;
	transcript_keeps(routines_run_as_promised_rows,
			 N(routines_run_as_promised_rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_kept),
		cmocka_unit_test(names_mean_the_newest),
		cmocka_unit_test(completions_are_told),
		cmocka_unit_test(routines_run_as_promised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
