/* SPDX-License-Identifier: MIT */
/* Operations in an order that chance alone would seldom find: a message that comes in parts,
 * a thread that ends, one that waits without letting its routines run, a routine that
 * receives what others wait for. */
#include <string.h>

#include "fuzz/compose_parts.h"
#include "wsp.h"

/* Bytes that are put together. */
struct put {
	struct chance *c;
	uint8_t *out;
	size_t n;
};

static void put(struct put *p, const struct composed *x)
{
	p->n += compose_written(x, p->out + p->n);
}

static struct composed on_socket(enum op_verb verb)
{
	struct composed x = { .op = { .verb = verb } };

	compose_name(&x.op.name, 'a', 0);
	return x;
}

static void net(struct put *p, enum op_net_act act, size_t number)
{
	struct composed x = on_socket(OP_DO_NET);

	x.op.net_act = act;
	x.op.number = number;
	put(p, &x);
}

static void peer_sends(struct put *p)
{
	static const unsigned char text[] = "abcdefgh";
	struct composed x = on_socket(OP_DO_PEER);

	x.steps[0] = (struct peer_step){ .verb = PEER_SEND,
					 .data = (unsigned char *)text,
					 .n = 2 + below(p->c, 7) };
	x.op.n_steps = 1;
	if (below(p->c, 3) == 0)
		compose_step(p->c, &x);
	x.op.steps = x.steps;
	put(p, &x);
}

/* A receive on thread `t`, 0: the main one, posted so; 0: as it comes. */
static void receive(struct put *p, size_t t, enum op_mode mode, size_t request)
{
	struct composed x = on_socket(OP_DO_RECV);

	compose_receive(p->c, &x);
	x.op.timeout = 0;
	memset(&x.op.thread, 0, sizeof x.op.thread);
	if (t > 0)
		compose_name(&x.op.thread, 't', t);
	if (mode != OP_MODE_AS_IS) {
		x.op.mode = mode;
		compose_name(&x.op.as, 'r', request);
	}
	put(p, &x);
}

static enum op_mode some_post(struct chance *c)
{
	return OP_MODE_EVENT + (enum op_mode)below(c, 3);
}

/* What is asked of a request, maybe by a thread. */
static void ask(struct put *p, enum op_verb verb, size_t t, size_t request, bool waits)
{
	struct composed x = { .op = { .verb = verb, .wait = waits } };

	if (t > 0)
		compose_name(&x.op.thread, 't', t);
	compose_name(&x.op.name, 'r', request);
	put(p, &x);
}

/* A message of which less has come than there is. */
static void in_parts(struct put *p)
{
	net(p, OP_NET_HOLD, 0);
	net(p, OP_NET_CUT, 1 + below(p->c, 3));
	peer_sends(p);
	if (below(p->c, 4) > 0)
		net(p, OP_NET_PASS, below(p->c, 2));
	for (size_t i = 1; i <= 2; i++)
		receive(p, 0, below(p->c, 3) > 0 ? some_post(p->c) : OP_MODE_AS_IS, i);
	if (below(p->c, 2) == 0)
		net(p, OP_NET_RELEASE, 0);
	ask(p, OP_DO_RESULT, 0, 1 + below(p->c, 2), false);
}

/* A thread ends while what it posted is pending. */
static void thread_ends(struct put *p)
{
	static const enum op_verb asks[] = { OP_DO_RESULT, OP_DO_OVERLAPPED,
					     OP_DO_EVENT };
	struct composed ends = { .op = { .verb = OP_DO_EXIT } };

	if (below(p->c, 2) == 0)
		receive(p, below(p->c, 3), some_post(p->c), 2);
	receive(p, 1, some_post(p->c), 1);
	if (below(p->c, 2) == 0)
		peer_sends(p);
	compose_name(&ends.op.thread, 't', 1);
	put(p, &ends);
	ask(p, PICK(p->c, asks), 0, 1 + below(p->c, 2), false);
	if (below(p->c, 2) == 0)
		receive(p, 0, OP_MODE_AS_IS, 0);
}

/* A thread waits, and no routine of its own may run meanwhile; or it may. */
static void deaf_wait(struct put *p)
{
	struct composed sleeps = { .op = { .verb = OP_DO_SLEEP, .usec = OP_FOREVER } };

	compose_name(&sleeps.op.thread, 't', 1);
	sleeps.op.alertable = below(p->c, 4) == 0;
	receive(p, 1, OP_MODE_ROUTINE, 1);
	if (below(p->c, 2) == 0) {
		receive(p, 1, some_post(p->c), 2);
		ask(p, OP_DO_RESULT, 1, 2, true);
	} else {
		put(p, &sleeps);
	}
	peer_sends(p);
}

/* Others are pending while a routine runs, in which more comes and is received. */
static void in_a_routine(struct put *p)
{
	static const enum op_mode modes[] = { OP_MODE_NONBLOCKING, OP_MODE_NONBLOCKING,
					      OP_MODE_POLL, OP_MODE_AS_IS };
	struct composed block = { .op = { .verb = OP_DO_ROUTINE } };
	struct composed ends = { .op = { .verb = OP_DO_END } };
	struct composed sleeps = {
		.op = { .verb = OP_DO_SLEEP, .usec = 10000, .alertable = true }
	};

	compose_name(&block.op.name, 'r', 1);
	put(p, &block);
	peer_sends(p);
	receive(p, 0, PICK(p->c, modes), 3);
	put(p, &ends);
	receive(p, 0, OP_MODE_ROUTINE, 1);
	receive(p, 0, some_post(p->c), 2);
	peer_sends(p);
	put(p, &sleeps);
	ask(p, OP_DO_AWAIT, 0, 2, false);
}

size_t compose_idiom(struct chance *c, uint8_t out[COMPOSED_MAX])
{
	struct put p = { .c = c, .out = out };

	switch (below(c, 4)) {
	case 0:
		in_parts(&p);
		break;
	case 1:
		thread_ends(&p);
		break;
	case 2:
		in_a_routine(&p);
		break;
	default:
		deaf_wait(&p);
	}
	return p.n;
}
