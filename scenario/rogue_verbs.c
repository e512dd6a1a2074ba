/* SPDX-License-Identifier: MIT */
/* What TLS hands down: it goes to the transport below, or is kept. */
#include <errno.h>
#include <stdlib.h>

#include "scenario/rogue_parts.h"

static struct rogue *rogue_of(struct transport *t)
{
	return (struct rogue *)t;
}

static struct transport *under(struct transport *t)
{
	return rogue_of(t)->base;
}

static int rogue_recv(struct transport *t, struct arrival *a)
{
	return under(t)->ops->recv(under(t), a);
}

static int rogue_send(struct transport *t, const struct iovec *vec, size_t n, bool oob,
		      const struct sockaddr *to, socklen_t to_length, size_t *sent)
{
	struct rogue *r = rogue_of(t);
	size_t all = 0;
	int native = 0;

	if (!r->mute && !r->gathers && r->at == r->end)
		return under(t)->ops->send(under(t), vec, n, oob, to, to_length, sent);
	for (size_t i = 0; i < n; i++) {
		if (!r->mute && native == 0)
			native = rogue_keep(r, vec[i].iov_base, vec[i].iov_len);
		all += vec[i].iov_len;
	}
	if (native != 0)
		return native;
	*sent = all;
	native = rogue_push(r);
	return native == EAGAIN ? 0 : native;
}

static int rogue_bind(struct transport *t, const struct sockaddr *sa, socklen_t length)
{
	return under(t)->ops->bind(under(t), sa, length);
}

static int rogue_connect(struct transport *t, const struct sockaddr *sa,
			 socklen_t length)
{
	return under(t)->ops->connect(under(t), sa, length);
}

static int rogue_listen(struct transport *t, int backlog)
{
	return under(t)->ops->listen(under(t), backlog);
}

static int rogue_accept(struct transport *t, struct transport **out)
{
	return under(t)->ops->accept(under(t), out);
}

static int rogue_shut_send(struct transport *t)
{
	struct rogue *r = rogue_of(t);

	if (r->at == r->end)
		return under(t)->ops->shut_send(under(t));
	r->end_owed = true;
	return 0;
}

static int rogue_name_of(struct transport *t, bool peer, struct sockaddr *sa,
			 socklen_t *length)
{
	return under(t)->ops->name_of(under(t), peer, sa, length);
}

static int rogue_ask(struct transport *t, enum transport_question q, int *answer)
{
	struct rogue *r = rogue_of(t);
	int native;

	if (q == TRANSPORT_UNSENT)
		rogue_push(r);
	native = under(t)->ops->ask(under(t), q, answer);
	if (q == TRANSPORT_UNSENT && native == 0)
		*answer += (int)r->allowed;
	return native;
}

static int rogue_get(struct transport *t, enum transport_option o, int *value)
{
	return under(t)->ops->get(under(t), o, value);
}

static int rogue_set(struct transport *t, enum transport_option o, int value)
{
	return under(t)->ops->set(under(t), o, value);
}

static int rogue_raw_get(struct transport *t, int level, int option, void *value,
			 socklen_t *length)
{
	return under(t)->ops->raw_get(under(t), level, option, value, length);
}

static int rogue_raw_set(struct transport *t, int level, int option, const void *value,
			 socklen_t length)
{
	return under(t)->ops->raw_set(under(t), level, option, value, length);
}

static int rogue_watch(struct transport *t, struct source *s, unsigned want)
{
	return under(t)->ops->watch(under(t), s, want);
}

static void rogue_turn(struct transport *t)
{
	rogue_push(rogue_of(t));
	if (under(t)->ops->turn != NULL)
		under(t)->ops->turn(under(t));
}

static void end(struct rogue *r)
{
	free(r->kept);
	free(r);
}

static void rogue_release(struct transport *t)
{
	under(t)->ops->release(under(t));
	end(rogue_of(t));
}

static void rogue_close(struct transport *t, bool abrupt)
{
	under(t)->ops->close(under(t), abrupt);
	end(rogue_of(t));
}

const struct transport_ops rogue_ops = {
	.name = "rogue",
	.recv = rogue_recv,
	.send = rogue_send,
	.bind = rogue_bind,
	.connect = rogue_connect,
	.listen = rogue_listen,
	.accept = rogue_accept,
	.shut_send = rogue_shut_send,
	.name_of = rogue_name_of,
	.ask = rogue_ask,
	.get = rogue_get,
	.set = rogue_set,
	.raw_get = rogue_raw_get,
	.raw_set = rogue_raw_set,
	.watch = rogue_watch,
	.turn = rogue_turn,
	.release = rogue_release,
	.close = rogue_close,
};
