/* SPDX-License-Identifier: MIT */
/* Drives WSPRecv() on messages: MSG_PARTIAL, what is left of a message, what is lost or kept,
 * empty ones, peeks. */
#include "fuzz/play.h"

static const char *const addresses[] = {
	"seqpacket", "udp", "unix-dgram", "pair:seqpacket", "udp6", "pair:dgram", NULL
};

static const struct program_rules rules = {
	.target = "fuzz_partial",
	.simulate = true,
	.verbs = PROGRAM_VERB(OPEN) | PROGRAM_VERB(RECV) | PROGRAM_VERB(PEER) |
		 PROGRAM_VERB(NET) | PROGRAM_VERB(RULE),
	.modes = PROGRAM_MODE(AS_IS) | PROGRAM_MODE(BLOCKING) |
		 PROGRAM_MODE(NONBLOCKING) | PROGRAM_MODE(POLL),
	.addresses = addresses,
};

PLAY_TARGET(rules)
