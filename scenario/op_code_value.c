/* SPDX-License-Identifier: MIT */
/* Coding of what pointers lead to: no count makes more than the bytes that are there. */
#include <assert.h>
#include <string.h>

#include "scenario/op_address.h"
#include "scenario/op_code.h"
#include "scenario/op_place.h"

#define SPELLED 255u /* a text follows */
#define SHORT 192u   /* the first byte that is no length of data */
#define PATTERN 224u
#define PATTERN_FROM 64 /* shorter data are spelled out */
#define SEVERAL 254u    /* the first byte that is no count of buffers */
#define LONG 61u        /* the first length of a buffer with bytes of its own */
#define MOST_TOGETHER (UINT64_C(1) << 32)
#define SAME \
	(UINT64_C(1) \
	 << 40) /* in the number of a length: the memory of another, or half */

/* The texts that one byte stands for; the first is the usual one. */
static const char *const addresses[] = {
	"pair:stream",
	"pair:seqpacket",
	"pair:dgram",
	"tcp",
	"udp",
	"unix",
	"seqpacket",
	"unix-dgram",
	"tcp6",
	"udp6",
	"tcp4",
	"udp4",
	"mptcp",
	"sctp",
	"udplite",
	"vsock",
	"vsock-seqpacket",
	"handle:0",
	NULL,
};
static const char *const options[] = {
	"nonblocking=1", "nonblocking=0", "limit=1",   "rcvbuf=4k",
	"sndbuf=4k",     "oobinline",     "nodelay",   "keepalive",
	"linger=0s",     "broadcast",     "reuseaddr", NULL,
};

static const char *const places[] = {
	"",
	"127.0.0.1:0",
	"[::1]:0",
	"unnamed",
	"unspec",
	"@x",
	"a",
	"b",
	"c",
	"127.0.0.1:9",
	"[::1]:9",
	"224.0.0.1:9",
	"255.255.255.255:9",
	"192.0.2.1:9",
	"0.0.0.0:0",
	NULL,
};
static const char *const questions[] = {
	"error",    "type",     "rcvbuf",     "sndbuf",    "linger",
	"rcvtimeo", "sndtimeo", "acceptconn", "oobinline", "protocol",
	"nodelay",  "65535:1",  "alert",      NULL,
};
static const char *const controls[] = {
	"FIONBIO",
	"FIONREAD",
	"SIOCATMARK",
	"SIO_WSP_GET_RULE",
	"SIO_WSP_GET_LIMIT",
	"SIO_WSP_WATCH",
	"SIO_WSP_LAST_RECEIVE",
	"SIO_WSP_FAULT",
	NULL,
};

/* A text of the list, or one that is spelled and that `canonical` takes. */
static const char *code_text(struct op_coder *c, const char *text,
			     const char *const *usual,
			     const char *(*canonical)(struct arena *, const char *))
{
	unsigned found = SPELLED, count = 0;
	const char *spelled;
	size_t n = 0;

	for (; usual[count] != NULL; count++)
		if (c->from == NULL && text != NULL && strcmp(text, usual[count]) == 0)
			found = count;
	found = op_code_byte(c, text != NULL ? found : 0);
	if (found != SPELLED)
		return usual[found % count];
	n = (size_t)op_code_number(c, text != NULL ? strlen(text) : 0);
	if (c->from == NULL) {
		op_code_bytes(c, (const unsigned char *)text, n);
		return text;
	}
	if (n > op_code_left(c))
		n = op_code_left(c);
	spelled = (const char *)op_code_bytes(c, NULL, n);
	if (c->arena == NULL)
		return usual[0];
	spelled = canonical(c->arena, arena_copy(c->arena, spelled, n));
	return spelled != NULL ? spelled : usual[0];
}

static const char *canonical_address(struct arena *arena, const char *text)
{
	const char *canonical;
	struct diag d;

	return op_address_read(text, arena, &canonical, &d) ? canonical : NULL;
}

static const char *canonical_option(struct arena *arena, const char *text)
{
	struct op_setting setting;
	struct diag d;

	return op_setting_read(text, &setting, &d) ? op_setting_print(&setting, arena)
						   : NULL;
}

