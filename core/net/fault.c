/* SPDX-License-Identifier: MIT */
/* Verbs that fail on demand; else they go to the transport beneath. */
#include "net/fault.h"

#include <errno.h>
#include <stdlib.h>

#include "base/heap.h"

#define N_RULES 64

struct fault {
	struct transport super;
	struct transport *under; /* owned */
	size_t n;
	struct {
		enum fault_call call;
		unsigned left; /* calls to come before it strikes, itself counted */
		int native;
	} rules[N_RULES];
};

static struct transport *under(struct transport *t)
{
	return ((struct fault *)t)->under;
}

/* What one call fails with, 0: nothing. Where two mean the same one, the later waits for
 * the next. */
static int strike(struct fault *f, enum fault_call call)
{
	int native = 0;

	for (size_t i = 0; i < f->n; i++) {
		if (f->rules[i].call != call || f->rules[i].left == 0 ||
		    --f->rules[i].left > 0)
			continue;
		if (native == 0)
			native = f->rules[i].native;
		else
			f->rules[i].left = 1;
	}
	return native;
}

/* The errno that this call fails with. No transport tells of a signal: it tries again. */
static int strikes(struct transport *t, enum fault_call call)
{
	int native;

	do
		native = strike((struct fault *)t, call);
	while (native == EINTR);
	return native;
}

static int fault_recv(struct transport *t, struct arrival *a)
{
	int native = strikes(t, FAULT_RECEIVE);

	return native != 0 ? native : under(t)->ops->recv(under(t), a);
}

static int fault_send(struct transport *t, const struct iovec *vec, size_t n, bool oob,
		      const struct sockaddr *to, socklen_t to_length, size_t *sent)
{
	int native = strikes(t, FAULT_SEND);

	return native != 0 ? native
			   : under(t)->ops->send(under(t), vec, n, oob, to, to_length,
						 sent);
}

static int fault_bind(struct transport *t, const struct sockaddr *sa, socklen_t length)
{
	int native = strikes(t, FAULT_BIND);

	return native != 0 ? native : under(t)->ops->bind(under(t), sa, length);
}

static int fault_connect(struct transport *t, const struct sockaddr *sa,
			 socklen_t length)
{
	int native = strikes(t, FAULT_CONNECT);

	return native != 0 ? native : under(t)->ops->connect(under(t), sa, length);
}

static int fault_listen(struct transport *t, int backlog)
{
	int native = strikes(t, FAULT_LISTEN);

	return native != 0 ? native : under(t)->ops->listen(under(t), backlog);
}

static int fault_accept(struct transport *t, struct transport **out)
{
	int native = strikes(t, FAULT_ACCEPT);

	return native != 0 ? native : under(t)->ops->accept(under(t), out);
}

static int fault_shut_send(struct transport *t)
{
	return under(t)->ops->shut_send(under(t));
}

static int fault_name_of(struct transport *t, bool peer, struct sockaddr *sa,
			 socklen_t *length)
{
	int native = strikes(t, FAULT_NAME);

	return native != 0 ? native
			   : under(t)->ops->name_of(under(t), peer, sa, length);
}

static int fault_ask(struct transport *t, enum transport_question q, int *answer)
{
	int native = strikes(t, FAULT_ASK);

	return native != 0 ? native : under(t)->ops->ask(under(t), q, answer);
}

static int fault_get(struct transport *t, enum transport_option o, int *value)
{
	int native = strikes(t, FAULT_GET);

	return native != 0 ? native : under(t)->ops->get(under(t), o, value);
}

static int fault_set(struct transport *t, enum transport_option o, int value)
{
	int native = strikes(t, FAULT_SET);

	return native != 0 ? native : under(t)->ops->set(under(t), o, value);
}

static int fault_raw_get(struct transport *t, int level, int option, void *value,
			 socklen_t *length)
{
	int native = strikes(t, FAULT_GET);

	return native != 0
		       ? native
		       : under(t)->ops->raw_get(under(t), level, option, value, length);
}

static int fault_raw_set(struct transport *t, int level, int option, const void *value,
			 socklen_t length)
{
	int native = strikes(t, FAULT_SET);

	return native != 0
		       ? native
		       : under(t)->ops->raw_set(under(t), level, option, value, length);
}

static int fault_watch(struct transport *t, struct source *s, unsigned want)
{
	int native = strikes(t, FAULT_WATCH);

	return native != 0 ? native : under(t)->ops->watch(under(t), s, want);
}

static void fault_turn(struct transport *t)
{
	if (under(t)->ops->turn != NULL)
		under(t)->ops->turn(under(t));
}

static void fault_release(struct transport *t)
{
	under(t)->ops->release(under(t));
	free(t);
}

static void fault_close(struct transport *t, bool abrupt)
{
	under(t)->ops->close(under(t), abrupt);
	free(t);
}

static const struct transport_ops fault_ops = {
	.name = "fault",
	.pieces = true,
	.recv = fault_recv,
	.send = fault_send,
	.bind = fault_bind,
	.connect = fault_connect,
	.listen = fault_listen,
	.accept = fault_accept,
	.shut_send = fault_shut_send,
	.name_of = fault_name_of,
	.ask = fault_ask,
	.get = fault_get,
	.set = fault_set,
	.raw_get = fault_raw_get,
	.raw_set = fault_raw_set,
	.watch = fault_watch,
	.turn = fault_turn,
	.release = fault_release,
	.close = fault_close,
};

struct transport *fault_new(struct transport *beneath)
{
	struct fault *f = heap_zeroed(1, sizeof *f);

	if (f == NULL)
		return NULL;
	f->super.ops = &fault_ops;
	f->under = beneath;
	return &f->super;
}

bool fault_is(const struct transport *t)
{
	return t->ops == &fault_ops;
}

int fault_add(struct transport *t, enum fault_call call, unsigned nth, int native)
{
	struct fault *f = (struct fault *)t;

	if (f->n == N_RULES)
		return ENOBUFS;
	f->rules[f->n].call = call;
	f->rules[f->n].left = nth;
	f->rules[f->n].native = native;
	f->n++;
	return 0;
}
