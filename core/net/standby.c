/* SPDX-License-Identifier: MIT */
/* The standby thread: looking in, leading, sleeping. */
#include "net/standby.h"

#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "net/lead.h"

#define LOOK 1000000 /* nanoseconds from one look to the next */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* starting and stopping */
static pthread_t thread;
static _Atomic bool running;
static _Atomic bool quit;
static _Atomic bool asleep;    /* until poked */
static _Atomic uint32_t pokes; /* a futex */

static void nap(uint32_t seen, const struct timespec *limit)
{
	syscall(SYS_futex, &pokes, FUTEX_WAIT_PRIVATE, seen, limit);
}

static void wake(void)
{
	pokes++;
	syscall(SYS_futex, &pokes, FUTEX_WAKE_PRIVATE, 1);
}

/* Whoever makes something pending, or leaves the lead, looks at `asleep` afterwards: so
 * one of the two sees the other. */
static void sleep_deeply(unsigned active)
{
	uint32_t seen = pokes;
	bool led;

	asleep = true;
	if (lead_activity(&led) == active && (led || !lead_pending()) && !quit)
		nap(seen, NULL);
	asleep = false;
}

static void *stand_by(void *unused)
{
	const struct timespec look = { .tv_nsec = LOOK };
	unsigned before, after;
	bool led;

	(void)unused;
	for (before = lead_activity(&led); !quit; before = after) {
		nap(pokes, &look);
		after = lead_activity(&led);
		if (quit || after != before)
			continue;
		if (led || !lead_pending())
			sleep_deeply(after);
		else
			lead_stand_in(&quit);
	}
	return NULL;
}

/* Signals are the program's; but a fault is its own thread's (base/probe.h). */
static void keep_signals_out(sigset_t *before)
{
	static const int faults[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP };
	sigset_t all;

	sigfillset(&all);
	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
		sigdelset(&all, faults[i]);
	pthread_sigmask(SIG_SETMASK, &all, before);
}

int standby_start(void)
{
	sigset_t before;
	int native = 0;

	if (running)
		return 0;
	pthread_mutex_lock(&lock);
	if (!running) {
		quit = false;
		keep_signals_out(&before);
		native = pthread_create(&thread, NULL, stand_by, NULL);
		pthread_sigmask(SIG_SETMASK, &before, NULL);
		running = native == 0;
	}
	pthread_mutex_unlock(&lock);
	return native;
}

void standby_poke(void)
{
	if (asleep)
		wake();
}

void standby_stop(void)
{
	pthread_mutex_lock(&lock);
	if (running) {
		quit = true;
		wake();
		lead_call_back();
		pthread_join(thread, NULL);
		running = false;
	}
	pthread_mutex_unlock(&lock);
}
