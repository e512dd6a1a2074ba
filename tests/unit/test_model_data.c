/* SPDX-License-Identifier: MIT */
/* The judge on data: streams, messages, and how both end. */
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
#define IN_PIECES \
	RECORDS "net a hold -> ok\n" \
		"net a cut 3 -> ok\n" SEND("abcdefgh")
#define CUT TCP "fault a ENETDOWN@2 -> ok\n" SEND("abc")

/* clang-format off */
static const struct promise streams_run_on_rows[] = {
	{ "D2", TCP SEND("abc"),
	  "recv a -b 5", "data 3 \"abc\"", "blocked" },
	{ "D2", TCP SEND("abc"),
	  "recv a -b 5 -m nonblocking", "data 1 \"a\"", "would-block WSAEWOULDBLOCK" },
	{ "D2", TCP SEND("abc"),
	  "recv a -b 5", "data 2 \"ab\"", "data 4 \"abcd\"" },
	{ "B4", TCP SEND("abc"),
	  "recv a -b 5", "data 2 \"ab\"", "data 2 \"bc\"" },
	{ "B4", TCP SEND("abc") "recv a -b 2 -> data 2 \"ab\"\n",
	  "recv a -b 5", "data 1 \"c\"", "data 1 \"b\"" },
	{ "B1", TCP SEND("abc"),
	  "recv a -b 1,0,5", "data 3 \"a\" \"bc\"", "data 3 \"ab\" \"c\"" },
	{ "B1", TCP SEND("abc"),
	  "recv a -b 1,5", "data 2 \"a\" \"b\"", "data 3 \"a\" \"b\"" },
	{ "B2", TCP SEND("abc"),
	  "recv a -b 2", "data 2 \"ab\"", "data 3 \"ab\" \"c\"" },
	{ "D2", TCP SEND("abc"),
	  "recv a -b 2", "data 2 \"ab\"", "data 0" },
	{ "D10", TCP SEND("abc"),
	  "recv a -b 0", "data 0", "blocked" },
	{ "D10", TCP,
	  "recv a -b 0 -m event", "pending", "data 0" },
	{ "B4", TCP SEND("abc") "recv a -b 0 -> data 0\n",
	  "recv a -b 5", "data 3 \"abc\"", "data 2 \"bc\"" },
	{ "T1", "open a seqpacket --xp1=+pseudo-stream -> ok\n" SEND("abc") SEND("def"),
	  "recv a -b 9", "data 6 \"abcdef\"", "empty-message" },
	{ "C1", "open a seqpacket --xp1=-message -> ok\n" PEER("close"),
	  "recv a -b 9", "graceful", "graceful WSAEDISCON" },
	{ "D2", "open a seqpacket --xp1=-message -> ok\n" PEER("empty; send \"a\""),
	  "recv a -b 9", "data 1 \"a\"", "data 0" },
	{ "F-PEEK", TCP SEND("abc"),
	  "recv a -b 5 -f peek", "data 3 \"abc\"", "data 3 \"abd\"" },
	{ "B4", TCP SEND("abc") "recv a -b 5 -f peek -> data 3 \"abc\"\n",
	  "recv a -b 5", "data 3 \"abc\"", "data 3 \"xbc\"" },
	{ "D2", TCP SEND("abc") "recv a -b 5 -> data 3 \"abc\"\n",
	  "recv a -b 5 -m nonblocking", "would-block WSAEWOULDBLOCK", "data 3 \"abc\"" },
	{ "F-WAITALL", TCP SEND("abc"),
	  "recv a -b 5 -f waitall", "blocked", "data 3 \"abc\"" },
	{ "F-WAITALL", TCP SEND("abcde"),
	  "recv a -b 5 -f waitall", "data 5 \"abcde\"", "blocked" },
	{ "F-WAITALL", TCP "recv a -b 5 -f waitall -m event as r1 -> pending\n" SEND("abc"),
	  "await r1", "blocked", "data 3 \"abc\"" },
	{ "F-OOB", TCP PEER("oob \"x\""),
	  "recv a -b 5 -f oob", "data 1 \"x\" flags oob", "data 1 \"y\" flags oob" },
	{ "X2", TCP PEER("oob \"x\""),
	  "recv a -b 5 -f oob", "data 1 \"x\" flags oob", "data 1 \"x\"" },
	{ "F-OOB", TCP PEER("oob \"x\""),
	  "recv a -b 5 -f oob -m nonblocking", "data 1 \"x\" flags oob", "would-block WSAEWOULDBLOCK" },
	{ "F-OOB", TCP PEER("oob \"x\"") "recv a -b 1 -f oob -> data 1 \"x\" flags oob\n",
	  "recv a -b 5 -f oob -m nonblocking", "would-block WSAEWOULDBLOCK", "data 1 \"x\" flags oob" },
	{ "B4", TCP PEER("oob \"x\""),
	  "recv a -b 5 -m nonblocking", "would-block WSAEWOULDBLOCK", "data 1 \"x\"" },
	{ "B4", TCP PEER("oob \"x\"; send \"abc\""),
	  "recv a -b 5", "data 3 \"abc\"", "data 4 \"xabc\"" },
	{ "F-OOB", TCP PEER("send \"abc\"; oob \"x\"") "recv a -b 5 -> data 3 \"abc\"\n",
	  "recv a -b 5 -f oob -m nonblocking", "data 1 \"x\" flags oob", "would-block WSAEWOULDBLOCK" },
	{ "F-OOB", TCP PEER("send \"abc\"; oob \"x\"") "recv a -b 5 -f waitall -t 20ms -> data 3 \"abc\"\n",
	  "recv a -b 5 -f oob -m nonblocking", "would-block WSAEWOULDBLOCK", "data 1 \"y\" flags oob" },
	{ "D2", "open a tcp --open=socket -> ok\n" "peer a send \"abc\"; send \"def\" -> EBADF\n" "connect a -> ok\n",
	  "recv a -b 5 -t 20ms", "timeout WSAETIMEDOUT", "data 3 \"abc\"" },
	{ "X2", TCP SEND("abc"),
	  "recv a -b 5", "data 3 \"abc\"", "data 3 \"abc\" flags partial" },
	{ "X3", CUT "recv a -b 9 -f waitall -> data 3 \"abc\"\n",
	  "recv a -m nonblocking", "aborted WSAENETDOWN", "would-block WSAEWOULDBLOCK" },
	{ "X3", CUT "recv a -b 9 -f waitall -> data 3 \"abc\"\n",
	  "recv a -b 9", "aborted WSAENETDOWN", "blocked" },
	{ "X3", CUT "recv a -b 9 -f waitall -> data 3 \"abc\"\n",
	  "recv a -b 9 -m event as r1", "aborted WSAENETDOWN", "pending" },
	{ "X3", "open a tcp -> ok\n" "recv a -b 9 -f waitall -m event as r1 -> pending\n"
	  "recv a -b 9 -m event as r2 -> pending\n" "fault a ENETDOWN@2 -> ok\n"
	  "peer a send \"abc\"; send \"d\" -> ok\n" "await r1 -> data 3 \"abc\"\n",
	  "await r2", "aborted WSAENETDOWN", "data 1 \"d\"" },
};