static const char *canonical_place(struct arena *arena, const char *text)
{
	struct diag d;

	return op_place_check(text, &d) ? arena_text(arena, text) : NULL;
}

static const char *canonical_question(struct arena *arena, const char *text)
{
	struct diag d;

	return op_question_read(text, arena, &d);
}

static const char *canonical_control(struct arena *arena, const char *text)
{
	struct diag d;

	return op_control_read(text, arena, &d);
}

void op_code_place(struct op_coder *c, struct op *op)
{
	op->place = code_text(c, op->place, places, canonical_place);
	if (op->place != NULL && op->place[0] == '\0')
		op->place = NULL;
}

static const char *canonical_events(struct arena *arena, const char *text)
{
	struct diag d;

	return op_events_check(text, &d) ? arena_text(arena, text) : NULL;
}

void op_code_events(struct op_coder *c, struct op *op)
{
	static const char *const usual[] = { "", "e1", "e1,e2", "r1,r2", "e1,r1", NULL };

	op->events = code_text(c, op->events, usual, canonical_events);
	if (op->events != NULL && op->events[0] == '\0')
		op->events = NULL;
}

void op_code_question(struct op_coder *c, struct op *op)
{
	op->what = code_text(c, op->what, questions, canonical_question);
}

void op_code_control(struct op_coder *c, struct op *op)
{
	op->what = code_text(c, op->what, controls, canonical_control);
}

void op_code_address(struct op_coder *c, struct op *op)
{
	op->address = code_text(c, op->address, addresses, canonical_address);
}

void op_code_option(struct op_coder *c, struct op *op)
{
	op->option = code_text(c, op->option, options, canonical_option);
}

/* Bytes that are there, as many of *n as may be. */
static const unsigned char *code_literal(struct op_coder *c, const unsigned char *data,
					 size_t *n)
{
	unsigned length = op_code_byte(c, *n < SHORT ? (unsigned)*n : SHORT);

	*n = length < SHORT ? length : (size_t)op_code_number(c, *n);
	if (c->from != NULL && *n > op_code_left(c))
		*n = op_code_left(c);
	return op_code_bytes(c, data, *n);
}

void op_code_data(struct op_coder *c, struct op *op)
{
	bool writes = c->from == NULL, pattern;

	if (writes)
		pattern = op->n_data > PATTERN_FROM && op->n_data <= OP_PATTERN_MAX &&
			  op_value_is_pattern(op->data, op->n_data);
	else
		pattern = c->at < c->n && c->from[c->at] >= PATTERN;
	if (!pattern) {
		op->data = code_literal(c, op->data, &op->n_data);
		return;
	}
	op_code_byte(c, PATTERN);
	op->n_data = (size_t)(op_code_number(c, op->n_data) % (OP_PATTERN_MAX + 1));
	if (!writes)
		op->data = op_value_pattern();
}

void op_code_hook(struct op_coder *c, struct op *op)
{
	unsigned both = OP_HOOK_CANCEL + 1;
	unsigned act = op_code_choice(c, op->hook_both ? both : op->hook, both + 1);

	op->hook_both = act == both;
	op->hook = op->hook_both ? OP_HOOK_CANCEL : (enum op_hook)act;
}

void op_code_limit(struct op_coder *c, struct op *op)
{
	op->limit = (uint32_t)op_code_number(c, op->limit);
}

void op_code_length(struct op_coder *c, struct op *op)
{
	op->length = op_code_number(c, op->length) % (UINT64_C(1) << 32);
}

void op_code_input(struct op_coder *c, struct op *op)
{
	op_code_data(c, op);
	if (op->n_data == 0)
		op->data = NULL;
}

