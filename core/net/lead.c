/* SPDX-License-Identifier: MIT */
/* Waiting, leading, and handing on the lead. */
#include "net/lead.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/lock.h"
#include "base/rare.h"
#include "net/standby.h"

#define WOKEN 1u
#define ASKED 2u /* to lead */

TAILQ_HEAD(sleepers, sleeper);

static struct lock lock;
static struct sleeper *leader; /* NULL: nobody polls */
static struct sleeper standby; /* the leader, when the standby thread polls */
static struct sleepers sleepers = TAILQ_HEAD_INITIALIZER(sleepers);
static bool closing; /* the set goes when the leader comes back */
static _Atomic unsigned pending;
static _Atomic unsigned activity;
static _Atomic bool standing_in; /* the standby thread leads */
static bool alone;

/* This thread polls, or is called by its own poll. */
static __attribute__((tls_model("initial-exec"))) _Thread_local bool leading;

static void futex_wake(struct sleeper *s, uint32_t bit)
{
	atomic_fetch_or(&s->word, bit);
	if (s->listed)
		syscall(SYS_futex, &s->word, FUTEX_WAKE_PRIVATE, 1);
}

/* Sleeps while the word is 0, until that time. True: a signal came. */
static bool futex_wait(struct sleeper *s, uint64_t until)
{
	uint64_t now = until == READY_FOREVER ? 0 : ready_now();
	uint64_t left = until > now ? until - now : 0;
	struct timespec limit = { .tv_sec = (time_t)(left / 1000000),
				  .tv_nsec = (long)(left % 1000000) * 1000 };

	return syscall(SYS_futex, &s->word, FUTEX_WAIT_PRIVATE, 0,
		       until == READY_FOREVER ? NULL : &limit) != 0 &&
	       errno == EINTR;
}

/* Under the lock: somebody who sleeps shall lead. */
static void hand_on(void)
{
	struct sleeper *first = TAILQ_FIRST(&sleepers);

	if (leader == NULL && first != NULL && ready_is_open())
		futex_wake(first, ASKED);
}

/* Polls once as the leader; under the lock before and after. True: a signal came. */
static bool lead(struct sleeper *me, uint64_t until)
{
	struct sleeper *outer =
		leader; /* a wait inside a call of this thread's own poll */
	bool was = leading, signal;

	leader = me;
	leading = true;
	lock_give(&lock);
	signal = ready_poll(until);
	lock_take(&lock);
	leading = was;
	leader = outer;
	if (closing && leader == NULL) {
		closing = false;
		ready_close();
	}
	return signal;
}

/* Sleeps while another thread leads, or nobody has to. Likewise. */
static bool follow(struct sleeper *me, uint64_t until)
{
	bool signal;

	TAILQ_INSERT_TAIL(&sleepers, me, link);
	me->listed = true;
	if (leader == &standby)
		ready_call();
	lock_give(&lock);
	signal = futex_wait(me, until);
	lock_take(&lock);
	TAILQ_REMOVE(&sleepers, me, link);
	me->listed = false;
	atomic_fetch_and(&me->word, ~ASKED);
	return signal;
}

void lead_prepare(struct sleeper *me)
{
	atomic_store_explicit(&me->word, 0, memory_order_relaxed);
	atomic_store_explicit(&me->listed, false, memory_order_relaxed);
}

static bool over(const struct sleeper *me, uint64_t until, bool signal,
		 enum lead_end *end)
{
	if (atomic_load(&me->word) & WOKEN)
		*end = LEAD_WOKEN;
	else if (signal)
		*end = LEAD_SIGNAL;
	else if (until != READY_FOREVER && ready_now() >= until)
		*end = LEAD_TIME;
	else
		return false;
	return true;
}

/* The owner goes on until somebody is woken, or has nothing more to do. */
RARE static enum lead_end wait_simulated(struct sleeper *me, uint64_t until)
{
	enum lead_end end = LEAD_TIME;

	while (!over(me, until, false, &end))
		if (ready_poll(until))
			break;
	return end;
}

enum lead_end lead_wait(struct sleeper *me, uint64_t until)
{
	enum lead_end end = LEAD_WOKEN;
	bool signal = false;
	int cancel;

	if (ready_simulated())
		return wait_simulated(me, until);
	/* A thread that ended in the poll would take the lead with it. */
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel);
	activity++;
	lock_take(&lock);
	while (!over(me, until, signal, &end))
		if ((leader == NULL || leading) && ready_is_open())
			signal = lead(me, until);
		else
			signal = follow(me, until);
	hand_on();
	lock_give(&lock);
	if (pending > 0)
		standby_poke();
	pthread_setcancelstate(cancel, NULL);
	return end;
}

void lead_wake(struct sleeper *s)
{
	if (ready_simulated()) {
		atomic_fetch_or(&s->word, WOKEN);
		return;
	}
	lock_take(&lock);
	futex_wake(s, WOKEN);
	if (s == leader && !leading)
		ready_call();
	lock_give(&lock);
}

void lead_turn(void)
{
	struct sleeper me;
	int cancel;

	if (ready_simulated()) {
		ready_poll(0);
		return;
	}
	if (!ready_is_open())
		return;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel);
	lead_prepare(&me);
	activity++;
	lock_take(&lock);
	if (leader == NULL || leading)
		lead(&me, 0);
	else if (leader == &standby)
		ready_call();
	hand_on();
	lock_give(&lock);
	if (pending > 0)
		standby_poke();
	pthread_setcancelstate(cancel, NULL);
}

void lead_visit(void)
{
	activity++;
	if (standing_in)
		lead_call_back();
}

int lead_open(void)
{
	int native;

	if (ready_is_open() && !closing)
		return 0;
	lock_take(&lock);
	closing = false;
	native = ready_open();
	hand_on();
	lock_give(&lock);
	return native;
}

void lead_alone(bool on)
{
	alone = on;
	if (on)
		standby_stop();
}

int lead_pend(void)
{
	int native = lead_open();

	if (native != 0)
		return native;
	pending++;
	if (ready_simulated() || alone)
		return 0;
	native = standby_start();
	if (native != 0)
		pending--;
	else
		standby_poke();
	return native;
}

void lead_unpend(void)
{
	pending--;
}

bool lead_pending(void)
{
	return pending > 0;
}

unsigned lead_activity(bool *led)
{
	lock_take(&lock);
	*led = leader != NULL;
	lock_give(&lock);
	return activity;
}

void lead_stand_in(const _Atomic bool *quit)
{
	unsigned before = activity;

	lock_take(&lock);
	while (leader == NULL && TAILQ_EMPTY(&sleepers) && ready_is_open() && !*quit &&
	       activity == before) {
		standing_in = true;
		lead(&standby, READY_FOREVER);
	}
	standing_in = false;
	hand_on();
	lock_give(&lock);
}

void lead_call_back(void)
{
	lock_take(&lock);
	if (leader == &standby)
		ready_call();
	lock_give(&lock);
}

void lead_close(void)
{
	if (ready_simulated())
		return;
	standby_stop();
	lock_take(&lock);
	if (leader == NULL) {
		ready_close();
	} else {
		closing = true;
		ready_call();
	}
	lock_give(&lock);
}
