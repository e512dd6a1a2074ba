/* SPDX-License-Identifier: MIT */
/* The blocking hook, and the signals that it looks at. */
#include "cli/interrupt.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "scenario/clock.h"

#define NOTE_AFTER 1000000 /* microseconds of silence before a note */
#define TOGETHER 500000    /* microseconds in which several signals are one request */

static volatile sig_atomic_t seen;
static volatile uint64_t seen_at;
static struct interrupt *current;

static void on_signal(int signal)
{
	uint64_t now = clock_now();

	if (seen != 0 && now - seen_at > TOGETHER)
		_exit(128 + signal);
	if (seen == 0) {
		seen_at = now;
		seen = signal;
	}
}

static void take_over(int signal, void (*handler)(int))
{
	struct sigaction old, action = { .sa_handler = handler };

	/* Without SA_RESTART: a write that waits must end too. */
	sigemptyset(&action.sa_mask);
	if (sigaction(signal, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
		sigaction(signal, &action, NULL);
}

void interrupt_init(struct interrupt *i)
{
	current = i;
	take_over(SIGINT, on_signal);
	take_over(SIGTERM, on_signal);
}

static bool must_end(const struct interrupt *i, uint64_t waited)
{
	if (seen != 0)
		return true;
	return i->receiving && (i->cancel || waited >= i->cancel_after);
}

void interrupt_waited(struct interrupt *i, uint64_t waited)
{
	if (i->address == NULL || i->noted == i->what || waited < NOTE_AFTER)
		return;
	i->noted = i->what;
	fprintf(stderr, "wsprecv: waiting for %s on %s (Ctrl-C ends)\n", i->what,
		i->address);
}

static BOOL CALLBACK blocking(DWORD_PTR context)
{
	struct interrupt *i = (struct interrupt *)context;
	uint64_t waited;
	int error;

	if (!i->waiting) {
		i->waiting = true;
		i->since = clock_now();
	}
	if (i->receiving && i->hook != NULL && !i->hooked) {
		i->hooked = true;
		i->hook(i->context);
	}
	waited = clock_now() - i->since;
	if (must_end(i, waited)) {
		WSPCancelBlockingCall(&error);
		return FALSE;
	}
	interrupt_waited(i, waited);
	return TRUE;
}

static int query(DWORD entry, LPBLOCKINGCALLBACK *callback, DWORD_PTR *context,
		 LPINT error)
{
	(void)entry;
	(void)error;
	*callback = blocking;
	*context = (DWORD_PTR)current;
	return 0;
}

WSPUPCALLTABLE interrupt_upcalls(void)
{
	return (WSPUPCALLTABLE){ .lpWPUQueryBlockingCallback = query };
}

void interrupt_expect(struct interrupt *i, const char *what, bool receiving)
{
	i->what = what;
	i->receiving = receiving;
	i->waiting = false;
	i->hooked = false;
}

int interrupt_signal(void)
{
	return seen;
}
