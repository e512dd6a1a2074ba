/* SPDX-License-Identifier: MIT */
/* The steps, and what is kept. */
#include "scenario/rogue.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "net/tls.h"
#include "scenario/rogue_parts.h"

int rogue_keep(struct rogue *r, const void *bytes, size_t n)
{
	unsigned char *grown;

	if (r->at == r->end)
		r->at = r->end = 0;
	if (r->end + n > r->room) {
		grown = realloc(r->kept, r->end + n);
		if (grown == NULL)
			return ENOMEM;
		r->kept = grown;
		r->room = r->end + n;
	}
	if (n > 0)
		memcpy(r->kept + r->end, bytes, n);
	r->end += n;
	if (!r->gathers)
		r->allowed += n;
	return 0;
}

int rogue_push(struct rogue *r)
{
	int native = 0;

	while (native == 0 && r->allowed > 0) {
		struct iovec one = { r->kept + r->at, r->allowed };
		size_t sent = 0;

		native = r->base->ops->send(r->base, &one, 1, false, NULL, 0, &sent);
		r->at += sent;
		r->allowed -= sent;
	}
	if (native == 0 && r->at == r->end && r->end_owed) {
		r->end_owed = false;
		native = r->base->ops->shut_send(r->base);
	}
	return native;
}

int rogue_over(struct transport *base, bool datagrams, bool accepts, struct rogue **out,
	       struct transport **tls)
{
	const WSPTLS settings = { .trusting = 1, .accepts = accepts };
	struct rogue *r = calloc(1, sizeof *r);
	int native;

	if (r == NULL)
		return ENOMEM;
	r->super.ops = &rogue_ops;
	r->base = base;
	r->datagrams = datagrams;
	native = datagrams ? dtls_over(&r->super, &r->tls)
			   : tls_over(&r->super, &r->tls);
	if (native == 0)
		native = r->tls->ops->raw_set(r->tls, SOL_WSP_TLS, SO_WSP_TLS_SETTINGS,
					      &settings, sizeof settings);
	if (native == 0)
		native = forge_watch(&r->forge, r->tls);
	if (native == 0) {
		*out = r;
		*tls = r->tls;
		return 0;
	}
	if (r->tls != NULL)
		tls_strip(r->tls);
	free(r);
	return native;
}

struct transport *rogue_strip(struct rogue *r)
{
	struct transport *base = r->base;

	tls_strip(r->tls);
	free(r->kept);
	free(r);
	return base;
}

struct transport *rogue_base(const struct rogue *r)
{
	return r->base;
}

bool rogue_has(enum peer_verb verb)
{
	switch (verb) {
	case PEER_HANDSHAKE:
	case PEER_RECORDS:
	case PEER_GATHER:
	case PEER_PASS:
	case PEER_UPDATE:
	case PEER_ALERT:
	case PEER_RAW:
		return true;
	case PEER_SEND:
	case PEER_OOB:
	case PEER_EMPTY:
	case PEER_PATTERN:
	case PEER_DRIP:
	case PEER_FLOOD:
	case PEER_STRANGER:
	case PEER_READ:
	case PEER_WAIT:
	case PEER_DROP:
	case PEER_SHUTDOWN:
	case PEER_RST:
	case PEER_CLOSE:
	case PEER_HOLD:
	case PEER_CUT:
		break;
	}
	return false;
}

size_t rogue_record(const struct rogue *r, size_t n)
{
	return r->record > 0 && n > r->record ? r->record : n;
}

/* Records that the one below did not take go first. */
static void flush(struct rogue *r)
{
	int unsent;

	r->tls->ops->ask(r->tls, TRANSPORT_UNSENT, &unsent);
}

static int say_raw(struct rogue *r, const void *bytes, size_t n)
{
	int native;

	flush(r);
	native = rogue_keep(r, bytes, n);
	return native != 0 ? native : rogue_push(r);
}

static int say_alert(struct rogue *r, unsigned number)
{
	unsigned char record[ROGUE_RECORD];
	size_t n = 0;
	int native = forge_alert(&r->forge, number, record, &n);

	if (native == 0)
		native = say_raw(r, record, n);
	r->mute = r->mute || native == 0 || native == EAGAIN;
	return native;
}

int rogue_go_on(struct rogue *r)
{
	size_t sent;
	int native = rogue_push(r);

	if (native == 0 && r->shakes)
		native = r->tls->ops->send(r->tls, NULL, 0, false, NULL, 0, &sent);
	if (native != EAGAIN)
		r->shakes = false;
	return native;
}

static int pass(struct rogue *r, size_t n)
{
	size_t kept = r->end - r->at;
	int native;

	r->allowed = n < kept ? n : kept;
	native = rogue_push(r);
	if (n >= kept)
		r->gathers = false;
	return native;
}

int rogue_play(struct rogue *r, const struct peer_step *step)
{
	/* Each of them is sent as it is, or not at all. */
	if (r->datagrams && step->verb != PEER_HANDSHAKE && step->verb != PEER_RAW)
		return EOPNOTSUPP;
	switch ((int)step->verb) {
	case PEER_HANDSHAKE:
		r->shakes = true;
		return rogue_go_on(r);
	case PEER_RECORDS:
		r->record = step->n;
		return 0;
	case PEER_GATHER:
		r->gathers = true;
		return 0;
	case PEER_PASS:
		return pass(r, step->n);
	case PEER_UPDATE:
		flush(r);
		return forge_update(&r->forge);
	case PEER_ALERT:
		return say_alert(r, (unsigned)step->n);
	case PEER_RAW:
		return say_raw(r, step->data, step->n);
	}
	return EOPNOTSUPP;
}
