/* SPDX-License-Identifier: MIT */
/* A lock whose undisputed use is two atomic instructions, in line.
 *
 * It guards a socket for the length of a call. After a system call many processors have
 * forgotten where functions return to, and each return costs as much as all of the lock:
 * so what is done then should not be a call. Not recursive; any thread. */
#pragma once

#include <stdatomic.h>

#include "base/rare.h"

struct lock {
	_Atomic unsigned state; /* 0 free, 1 taken, 2 taken and others may sleep */
};

static inline void lock_init(struct lock *l)
{
	atomic_init(&l->state, 0);
}

/* The disputed cases: sleeps until the lock is had; wakes one who sleeps, as the state says
 * that was before. The memory of a lock must outlive both. */
RARE void lock_wait(struct lock *l);
RARE void lock_wake(struct lock *l, unsigned before);

static inline void lock_take(struct lock *l)
{
	unsigned expected = 0;

	if (!atomic_compare_exchange_strong_explicit(&l->state, &expected, 1,
						     memory_order_acquire,
						     memory_order_relaxed))
		lock_wait(l);
}

static inline void lock_give(struct lock *l)
{
	unsigned before = atomic_exchange_explicit(&l->state, 0, memory_order_release);

	if (before != 1)
		lock_wake(l, before);
}
