/* SPDX-License-Identifier: MIT */
/* Lines of the language, read and coded when they are first asked for. */
#include "fuzz/usual.h"

#include "scenario/op_bytes.h"
#include "scenario/op_text.h"

static const char *const texts[] = {
	"open a tcp",
	"open a udp",
	"open a seqpacket",
	"open a unix",
	"open a unix-dgram",
	"open b tcp --open=listening",
	"open a udp --xp1=+partial",
	"open a tcp --profile=windows",
	"open a tcp --nonoverlapped",
	"open a tcp --limit=1",
	"recv a -b 4",
	"recv a -b 3,0,8 -f peek",
	"recv a -b 4 -f oob",
	"recv a -b 4 -f partial",
	"recv a -b 8 -f waitall",
	"recv a -m nonblocking",
	"recv a -b 4 -m event as r1",
	"recv a -b 4 -m routine as r2",
	"recv a -b 4 -m poll as r3",
	"t1: recv a -b 4 as r4",
	"recv a -t 50ms",
	"recv a -b bad:5",
	"recv a --null=flags",
	"recv a --bad=count",
	"recv a --hook=receive",
	"peer a send \"abc\"",
	"peer a send \"a\"; empty; send \"b\"",
	"peer a pattern 100",
	"peer a oob \"!\"",
	"peer a shutdown",
	"peer a rst",
	"peer a close",
	"peer a stranger \"s\"",
	"peer a read 5",
	"await r1",
	"await r2",
	"await r3",
	"recv a -b 6 -m event as r2",
	"recv a -b 3 -m routine as r1",
	"t1: sleep forever --alertable",
	"sleep 10ms --alertable",
	"send a \"hi\" -m event as r5",
	"shutdown a both",
	"close a",
	"result r1 --wait",
	"overlapped r1",
	"cancel t1",
	"t1: exit",
	"event r1",
	"event r1 reset",
	"order",
	"upcalls",
	"set a nonblocking=1",
	"set a oobinline",
	"rule a profile=windows",
	"fault a ECONNRESET",
	"fault a EAGAIN@2",
	"readable a",
	"atmark a",
	"net a cut 1",
	"net a hold",
	"net a pass 1",
	"net a release",
	"net a lose 1",
	"net a room 8",
	"wait 60ms",
	"cleanup",
	"routine r2 {",
	"repeat 3 {",
	"}",
	"peer a send \"0123456789\"; send \"abcdefgh\"",
	"recv a -b 5",
	"recv a -b 2,3,9",
	"recv a -b 6,4 -m event as r6",
	"recv a -b 20 -f partial",
	"recv b -b 8",
	"peer b send \"wxyz\"",
};

#define N_TEXTS (sizeof texts / sizeof texts[0])

static void read_all(struct usual_op ops[N_TEXTS])
{
	struct arena arena = { 0 };
	struct diag d;
	struct op op;

	for (size_t i = 0; i < N_TEXTS; i++) {
		if (op_parse(texts[i], &arena, &op, &d))
			ops[i].n = op_encode(&op, ops[i].bytes, USUAL_MAX);
		if (ops[i].n > USUAL_MAX)
			ops[i].n = 0;
	}
	arena_fini(&arena);
}

const struct usual_op *usual_ops(size_t *n)
{
	static struct usual_op ops[N_TEXTS];
	static bool done;

	if (!done)
		read_all(ops);
	done = true;
	*n = N_TEXTS;
	return ops;
}
