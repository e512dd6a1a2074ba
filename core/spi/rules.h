/* SPDX-License-Identifier: MIT */
/* Rules: the places where the document and real Windows differ, chosen by name.
 *
 * One table of names and values; one set of choices a socket. The profile `spi` takes the
 * document's side in all of them, `windows` takes Windows'. */
#pragma once

#include "base/code.h"
#include "wspmore.h"

enum rule {
	RULE_NONOVERLAPPED,
	RULE_ABORT,
	RULE_KEEPALIVE,
	RULE_PEEK,
	RULE_CLOSE,
	RULE_TRUNCATE,
	RULE_TOO_MANY,
	RULE_CANCELLED_WAIT,
	N_RULES,
};

/* Values of each rule, in the order of the table. */
enum rule_nonoverlapped {
	NONOVERLAPPED_IGNORE,
	NONOVERLAPPED_SYNC,
	NONOVERLAPPED_EINVAL
};
enum rule_abort {
	ABORT_RESET,
	ABORT_ABORTED
};
enum rule_keepalive {
	KEEPALIVE_NETRESET,
	KEEPALIVE_TIMEDOUT
};
enum rule_peek {
	PEEK_REFUSE,
	PEEK_ALLOW
};
enum rule_close {
	CLOSE_OPERATION_ABORTED,
	CLOSE_CONNECTION_ABORTED
};
enum rule_truncate {
	TRUNCATE_DIRECT,
	TRUNCATE_ROUTINE
};
enum rule_too_many {
	TOO_MANY_WOULDBLOCK,
	TOO_MANY_NOBUFS
};
enum rule_cancelled_wait {
	CANCELLED_WAIT_REFUSE,
	CANCELLED_WAIT_WAIT
};

struct rules {
	unsigned char value[N_RULES];
};

/* The profile `spi`. */
struct rules rules_default(void);

/* Sets one rule, or with the name "profile" all of them. WSAEINVAL: no such word. */
int rules_set(struct rules *r, const char *name, const char *value);

/* The value's word, NULL where there is no such rule. */
const char *rules_get(const struct rules *r, const char *name);

/* Row `index` of the table; false past the last. */
BOOL rules_row(size_t index, WSPRULEENTRY *entry);
