/* SPDX-License-Identifier: MIT */
/* Drives overlapped WSPRecv() and WSPSend(), WSPGetOverlappedResult(), completion by event
 * and routine, WSPCancelBlockingCall(), closing, ends of threads, WSPCleanup(): the input
 * says who does what when. */
#include "fuzz/play.h"

static const char *const addresses[] = { "pair:stream", "seqpacket",  "udp",
					 "tcp",         "unix-dgram", "tcp6",
					 "udp6",        "unix",       "pair:seqpacket",
					 "pair:dgram",  "tcp4",       "udp4",
					 NULL };

static const struct program_rules rules = {
	.target = "fuzz_overlapped",
	.simulate = true,
	.verbs = PROGRAM_PLAIN | PROGRAM_VERB(NET) | PROGRAM_VERB(AWAIT) |
		 PROGRAM_VERB(RESULT) | PROGRAM_VERB(OVERLAPPED) |
		 PROGRAM_VERB(CANCEL) | PROGRAM_VERB(SLEEP) | PROGRAM_VERB(EVENT) |
		 PROGRAM_VERB(EXIT) | PROGRAM_VERB(ORDER) | PROGRAM_VERB(UPCALLS) |
		 PROGRAM_VERB(CLEANUP) | PROGRAM_VERB(ROUTINE) | PROGRAM_VERB(REPEAT) |
		 PROGRAM_VERB(END),
	.modes = PROGRAM_MODE(AS_IS) | PROGRAM_MODE(BLOCKING) |
		 PROGRAM_MODE(NONBLOCKING) | PROGRAM_MODE(EVENT) | PROGRAM_MODE(POLL) |
		 PROGRAM_MODE(ROUTINE),
	.addresses = addresses,
};

PLAY_TARGET(rules)
