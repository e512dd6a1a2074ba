/* SPDX-License-Identifier: MIT */
/* Stacks that take turns in one thread.
 *
 * The sanitizers are told of every change. */
#pragma once

struct fiber;

/* The stack that calls; to be freed when it will not be switched to any more. NULL: no
 * memory. */
struct fiber *fiber_of_caller(void);

/* A stack of its own on which main(context) will run, at the first switch to it. It must
 * never return: the last thing it does is to switch away. */
struct fiber *fiber_new(void (*main)(void *context), void *context);
/* Not the one that runs. */
void fiber_free(struct fiber *f);

/* Goes on with `to`, until somebody switches back to `from`, which is the one that runs. */
void fiber_switch(struct fiber *from, struct fiber *to);
