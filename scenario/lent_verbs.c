/* SPDX-License-Identifier: MIT */
/* Our end of what is lent: all goes to TLS, and what changes it is seen. */
#include "scenario/lent_parts.h"

#include "wsptls.h"

static struct lent *lent_of(struct transport *t)
{
	return (struct lent *)t;
}

static struct transport *under(struct transport *t)
{
	return lent_of(t)->tls;
}

static int lent_recv(struct transport *t, struct arrival *a)
{
	return under(t)->ops->recv(under(t), a);
}

static int lent_send(struct transport *t, const struct iovec *vec, size_t n, bool oob,
		     const struct sockaddr *to, socklen_t to_length, size_t *sent)
{
	return under(t)->ops->send(under(t), vec, n, oob, to, to_length, sent);
}

static int lent_bind(struct transport *t, const struct sockaddr *sa, socklen_t length)
{
	lent_of(t)->changed = true;
	return under(t)->ops->bind(under(t), sa, length);
}

static int lent_connect(struct transport *t, const struct sockaddr *sa,
			socklen_t length)
{
	lent_of(t)->changed = true;
	return under(t)->ops->connect(under(t), sa, length);
}

static int lent_listen(struct transport *t, int backlog)
{
	lent_of(t)->changed = true;
	return under(t)->ops->listen(under(t), backlog);
}

static int lent_accept(struct transport *t, struct transport **out)
{
	return under(t)->ops->accept(under(t), out);
}

static int lent_shut_send(struct transport *t)
{
	lent_of(t)->changed = true;
	return under(t)->ops->shut_send(under(t));
}

static int lent_name_of(struct transport *t, bool peer, struct sockaddr *sa,
			socklen_t *length)
{
	return under(t)->ops->name_of(under(t), peer, sa, length);
}

static int lent_ask(struct transport *t, enum transport_question q, int *answer)
{
	return under(t)->ops->ask(under(t), q, answer);
}

static int lent_get(struct transport *t, enum transport_option o, int *value)
{
	return under(t)->ops->get(under(t), o, value);
}

static int lent_set(struct transport *t, enum transport_option o, int value)
{
	lent_of(t)->changed = true;
	return under(t)->ops->set(under(t), o, value);
}

static int lent_raw_get(struct transport *t, int level, int option, void *value,
			socklen_t *length)
{
	return under(t)->ops->raw_get(under(t), level, option, value, length);
}

/* A session that goes on has its settings. */
static int lent_raw_set(struct transport *t, int level, int option, const void *value,
			socklen_t length)
{
	bool settings = level == SOL_WSP_TLS && option == SO_WSP_TLS_SETTINGS;

	if (settings && lent_of(t)->again)
		return 0;
	lent_of(t)->changed |= !settings;
	return under(t)->ops->raw_set(under(t), level, option, value, length);
}

static int lent_watch(struct transport *t, struct source *s, unsigned want)
{
	return under(t)->ops->watch(under(t), s, want);
}

/* What stays open says no end. */
static bool lent_owes(struct transport *t, bool last)
{
	return !(last && lent_of(t)->ending) && under(t)->ops->owes != NULL &&
	       under(t)->ops->owes(under(t), last);
}

static void lent_turn(struct transport *t)
{
	under(t)->ops->turn(under(t));
}

static void lent_release(struct transport *t)
{
	under(t)->ops->release(under(t));
	lent_of(t)->tls = NULL;
	lent_of(t)->closed = true;
	lent_let_go(lent_of(t));
}

static void lent_close(struct transport *t, bool abrupt)
{
	struct lent *l = lent_of(t);

	if (!l->ending || abrupt) {
		l->tls->ops->close(l->tls, abrupt);
		l->tls = NULL;
	}
	l->closed = true;
	lent_let_go(l);
}

const struct transport_ops lent_ops = {
	.name = "lent",
	.recv = lent_recv,
	.send = lent_send,
	.bind = lent_bind,
	.connect = lent_connect,
	.listen = lent_listen,
	.accept = lent_accept,
	.shut_send = lent_shut_send,
	.name_of = lent_name_of,
	.ask = lent_ask,
	.get = lent_get,
	.set = lent_set,
	.raw_get = lent_raw_get,
	.raw_set = lent_raw_set,
	.watch = lent_watch,
	.owes = lent_owes,
	.turn = lent_turn,
	.release = lent_release,
	.close = lent_close,
};
