/* SPDX-License-Identifier: MIT */
/* Sessions that are kept. */
#include "scenario/lent.h"

#include <errno.h>
#include <stdlib.h>

#include "net/sim.h"
#include "scenario/lent_parts.h"
#include "wsptls.h"

#define KEPT 4
#define ROUNDS 8 /* of reading what is on its way, of which two are enough */
#define ROOM ((size_t)256 << 10) /* as it is at first */

struct session {
	struct transport *ours, *base, *theirs;
	struct rogue *rogue;
};

static struct session kept[KEPT];
static size_t n_kept;

static struct lent *make(struct transport *tls, struct transport *base)
{
	struct lent *l = calloc(1, sizeof *l);

	if (l == NULL)
		return NULL;
	l->super.ops = &lent_ops;
	l->tls = tls;
	l->base = base;
	l->users = 2;
	return l;
}

struct lent *lent_new(struct transport *tls, struct transport *base)
{
	return make(tls, base);
}

struct lent *lent_take(struct rogue **rogue, struct transport **theirs)
{
	const struct session *s = n_kept > 0 ? &kept[n_kept - 1] : NULL;
	struct lent *l = s != NULL ? make(s->ours, s->base) : NULL;

	if (l == NULL)
		return NULL;
	l->again = true;
	*rogue = s->rogue;
	*theirs = s->theirs;
	n_kept--;
	return l;
}

struct transport *lent_transport(struct lent *l)
{
	return &l->super;
}

void lent_end(struct lent *l)
{
	l->ending = true;
}

void lent_let_go(struct lent *l)
{
	if (--l->users == 0)
		free(l);
}

/* Reads all there is; false: there is an end. */
static bool empty(struct transport *t)
{
	unsigned char bytes[16384];
	int native = 0;

	while (native == 0) {
		struct iovec vec = { bytes, sizeof bytes };
		struct arrival a = { .vec = &vec, .n = 1 };

		native = t->ops->recv(t, &a);
		if (native == 0 && a.ended)
			return false;
	}
	return native == EAGAIN;
}

static bool is_open(struct transport *t)
{
	WSPTLSSTATE s;
	socklen_t n = sizeof s;
	int unsent = 1;

	return t->ops->ask(t, TRANSPORT_UNSENT, &unsent) == 0 && unsent == 0 &&
	       t->ops->raw_get(t, SOL_WSP_TLS, SO_WSP_TLS_STATE, &s, &n) == 0 &&
	       s.secure && s.ending == WSPTLS_ENDING_NONE;
}

static bool is_as_new(const struct lent *l, const struct rogue *rogue,
		      struct transport *theirs)
{
	struct transport *other = rogue_base(rogue);

	if (l->changed || !rogue_is_quiet(rogue) || sim_other(l->base) != other)
		return false;
	sim_hold(l->base, false);
	sim_cut(l->base, 0);
	sim_room(l->base, ROOM);
	for (int i = 0; i < ROUNDS; i++)
		if (!empty(l->tls) || !empty(theirs))
			return false;
	return is_open(l->tls) && is_open(theirs);
}

bool lent_back(struct lent *l, struct rogue *rogue, struct transport *theirs)
{
	bool keeps = n_kept < KEPT && l->closed && l->tls != NULL && theirs != NULL &&
		     rogue != NULL && is_as_new(l, rogue, theirs);

	if (keeps)
		kept[n_kept++] = (struct session){ l->tls, l->base, theirs, rogue };
	else if (l->closed && l->tls != NULL)
		l->tls->ops->close(l->tls, false);
	if (l->closed)
		l->tls = NULL;
	l->ending = false;
	lent_let_go(l);
	return keeps;
}
