/* SPDX-License-Identifier: MIT */
/* Looking at memory that may not be there, and living through it.
 *
 * A caller's pointer is tried by touching it, a byte a page, with instructions whose
 * addresses stand in a table; a fault at one of them goes on at the place that the table
 * names, which is the answer "no". Two other ways were weighed. A system call that probes
 * costs as much as the receive. And leaving it to the kernel's EFAULT loses the message on
 * datagram sockets, and sees a bad buffer only if the data reaches it. A touch costs two
 * instructions, and only a fault pays for more.
 *
 * The handler stays in the process from the first probe_open() to the last probe_close(),
 * and passes on every fault that is not of its own making. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/planted.h"

/* Reading through such a pointer afterwards: any alignment and owner will do. */
#define PROBE_RAW __attribute__((no_sanitize("address", "undefined", "thread")))

#define PROBE_PAGE 4096 /* the smallest page there is: larger ones are touched twice */

/* Counted; any thread. */
void probe_open(void);
void probe_close(void);

/* One touch, between the labels 1 and 2: three words, relative to themselves. */
#define PROBE_ENTRY \
	"2:\n" \
	".pushsection wsp_probe, \"a\"\n" \
	".balign 4\n" \
	".long 1b - ., 2b - ., %l[fault] - .\n" \
	".popsection\n"

#if defined(__x86_64__)
#define PROBE_LOAD "1: movb (%0), %%al\n"
#define PROBE_STORE "movb %%al, (%0)\n"
#define PROBE_SCRATCH "rax"
#elif defined(__aarch64__)
#define PROBE_LOAD "1: ldrb w9, [%0]\n"
#define PROBE_STORE "strb w9, [%0]\n"
#define PROBE_SCRATCH "x9"
#else
/* Elsewhere: the same, found by where the touch was begun (base/probe.c). */
bool probe_touch(void *p, bool store);
#endif

#ifdef PROBE_LOAD
static inline bool probe_touch(void *p, bool store)
{
	if (store)
		__asm__ goto(PROBE_LOAD PROBE_STORE PROBE_ENTRY
			     :
			     : "r"(p)
			     : PROBE_SCRATCH, "memory"
			     : fault);
	else
		__asm__ goto(PROBE_LOAD PROBE_ENTRY
			     :
			     : "r"(p)
			     : PROBE_SCRATCH, "memory"
			     : fault);
	return true;
fault:
	return false;
}
#endif

/* Whether all of n bytes at p can be read (written). Writing stores back what was there;
 * the bytes do not change. n 0 touches nothing. */
static inline bool probe_span(void *p, size_t n, bool store)
{
	char *at = p;

	if (n == 0)
		return true;
	if (!probe_touch(at, store))
		return false;
	PLANT(FIRST_BYTE_PROBED, return true);
	/* Most lie within a page. */
	for (size_t i = PROBE_PAGE - (uintptr_t)p % PROBE_PAGE;
	     __builtin_expect(i < n, 0); i += PROBE_PAGE)
		if (!probe_touch(at + i, store))
			return false;
	return true;
}

static inline bool probe_read(const void *p, size_t n)
{
	return probe_span((void *)(uintptr_t)p, n, false);
}

static inline bool probe_write(void *p, size_t n)
{
	return probe_span(p, n, true);
}
