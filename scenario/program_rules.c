/* SPDX-License-Identifier: MIT */
/* What each target plays: who changes a row changes what its corpus means. */
#include "scenario/program.h"

#include <string.h>

static const char *const all[] = { "pair:stream", "seqpacket",  "udp",
				   "tcp",         "unix-dgram", "tcp6",
				   "udp6",        "unix",       "pair:seqpacket",
				   "pair:dgram",  "tcp4",       "udp4",
				   NULL };

static const char *const messages[] = {
	"seqpacket", "udp", "unix-dgram", "pair:seqpacket", "udp6", "pair:dgram", NULL
};

/* The first is the usual one. The first two shake hands swiftly, by a secret; the others in
 * full. */
static const char *const secure[] = { "pair:tls",         "pair:tls,record=512",
				      "pair:tls,max=1.2", "pair:tls,min=1.3",
				      "pair:dtls",        NULL };

/* What waits for nobody but the caller. */
#define ALONE \
	(PROGRAM_PLAIN | PROGRAM_VERB(AWAIT) | PROGRAM_VERB(RESULT) | \
	 PROGRAM_VERB(OVERLAPPED) | PROGRAM_VERB(EVENT) | PROGRAM_VERB(ORDER) | \
	 PROGRAM_VERB(REPEAT) | PROGRAM_VERB(END))

/* And several threads, and a network that obeys. */
#define THREADED \
	(ALONE | PROGRAM_VERB(NET) | PROGRAM_VERB(CANCEL) | PROGRAM_VERB(SLEEP) | \
	 PROGRAM_VERB(EXIT) | PROGRAM_VERB(UPCALLS) | PROGRAM_VERB(CLEANUP) | \
	 PROGRAM_VERB(ROUTINE))

#define MODES (PROGRAM_MODE(AS_IS) | PROGRAM_MODE(BLOCKING) | PROGRAM_MODE(NONBLOCKING))
#define ALL_MODES \
	(MODES | PROGRAM_MODE(EVENT) | PROGRAM_MODE(POLL) | PROGRAM_MODE(ROUTINE))

/* clang-format off: a row each, in one form */
static const struct program_rules table[] = {
	[PROGRAM_PARTIAL] = {
		.target = "fuzz_partial",
		.simulate = true,
		.verbs = PROGRAM_VERB(OPEN) | PROGRAM_VERB(RECV) | PROGRAM_VERB(PEER) |
			 PROGRAM_VERB(NET) | PROGRAM_VERB(RULE),
		.modes = MODES | PROGRAM_MODE(POLL),
		.addresses = messages,
	},
	[PROGRAM_RECV] = {
		.target = "fuzz_recv",
		.simulate = true,
		.verbs = PROGRAM_PLAIN | PROGRAM_VERB(NET) | PROGRAM_VERB(REPEAT) |
			 PROGRAM_VERB(END),
		.modes = MODES,
		.addresses = all,
	},
	[PROGRAM_OVERLAPPED] = {
		.target = "fuzz_overlapped",
		.simulate = true,
		.verbs = THREADED,
		.modes = ALL_MODES,
		.addresses = all,
	},
	[PROGRAM_FAULT] = {
		.target = "fuzz_fault",
		.simulate = true,
		.verbs = THREADED | PROGRAM_VERB(FAULT),
		.modes = ALL_MODES,
		.addresses = all,
	},
	[PROGRAM_KERNEL] = {
		.target = "fuzz_kernel",
		.simulate = false,
		.verbs = ALONE,
		.modes = ALL_MODES,
		.addresses = all,
	},
	[PROGRAM_TLS] = {
		.target = "fuzz_tls",
		.simulate = true,
		.verbs = THREADED,
		.modes = ALL_MODES,
		.addresses = secure,
	},
};
/* clang-format on */

const struct program_rules *program_rules(enum program_target target)
{
	return &table[target];
}

const struct program_rules *program_rules_named(const char *target)
{
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (strcmp(table[i].target, target) == 0)
			return &table[i];
	return NULL;
}
