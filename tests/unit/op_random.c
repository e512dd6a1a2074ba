/* SPDX-License-Identifier: MIT */
/* Goes through the table of a verb, and writes something for each of its fields. */
#include "tests/unit/op_random.h"

#include <inttypes.h>
#include <string.h>

#include "scenario/text.h"

struct maker {
	struct mutate *m;
	struct text to;
};

static uint32_t below(struct maker *k, uint32_t n)
{
	return mutate_number(k->m, n);
}

static bool once_in(struct maker *k, uint32_t n)
{
	return below(k, n) == 0;
}

/* One of the words, which blanks separate. */
static void word(struct maker *k, const char *words)
{
	size_t n = 1, length;

	for (const char *at = words; *at != '\0'; at++)
		n += *at == ' ';
	for (n = below(k, (uint32_t)n); n > 0; n--)
		words = strchr(words, ' ') + 1;
	length = strcspn(words, " ");
	text_add(&k->to, words, length);
}

/* At times short, at times with all its bits. */
static uint64_t number(struct maker *k)
{
	uint64_t n = (uint64_t)below(k, UINT32_MAX) << 32 | below(k, UINT32_MAX);

	return n >> below(k, 64);
}

static void name(struct maker *k, const char *usual)
{
	static const char letters[] = "abcxyzABCXYZ0189_-";
	char spelled[OP_NAME_MAX + 1] = "";

	if (!once_in(k, 4)) {
		word(k, usual);
		return;
	}
	for (uint32_t i = 0, n = 1 + below(k, OP_NAME_MAX); i < n; i++)
		spelled[i] = letters[below(k, i == 0 ? 12 : sizeof letters - 1)];
	text_put(&k->to, spelled);
}

static void list(struct maker *k, const char *words)
{
	do {
		word(k, words);
		text_put(&k->to, ",");
	} while (once_in(k, 2));
	k->to.at[--k->to.n] = '\0';
}

static void literal(struct maker *k)
{
	unsigned char bytes[300];
	uint32_t n = below(k, once_in(k, 8) ? sizeof bytes : 12);
	bool ramp = once_in(k, 8);

	for (uint32_t i = 0; i < n; i++)
		bytes[i] = (unsigned char)(ramp ? i % 251 : below(k, 256));
	if (once_in(k, 3)) {
		text_put(&k->to, "hex:");
		for (uint32_t i = 0; i < n; i++)
			text_format(&k->to, "%02X", bytes[i]);
		return;
	}
	if (once_in(k, 3))
		memcpy(bytes, "${N} \"\\->#;", n < 11 ? n : 11);
	text_literal(&k->to, bytes, n);
}

static void size(struct maker *k, uint64_t most)
{
	uint64_t n = number(k) % most;

	if (once_in(k, 3))
		text_format(&k->to, "%" PRIu64 "k", n / 1024);
	else
		text_format(&k->to, once_in(k, 4) ? "0x%" PRIx64 : "%" PRIu64, n);
}

static void duration(struct maker *k)
{
	uint64_t n = number(k) % INT64_MAX + 1;

	if (once_in(k, 2))
		text_format(&k->to, "%" PRIu64 "us", n);
	else if (once_in(k, 2))
		text_format(&k->to, "%" PRIu64 "ms", n % 100000 + 1);
	else
		text_format(&k->to, "%" PRIu32 ".%03" PRIu32, below(k, 1000) + 1,
			    below(k, 1000));
}

static void buffers(struct maker *k)
{
	uint32_t n = 1 + below(k, once_in(k, 50) ? 400 : 5);

	if (once_in(k, 20)) {
		text_put(&k->to, "none");
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		text_put(&k->to, i > 0 ? "," : "");
		if (once_in(k, 4))
			text_format(&k->to, "%" PRIu32 "x", 1 + below(k, 20));
		if (once_in(k, 3))
			word(k, "null: bad: ro: half:");
		size(k, once_in(k, 3) && n < 9 ? UINT32_C(1) << 24 : 100);
	}
	if (once_in(k, 8))
		text_format(&k->to, ",7,%" PRIu32 "xsame:%" PRIu32, 1 + below(k, 600),
			    below(k, UINT32_MAX));
}

