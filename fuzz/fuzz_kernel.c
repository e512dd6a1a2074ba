/* SPDX-License-Identifier: MIT */
/* Drives the same as fuzz_overlapped on real sockets and threads: what holds in the
 * simulation holds there. */
#include "fuzz/play.h"

static const char *const addresses[] = { "pair:stream", "seqpacket",  "udp",
					 "tcp",         "unix-dgram", "tcp6",
					 "udp6",        "unix",       "pair:seqpacket",
					 "pair:dgram",  "tcp4",       "udp4",
					 NULL };

static const struct program_rules rules = {
	.target = "fuzz_kernel",
	.simulate = false,
	.verbs = PROGRAM_PLAIN | PROGRAM_VERB(AWAIT) | PROGRAM_VERB(RESULT) |
		 PROGRAM_VERB(OVERLAPPED) | PROGRAM_VERB(EVENT) | PROGRAM_VERB(ORDER) |
		 PROGRAM_VERB(REPEAT) | PROGRAM_VERB(END),
	.modes = PROGRAM_MODE(AS_IS) | PROGRAM_MODE(BLOCKING) |
		 PROGRAM_MODE(NONBLOCKING) | PROGRAM_MODE(EVENT) | PROGRAM_MODE(POLL) |
		 PROGRAM_MODE(ROUTINE),
	.addresses = addresses,
};

PLAY_TARGET(rules)
