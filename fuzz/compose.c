/* SPDX-License-Identifier: MIT */
/* Each choice is taken by itself, so that all that can go together does; what is most of a
 * receive's life is chosen most. */
#include "fuzz/compose.h"

#include <errno.h>
#include <string.h>

#include "fuzz/compose_parts.h"
#include "scenario/op_bytes.h"
#include "scenario/ruleword.h"
#include "wsp.h"

#define NONOVERLAPPED 0 /* the rule */
#define POSTS 3         /* requests that have names */

void compose_name(struct op_name *to, char first, size_t number)
{
	memset(to, 0, sizeof *to);
	to->text[0] = first;
	if (number > 0)
		to->text[1] = (char)('0' + number);
}

void compose_some_request(struct chance *c, struct op_name *to)
{
	compose_name(to, 'r', 1 + below(c, POSTS));
}

static void some_thread(struct chance *c, struct op *op)
{
	if (below(c, 4) == 0)
		compose_name(&op->thread, 't', 1 + below(c, 2));
}

void compose_step(struct chance *c, struct composed *x)
{
	static const unsigned char text[] = "abcdefghijklmnopqrstuvwxyz";
	static const enum peer_verb verbs[] = {
		PEER_SEND, PEER_SEND,  PEER_SEND,     PEER_SEND, PEER_SEND,
		PEER_SEND, PEER_OOB,   PEER_PATTERN,  PEER_DRIP, PEER_STRANGER,
		PEER_READ, PEER_EMPTY, PEER_SHUTDOWN, PEER_RST,  PEER_CLOSE,
	};
	static const size_t lengths[] = { 1, 2, 3, 5, 6, 8, 10, 12 };
	static const size_t sizes[] = { 4, 20, 100, 300, 2000 };
	struct peer_step *s = &x->steps[x->op.n_steps++];

	s->verb = PICK(c, verbs);
	if (s->verb == PEER_PATTERN || s->verb == PEER_READ)
		s->n = PICK(c, sizes);
	else if (s->verb == PEER_OOB)
		s->n = 1 + below(c, 4) / 3;
	else if (s->verb == PEER_SEND || s->verb == PEER_DRIP ||
		 s->verb == PEER_STRANGER)
		s->n = PICK(c, lengths);
	if (s->verb == PEER_PATTERN || s->verb == PEER_READ || s->n == 0)
		return;
	/* Not the same bytes each time. */
	s->data = (unsigned char *)text + below(c, sizeof text - s->n);
}

static void peer_acts(struct chance *c, struct composed *x)
{
	x->op.verb = OP_DO_PEER;
	x->op.steps = x->steps;
	for (size_t n = 1 + below(c, COMPOSED_STEPS) * below(c, 2); n > 0; n--)
		compose_step(c, x);
}

static void some_buffers(struct chance *c, struct composed *x)
{
	static const uint32_t lengths[] = { 0, 1, 2, 3, 4, 5, 6, 8, 10, 20, 50, 400 };
	size_t n = 1 + below(c, COMPOSED_BUFFERS) * below(c, 2);

	if (below(c, 6) == 0)
		return;
	x->op.layout = &x->layout;
	x->layout.buffers = x->buffers;
	x->layout.n = n;
	for (size_t i = 0; i < n; i++)
		x->buffers[i].length = PICK(c, lengths);
	if (below(c, 24) == 0)
		x->buffers[below(c, n)].kind = LAYOUT_NULL +
					       (enum layout_kind)below(c, 4);
}