static void steps(struct maker *k)
{
	size_t kinds;
	const struct peer_verb_kind *verbs = peer_verbs(&kinds);

	for (uint32_t i = 0, n = 1 + below(k, once_in(k, 20) ? OP_STEPS_MAX : 3); i < n;
	     i++) {
		const struct peer_verb_kind *v = &verbs[below(k, (uint32_t)kinds)];

		text_format(&k->to, "%s%s", i > 0 ? ";" : "", v->word);
		text_put(&k->to, v->argument == PEER_ARGUMENT_NONE ? "" : " ");
		switch (v->argument) {
		case PEER_ARGUMENT_NONE:
			break;
		case PEER_ARGUMENT_DATA:
			literal(k);
			break;
		case PEER_ARGUMENT_DURATION:
			duration(k);
			break;
		case PEER_ARGUMENT_SIZE:
			size(k, UINT64_MAX);
			break;
		case PEER_ARGUMENT_ALERT:
			word(k, "handshake-failure BAD_CERTIFICATE 0 255 80 "
				"close-notify 7");
			break;
		}
	}
}

static void address(struct maker *k)
{
	word(k,
	     "pair:stream pair:dgram PAIR:seqpacket tcp tcp6 udp udp4 unix unix-dgram "
	     "seqpacket vsock sctp mptcp udplite tcp:localhost:80 tcp:[::1]:8080 "
	     "udp-listen:9000 unix-listen:/tmp/a\\,b unix:@x vsock:host:3 handle:7 "
	     "\"unix:/tmp/\\xe4\\x22\\x20b\" fd:3 tcp4,bind=127.0.0.1:0");
	if (once_in(k, 3) && k->to.at[k->to.n - 1] != '"' &&
	    strstr(k->to.at, "handle") == NULL)
		word(k, ",rcvbuf=4096 ,sndbuf=64K,oobinline ,LINGER=5 ,keepalive=off "
			",sockopt=1:8:xff00,sockopt=6:1:-1");
}

static void rule(struct maker *k)
{
	word(k, "peek=allow peek=refuse nonoverlapped=sync close=connection-aborted "
		"truncate=routine too-many=nobufs keepalive=timedout");
}

static void flags(struct maker *k)
{
	if (once_in(k, 4))
		text_format(&k->to, "0x%" PRIx32, 1 + below(k, UINT32_MAX));
	else
		list(k, "peek oob partial waitall push-immediate MSG_PEEK");
}

