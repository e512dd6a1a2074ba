/* SPDX-License-Identifier: MIT */
/* What peers do when they are told to, step by step. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/sim.h"
#include "scenario/pattern.h"
#include "scenario/world_parts.h"

#define FLOOD ((size_t)64 << 20)
#define FLOOD_MESSAGE 1024
#define CHUNK ((size_t)50200) /* whole patterns */
#define PIECE ((size_t)16 << 10)

/* One peer that plays. */
struct play {
	struct world *w;
	struct world_peer *p;
	struct tokens *out;
	bool told; /* something stands in `out` already */
};

static int send_once(struct world_peer *p, const void *bytes, size_t n, bool oob,
		     size_t *sent)
{
	const struct iovec vec = { (void *)(uintptr_t)bytes, n };
	int native = EBADF;

	*sent = 0;
	pthread_mutex_lock(&p->lock);
	if (p->t != NULL)
		native = p->t->ops->send(p->t, &vec, 1, oob, NULL, 0, sent);
	pthread_mutex_unlock(&p->lock);
	return native;
}

/* Sends all of it, or as much as will ever be taken. 0, EAGAIN, or what went wrong. */
static int send_all(struct play *y, const unsigned char *bytes, size_t n, bool oob,
		    size_t *total)
{
	unsigned tried = 0;
	int native;
	size_t sent;

	for (;;) {
		native = send_once(y->p, bytes,
				   y->p->rogue != NULL ? rogue_record(y->p->rogue, n)
						       : n,
				   oob, &sent);
		*total += sent;
		bytes += sent;
		n -= sent;
		if (sent > 0)
			tried = 0;
		if (native == 0 && (n == 0 || sent == 0))
			return 0;
		if (native == EAGAIN && !world_moment(y->w, &tried))
			return EAGAIN;
		if (native != 0 && native != EAGAIN)
			return native;
	}
}

static int send_pattern(struct play *y, size_t n, size_t *total)
{
	size_t piece = y->p->type == SOCK_STREAM && n > CHUNK ? CHUNK : n;
	unsigned char *bytes = malloc(piece + 1);
	int native = 0;

	if (bytes == NULL)
		return ENOMEM;
	pattern_fill(bytes, piece, 0);
	do {
		size_t now = n < piece ? n : piece;

		native = send_all(y, bytes, now, false, total);
		n -= now;
	} while (native == 0 && n > 0);
	free(bytes);
	return native;
}

static int drip(struct play *y, const struct peer_step *step, size_t *total)
{
	int native = 0;

	for (size_t i = 0; i < step->n && native == 0; i++) {
		native = send_all(y, step->data + i, 1, false, total);
		world_peer_settle(y->w, y->p);
		if (member_current() == NULL)
			crew_go_on(y->w->crew);
	}
	return native;
}

/* Messages are short ones; where what does not fit is thrown away it would never end. */
static int flood(struct play *y, size_t *total)
{
	int native = 0;

	if (y->p->type == SOCK_STREAM)
		return send_pattern(y, FLOOD, total);
	if (y->p->type == SOCK_DGRAM && y->p->family != AF_UNIX)
		return EOPNOTSUPP;
	while (native == 0)
		native = send_pattern(y, FLOOD_MESSAGE, total);
	return native;
}

static int send_stranger(struct play *y, const struct peer_step *step)
{
	const struct iovec vec = { step->data, step->n };
	struct world_peer *p = y->p;
	unsigned tried = 0;
	size_t sent;
	int native;

	if (p->type != SOCK_DGRAM || p->to.n == 0)
		return EOPNOTSUPP;
	do {
		pthread_mutex_lock(&p->lock);
		native = p->t == NULL          ? EBADF
			 : p->stranger == NULL ? world_peer_stranger(p)
					       : 0;
		if (native == 0)
			native = p->stranger->ops->send(p->stranger, &vec, 1, false,
							(struct sockaddr *)&p->to.sa,
							p->to.n, &sent);
		pthread_mutex_unlock(&p->lock);
	} while (native == EAGAIN && world_moment(y->w, &tried));
	return native;
}

