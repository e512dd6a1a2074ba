/* SPDX-License-Identifier: MIT */
/* Sleeping for a lock, on the kernel's futex. */
#include "base/lock.h"

#include <assert.h>
#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Who has slept takes it as disputed, for it cannot know whether others sleep too. */
void lock_wait(struct lock *l)
{
	int before = errno;

	while (atomic_exchange_explicit(&l->state, 2, memory_order_acquire) != 0)
		syscall(SYS_futex, &l->state, FUTEX_WAIT_PRIVATE, 2, NULL);
	errno = before;
}

void lock_wake(struct lock *l, unsigned before)
{
	int error = errno;

	assert(before == 2); /* else nobody has taken it */
	syscall(SYS_futex, &l->state, FUTEX_WAKE_PRIVATE, 1);
	errno = error;
}