static const struct promise messages_stay_whole_rows[] = {
	{ "D3", UDP SEND("abc"),
	  "recv a -b 5", "data 3 \"abc\"", "blocked" },
	{ "D5", UDP SEND("abc") SEND("def"),
	  "recv a -b 9", "data 3 \"abc\"", "data 6 \"abcdef\"" },
	{ "D5", UDP SEND("abc"),
	  "recv a -b 9", "data 3 \"abc\"", "data 2 \"ab\"" },
	{ "B4", UDP SEND("abc") SEND("def"),
	  "recv a -b 9", "data 3 \"abc\"", "data 3 \"def\"" },
	{ "D6", RECORDS SEND("abcdef"),
	  "recv a -b 4", "partial 4 \"abcd\"", "data 4 \"abcd\"" },
	{ "D6", RECORDS SEND("abcdef"),
	  "recv a -b 4", "partial 4 \"abcd\"", "truncated WSAEMSGSIZE 4 \"abcd\" lost 2" },
	{ "D5", RECORDS SEND("abcdef") "recv a -b 4 -> partial 4 \"abcd\"\n",
	  "recv a -b 4", "data 2 \"ef\"", "partial 2 \"ef\"" },
	{ "D5", RECORDS SEND("abcdef") SEND("gh") "recv a -b 4 -> partial 4 \"abcd\"\n",
	  "recv a -b 9", "data 2 \"ef\"", "data 4 \"efgh\"" },
	{ "D7", "open a seqpacket --xp1=-partial -> ok\n" SEND("abcdef"),
	  "recv a -b 4", "too-small WSAEMSGSIZE 4 \"abcd\"", "truncated WSAEMSGSIZE 4 \"abcd\" lost 2" },
	{ "D5", "open a seqpacket --xp1=-partial -> ok\n" SEND("abcdef") "recv a -b 4 -> too-small WSAEMSGSIZE 4 \"abcd\"\n",
	  "recv a -b 9", "data 6 \"abcdef\"", "data 2 \"ef\"" },
	{ "D8", UDP SEND("abcdef"),
	  "recv a -b 4", "truncated WSAEMSGSIZE 4 \"abcd\" lost 2", "data 4 \"abcd\"" },
	{ "D8", UDP SEND("abcdef"),
	  "recv a -b 4", "truncated WSAEMSGSIZE 4 \"abcd\" lost 2", "truncated WSAEMSGSIZE 4 \"abcd\" lost 3" },
	{ "D5", UDP SEND("abcdef") "recv a -b 4 -> truncated WSAEMSGSIZE 4 \"abcd\" lost 2\n",
	  "recv a -b 9 -m nonblocking", "would-block WSAEWOULDBLOCK", "data 2 \"ef\"" },
	{ "X13", UDP SEND("abc"),
	  "recv a -b 0", "truncated WSAEMSGSIZE 0 lost 3", "data 0" },
	{ "C2", UDP PEER("empty"),
	  "recv a -b 0", "empty-message", "truncated WSAEMSGSIZE 0" },
	{ "D6", RECORDS SEND("abc"),
	  "recv a -b 0", "partial 0", "data 0" },
	{ "F-PEEK", UDP SEND("abcdef"),
	  "recv a -b 4 -f peek", "truncated WSAEMSGSIZE 4 \"abcd\"", "data 4 \"abcd\"" },
	{ "D5", UDP SEND("abcdef") "recv a -b 4 -f peek -> truncated WSAEMSGSIZE 4 \"abcd\"\n",
	  "recv a -b 9", "data 6 \"abcdef\"", "data 2 \"ef\"" },
	{ "D5", UDP PEER("stranger \"xyz\""),
	  "recv a -b 9 -m nonblocking", "would-block WSAEWOULDBLOCK", "data 3 \"xyz\" from stranger" },
	{ "D3", "open a udp --open=bound -> ok\n" PEER("stranger \"xyz\""),
	  "recv a -b 9 -m nonblocking", "data 3 \"xyz\" from stranger", "would-block WSAEWOULDBLOCK" },
	{ "D5", "open a udp --open=bound -> ok\n" PEER("stranger \"xyz\"") "connect a -> ok\n",
	  "recv a -b 9 -m nonblocking", "would-block WSAEWOULDBLOCK", "data 3 \"xyz\" from stranger" },
	{ "C2", UDP PEER("close"),
	  "recv a -b 9 -m nonblocking", "would-block WSAEWOULDBLOCK", "graceful WSAEDISCON" },
	{ "D6", RECORDS SEND("abcdef"),
	  "recv a -b 4 -f partial", "partial 4 \"abcd\"", "data 4 \"abcd\"" },
	{ "D9", IN_PIECES "net a pass -> ok\n",
	  "recv a -b 5 -f partial -m nonblocking", "partial 3 \"abc\"", "would-block WSAEWOULDBLOCK" },
	{ "D9", IN_PIECES "net a pass -> ok\n" "recv a -b 5 -f partial -> partial 3 \"abc\"\n" "net a pass -> ok\n",
	  "recv a -b 5 -f partial", "partial 3 \"def\"", "blocked" },
	{ "D3", IN_PIECES "net a pass 2 -> ok\n",
	  "", "recv a -b 9 -> blocked", "net a pass -> ok\nrecv a -b 9 -> blocked" },
	{ "K2", "@exact\n" IN_PIECES "recv a -b 9 -f partial -m poll as r1 -> pending\n" "net a pass -> ok\n",
	  "result r1", "3 flags partial", "WSA_IO_INCOMPLETE" },
	{ "B4", "open a unix-dgram --open=bound -> ok\n"
	  "peer a send \"ghibk\"; stranger \"nopqr\"; send \"defghijk\" -> full 5\n" "recv a -> data 5 \"ghibk\"\n",
	  "recv a", "data 5 \"nopqr\" from stranger", "data 5 \"nopqx\" from stranger" },
};

