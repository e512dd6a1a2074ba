/* SPDX-License-Identifier: MIT */
/* Receives one after the other: each is over before the next is made. */
#pragma once

#include "cli/receiving.h"

/* Makes all receives of a run whose endpoint is open, -m blocking or nonblocking. */
void blocking_receive(struct receiving *run);
