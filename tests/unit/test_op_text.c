/* SPDX-License-Identifier: MIT */
/* Operations as text: what is read, how it is printed, what is refused and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "scenario/op_address.h"
#include "scenario/op_text.h"

#define N(array) (sizeof(array) / sizeof(array)[0])

/* clang-format off */

/* What is printed, where it is not what was typed. */
static const struct {
	const char *text, *printed;
} good[] = {
	{ "open a pair:stream", NULL },
	{ "open a tcp", NULL },
	{ "open a TCP", "open a tcp" },
	{ "open a udp4,rcvbuf=4096", "open a udp4,rcvbuf=4k" },
	{ "open a unix-dgram", NULL },
	{ "open a vsock-seqpacket", NULL },
	{ "open a tcp:localhost:80", NULL },
	{ "open a handle:0x10", "open a handle:16" },
	{ "open a \"unix:/tmp/a b\"", NULL },
	{ "open a unix:/tmp/a#b", NULL },
	{ "open a \"unix:/tmp/a\\\\,b\"", NULL },
	{ "open a unix:/tmp/a\\,b", "open a \"unix:/tmp/a\\\\,b\"" },
	{ "open a tcp --open=full", "open a tcp" },
	{ "open a tcp --open listening --limit=0x10 --nonoverlapped",
	  "open a tcp --open=listening --nonoverlapped --limit=16" },
	{ "open --xp1 -message,+partial a pair:dgram",
	  "open a pair:dgram --xp1=-message,+partial" },
	{ "open a tcp --xp1=+partial,-partial --profile windows",
	  "open a tcp --xp1=-partial --profile=windows" },
	{ "open a tcp --rule=peek=allow --rule close=connection-aborted",
	  "open a tcp --rule=peek=allow --rule=close=connection-aborted" },
	{ "open a tcp -t 1.5s", NULL },
	{ "recv a", NULL },
	{ "  recv\ta  ", "recv a" },
	{ "main: recv a", "recv a" },
	{ "t1: recv a", NULL },
	{ "t1:recv a", "t1: recv a" },
	{ "recv a -b 3,8 -f peek -m event -t 50ms", NULL },
	{ "recv a -b3,8 -fpeek -mevent -t0.05", "recv a -b 3,8 -f peek -m event -t 50ms" },
	{ "recv a --timeout 50ms --mode=event --flags=0x2 --buffers=3,8",
	  "recv a -b 3,8 -f peek -m event -t 50ms" },
	{ "recv -b 3 a as r1", "recv a -b 3 as r1" },
	{ "recv a as r1 -b \"3,3,3\"", "recv a -b 3x3 as r1" },
	{ "recv a -b none", NULL },
	{ "recv a -b null:5,2xbad:1k,ro:0", NULL },
		{ "recv a -b half:5,2xhalf:1k,1", NULL },
	{ "recv a -f none", "recv a" },
	{ "recv a -f oob,PEEK,0x8000", "recv a -f partial,peek,oob" },
	{ "recv a -f 0x40000004", NULL },
	{ "recv a -f 0x40000001", "recv a -f oob,0x40000000" },
	{ "recv a --null overlapped,array --bad=flags", "recv a --null=array,overlapped --bad=flags" },
	{ "recv a --event e1 --reuse r1 --hook=cancel", "recv a --event=e1 --reuse=r1 --hook=cancel" },
	{ "recv a --hook=receive", NULL },
	{ "recv a --hook=receive,cancel", NULL },
	{ "recv a --hook=cancel,receive,cancel", "recv a --hook=receive,cancel" },
	{ "recv a -b 4M,511xsame:4M", NULL },
	{ "recv as as as", NULL },
	{ "peer a send \"ab\"; shutdown", NULL },
	{ "peer a send ab;;wait 0.01 ; SHUTDOWN;", "peer a send \"ab\"; wait 10ms; shutdown" },
	{ "peer a send hex:00ff; pattern 4096", "peer a send \"\\0\\xff\"; pattern 4k" },
	{ "peer a send \"${N}\"", "peer a send \"\\x24{N}\"" },
	{ "await r1", NULL },
	{ "send a \"hello\\n\"", NULL },
	{ "send a \"\"", NULL },
	{ "send a hex:", "send a \"\"" },
	{ "send a hex:00ff", "send a \"\\0\\xff\"" },
	{ "send a pattern:3", "send a \"\\0\\x01\\x02\"" },
	{ "send a pattern:4096 -m nonblocking as s1", "send a pattern:4k -m nonblocking as s1" },
	{ "send -f oob a \"as\" as s", "send a \"as\" -f oob as s" },
	{ "send a \"a -> b # c\"", NULL },
	{ "shutdown a both", NULL },
	{ "close a", NULL },
	{ "connect a", NULL },
	{ "result r1 --wait", NULL },
	{ "overlapped r1", NULL },
	{ "cancel", NULL },
	{ "cancel main", NULL },
	{ "t2: cancel t1", NULL },
	{ "sleep forever --alertable", NULL },
	{ "sleep 90 --alertable", "sleep 90s --alertable" },
	{ "sleep 0", "sleep 0s" },
	{ "event e1", NULL },
	{ "event e1 look", "event e1" },
	{ "event e1 reset", NULL },
	{ "t1: exit", NULL },
	{ "order", NULL },
	{ "upcalls", NULL },
	{ "set a rcvbuf=4096", "set a rcvbuf=4k" },
	{ "set a OOBINLINE", "set a oobinline" },
	{ "set a oobinline=0", "set a oobinline=off" },
	{ "set a nonblocking", "set a nonblocking=1" },
	{ "set a nonblocking=off", "set a nonblocking=0" },
	{ "set a limit=0x2", "set a limit=2" },
	{ "set a sockopt=1:8:x01000000", "set a sockopt=1:8:1" },
	{ "set a join=239.1.2.3@lo", NULL },
	{ "rule a peek=allow", NULL },
	{ "rule a profile=windows", NULL },
	{ "fault a ECONNRESET", NULL },
	{ "fault a econnreset@1", "fault a ECONNRESET" },
	{ "fault a 104@3", "fault a ECONNRESET@3" },
	{ "fault a 4000", NULL },
	{ "readable a", NULL },
	{ "atmark a", NULL },
	{ "net a cut", NULL },
	{ "net a room 4096", "net a room 4k" },
	{ "wait 1.5ms", NULL },
	{ "cleanup", NULL },
	{ "routine r1 {", NULL },
	{ "repeat 0x3 {", "repeat 3 {" },
	{ "}", NULL },
};

