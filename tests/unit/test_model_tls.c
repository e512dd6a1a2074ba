/* SPDX-License-Identifier: MIT */
/* The judge on TLS streams: the ends told apart, and what is on its way in pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/transcript_text.h"

#define N(array) (sizeof(array) / sizeof(array)[0])
#define TLS "open a pair:tls -> ok\n"
#define UNSHAKEN "open a pair:tls --open=connecting -> ok\n"
#define PEER(steps) "peer a " steps " -> ok\n"
#define GOT "recv a -b 9 -> "
#define DATA "data 3 \"abc\""
#define NOTHING "would-block WSAEWOULDBLOCK"
#define RESET "reset WSAECONNRESET"
#define CUT "truncated-stream WSAECONNRESET"
#define ABORTED "aborted WSAECONNABORTED"

/* clang-format off */
static const struct promise ends_are_told_apart_rows[] = {
	{ "C1", TLS, "recv a -b 9 -m nonblocking", NOTHING, "graceful" },
	{ "C1", TLS PEER("shutdown"), "recv a -b 9 -m nonblocking", "graceful", NOTHING },
	{ "X23", TLS PEER("shutdown"), "recv a -b 9", "graceful", CUT },
	{ "E14", TLS PEER("shutdown"), "recv a -b 9", "graceful", RESET },
	{ "C1", TLS PEER("cut"), "recv a -b 9", CUT, "graceful" },
	{ "E14", TLS PEER("cut"), "recv a -b 9", CUT, RESET },
	{ "C1", TLS PEER("cut"), "recv a -b 9 -m nonblocking", CUT, NOTHING },
	{ "C4", TLS PEER("send \"abc\"; cut"), "recv a -b 9", DATA, CUT },
	{ "E14", TLS PEER("cut") GOT CUT "\n", "recv a -b 9", CUT, "graceful" },
	{ "X23", TLS PEER("rst"), "recv a -b 9", RESET, CUT },
	{ "C3", TLS PEER("rst"), "recv a -b 9", RESET, "graceful" },
	{ "X23", "open a tcp -> ok\n" PEER("rst"), "recv a -b 9", RESET, CUT },
	{ "X23", TLS PEER("close"), "recv a -b 9", "graceful", CUT },
	{ "E8", TLS, "recv a -b 9 -f oob", "refused WSAEOPNOTSUPP", "refused WSAEINVAL" },
	{ "R2", TLS PEER("cut"), "recv a -b 9", CUT, "truncated-stream WSAECONNABORTED" },
};

static const struct promise what_is_no_tls_is_refused_rows[] = {
	{ "E13", TLS, "recv a -b 9 -m nonblocking", NOTHING, ABORTED },
	{ "C1", TLS PEER("alert 40"), "recv a -b 9", ABORTED, "graceful" },
	{ "C1", TLS PEER("alert 40"), "recv a -b 9", ABORTED, "blocked" },
	{ "E14", TLS PEER("alert 40"), "recv a -b 9", ABORTED, RESET },
	{ "C4", TLS PEER("send \"abc\"; alert 40"), "recv a -b 9", DATA, ABORTED },
	{ "E14", TLS PEER("alert 40") GOT ABORTED "\n", "recv a -b 9", ABORTED, CUT },
	{ "D2", TLS PEER("alert 40; send \"abc\""), "recv a -b 9", ABORTED, DATA },
	{ "C4", TLS PEER("send \"abc\"; raw \"x\""), "recv a -b 9", DATA, ABORTED },
	{ "C1", TLS PEER("raw \"x\""), "recv a -b 9", ABORTED, "graceful" },
	{ "C1", UNSHAKEN PEER("raw \"x\""), "recv a -b 9", "blocked", "graceful" },
	{ "C1", UNSHAKEN PEER("alert 40"), "recv a -b 9", ABORTED, "blocked" },
};

static const struct promise pieces_come_when_passed_rows[] = {
	{ "D2", TLS PEER("gather; send \"abc\"; pass 9") PEER("pass 64k"),
	  "recv a -b 9", DATA, "blocked" },
	{ "B4", TLS PEER("gather; send \"abc\"; pass 9"),
	  "recv a -b 9 -m nonblocking", NOTHING, "data 3 \"abd\"" },
	{ "D2", TLS PEER("records 1; send \"abc\""), "recv a -b 9", DATA, "blocked" },
	{ "D2", TLS PEER("update; send \"abc\""), "recv a -b 9", DATA, "blocked" },
	{ "X23", TLS PEER("gather; send \"abc\"; shutdown; pass 64k"), "recv a -b 9", DATA, CUT },
	{ "C1", TLS PEER("gather; send \"abc\"; pass 9; cut"), "recv a -b 9", CUT, "graceful" },
	{ "C1", TLS PEER("gather; send \"abc\"; pass 9; cut"), "recv a -b 9", CUT, "blocked" },
	{ "C3", TLS PEER("gather; send \"abc\"; pass 9; rst"), "recv a -b 9", RESET, "graceful" },
	{ "D2", UNSHAKEN PEER("handshake"), "recv a -b 9 -m nonblocking", NOTHING, DATA },
};

/* clang-format on */

static void ends_are_told_apart(void **state)
{
	(void)state;
	transcript_keeps(ends_are_told_apart_rows, N(ends_are_told_apart_rows));
}

static void what_is_no_tls_is_refused(void **state)
{
	(void)state;
	transcript_keeps(what_is_no_tls_is_refused_rows,
			 N(what_is_no_tls_is_refused_rows));
}

static void pieces_come_when_passed(void **state)
{
	(void)state;
	transcript_keeps(pieces_come_when_passed_rows, N(pieces_come_when_passed_rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends_are_told_apart),
		cmocka_unit_test(what_is_no_tls_is_refused),
		cmocka_unit_test(pieces_come_when_passed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
