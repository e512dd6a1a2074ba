/* SPDX-License-Identifier: MIT */
/* Looking at memory that may not be there, and living through it.
 *
 * A caller's pointer is tried by touching it: probe_try() runs a small function that
 * loads and stores through such pointers; a fault inside ends it and is an answer. Two
 * other ways were weighed. A system call that probes costs as much as the receive. And
 * leaving it to the kernel's EFAULT loses the message on datagram sockets, and sees a bad
 * buffer only if the data reaches it. A handler costs one touch a page, and only a fault
 * pays for more. It stays in the process from the first probe_open() to the last
 * probe_close(), and passes on every fault that is not of its own making. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The touches are the one place where any pointer will do. */
#define PROBE_RAW __attribute__((no_sanitize("address", "undefined", "thread")))

#define PROBE_PAGE 4096 /* the smallest page there is: larger ones are touched twice */

/* Counted; any thread. probe_open() returns 0 or the errno of sigaction. */
int probe_open(void);
void probe_close(void);

/* Runs body(context); false if it touched memory that is not there (or not writable). The
 * body must be plain loads and stores: no locks, no allocation, no nested probe_try. */
bool probe_try(void (*body)(void *context), void *context);

/* For use inside a body: faults unless all of n bytes at p can be read (written). Writing
 * stores back what was there; the bytes do not change. n 0 touches nothing. */
PROBE_RAW static inline void probe_read(const void *p, size_t n)
{
	const volatile char *at = p;

	if (n == 0)
		return;
	(void)at[0];
	for (size_t i = PROBE_PAGE - ((uintptr_t)p % PROBE_PAGE); i < n;
	     i += PROBE_PAGE)
		(void)at[i];
}

PROBE_RAW static inline void probe_write(void *p, size_t n)
{
	volatile char *at = p;

	if (n == 0)
		return;
	at[0] = at[0];
	for (size_t i = PROBE_PAGE - ((uintptr_t)p % PROBE_PAGE); i < n;
	     i += PROBE_PAGE)
		at[i] = at[i];
}
