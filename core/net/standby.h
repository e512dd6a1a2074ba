/* SPDX-License-Identifier: MIT */
/* The thread that polls when nobody waits inside the library.
 *
 * It must not sit in the poll while the program is active: every send would wake it, and
 * a completion through another thread costs ten times one of one's own. So it only looks
 * in, once a millisecond, and takes the lead when for one such look nobody has waited
 * inside; then it polls without a timer. With nothing pending, or somebody else leading
 * for long, it sleeps until it is poked. */
#pragma once

/* Starts the thread if it does not run; 0 or an errno. */
int standby_start(void);

/* Wakes it if it sleeps: something is pending, or the leader has gone. Costs nothing
 * while the thread looks in. */
void standby_poke(void);

/* Ends it and waits for that. */
void standby_stop(void);