static void code_step(struct op_coder *c, struct peer_step *step)
{
	size_t n;
	const struct peer_verb_kind *verbs = peer_verbs(&n);

	step->verb = (enum peer_verb)op_code_choice(c, step->verb, n);
	switch (verbs[step->verb].argument) {
	case PEER_ARGUMENT_NONE:
		break;
	case PEER_ARGUMENT_DATA:
		step->data = (unsigned char *)code_literal(c, step->data, &step->n);
		break;
	case PEER_ARGUMENT_DURATION:
		step->usec = op_code_duration(c, step->usec) & INT64_MAX;
		break;
	case PEER_ARGUMENT_SIZE:
		step->n = (size_t)op_code_number(c, step->n);
		break;
	case PEER_ARGUMENT_ALERT:
		step->n = op_code_byte(c, (unsigned)step->n);
		break;
	}
}

void op_code_steps(struct op_coder *c, struct op *op)
{
	const struct peer_step *old = c->from == NULL ? op->steps : NULL;
	size_t n = op->n_steps > 0 ? op->n_steps - 1 : 0;
	struct peer_step *steps = NULL;

	n = op_code_choice(c, (unsigned)n, OP_STEPS_MAX) + 1;
	if (c->from != NULL) {
		if (n > op_code_left(c) + 1)
			n = op_code_left(c) + 1;
		if (c->arena != NULL)
			steps = arena_take(c->arena, n * sizeof *steps);
		op->steps = steps;
		op->n_steps = n;
	}
	for (size_t i = 0; i < n; i++) {
		struct peer_step step = { .verb = PEER_SEND };

		if (old != NULL)
			step = old[i];
		code_step(c, &step);
		if (steps != NULL)
			steps[i] = step;
	}
}

static void code_buffer(struct op_coder *c, struct layout_buffer *b, bool may_be_same,
			uint64_t *together)
{
	bool half = b->kind == LAYOUT_HALF;
	uint64_t other = b->same || half ? SAME : 0;
	unsigned length = b->length < LONG && other == 0 ? (unsigned)b->length : LONG;
	unsigned kind = half ? LAYOUT_BAD : b->kind;
	unsigned byte = op_code_byte(c, kind << 6 | length);
	uint64_t number = byte & 63;

	b->kind = (enum layout_kind)(byte >> 6);
	if (number >= LONG)
		number = op_code_number(c, other | b->length);
	b->length = (uint32_t)number;
	b->same = b->kind == LAYOUT_PLAIN && may_be_same && (number & SAME) != 0;
	if (b->kind == LAYOUT_BAD && (number & SAME) != 0)
		b->kind = LAYOUT_HALF;
	if (b->kind == LAYOUT_NULL || b->kind == LAYOUT_BAD || b->same)
		return;
	if (b->length > MOST_TOGETHER - *together)
		b->length = 0;
	*together += b->length;
}

/* Room for those that the bytes say, as many of *n as there can be; NULL: not kept. */
static struct layout *layout_room(struct op_coder *c, uint64_t *n)
{
	struct layout *layout;

	*n = *n < op_code_left(c) ? *n : op_code_left(c);
	*n = *n < LAYOUT_MAX ? *n : LAYOUT_MAX;
	if (c->arena == NULL)
		return NULL;
	layout = arena_take(c->arena, sizeof *layout);
	layout->buffers = arena_take(c->arena, (size_t)*n * sizeof *layout->buffers);
	layout->n = (size_t)*n;
	return layout;
}

void op_code_buffers(struct op_coder *c, struct op *op)
{
	const struct layout *old = op->layout;
	uint64_t together = 0, n = old != NULL ? old->n : 0;
	unsigned first = n + 1 < SEVERAL ? (unsigned)n + 1 : SEVERAL;
	struct layout *layout = NULL;
	bool plain = false; /* the one before */

	first = op_code_byte(c, old != NULL ? first : 0);
	if (first == 0)
		return;
	n = first < SEVERAL ? first - 1 : op_code_number(c, n);
	if (c->from != NULL)
		op->layout = layout = layout_room(c, &n);
	for (size_t i = 0; i < n; i++) {
		struct layout_buffer b = { LAYOUT_PLAIN, 0, false };

		if (c->from == NULL && old != NULL)
			b = old->buffers[i];
		code_buffer(c, &b, plain, &together);
		plain = b.kind == LAYOUT_PLAIN;
		if (layout != NULL)
			layout->buffers[i] = b;
	}
}
