/* SPDX-License-Identifier: MIT */
/* Drives WSPRecv() as a call that waits or refuses to, with every flag and pointer, on every
 * protocol that is simulated; beside it WSPSend(), WSPShutdown(), WSPSetSockOpt(),
 * WSPIoctl(), WSPCloseSocket(). */
#include "fuzz/play.h"

static const char *const addresses[] = { "pair:stream", "seqpacket",  "udp",
					 "tcp",         "unix-dgram", "tcp6",
					 "udp6",        "unix",       "pair:seqpacket",
					 "pair:dgram",  "tcp4",       "udp4",
					 NULL };

static const struct program_rules rules = {
	.target = "fuzz_recv",
	.simulate = true,
	.verbs = PROGRAM_PLAIN | PROGRAM_VERB(NET) | PROGRAM_VERB(REPEAT) |
		 PROGRAM_VERB(END),
	.modes = PROGRAM_MODE(AS_IS) | PROGRAM_MODE(BLOCKING) |
		 PROGRAM_MODE(NONBLOCKING),
	.addresses = addresses,
};

PLAY_TARGET(rules)
