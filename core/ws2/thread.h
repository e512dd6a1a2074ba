/* SPDX-License-Identifier: MIT */
/* A thread as Ws2_32 sees it: its name, the calls queued to it, what ends with it.
 *
 * Made when a thread first needs it, counted by those who hold it, and gone when the
 * thread ends: then nothing can be queued to it any more. "The current thread" is a value:
 * a simulation says which one it is. */
#pragma once

#include <stdbool.h>
#include <sys/queue.h>

#include "base/lock.h"
#include "net/lead.h"
#include "wpu.h"

/* A call queued to a thread, embedded in what it is about. `run` returns false for "not
 * now": then it waits for thread_resume(), which asks `again` (may be NULL) whether it can
 * be queued some other way. `drop` is called instead where the thread ends first. All are
 * called on that thread. */
struct apc {
	TAILQ_ENTRY(apc) link;
	bool (*run)(struct apc *me);
	bool (*again)(struct apc *me);
	void (*drop)(struct apc *me);
};
TAILQ_HEAD(apcs, apc);

/* Something that ends with the thread; what, is for the one who made it to know. */
struct thread_task {
	LIST_ENTRY(thread_task) link;
};
LIST_HEAD(thread_tasks, thread_task);

struct thread {
	WSATHREADID id;
	LIST_ENTRY(thread) link;
	_Atomic unsigned holds;
	_Atomic unsigned
		untold; /* of its operations: over, and their results not out yet */
	void *blocked;  /* its blocking call (spi/blocking.c); its own only */
	void *running;  /* the routines that it is in (spi/notify.c); likewise */

	struct lock lock; /* for all that follows */
	bool gone;
	struct apcs calls;
	size_t n_calls;
	struct apcs deferred;  /* "not now" */
	struct sleeper *alert; /* of its alertable wait */
	struct thread_tasks tasks;
};

/* The calling thread; NULL without memory. thread_known() makes none. */
struct thread *thread_current(void);
struct thread *thread_known(void);

/* The thread of an id (Reserved 0: by its ThreadHandle alone), held; NULL: there is none. */
struct thread *thread_find(const WSATHREADID *id);
void thread_hold(struct thread *t);
void thread_drop(struct thread *t);

/* What a thread's end is to cancel: called on it, when it is `gone`. */
void thread_at_end(void (*cancel)(struct thread *t));

/* Who is told of a call of WPUQueueApc that will not be run, for its thread has ended. */
void thread_at_drop(void (*dropped)(LPWSAUSERAPC function, DWORD_PTR context));

/* What a thread looks at before it waits with one task pending: that one's completion is
 * likely what it waits for, and may be there already. thread_look() does it. */
void thread_at_wait(void (*look)(struct thread *t));
void thread_look(struct thread *me);

/* For simulations: a thread that is only a value; who is current; and its end. */
struct thread *thread_new(void);
void thread_become(struct thread *t);
void thread_end(struct thread *t);

/* Queues a call; false: the thread is gone, nothing was done. */
bool thread_queue(struct thread *t, struct apc *a);

/* Runs the calls that are queued to the calling thread now, not those that they queue in
 * their turn; true where one was run. */
bool thread_run(struct thread *me);

/* "Not now", and what was it is queued again. */
void thread_defer(struct thread *me, struct apc *a);
void thread_resume(struct thread *me);

/* lead_wait(), ended by a call that is queued as well; at once where one is. The sleeper
 * has been prepared. */
enum lead_end thread_wait(struct thread *me, struct sleeper *s, uint64_t until);