static const struct {
	const char *text;
	size_t column;
	const char *fragment, *hint;
} bad[] = {
	{ "", 0, "no operation", "recv a" },
	{ "  ", 2, "no operation", "recv a" },
	{ "t1:", 3, "no operation", "" },
	{ "recvv a", 0, "no such operation: recvv", "did you mean recv?" },
	{ "t1: opne a tcp", 4, "no such operation: opne", "did you mean open?" },
	{ "frobnicate", 0, "no such operation", "help scenario" },
	{ "averyveryverylongname: recv a", 15, "at most 15", "" },
	{ "recv", 4, "no SOCKET after recv", "write recv SOCKET" },
	{ "open a", 6, "no ADDRESS after SOCKET", "write open SOCKET ADDRESS" },
	{ "recv 3", 5, "not a name: 3", "a letter" },
	{ "recv a.b", 6, "not a name: a.b", "a letter" },
	{ "recv a b", 7, "too much: b", "write recv SOCKET" },
	{ "recv a --depth 3", 7, "recv takes no --depth", "it takes --buffers, --flags" },
	{ "recv a --buffer=3", 7, "recv takes no --buffer", "did you mean --buffers?" },
	{ "recv a --limit=3", 7, "recv takes no --limit", "it takes --buffers" },
	{ "recv a -x", 7, "recv takes no -x", "it takes --buffers" },
	{ "close a -b 3", 8, "close takes no -b", "it takes no options" },
	{ "recv a -b", 9, "--buffers needs a value", "write --buffers=LAYOUT" },
	{ "recv a -b 3,y", 12, "not a size", "" },
	{ "recv a --buffers=3,y", 19, "not a size", "" },
	{ "recv a -b\"3,y\"", 12, "not a size", "" },
	{ "recv a -b 3 --buffers=4", 12, "given twice: --buffers", "" },
	{ "recv a -f peke", 10, "no flag 'peke'", "did you mean peek?" },
	{ "recv a -t 0", 10, "time-out of 0", "nonblocking" },
	{ "recv a --null=flags,x", 20, "no pointer 'x'", "" },
	{ "recv a --null=flags --bad=count,flags", 32, "both NULL and bad", "" },
	{ "recv a --hook=receive,cancle", 22, "no hook", "did you mean cancel?" },
	{ "recv a --hook=", 14, "no hook", "" },
	{ "recv a -b 3,null:1,same:4", 19, "no buffer before it", "" },
	{ "recv a as", 9, "no name after as", "as r1" },
	{ "recv a as r1 as r2", 13, "given twice: as", "" },
	{ "recv a as 1", 10, "not a name", "" },
	{ "recv a --event=\"e", 15, "never closed", "" },
	{ "recv a --event=\"e\\0\"", 15, "NUL", "" },
	{ "result r1 --wait=yes", 16, "no value belongs to --wait", "" },
	{ "open a tpc", 7, "no such address type: tpc", "did you mean tcp?" },
	{ "open a pair", 11, "no colon after pair", "pair:" },
	{ "open a tcp,rcvbuf", 17, "rcvbuf needs a value", "" },
	{ "open a tcp,rcvbuf=x", 18, "not a size", "" },
	{ "open a tcp:host", 15, "no port", "" },
	{ "open a tcp --rule=peek", 22, "no value for the rule", "NAME=VALUE" },
	{ "open a tcp --rule=peek=x", 23, "no value 'x'", "refuse, allow" },
	{ "open a tcp --limit=0", 19, "from 1", "" },
	{ "send a hello", 7, "not data: hello", "\"text\"" },
	{ "send a -", 7, "not data: -", "" },
	{ "send a \"hel", 7, "never closed", "" },
	{ "send a pattern:2M", 15, "longer than 1M", "" },
	{ "send a @-", 8, "standard input", "" },
	{ "peer a", 6, "no STEPS after SOCKET", "peer SOCKET STEPS" },
	{ "peer a ;", 7, "no STEPS", "shutdown" },
	{ "peer a send \"x\"; sned \"y\"", 17, "no such step: sned", "send" },
	{ "peer a send -", 12, "standard input", "\"-\"" },
	{ "shutdown a recieve", 11, "no half 'recieve'", "did you mean receive?" },
	{ "sleep", 5, "no DURATION after sleep", "" },
	{ "sleep 5x", 7, "no such unit", "" },
	{ "set a rcvbfu=3", 6, "no option 'rcvbfu'", "did you mean rcvbuf?" },
	{ "set a limit", 11, "limit needs a value", "limit=N" },
	{ "set a limit=0", 12, "from 1", "" },
	{ "set a bind=1", 6, "bind cannot be set later", "open" },
	{ "set a rcvbuf=1,sndbuf=1", 14, "one option at a time", "" },
	{ "set a nonblocking=2", 18, "no value '2'", "" },
	{ "rule a profile=x", 15, "no profile 'x'", "spi, windows" },
	{ "fault a EWHAT", 8, "no errno", "" },
	{ "fault a EPIPE@0", 14, "counted from 1", "" },
	{ "net a frob", 6, "no act 'frob'", "cut, room" },
	{ "repeat 3", 8, "no { at the end", "repeat N {" },
	{ "repeat {", 8, "no N after repeat", "repeat N {" },
	{ "routine r1 { x", 13, "after the brace: x", "next lines" },
	{ "t1: repeat 3 {", 0, "a thread does not go with repeat", "" },
	{ "} x", 2, "too much: x", "write }" },
	{ "recv a -- b", 7, "recv takes no --", "" },
};

