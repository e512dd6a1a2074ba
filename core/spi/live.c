/* SPDX-License-Identifier: MIT */
/* A hash table in parts, each with its own lock; it grows as need be, and without memory
 * for that only becomes slower. */
#include "spi/live.h"

#include <stdlib.h>

#include "base/heap.h"
#include "base/planted.h"
#include "base/probe.h"

#define PARTS_BITS 6
#define FIRST 16 /* buckets of a part to begin with */

struct part {
	struct lock lock;
	unsigned n,
		bits; /* requests; buckets are 1 << bits, or FIRST where bits is 0 */
	struct request **grown; /* heap, NULL: `first` */
	struct request *first[FIRST];
};

static struct part parts[1 << PARTS_BITS];

static uint64_t hash(const WSAOVERLAPPED *o)
{
	return ((uint64_t)(uintptr_t)o >> 3) * 0x9e3779b97f4a7c15u;
}

static struct part *part_of(const WSAOVERLAPPED *o)
{
	return &parts[hash(o) >> (64 - PARTS_BITS)];
}

static struct request **bucket(struct part *p, const WSAOVERLAPPED *o)
{
	uint64_t h = hash(o) << PARTS_BITS;

	return p->grown != NULL ? &p->grown[h >> (64 - p->bits)] : &p->first[h >> 60];
}

/* Whether its WSAOVERLAPPED may be used again, though it has not been told of yet. */
static bool is_past(const struct request *q)
{
	PLANT(RELEASED_EARLY, return q->done);
	return q->done && q->routine == NULL;
}

/* The request that owns o; without one, one that is past; NULL: neither. */
static struct request *find(struct part *p, const WSAOVERLAPPED *o)
{
	struct request *past = NULL;

	for (struct request *q = *bucket(p, o); q != NULL; q = q->next_live) {
		if (q->overlapped != o)
			continue;
		if (!is_past(q))
			return q;
		past = q;
	}
	return past;
}

static bool owned(struct part *p, const WSAOVERLAPPED *o)
{
	const struct request *q = find(p, o);

	PLANT(IN_USE, return false);
	return q != NULL && !is_past(q);
}

static void move(struct part *p, struct request **from, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		for (struct request *q = from[i], *next; q != NULL; q = next) {
			struct request **to = bucket(p, q->overlapped);

			next = q->next_live;
			q->next_live = *to;
			*to = q;
		}
}

static void grow(struct part *p)
{
	unsigned n = p->grown != NULL ? 1u << p->bits : FIRST;
	struct request **before = p->grown, **more;

	if (p->n < n)
		return;
	more = heap_zeroed((size_t)n * 2, sizeof(struct request *));
	if (more == NULL)
		return;
	p->grown = more;
	p->bits = (unsigned)__builtin_ctz(n * 2);
	move(p, before != NULL ? before : p->first, n);
	if (before == NULL)
		for (unsigned i = 0; i < FIRST; i++)
			p->first[i] = NULL;
	free(before);
}

static void shrink(struct part *p)
{
	if (p->n > 0 || p->grown == NULL)
		return;
	free(p->grown);
	p->grown = NULL;
}

bool live_any(const WSAOVERLAPPED *o)
{
	struct part *p = part_of(o);
	bool any;

	lock_take(&p->lock);
	any = owned(p, o);
	lock_give(&p->lock);
	return any;
}

bool live_add(struct request *q)
{
	struct part *p = part_of(q->overlapped);
	struct request **at;
	bool added;

	lock_take(&p->lock);
	added = !owned(p, q->overlapped);
	if (added) {
		grow(p);
		at = bucket(p, q->overlapped);
		q->next_live = *at;
		*at = q;
		p->n++;
	}
	lock_give(&p->lock);
	return added;
}

static void take_out(struct part *p, struct request *q)
{
	struct request **at = bucket(p, q->overlapped);

	while (*at != NULL && *at != q)
		at = &(*at)->next_live;
	if (*at == NULL)
		return;
	*at = q->next_live;
	p->n--;
	shrink(p);
}

/* What Internal says of it. */
static ULONG_PTR status(const struct request *q)
{
	PLANT(INTERNAL_FLAGS, return (ULONG_PTR)q->code);
	switch (q->code == 0 ? q->flags & (MSG_PARTIAL | MSG_OOB) : 0) {
	case MSG_PARTIAL:
		return WSP_RECEIVE_PARTIAL;
	case MSG_OOB:
		return WSP_RECEIVE_EXPEDITED;
	case MSG_PARTIAL | MSG_OOB:
		return WSP_RECEIVE_PARTIAL_EXPEDITED;
	}
	return (ULONG_PTR)q->code;
}

static void wake_all(struct request *q)
{
	for (struct live_wait *w = q->waits, *next; w != NULL; w = next) {
		next = w->next;
		lead_wake(&w->sleeper);
	}
	q->waits = NULL;
}

void live_finish(struct request *q)
{
	WSAOVERLAPPED *o = q->overlapped;
	struct part *p = part_of(o);

	lock_take(&p->lock);
	q->done = true;
	if (probe_write(o, sizeof *o)) {
		PLANT(INTERNAL_HIGH, q->got = o->InternalHigh);
		__atomic_store_n(&o->InternalHigh, q->got, __ATOMIC_RELAXED);
		PLANT(OFFSET_WRITTEN, o->Offset = 0);
		__atomic_store_n(&o->Internal, status(q), __ATOMIC_RELEASE);
	}
	if (q->routine != NULL)
		wake_all(q);
	lock_give(&p->lock);
}

void live_remove(struct request *q)
{
	struct part *p = part_of(q->overlapped);

	lock_take(&p->lock);
	take_out(p, q);
	wake_all(q);
	lock_give(&p->lock);
}

struct live_state live_look(WSAOVERLAPPED *o, struct live_wait *w)
{
	struct part *p = part_of(o);
	struct live_state state = { 0 };
	struct request *q;

	lock_take(&p->lock);
	q = find(p, o);
	state.pending = __atomic_load_n(&o->Internal, __ATOMIC_ACQUIRE) ==
				WSS_OPERATION_IN_PROGRESS ||
			(q != NULL && is_past(q));
	state.known = q != NULL;
	state.routine = q != NULL && q->routine != NULL;
	if (q != NULL && state.pending) {
		w->next = q->waits;
		q->waits = w;
	}
	lock_give(&p->lock);
	return state;
}

void live_leave(WSAOVERLAPPED *o, struct live_wait *w)
{
	struct part *p = part_of(o);

	lock_take(&p->lock);
	for (struct request *q = *bucket(p, o); q != NULL; q = q->next_live)
		for (struct live_wait **at = &q->waits; *at != NULL; at = &(*at)->next)
			if (*at == w) {
				*at = w->next;
				goto out;
			}
out:
	lock_give(&p->lock);
}