void compose_receive(struct chance *c, struct composed *x)
{
	static const uint32_t flags[] = {
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		MSG_PEEK,
		MSG_OOB,
		MSG_PARTIAL,
		MSG_WAITALL,
		MSG_PEEK,
		MSG_OOB | MSG_PEEK,
		MSG_PARTIAL | MSG_PEEK,
		MSG_WAITALL | MSG_PEEK,
	};
	static const enum op_mode modes[] = {
		OP_MODE_AS_IS, OP_MODE_NONBLOCKING, OP_MODE_AS_IS,
		OP_MODE_EVENT, OP_MODE_POLL,        OP_MODE_ROUTINE,
	};
	static const uint8_t pointers[] = { OP_POINTER_ARRAY, OP_POINTER_COUNT,
					    OP_POINTER_FLAGS, OP_POINTER_OVERLAPPED };

	x->op.verb = OP_DO_RECV;
	some_buffers(c, x);
	x->op.flags = PICK(c, flags);
	x->op.mode = PICK(c, modes);
	some_thread(c, &x->op);
	x->op.from = below(c, 12) == 0;
	if (x->op.mode >= OP_MODE_EVENT || x->op.thread.text[0] != '\0')
		compose_some_request(c, &x->op.as);
	else if (below(c, 2) == 0)
		x->op.timeout = 50000;
	if (below(c, 24) == 0)
		x->op.nulls = PICK(c, pointers);
	if (below(c, 24) == 0)
		x->op.bads = PICK(c, pointers);
	if (below(c, 24) == 0)
		x->op.hook = OP_HOOK_RECEIVE + (enum op_hook)below(c, 2);
}

/* What became of a request. */
static void look_after(struct chance *c, struct composed *x)
{
	static const enum op_verb verbs[] = {
		OP_DO_AWAIT, OP_DO_AWAIT,  OP_DO_AWAIT,   OP_DO_SLEEP,
		OP_DO_SLEEP, OP_DO_RESULT, OP_DO_RESULT,  OP_DO_OVERLAPPED,
		OP_DO_EVENT, OP_DO_ORDER,  OP_DO_UPCALLS,
	};
	struct op *op = &x->op;

	memset(&op->name, 0, sizeof op->name);
	op->verb = PICK(c, verbs);
	if (op->verb == OP_DO_ORDER || op->verb == OP_DO_UPCALLS)
		return;
	if (op->verb == OP_DO_SLEEP) {
		op->alertable = below(c, 6) > 0;
		op->usec = below(c, 6) > 0 ? 10000 : OP_FOREVER;
		some_thread(c, op);
		return;
	}
	compose_some_request(c, &op->name);
	if (op->verb == OP_DO_RESULT)
		op->wait = below(c, 3) == 0;
	if (op->verb == OP_DO_EVENT)
		op->event_act = (enum op_event_act)(below(c, 2) * below(c, 4));
}

static void end(struct chance *c, struct composed *x)
{
	static const enum op_verb verbs[] = {
		OP_DO_CLOSE, OP_DO_CLOSE,   OP_DO_CANCEL,
		OP_DO_EXIT,  OP_DO_CLEANUP, OP_DO_SHUTDOWN,
	};
	struct op *op = &x->op;

	op->verb = PICK(c, verbs);
	if (op->verb == OP_DO_CANCEL)
		compose_name(&op->name, 't', 1 + below(c, 2));
	if (op->verb == OP_DO_EXIT)
		compose_name(&op->thread, 't', 1 + below(c, 2));
	if (op->verb == OP_DO_EXIT || op->verb == OP_DO_CLEANUP)
		memset(&op->name, 0, sizeof op->name);
	if (op->verb == OP_DO_SHUTDOWN)
		op->half = (enum op_half)below(c, 3);
}

static void fault(struct chance *c, struct op *op)
{
	static const int errors[] = { ECONNRESET, ENETDOWN, ETIMEDOUT, EINTR, ENOMEM };

	op->verb = OP_DO_FAULT;
	op->native = PICK(c, errors);
	op->number = 1 + below(c, 3);
}

/* Of what decides how the others go. */
static void some_rule(struct chance *c, struct op *op)
{
	size_t rule = below(c, ruleword_rules());
	size_t value = below(c, ruleword_values(rule));

	op->rules[0] = (struct op_rule){ (uint8_t)rule, (uint8_t)value };
	op->n_rules = 1;
}

