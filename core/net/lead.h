/* SPDX-License-Identifier: MIT */
/* Waiting inside the library, and who polls meanwhile.
 *
 * At most one thread polls the set of sources (net/ready.h): the leader. Whoever waits
 * becomes it if nobody is, and so finds its own completion without a change of threads;
 * when its wait is over it hands the lead to another one that waits. Those sleep on a
 * futex of their own. So that operations that are pending go on when no thread of the
 * program waits inside, a standby thread (net/standby.h) takes the lead then.
 *
 * A sleeper is one wait of one thread; it lies on that thread's stack. */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

#include "net/ready.h"

struct sleeper {
	_Atomic uint32_t word; /* bits: woken, asked to lead; a futex */
	_Atomic bool listed;   /* among those who sleep */
	TAILQ_ENTRY(sleeper) link;
};

enum lead_end {
	LEAD_WOKEN,
	LEAD_TIME,
	LEAD_SIGNAL, /* a signal came: look, and wait again */
};

/* Before each wait, and before anybody can know of the sleeper. */
void lead_prepare(struct sleeper *me);

/* Waits until woken, or until that time (ready_now(); READY_FOREVER: none). */
enum lead_end lead_wait(struct sleeper *me, uint64_t until);

/* Ends that wait, also if it has not begun. Any thread; s must be there still. */
void lead_wake(struct sleeper *s);

/* Moves what can be moved, without waiting: for those who only look. */
void lead_turn(void);

/* Somebody looks at what is pending without a wait or a turn: the standby thread keeps, or
 * goes, out of the way. */
void lead_visit(void);

/* From now on there is no standby thread: one thread does all, and turns. */
void lead_alone(bool on);

/* One more operation is pending, whose owner need not wait inside: opens the set and
 * starts the standby thread if they are not there. 0 or an errno: it does not count then. */
int lead_pend(void);
/* One of them is pending no more. */
void lead_unpend(void);

/* For the standby thread: whether anything is pending; a number that changes whenever
 * somebody waits inside, and whether somebody leads; and the lead itself, until somebody
 * waits inside, or *quit is set and lead_call_back() follows. */
bool lead_pending(void);
unsigned lead_activity(bool *led);
void lead_stand_in(const _Atomic bool *quit);
void lead_call_back(void);

/* Opens the set for somebody who waits inside; 0 or an errno. */
int lead_open(void);
/* Nobody uses sources any more: ends the standby thread and, as soon as nobody waits, the
 * set. Threads may go on waiting. */
void lead_close(void);
