/* SPDX-License-Identifier: MIT */
/* The changes of the core that `make mutate` can turn on, one at a time.
 *
 * Every file of core/ is compiled with its changed functions beside the right ones, and
 * each function looks first which of them is on. Never in a build that anybody ships. */
#pragma once

#define MUTANT static __attribute__((noinline))
#define MUTANT_PLACES 16384 /* the most that can be told */

/* The change that this process has, by its name in base 16; 0: none. */
extern unsigned long long mutant_now;

/* One byte for each place in the core, in order: 1 where this process has been. */
extern unsigned char *mutant_places;
#define MUTANT_HERE(n) (mutant_places[n] = 1)