static void change(struct chance *c, struct composed *x)
{
	static const char *const options[] = { "oobinline", "nonblocking=1",
					       "oobinline=0", "nonblocking=0",
					       "limit=1" };
	static const enum op_net_act acts[] = {
		OP_NET_CUT,  OP_NET_CUT,  OP_NET_HOLD, OP_NET_HOLD, OP_NET_RELEASE,
		OP_NET_PASS, OP_NET_PASS, OP_NET_ROOM, OP_NET_DEAD
	};
	struct op *op = &x->op;

	switch (below(c, 6)) {
	case 0:
		op->verb = OP_DO_SET;
		op->option = PICK(c, options);
		break;
	case 1:
		op->verb = OP_DO_RULE;
		some_rule(c, op);
		break;
	case 2:
	case 3:
		fault(c, op);
		break;
	default:
		op->verb = OP_DO_NET;
		op->net_act = PICK(c, acts);
		if (op->net_act == OP_NET_CUT || op->net_act == OP_NET_PASS)
			op->number = below(c, 4);
	}
}

/* Returns how many bytes: where it takes too many, none. */
size_t compose_written(const struct composed *x, uint8_t out[USUAL_MAX])
{
	size_t n = op_encode(&x->op, out, USUAL_MAX);

	return n <= USUAL_MAX ? n : 0;
}

static size_t operation(struct chance *c, uint8_t out[USUAL_MAX])
{
	struct composed x = { 0 };

	compose_name(&x.op.name, below(c, 12) > 0 ? 'a' : 'b', 0);
	switch (below(c, 12)) {
	case 0:
		below(c, 2) == 0 ? end(c, &x) : change(c, &x);
		break;
	case 1:
	case 2:
	case 3:
		look_after(c, &x);
		break;
	case 4:
	case 5:
	case 6:
	case 7:
		peer_acts(c, &x);
		break;
	default:
		compose_receive(c, &x);
	}
	return compose_written(&x, out);
}

/* What is done in a routine, and the receive that has it. */
static size_t routine(struct chance *c, uint8_t out[COMPOSED_MAX])
{
	struct composed x = { .op = { .verb = OP_DO_ROUTINE } };
	struct op_name request;
	size_t n;

	compose_some_request(c, &request);
	x.op.name = request;
	n = compose_written(&x, out);
	for (size_t i = 1 + below(c, 3); i > 0; i--)
		n += operation(c, out + n);
	x = (struct composed){ .op = { .verb = OP_DO_END } };
	n += compose_written(&x, out + n);
	memset(&x, 0, sizeof x);
	compose_name(&x.op.name, 'a', 0);
	compose_receive(c, &x);
	x.op.mode = OP_MODE_ROUTINE;
	x.op.timeout = 0;
	x.op.as = request;
	return n + compose_written(&x, out + n);
}

size_t compose_operations(struct chance *c, uint8_t out[COMPOSED_MAX])
{
	switch (below(c, 24)) {
	case 0:
	case 1:
		return routine(c, out);
	case 2:
		return compose_idiom(c, out);
	default:
		return operation(c, out);
	}
}

size_t compose_open(struct chance *c, uint8_t out[COMPOSED_MAX])
{
	static const char *const addresses[] = { "tcp",        "tcp",        "udp",
						 "seqpacket",  "seqpacket",  "unix",
						 "unix-dgram", "pair:stream" };
	static const uint32_t xp1[] = { XP1_PARTIAL_MESSAGE, XP1_PSEUDO_STREAM };
	struct composed x = { .op = { .verb = OP_DO_OPEN } };
	struct op *op = &x.op;

	compose_name(&op->name, below(c, 12) > 0 ? 'a' : 'b', 0);
	op->address = PICK(c, addresses);
	if (below(c, 4) == 0)
		op->xp1_set = PICK(c, xp1);
	if (below(c, 6) == 0)
		op->profile = OP_PROFILE_WINDOWS;
	if (below(c, 4) == 0)
		some_rule(c, op);
	if (below(c, 12) == 0)
		op->depth = (enum op_depth)below(c, 5);
	op->nonoverlapped = below(c, 10) == 0;
	if (op->nonoverlapped && op->n_rules > 0)
		op->rules[0] = (struct op_rule){ NONOVERLAPPED, (uint8_t)below(c, 3) };
	if (below(c, 12) == 0)
		op->timeout = 40000;
	return compose_written(&x, out);
}
