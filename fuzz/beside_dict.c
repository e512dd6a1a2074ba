/* SPDX-License-Identifier: MIT */
/* Dictionaries, from the tables of the language. */
#include <string.h>

#include "base/code.h"
#include "cli/recv_table.h"
#include "fuzz/beside.h"
#include "scenario/address_kinds.h"
#include "scenario/op_bytes.h"
#include "scenario/op_text.h"
#include "scenario/outcome.h"

#define WORD_MAX 60 /* bytes: what engines take */

static void entry(FILE *to, const void *bytes, size_t n)
{
	const unsigned char *from = bytes;

	if (n == 0 || n > WORD_MAX)
		return;
	fputc('"', to);
	for (size_t i = 0; i < n; i++)
		if (from[i] >= 0x20 && from[i] < 0x7f && from[i] != '"' &&
		    from[i] != '\\')
			fputc(from[i], to);
		else
			fprintf(to, "\\x%02x", from[i]);
	fputs("\"\n", to);
}

static void word(FILE *to, const char *before, const char *text, const char *after)
{
	char whole[WORD_MAX + 4];

	if (text == NULL)
		return;
	snprintf(whole, sizeof whole, "%s%s%s", before, text, after);
	entry(to, whole, strlen(whole));
}

static void shared_words(FILE *to)
{
	static const char *const literals[] = { "hex:",    "pattern:", "\"",
						"\\x",     "null:",    "bad:",
						"ro:",     "none",     "forever",
						"peek",    "oob",      "partial",
						"waitall", "${",       "push-immediate",
						"+",       "-",        NULL };
	size_t n;
	const struct address_kind *kinds = address_kinds(&n);
	const struct peer_verb_kind *steps;

	for (size_t i = 0; i < n; i++)
		word(to, "", kinds[i].word, ":");
	steps = peer_verbs(&n);
	for (size_t i = 0; i < n; i++)
		word(to, "", steps[i].word, "; ");
	for (size_t i = 0; literals[i] != NULL; i++)
		word(to, "", literals[i], "");
}

static void script_words(FILE *to)
{
	static const char *const more[] = { " -> ", " as r1", "eventually ",
					    " or ", "...",    "within 5s ",
					    "let ", "needs ", "{\n",
					    "}\n",  NULL };

	for (int v = 0; v < OP_N_VERBS; v++)
		word(to, "", op_verb_kind((enum op_verb)v)->word, " ");
	for (int f = OP_NO_FIELD + 1; f < OP_N_FIELDS; f++)
		word(to, "--", op_field_kind((enum op_field)f)->word, "=");
#define OUTCOME_ENTRY(name, text, ...) word(to, "", text, " ");
	OUTCOMES(OUTCOME_ENTRY)
#undef OUTCOME_ENTRY
	for (size_t i = 0; more[i] != NULL; i++)
		word(to, "", more[i], "");
}

static void option_words(FILE *to)
{
	static const char *const parsers[] = { "address", "buffers", "quantity",
					       "flags",   "steps",   "literal",
					       "recv",    "run",     NULL };
	size_t n;
	const struct option_kind *table = recv_table(&n);

	for (size_t i = 0; i < n; i++)
		word(to, "--", table[i].name, table[i].argument != NULL ? "=" : "\n");
	for (size_t i = 0; parsers[i] != NULL; i++)
		word(to, "", parsers[i], "\n");
}

/* Each verb, alone and with each of its options as it is usually given. */
static const char *const texts[] = { "open a tcp",
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
				     NULL };

/* As bytes. */
static void operations(FILE *to)
{
	struct arena arena = { 0 };

	for (size_t i = 0; texts[i] != NULL; i++) {
		unsigned char bytes[WORD_MAX];
		struct diag d;
		struct op op;
		size_t n;

		if (!op_parse(texts[i], &arena, &op, &d))
			continue;
		n = op_encode(&op, bytes, sizeof bytes);
		entry(to, bytes, n);
	}
	arena_fini(&arena);
}

void beside_dict(enum beside_kind kind, FILE *to)
{
	fputs("# Made from the tables of the language.\n", to);
	switch (kind) {
	case BESIDE_OPERATIONS:
	case BESIDE_KERNEL:
		operations(to);
		break;
	case BESIDE_SCRIPT:
		shared_words(to);
		script_words(to);
		break;
	case BESIDE_WORDS:
		shared_words(to);
		option_words(to);
		break;
	case BESIDE_PACKING:
		entry(to, "\0", 1);
		entry(to, "\1", 1);
		entry(to, "\xff", 1);
		break;
	}
}