/* A value of the field, as it may be written. */
static void value(struct maker *k, enum op_field field)
{
	switch ((int)field) {
	case OP_SOCKET:
		name(k, "a b c h as");
		break;
	case OP_REQUEST:
	case OP_REUSE:
		name(k, "r1 r2 r7");
		break;
	case OP_EVENT_NAME:
	case OP_EVENT:
		name(k, "e1 e2 r1");
		break;
	case OP_THREAD_NAME:
		name(k, "main t1 t2");
		break;
	case OP_ADDRESS:
		address(k);
		break;
	case OP_DATA:
		if (once_in(k, 4))
			text_put(&k->to, "pattern:");
		if (k->to.at[k->to.n - 1] == ':')
			size(k, once_in(k, 20) ? 5000 : 100);
		else
			literal(k);
		break;
	case OP_STEPS:
		steps(k);
		break;
	case OP_OPTION:
		word(k, "nonblocking nonblocking=0 limit=3 limit=99999 rcvbuf=4k "
			"OOBINLINE nodelay=off linger=0 sockopt=1:8:x01 "
			"join=239.1.2.3@lo");
		break;
	case OP_DURATION:
		if (once_in(k, 5))
			word(k, "forever 0 0s");
		else
			duration(k);
		break;
	case OP_AMOUNT:
		size(k, UINT64_MAX);
		break;
	case OP_COUNT:
		text_format(&k->to, "%" PRIu64, number(k));
		break;
	case OP_RULE_VALUE:
		if (once_in(k, 3))
			word(k, "profile=spi profile=windows");
		else
			rule(k);
		break;
	case OP_RULE:
		rule(k);
		break;
	case OP_ERRNO:
		word(k, "ECONNRESET eagain EWOULDBLOCK 110 4095 EOWNERDEAD");
		if (once_in(k, 3))
			text_format(&k->to, "@%" PRIu32, 1 + below(k, UINT32_MAX));
		break;
	case OP_PLACE:
	case OP_TO:
		word(k, "127.0.0.1:80 [::1]:0 @x /tmp/y unnamed unspec a peer:b c-1");
		break;
	case OP_QUESTION:
		word(k, "type error rcvbuf v6only 6:1 0:0 65535:4102");
		break;
	case OP_CONTROL:
		word(k, "FIONBIO SIO_WSP_FAULT 0x8004667e 7");
		break;
	case OP_INPUT:
		literal(k);
		break;
	case OP_LENGTH:
		text_format(&k->to, "%" PRIu32, below(k, UINT32_MAX));
		break;
	case OP_EVENTS:
		list(k, "e1 e2 r1 x-9");
		break;
	case OP_XP1:
		list(k, "+partial -partial +message -message -pseudo-stream "
			"+guaranteed-delivery");
		break;
	case OP_HOOK:
		word(k, "receive cancel cancel,receive receive,receive");
		break;
	case OP_LIMIT:
		text_format(&k->to, "%" PRIu32, 1 + below(k, UINT32_MAX));
		break;
	case OP_BUFFERS:
		buffers(k);
		break;
	case OP_FLAGS:
		flags(k);
		break;
	case OP_TIMEOUT:
		duration(k);
		break;
	case OP_NULLS:
		list(k, "array count value");
		break;
	case OP_BADS:
		list(k, "flags overlapped length");
		break;
	default:;
		/* The words are the shape, with bars and perhaps in brackets. */
		const char *shape = op_field_kind(field)->shape;
		char words[80] = "";

		for (size_t i = 0, n = 0; shape[i] != '\0'; i++)
			if (strchr("[]", shape[i]) == NULL)
				words[n++] = shape[i] == '|' ? ' ' : shape[i];
		word(k, words);
	}
}

static void option(struct maker *k, enum op_field field)
{
	const struct op_field_kind *kind = op_field_kind(field);

	if (kind->letter != 0 && once_in(k, 2))
		text_format(&k->to, " -%c%s", kind->letter, once_in(k, 2) ? " " : "");
	else
		text_format(&k->to, " --%s%s", kind->word,
			    kind->shape == NULL ? ""
			    : once_in(k, 2)     ? " "
						: "=");
	if (kind->shape != NULL)
		value(k, field);
}

const char *op_random_text(struct mutate *m, struct arena *arena)
{
	struct maker k = { .m = m, .to = { .arena = arena } };
	enum op_verb verb = (enum op_verb)below(&k, OP_N_VERBS);
	const struct op_verb_kind *kind = op_verb_kind(verb);
	bool block = verb == OP_DO_ROUTINE || verb == OP_DO_REPEAT;

	if (!block && verb != OP_DO_END && once_in(&k, 4)) {
		name(&k, "main t1 t2");
		text_put(&k.to, ": ");
	}
	text_put(&k.to, kind->word);
	for (size_t i = 0; i < 3 && kind->operands[i] != OP_NO_FIELD; i++) {
		if (op_field_kind(kind->operands[i])->shape[0] == '[' && once_in(&k, 2))
			break;
		text_put(&k.to, " ");
		value(&k, kind->operands[i]);
	}
	for (int f = OP_NO_FIELD + 1; f < OP_N_FIELDS; f++)
		if ((kind->options & UINT64_C(1) << f) != 0 && once_in(&k, 3))
			option(&k, (enum op_field)f);
	if (kind->names && once_in(&k, 2)) {
		text_put(&k.to, " as ");
		name(&k, "r1 r2 r7");
	}
	text_put(&k.to, block ? " {" : "");
	return text_whole(&k.to);
}
