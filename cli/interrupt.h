/* SPDX-License-Identifier: MIT */
/* What may happen while a blocking call waits: a signal, a time that is up, a hook.
 *
 * The provider lets its client run while a call of it waits: it calls the blocking hook
 * again and again, and at once after a signal. All of this lives in that hook, so no
 * thread is needed. There is one of these in a program, because signals are. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "wsp.h"

#define INTERRUPT_NEVER UINT64_MAX

/* Belongs to the command that runs; nobody else changes it while a call waits. */
struct interrupt {
	uint64_t cancel_after; /* microseconds that a receive may wait; INTERRUPT_NEVER */
	bool cancel;           /* cancel as soon as a receive waits */
	/* Called once while a receive waits, before anything is cancelled; NULL: not. */
	void (*hook)(void *context);
	void *context;
	const char *address; /* for the note on what is waited for; NULL: no notes */
	/* Since interrupt_expect(): */
	const char *what; /* "data", "a connection" */
	bool receiving;   /* it is a receive: cancelling and the hook are for it */
	bool waiting;     /* the provider has called since */
	bool hooked;
	uint64_t since; /* microseconds, when it first did */
	/* Ever: */
	const char *noted; /* the last `what` that a note was written for */
};

/* Takes over SIGINT and SIGTERM; a second signal ends the program on the spot, unless both
 * come together, as timeout(1) sends them. A signal that was ignored when the program
 * began stays ignored. */
void interrupt_init(struct interrupt *i);

/* For WSPStartup: the table that names the hook. */
WSPUPCALLTABLE interrupt_upcalls(void);

/* What the next call will wait for, if it has to. */
void interrupt_expect(struct interrupt *i, const char *what, bool receiving);

/* Something else than a blocking call has waited for so many microseconds: a person at a
 * terminal is told once for what, as the hook would. */
void interrupt_waited(struct interrupt *i, uint64_t waited);

/* The signal that asked for an end, 0 if none did. */
int interrupt_signal(void);