static int receive_piece(struct world_peer *p, unsigned char *bytes, size_t room,
			 struct arrival *a)
{
	struct iovec vec = { bytes, room };
	int native = EBADF;

	*a = (struct arrival){ .vec = &vec, .n = 1 };
	pthread_mutex_lock(&p->lock);
	if (p->t != NULL)
		native = p->t->ops->recv(p->t, a);
	pthread_mutex_unlock(&p->lock);
	return native;
}

/* What was read of a stream is told as one literal, of messages as one each. */
static int read_some(struct play *y, size_t n)
{
	bool stream = y->p->type == SOCK_STREAM;
	unsigned char *bytes = malloc(n + PIECE);
	size_t got = 0, messages = 0;
	unsigned tried = 0;
	struct arrival a;
	int native = bytes == NULL ? ENOMEM : 0;

	while (native == 0 && got < n) {
		native = receive_piece(y->p, bytes + got, stream ? n - got : PIECE, &a);
		if (native == EAGAIN) {
			native = world_moment(y->w, &tried) ? 0 : EAGAIN;
			continue;
		}
		if (native != 0 || (a.ended && a.placed == 0))
			break;
		if (!stream)
			tokens_bytes(y->out, "message", bytes + got, a.placed);
		got += a.placed;
		messages += !stream;
		tried = 0;
	}
	if (stream && got > 0)
		tokens_bytes(y->out, "bytes", bytes, got);
	if (native == 0 && got < n)
		tokens_word(y->out, "word", "end");
	else if (native == EAGAIN)
		tokens_word(y->out, "word", "nothing");
	y->told = got > 0 || messages > 0 || native == EAGAIN || native == 0;
	free(bytes);
	return native == EAGAIN ? 0 : native;
}

/* What is on its way to ours can still be held up when the peer is gone. */
static void part(struct play *y)
{
	if (crew_simulates(y->w->crew) && !y->p->left)
		y->p->ours = sim_other(world_peer_base(y->p));
}

/* A Unix socket resets only by closing with something unread in its queue. */
static int reset(struct play *y)
{
	struct world_peer *p = y->p;
	size_t sent;
	const struct iovec one = { (void *)(uintptr_t) "", 1 };

	if (p->type == SOCK_DGRAM)
		return EOPNOTSUPP;
	world_peer_settle(y->w, p);
	pthread_mutex_lock(&p->lock);
	if (p->t == NULL) {
		pthread_mutex_unlock(&p->lock);
		return EBADF;
	}
	world_tls_strip(p);
	part(y);
	if (p->spare != NULL)
		p->spare->ops->send(p->spare, &one, 1, false, NULL, 0, &sent);
	if (p->family == AF_UNIX && crew_simulates(y->w->crew))
		sim_break(p->t);
	else
		p->t->ops->close(p->t, true);
	p->t = NULL;
	pthread_mutex_unlock(&p->lock);
	return 0;
}

static int shut_send(struct world_peer *p, bool base)
{
	int native = EBADF;

	pthread_mutex_lock(&p->lock);
	if (p->t != NULL && base)
		native = world_peer_base(p)->ops->shut_send(world_peer_base(p));
	else if (p->t != NULL)
		native = p->t->ops->shut_send(p->t);
	pthread_mutex_unlock(&p->lock);
	return native;
}

/* The end goes by itself first, so that its arrival can be seen. */
static int close_peer(struct play *y)
{
	struct world_peer *p = y->p;
	int unread = 0, native = EBADF;

	pthread_mutex_lock(&p->lock);
	if (p->t != NULL)
		p->t->ops->ask(p->t, TRANSPORT_WAITING, &unread);
	pthread_mutex_unlock(&p->lock);
	if (p->type == SOCK_STREAM && p->family != AF_UNIX && unread == 0) {
		shut_send(p, false);
		world_peer_settle(y->w, p);
	}
	pthread_mutex_lock(&p->lock);
	if (p->t != NULL) {
		part(y);
		p->t->ops->close(p->t, false);
		p->t = NULL;
		p->rogue = NULL;
		native = 0;
	}
	pthread_mutex_unlock(&p->lock);
	return native;
}