static const struct promise ends_are_told_rows[] = {
	{ "C1", TCP PEER("shutdown"),
	  "recv a -b 5", "graceful", "blocked" },
	{ "C1", TCP PEER("shutdown") "recv a -b 5 -> graceful\n",
	  "recv a -b 5 -m nonblocking", "graceful", "would-block WSAEWOULDBLOCK" },
	{ "C1", TCP,
	  "recv a -b 5", "blocked", "graceful" },
	{ "C1", TCP PEER("shutdown"),
	  "recv a -b 5", "graceful", "graceful WSAEDISCON" },
	{ "C2", RECORDS PEER("close"),
	  "recv a -b 5", "graceful WSAEDISCON", "graceful" },
	{ "C2", RECORDS PEER("close"),
	  "recv a -b 5", "graceful WSAEDISCON", "empty-message" },
	{ "C2", RECORDS PEER("empty"),
	  "recv a -b 5", "empty-message", "graceful WSAEDISCON" },
	{ "C2", RECORDS PEER("close"),
	  "recv a -b 5 -f partial", "graceful WSAEDISCON", "graceful" },
	{ "C3", TCP PEER("rst"),
	  "recv a -b 5", "reset WSAECONNRESET", "graceful" },
	{ "E14", TCP PEER("rst"),
	  "recv a -b 5", "reset WSAECONNRESET", "blocked" },
	{ "E14", TCP,
	  "recv a -b 5 -m nonblocking", "would-block WSAEWOULDBLOCK", "reset WSAECONNRESET" },
	{ "C4", TCP PEER("send \"abc\"; close"),
	  "recv a -b 5", "data 3 \"abc\"", "graceful" },
	{ "C4", RECORDS PEER("send \"abc\"; close"),
	  "recv a -b 5", "data 3 \"abc\"", "graceful WSAEDISCON" },
	{ "rule abort", TCP PEER("close") "send a \"x\" -> 1\n",
	  "recv a -b 5", "reset WSAECONNRESET", "aborted WSAECONNABORTED" },
	{ "rule abort", "open a tcp --profile=windows -> ok\n" PEER("close") "send a \"x\" -> 1\n",
	  "recv a -b 5", "aborted WSAECONNABORTED", "reset WSAECONNRESET" },
	{ "rule abort", TCP PEER("close") "send a \"x\" -> 1\n",
	  "recv a -b 5", "reset WSAECONNRESET", "graceful" },
	{ "X14", UDP PEER("close") "send a \"x\" -> 1\n",
	  "recv a -b 5 -m nonblocking", "reset WSAECONNRESET", "would-block WSAEWOULDBLOCK" },
	{ "C2", UDP PEER("close") "send a \"x\" -> 1\n" "send a \"y\" -> 1\n" "recv a -b 5 -> reset WSAECONNRESET\n",
	  "recv a -b 5 -m nonblocking", "reset WSAECONNRESET", "empty-message" },
	{ "C2", UDP PEER("close") "send a \"x\" -> 1\n" "send a \"y\" -> 1\n" "recv a -b 5 -> reset WSAECONNRESET\n",
	  "recv a -b 5 -m nonblocking", "would-block WSAEWOULDBLOCK", "empty-message" },
	{ "E14", UDP PEER("close") "send a \"x\" -> 1\n" "send a \"y\" -> 1\n" "recv a -b 5 -> reset WSAECONNRESET\n" "recv a -b 5 -> reset WSAECONNRESET\n",
	  "recv a -b 5 -m nonblocking", "would-block WSAEWOULDBLOCK", "reset WSAECONNRESET" },
	{ "X14", UDP PEER("close") "send a \"x\" -> 1\n",
	  "send a \"y\"", "1", "WSAECONNRESET" },
	{ "E14", RECORDS PEER("send \"abc\"; rst") "send a \"x\" -> WSAECONNRESET\n",
	  "recv a -b 5", "reset WSAECONNRESET", "data 3 \"abc\"" },
	{ "E14", RECORDS PEER("send \"abc\"; close") "send a \"x\" -> WSAECONNRESET\n",
	  "recv a -b 5", "data 3 \"abc\"", "graceful WSAEDISCON" },
	{ "D5", RECORDS PEER("send \"abc\"; close") "send a \"x\" -> WSAECONNRESET\n",
	  "recv a -b 5", "reset WSAECONNRESET", "data 2 \"ab\"" },
	{ "E14", RECORDS PEER("send \"abc\"; close") "send a \"x\" -> WSAECONNRESET\n" "recv a -b 5 -> reset WSAECONNRESET\n",
	  "recv a -b 5", "reset WSAECONNRESET", "data 3 \"abc\"" },
	{ "E14", RECORDS "recv a -b 9 -m event as r1 -> pending\n" PEER("send \"abc\"; rst") "send a \"x\" -> WSAECONNRESET\n",
	  "await r1", "data 3 \"abc\"", "graceful WSAEDISCON" },
	{ "C2", RECORDS "recv a -b 9 -m event as r1 -> pending\n" PEER("close") "send a \"x\" -> WSAECONNRESET\n",
	  "await r1", "graceful WSAEDISCON", "empty-message" },
	{ "E14", UDP PEER("close") "send a \"x\" -> 1\n" "recv a -b 5 -> reset WSAECONNRESET\n",
	  "recv a -b 5 -m nonblocking", "would-block WSAEWOULDBLOCK", "reset WSAECONNRESET" },
	{ "E13", "open a tcp --rule=abort=aborted -> ok\n" "send a \"a\" -f oob -> 1\n",
	  "", "peer a close -> ok\nrecv a -> aborted WSAECONNABORTED", "recv a -> aborted WSAECONNABORTED" },
	{ "E14", "open a pair:stream -> ok\n" "recv a -b 0 -m event as r1 -> pending\n" "peer a send \"a\"; close -> ok\n"
	  "send a \"\" -> WSAECONNRESET\n" "recv a -> data 1 \"a\"\n" "recv a -> reset WSAECONNRESET\n",
	  "", "overlapped r1 -> 0x0 0", "recv a -> graceful" },
	{ "K2", TCP "recv a -m routine as r2 -> pending\n" PEER("oob \"aa\"; oob \"a\"; drip \"kl\"")
	  "recv a -b 5 -> data 2 \"kl\"\n",
	  "", "result r2 -> 2", "@exact\nresult r2 -> WSA_IO_INCOMPLETE" },
	{ "E13", "open a tcp --rule=abort=aborted -> ok\n" "send a \"a\" -> 1\n",
	  "", "peer a read 1; shutdown; rst -> \"a\"\nrecv a -> aborted WSAECONNABORTED",
	  "peer a read 1; rst -> \"a\"\nrecv a -> aborted WSAECONNABORTED" },
	{ "E13", "open a tcp --rule=abort=aborted -> ok\n" "send a \"\" -> 0\n" PEER("shutdown; rst"),
	  "recv a", "reset WSAECONNRESET", "aborted WSAECONNABORTED" },
	{ "F-WAITALL", "open a udp --xp1=+pseudo-stream -> ok\n" SEND("x"),
	  "", "peer a close -> ok\nsend a \"\" -> 0\nrecv a -b 5 -f waitall -> data 1 \"x\"",
	  "recv a -b 5 -f waitall -> data 1 \"x\"" },
};

/* clang-format on */

static void streams_run_on(void **state)
{
	(void)state;
	transcript_keeps(streams_run_on_rows, N(streams_run_on_rows));
}

static void messages_stay_whole(void **state)
{
	(void)state;
	transcript_keeps(messages_stay_whole_rows, N(messages_stay_whole_rows));
}

static void ends_are_told(void **state)
{
	(void)state;
	transcript_keeps(ends_are_told_rows, N(ends_are_told_rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(streams_run_on),
		cmocka_unit_test(messages_stay_whole),
		cmocka_unit_test(ends_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