/* clang-format on */

static void good_operations_are_read_and_printed(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < N(good); i++) {
		const char *wanted = good[i].printed != NULL ? good[i].printed
							     : good[i].text;
		struct op op, again;
		const char *printed;
		struct diag d;

		if (!op_parse(good[i].text, &arena, &op, &d))
			fail_msg("%s: column %zu: %s", good[i].text, d.column, d.text);
		printed = op_print(&op, &arena);
		assert_string_equal(printed, wanted);
		assert_true(op_parse(printed, &arena, &again, &d));
		assert_true(op_equal(&op, &again));
		assert_string_equal(op_print(&again, &arena), printed);
	}
	arena_fini(&arena);
}

static void bad_operations_are_refused_at_their_column(void **state)
{
	struct arena arena = { 0 };
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < N(bad); i++) {
		struct diag d;
		struct op op;

		if (op_parse(bad[i].text, &arena, &op, &d))
			fail_msg("%s is accepted", bad[i].text);
		if (d.column != bad[i].column || !strstr(d.text, bad[i].fragment) ||
		    !strstr(d.hint, bad[i].hint)) {
			print_error("%s: column %zu: %s; %s\n", bad[i].text, d.column,
				    d.text, d.hint);
			wrong++;
		}
	}
	arena_fini(&arena);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_operations_are_read_and_printed),
		cmocka_unit_test(bad_operations_are_refused_at_their_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