static void pass_time(struct play *y, uint64_t usec)
{
	struct crew *c = y->w->crew;
	uint64_t until = crew_now(c) + usec;

	if (!crew_simulates(c))
		until = crew_now(c) + (uint64_t)((double)usec * y->w->wish.time_scale);
	while (member_current() == NULL && crew_now(c) < until) {
		crew_go_on(c);
		if (crew_simulates(c))
			crew_pass_time(c, until);
	}
}

/* A handshake that does not come to its end is none of the peer's faults. */
static int misbehave(struct play *y, const struct peer_step *step)
{
	struct world_peer *p = y->p;
	unsigned tried = 0;
	int native;

	pthread_mutex_lock(&p->lock);
	native = p->rogue != NULL ? rogue_play(p->rogue, step) : EOPNOTSUPP;
	pthread_mutex_unlock(&p->lock);
	while (native == EAGAIN && world_moment(y->w, &tried)) {
		pthread_mutex_lock(&p->lock);
		native = p->rogue != NULL ? rogue_go_on(p->rogue) : EBADF;
		pthread_mutex_unlock(&p->lock);
	}
	return native == EAGAIN && step->verb == PEER_HANDSHAKE ? 0 : native;
}

static int play_one(struct play *y, const struct peer_step *step, size_t *total)
{
	if (y->p->rogue != NULL && y->p->type != SOCK_STREAM &&
	    peer_step_is_empty(step))
		return EOPNOTSUPP;
	switch (step->verb) {
	case PEER_SEND:
		return send_all(y, step->data, step->n, false, total);
	case PEER_OOB:
		return send_all(y, step->data, step->n, true, total);
	case PEER_EMPTY:
		return y->p->type == SOCK_STREAM
			       ? EINVAL
			       : send_all(y, step->data, 0, false, total);
	case PEER_PATTERN:
		return send_pattern(y, step->n, total);
	case PEER_DRIP:
		return drip(y, step, total);
	case PEER_FLOOD:
		return flood(y, total);
	case PEER_STRANGER:
		return send_stranger(y, step);
	case PEER_READ:
		return read_some(y, step->n);
	case PEER_DROP:
		return world_peer_drop(y->w, y->p);
	case PEER_CUT:
		return shut_send(y->p, true);
	case PEER_SHUTDOWN:
		return shut_send(y->p, false);
	case PEER_RST:
		return reset(y);
	case PEER_CLOSE:
		return close_peer(y);
	case PEER_WAIT:
		pass_time(y, step->usec);
		return 0;
	case PEER_HANDSHAKE:
	case PEER_RECORDS:
	case PEER_GATHER:
	case PEER_PASS:
	case PEER_UPDATE:
	case PEER_ALERT:
	case PEER_RAW:
		return misbehave(y, step);
	case PEER_HOLD:
		break;
	}
	return 0;
}

void world_peer(struct world *w, const struct op *op, struct tokens *out)
{
	struct world_socket *ws = world_socket(w, op->name.text, out);
	struct play y = { w, ws != NULL ? &ws->peer : NULL, out, false };
	size_t total = 0;
	int native = 0;

	if (ws == NULL)
		return;
	if (ws->peer.shaking) {
		tokens_word(out, "word", "busy");
		return;
	}
	for (size_t i = 0; i < op->n_steps && native == 0; i++) {
		if (y.p->t == NULL && op->steps[i].verb != PEER_WAIT)
			native = EBADF;
		else
			native = play_one(&y, &op->steps[i], &total);
		world_peer_settle(w, y.p);
	}
	if (native == EAGAIN) {
		tokens_word(out, "word", "full");
		tokens_number(out, "sent", total);
	} else if (native != 0 || !y.told) {
		world_errno(out, native);
	}
	if (member_current() == NULL)
		crew_go_on(w->crew);
}
