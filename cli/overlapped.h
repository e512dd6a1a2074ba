/* SPDX-License-Identifier: MIT */
/* Overlapped receives: several posted at once, each told of when it has completed.
 *
 *	post the first -> send -> wait, report, post another, ... -> nothing outstanding
 *
 * With --exit-thread-after all of that is done by a thread of its own, which ends early;
 * what was outstanding then is left to the main thread. So one thread at a time is at work
 * here, but for what the provider does by itself. */
#pragma once

#include "cli/receiving.h"

/* Makes all receives of a run whose endpoint is open, -m event, poll or routine. */
void overlapped_receive(struct receiving *run);
